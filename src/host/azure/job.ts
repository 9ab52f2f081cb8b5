import { invalid } from '../../process/errors.ts'
import { singleLine } from '../../process/escape.ts'
import { slashed } from './address.ts'
import type { Agent } from './agent.ts'

/** Where a task runs, as the agent says it. */
export interface Job {
  /** With a slash at its end: `https://dev.azure.com/ORG/`. */
  readonly collection: string
  readonly project: string
  readonly projectName: string
  /** Of the build, unique in the organization: it names the run in the record. */
  readonly run: string
  readonly link: string | null
  readonly stage: string
  readonly attempt: number
  readonly name: string
  /** Of a deployment job; null for other jobs. */
  readonly environment: string | null
  readonly plan: string
  readonly timeline: string
  readonly id: string
  /** The record of this task in the timeline. */
  readonly record: string
  readonly hub: string
  /** Access token of the job; null when the agent gave none. */
  readonly token: string | null
}

export function jobOf(agent: Agent): Job {
  const collection = slashed(
    agent.variable('System.CollectionUri') ?? agent.variable('System.TeamFoundationCollectionUri') ?? '',
  )
  const project = agent.variable('System.TeamProjectId') ?? ''
  const run = agent.variable('Build.BuildId') ?? ''
  const known = collection !== '' && project !== '' && run !== ''
  return {
    collection,
    project,
    projectName: agent.variable('System.TeamProject') ?? project,
    run,
    link: known
      ? `${collection}${encodeURIComponent(agent.variable('System.TeamProject') ?? project)}/_build/results?buildId=${run}`
      : null,
    stage: agent.variable('System.StageName') ?? '',
    attempt: Number(agent.variable('System.StageAttempt') ?? '1'),
    name: agent.variable('System.JobName') ?? '',
    environment: agent.variable('Environment.Name'),
    plan: agent.variable('System.PlanId') ?? '',
    timeline: agent.variable('System.TimelineId') ?? '',
    id: agent.variable('System.JobId') ?? '',
    record: agent.variable('System.TaskInstanceId') ?? '',
    hub: agent.variable('System.HostType') ?? 'build',
    token: agent.authorization('SystemVssConnection', 'AccessToken', true),
  }
}

/** The run that owns a rollout must be one that can be named again by the recovery stage. */
export function requireRun(job: Job): string {
  // There, Build.BuildId is an artifact's: other releases of it would count as the same run.
  if (!/^build$/i.test(job.hub)) {
    throw invalid({
      code: 'no-run',
      message: `this task runs in pipelines of YAML only, not in a classic release (System.HostType ${singleLine(job.hub)})`,
    })
  }
  if (job.run !== '') return job.run
  throw invalid({
    code: 'no-run',
    message:
      'Build.BuildId is not set: this task runs in Azure Pipelines only; elsewhere use the shiftgate CLI',
  })
}
