import { readFileSync } from 'node:fs'
import module from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { argvOf, camelCase } from '../commands/inputs.ts'
import { failure, runCommand } from '../commands/run.ts'
import { createAgent } from '../host/azure/agent.ts'
import type { Agent } from '../host/azure/agent.ts'
import { azureApi } from '../host/azure/api.ts'
import type { AzureApi } from '../host/azure/api.ts'
import { connect } from '../host/azure/connections.ts'
import { azureHost } from '../host/azure/host.ts'
import { jobOf } from '../host/azure/job.ts'
import { trustOf } from '../host/azure/trust.ts'
import { CommandError, invalid } from '../process/errors.ts'

declare const VERSION: string | undefined

const version = typeof VERSION === 'string' ? VERSION : 'development'

/** Both tasks are this file; the manifest beside it says which one runs. */
async function main(): Promise<void> {
  ;(module as { enableCompileCache?: () => void }).enableCompileCache?.()
  // Of the libraries, not of this code; a pipeline's author can do nothing about it.
  process.noDeprecation = true
  const agent = createAgent(process.stdout)
  agent.say(`shiftgate ${version}`)
  const job = jobOf(agent)
  const cancel = new AbortController()
  process.once('SIGINT', () =>
    cancel.abort(
      new CommandError('cancelled', [{ code: 'cancelled', message: 'cancelled before it began' }]),
    ),
  )
  const proxy = agent.proxy()
  const folder = agent.variable('Agent.TempDirectory') ?? tmpdir()
  const env = environmentOf(agent)
  const trust = await trustOf(agent, { folder, extra: env['NODE_EXTRA_CA_CERTS'] })
  const { cert } = trust
  const ignoreSslError = /^true$/i.test(agent.variable('Agent.SkipCertValidation') ?? '')
  let known: AzureApi | null = null
  const api = () =>
    (known ??= azureApi({
      collection: job.collection,
      token: job.token ?? '',
      kind: 'bearer',
      version,
      proxy,
      tls: { cert, ignoreSslError },
      signal: cancel.signal,
    }))
  const exit = (code: number): never => process.exit(code === 130 ? 0 : code)
  const host = azureHost({ agent, job, api, env, stdout: process.stdout, exit })
  let end = async () => {}
  try {
    const command = commandOf(agent.input('command'))
    const read = (name: string) => {
      if (name === 'command') return command
      const value = agent.input(camelCase(name))
      // The way back must not end at a reason, or at values that it does not need: it refuses those that it does.
      if (command !== 'abort' || NAMING.includes(name)) requireVariables(camelCase(name), value)
      return value
    }
    const argv = argvOf(read, camelCase)
    const web = { proxy, cert, signal: cancel.signal }
    const connected = await orCancelled(cancel.signal, connect(agent, { job, api, folder, web }))
    end = () => connected.end()
    Object.assign(env, connected.env)
    // The result is in `task.complete`: an exit code would only add "process failed" to the run page.
    await runCommand(argv, version, host)
  } catch (error) {
    await host.publish(failure('inputs', cancel.signal.aborted ? cancel.signal.reason : error), {
      json: false,
    })
    // What was waited for may not answer for a long time.
    if (cancel.signal.aborted) exit(130)
  } finally {
    await end()
    await trust.end()
  }
}

/** The command has a way of its own to be cancelled; this is for what comes before it. */
function orCancelled<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  signal.throwIfAborted()
  const cancelled = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
  return Promise.race([work, cancelled])
}

/**
 * The environment without what stands for a variable that the pipeline does not have, alone or after a scheme: the agent leaves
 * it as it is written, and no server should be asked with that.
 */
function environmentOf(agent: Agent): { [name: string]: string | undefined } {
  const env: { [name: string]: string | undefined } = { ...process.env }
  for (const [name, value] of Object.entries(env)) {
    const unknown = /^(?:\S+ )?\$\(([\w.-]+)\)$/.exec(value ?? '')?.[1]
    if (unknown === undefined) continue
    delete env[name]
    agent.say(`environment variable ${name} counts as not set: the pipeline does not have its $(${unknown})`)
  }
  return env
}

/** Inputs that say which rollout is meant. */
const NAMING = ['file', 'rollout', 'namespace', 'run', 'context', 'kubeconfig']

/** The agent leaves a variable that the pipeline does not have as it is written. */
function requireVariables(name: string, value: string): void {
  const unknown = /\$\(([\w.-]+)\)/.exec(value)?.[1]
  if (unknown === undefined) return
  throw invalid({
    code: 'bad-input',
    message: `input "${name}" has the variable $(${unknown}), which the pipeline does not have; define ${unknown} in the pipeline or its variable group`,
  })
}

function commandOf(input: string): string {
  return nameOfTask() === 'ShiftgateBuild' ? 'build' : input
}

function nameOfTask(): string {
  const manifest = path.join(path.dirname(process.argv[1] ?? ''), 'task.json')
  try {
    return (JSON.parse(readFileSync(manifest, 'utf8')) as { name: string }).name
  } catch {
    return 'ShiftgateRollout'
  }
}

void main()
