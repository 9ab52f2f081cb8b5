import { expect } from '@jest/globals'
import { readFile, writeFile } from 'node:fs/promises'
import { installExtension, startTask } from './azure-agent.ts'
import type { Endpoint, Installed, RunningTask, TaskResult, TaskRun } from './azure-agent.ts'
import { jobConnection, PROJECT, startAzureDevOps, uuid } from './azure-devops.ts'
import type { FakeApproval, FakeAzure } from './azure-devops.ts'
import { startWorld } from './world.ts'
import type { World, WorldOptions } from './world.ts'

/** A cluster, Azure DevOps, and an agent with the extension. */
export interface AzureSite {
  readonly world: World
  readonly azure: FakeAzure
  readonly installed: Installed
  start(inputs: TaskRun['inputs'], job?: JobOptions): Promise<RunningTask>
  /** Runs ShiftgateRollout, and checks what holds for every run: no secret in the log, no forbidden command, nothing left on the agent. */
  task(inputs: TaskRun['inputs'], job?: JobOptions): Promise<TaskResult>
  /** Somebody approves a stage of a run. */
  approve(
    stage: string,
    options?: Partial<Omit<FakeApproval, 'run'>> & { readonly run?: string; readonly locked?: string },
  ): void
  /** All as it was when it was opened: cluster, rollout file, and what Azure DevOps was told and was asked. */
  reset(): Promise<void>
  close(): Promise<void>
}

export interface JobOptions {
  readonly task?: TaskRun['task']
  readonly run?: string
  readonly stage?: string
  readonly environment?: string | null
  readonly token?: string
  readonly endpoints?: { readonly [id: string]: Endpoint }
  readonly env?: { readonly [name: string]: string }
  readonly variables?: { readonly [name: string]: string }
  readonly node?: string
  /** Without the KUBECONFIG of an earlier step. */
  readonly loggedOut?: boolean
}

export async function openAzureSite(options: WorldOptions = {}): Promise<AzureSite> {
  // What can go wrong comes first: nothing is left open then.
  const installed = await installExtension()
  const [world, azure] = await Promise.all([startWorld(options), startAzureDevOps()])
  const opened = world.save()
  const file = await readFile(world.file, 'utf8')
  const { lifetime } = azure

  function start(inputs: TaskRun['inputs'], job: JobOptions = {}): Promise<RunningTask> {
    const { run = '42', stage = 'Blue_0', environment = 'abtestenv' } = job
    return startTask(installed, {
      task: job.task ?? 'ShiftgateRollout',
      inputs: { leaseDuration: '2s', ...inputs },
      cwd: world.folder,
      ...(job.node ? { node: job.node } : {}),
      env: { ...(job.loggedOut ? {} : world.env), ...job.env },
      endpoints: { ...jobConnection(azure, job.token), ...job.endpoints },
      variables: {
        'System.CollectionUri': azure.collection,
        'System.TeamProject': PROJECT.name,
        'System.TeamProjectId': PROJECT.id,
        'System.HostType': 'build',
        'System.PlanId': uuid(`plan ${run}`),
        'System.TimelineId': uuid(`timeline ${run}`),
        'System.JobId': uuid(`job ${run}`),
        'System.TaskInstanceId': uuid(`record ${run} ${stage}`),
        'System.StageName': stage,
        'System.StageAttempt': '1',
        'System.JobName': 'Rollout',
        'Build.BuildId': run,
        'Agent.Name': 'agent-1',
        ...(environment === null ? {} : { 'Environment.Name': environment }),
        ...job.variables,
      },
    })
  }

  return {
    world,
    azure,
    installed,
    start,
    async task(inputs, job) {
      const result = await (await start(inputs, job)).done
      const { store } = world.cluster.api
      const kept = store.list({ apiVersion: 'v1', kind: 'ConfigMap' })
      expectSafe(result, azure, JSON.stringify(kept))
      return result
    },
    approve(stage, { run = '42', locked, ...changes } = {}) {
      const key = `${run}/${stage}`
      const approval: FakeApproval = {
        id: uuid(`approval ${key}`),
        status: 'approved',
        by: ['Mona'],
        at: new Date().toISOString(),
        ...changes,
      }
      azure.stages.set(key, { approvals: [approval], ...(locked ? { locked } : {}) })
    },
    async reset() {
      azure.trouble = null
      azure.lifetime = lifetime
      azure.stages.clear()
      azure.requests.length = 0
      azure.summaries.length = 0
      world.cluster.api.intercept(null)
      await writeFile(world.file, file)
      await world.restore(opened)
    },
    async close() {
      await Promise.all([world.close(), azure.close(), installed.remove()])
    },
  }
}

/** Inputs of a task that logs in to an AKS cluster by the service connection `arm`. */
export const resourceManager = (clusterName = 'cluster-1') => ({
  connectionType: 'azureResourceManager',
  azureSubscription: 'arm',
  resourceGroup: 'rg',
  clusterName,
})

/** That connection; `authority` is where Microsoft Entra ID is. */
export function resourceManagerConnection(
  scheme: string,
  { url, authority = url }: { readonly url: string; readonly authority?: string },
  parameters: { readonly [name: string]: string } = {},
) {
  return {
    arm: {
      url,
      scheme,
      parameters: { tenantid: 'tenant-1', serviceprincipalid: 'client-1', ...parameters },
      data: { subscriptionid: 'sub-1', environmentAuthorityUrl: authority },
    },
  }
}

/** What holds whatever a task did. `stored`: what it may have written into the cluster. */
export function expectSafe(result: TaskResult, azure: FakeAzure, stored = ''): void {
  expect(azure.violations).toEqual([])
  expect(result.refused).toEqual([])
  expect(result.stderr).toBe('')
  const secrets = [azure.token, ...azure.oidcTokens, ...azure.entraTokens, 'client-secret-value']
  const lines = result.stdout.split('\n').filter((line) => !line.startsWith('##vso[task.setsecret]'))
  const written = [...lines, result.written, ...azure.summaries.map((s) => s.text), stored].join('\n')
  expect(secrets.filter((secret) => written.includes(secret))).toEqual([])
}
