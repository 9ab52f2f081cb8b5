import { setMaxListeners } from 'node:events'
import { KubeError } from '../kube/client.ts'
import { RegistryError } from '../image/registry/registry.ts'
import type { Host } from '../host/host.ts'
import { CommandError, messageOf } from '../process/errors.ts'
import type { Outcome } from '../process/errors.ts'
import { parseArguments } from './arguments.ts'
import type { Arguments } from './arguments.ts'
import type { Session } from './compose.ts'
import type { CommandName } from './options.ts'
import type { CommandResult } from './result.ts'

const EXIT_CODES: { readonly [outcome in Outcome]: number } = {
  done: 0,
  unchanged: 0,
  failed: 1,
  aborted: 1,
  invalid: 2,
  held: 3,
  refused: 4,
  cancelled: 130,
}

/** Milliseconds after the first signal at which the process ends, whatever it waits for. CI hosts kill after ten seconds. */
const CANCEL_GRACE = 5_000

/** Runs one command line and returns the exit code; the host shows the result. */
export async function runCommand(argv: readonly string[], version: string, host: Host): Promise<number> {
  const json = argv.includes('--json')
  const progress = host.progress({ quiet: argv.includes('--quiet') })
  const cancel = new AbortController()
  setMaxListeners(0, cancel.signal) // one for each request in flight
  const stop = (signal: NodeJS.Signals) => {
    progress.step(`${signal}: stopping; the next command goes on from here`)
    cancel.abort(
      new CommandError('cancelled', [
        {
          code: 'cancelled',
          message: `cancelled by ${signal}; the next command goes on from here, "abort" goes back`,
        },
      ]),
    )
    setTimeout(() => void giveUp(), CANCEL_GRACE).unref()
  }
  const giveUp = async () => {
    await print(failure(command, cancel.signal.reason))
    host.exit(EXIT_CODES.cancelled)
  }
  let printed = false
  const print = async (ended: CommandResult) => {
    // Exactly one document, also when a cancelled command ends by itself just before it is ended.
    if (printed) return
    printed = true
    await host.publish(ended, { json })
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  let command = argv[0] ?? ''
  let result: CommandResult
  const apiRequests = { count: 0 }
  try {
    const parsed = parseArguments(argv)
    if (parsed.kind === 'version') {
      host.stdout.write(`${version}\n`)
      return 0
    }
    if (parsed.kind === 'help') {
      const { overview, commandHelp } = await import('./help.ts')
      host.stdout.write(`${parsed.command ? commandHelp(parsed.command) : overview()}\n`)
      return 0
    }
    command = parsed.arguments.command
    const run = await COMMAND_MODULES[parsed.arguments.command]()
    result = await run(parsed.arguments, { host, version, progress, signal: cancel.signal, apiRequests })
  } catch (error) {
    result = failure(command, cancel.signal.aborted ? cancel.signal.reason : error)
  }
  progress.end()
  if (apiRequests.count > 0) result = { ...result, apiRequests: apiRequests.count }
  await print(result)
  return EXIT_CODES[result.outcome]
}

type Command = (args: Arguments, session: Session) => Promise<CommandResult>

/** Each command is loaded when it is asked for. */
const COMMAND_MODULES: { readonly [name in CommandName]: () => Promise<Command> } = {
  rehearse: async () => (await import('./rehearse.ts')).rehearseCommand,
  validate: async () => (await import('./validate.ts')).validateCommand,
  build: async () => (await import('./build.ts')).buildCommand,
  plan: async () => (await import('./plan.ts')).planCommand,
  render: async () => (await import('./render.ts')).renderCommand,
  advance: async () => (await import('./advance.ts')).advanceCommand,
  abort: async () => (await import('./abort.ts')).abortCommand,
  rollback: async () => (await import('./rollback.ts')).rollbackCommand,
  status: async () => (await import('./status.ts')).statusCommand,
  verify: async () => (await import('./verify.ts')).verifyCommand,
  init: async () => (await import('./init.ts')).initCommand,
  setup: async () => (await import('./setup.ts')).setupCommand,
}

/** What an error comes to. */
export function failure(command: string, error: unknown): CommandResult {
  const base = { command, rollout: null }
  if (error instanceof CommandError) {
    const first = error.problems[0]
    return {
      ...base,
      outcome: error.outcome,
      message: error.problems.length === 1 ? first!.message : `${error.problems.length} problems`,
      ...(first ? { reason: first.code } : {}),
      problems: error.problems,
    }
  }
  if (error instanceof KubeError) {
    const outcome = error.code === 'config' ? 'invalid' : 'failed'
    return {
      ...base,
      outcome,
      reason: `kubernetes-${error.code}`,
      message: error.message,
      problems: [{ code: `kubernetes-${error.code}`, message: error.message }],
    }
  }
  if (error instanceof RegistryError) {
    const code = `registry-${error.kind}`
    const { message } = error
    return { ...base, outcome: 'failed', reason: code, message, problems: [{ code, message }] }
  }
  return {
    ...base,
    outcome: 'failed',
    reason: 'internal',
    message: `this is a defect of shiftgate, please report it: ${messageOf(error)}`,
    problems: [{ code: 'internal', message: messageOf(error) }],
    ...(error instanceof Error && error.stack ? { stack: error.stack } : {}),
  }
}
