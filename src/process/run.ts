import { AsyncLocalStorage } from 'node:async_hooks'
import type { ChildProcess } from 'node:child_process'
import { subscribe } from 'node:diagnostics_channel'
import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { delimiter, isAbsolute, join, resolve } from 'node:path'
import { nextTick, platform } from 'node:process'
import { formatDuration } from './duration.ts'
import { messageOf } from './errors.ts'
import { redactor } from './redact.ts'

/** Why a tool did not do what was asked. */
export type ToolFailure =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: string }
  | { readonly kind: 'timeout'; readonly timeout: number }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'not-started'; readonly why: string }

/** A tool that failed. The message always has the same parts: reason, command line (secrets as `***`), end of stderr, end of stdout. */
export class ToolError extends Error {
  readonly command: string
  readonly failure: ToolFailure
  readonly stderr: string
  readonly stdout: string

  constructor(
    command: string,
    failure: ToolFailure,
    parts: { line: string; stderr: string; stdout: string },
  ) {
    super(
      [
        `${command} ${reasonOf(command, failure)}`,
        `command: ${parts.line}`,
        ...tail('stderr', parts.stderr),
        ...tail('stdout', parts.stdout),
      ].join('\n'),
    )
    this.name = 'ToolError'
    this.command = command
    this.failure = failure
    this.stderr = parts.stderr
    this.stdout = parts.stdout
  }
}

export interface RunOptions {
  readonly cwd: string
  /** The whole environment of the tool; its PATH finds the tool. */
  readonly env: { readonly [name: string]: string | undefined }
  readonly input?: string
  /** Milliseconds. */
  readonly timeout: number
  readonly signal?: AbortSignal
  /** Texts that never appear in an error. */
  readonly secrets?: readonly string[]
  /** Called with each whole line of both outputs while the tool runs; text from outside, secrets as `***`. */
  readonly onLine?: (line: string) => void
}

/**
 * Runs a tool without a shell; nothing of its output reaches our own. Rejects with `ToolError` when it cannot be found or started,
 * ends with anything but exit code 0, or takes longer than `timeout`; with the signal's reason when that aborts.
 */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions,
): Promise<{ stdout: string; stderr: string }> {
  options.signal?.throwIfAborted()
  const redact = redactor(options.secrets ?? [])
  const { onLine } = options
  const line = [command, ...args].map((word) => quote(redact(word))).join(' ')
  const output = { stdout: [] as Buffer[], stderr: [] as Buffer[] }
  const text = (stream: keyof typeof output) => Buffer.concat(output[stream]).toString('utf8')
  const fail = (failure: ToolFailure) =>
    new ToolError(command, failure, { line, stderr: redact(text('stderr')), stdout: redact(text('stdout')) })

  const path = await find(command, options)
  if (!path) throw fail({ kind: 'not-found' })

  const { exec } = await import('@actions/exec')
  const child = watchChild()
  let ended: 'timeout' | 'cancelled' | null = null
  const end = (why: 'timeout' | 'cancelled') => () => {
    ended ??= why
    child.kill()
  }
  const timer = setTimeout(end('timeout'), options.timeout)
  const cancel = end('cancelled')
  options.signal?.addEventListener('abort', cancel, { once: true })
  try {
    const code = await child.during(() =>
      // The path goes through a parser of command lines that knows double quotes only.
      exec(`"${path.replaceAll('"', '\\"')}"`, [...args], {
        cwd: options.cwd,
        env: definedOnly(options.env),
        // Always given, so that stdin ends and a tool that reads it does not wait for ever.
        input: Buffer.from(options.input ?? ''),
        silent: true,
        ignoreReturnCode: true,
        delay: 2_000,
        listeners: {
          stdout: (data) => output.stdout.push(data),
          stderr: (data) => output.stderr.push(data),
          ...(onLine
            ? {
                stdline: (text: string) => onLine(redact(text)),
                errline: (text: string) => onLine(redact(text)),
              }
            : {}),
        },
      }),
    )
    if (ended === 'cancelled') throw options.signal?.reason
    if (ended === 'timeout') throw fail({ kind: 'timeout', timeout: options.timeout })
    const signal = child.signal()
    if (signal) throw fail({ kind: 'signal', signal })
    if (code !== 0) throw fail({ kind: 'exit', code })
    return { stdout: text('stdout'), stderr: text('stderr') }
  } catch (error) {
    if (error instanceof ToolError || (ended === 'cancelled' && error === options.signal?.reason)) throw error
    throw fail({ kind: 'not-started', why: redact(messageOf(error)) })
  } finally {
    clearTimeout(timer)
    options.signal?.removeEventListener('abort', cancel)
    child.release()
  }
}

const started = new AsyncLocalStorage<(child: ChildProcess) => void>()
let listening = false

/** `@actions/exec` keeps its child to itself, so it can neither be stopped nor asked for its signal; Node announces each new child. */
function watchChild() {
  if (!listening) {
    subscribe('child_process', (message) =>
      started.getStore()?.((message as { process: ChildProcess }).process),
    )
    listening = true
  }
  let child: ChildProcess | null = null
  let killed = false
  let hard: NodeJS.Timeout | undefined
  const kill = () => {
    killed = true
    if (!child) return
    child.kill('SIGTERM')
    hard ??= setTimeout(() => child?.kill('SIGKILL'), 5_000)
  }
  const adopt = (announced: ChildProcess) => {
    child = announced
    // Announced before it is spawned. A tool that ends without reading its input must not end us with EPIPE.
    nextTick(() => {
      announced.stdin?.on('error', () => {})
      if (killed) kill()
    })
  }
  return {
    during: <T>(work: () => Promise<T>) => started.run(adopt, work),
    kill,
    signal: () => child?.signalCode ?? null,
    release: () => clearTimeout(hard),
  }
}

/** Full path of a tool in the PATH of `env`, not in ours. */
async function find(command: string, { cwd, env }: RunOptions): Promise<string | null> {
  const windows = platform === 'win32'
  const value = (name: string) =>
    env[name] ?? (windows ? Object.entries(env).find(([key]) => key.toUpperCase() === name)?.[1] : undefined)
  const extensions = windows ? ['', ...(value('PATHEXT') ?? '.EXE;.CMD;.BAT').split(';')] : ['']
  const folders =
    isAbsolute(command) || /[/\\]/.test(command)
      ? ['']
      : (value('PATH') ?? '').split(delimiter).filter((folder) => folder !== '')
  for (const folder of folders) {
    for (const extension of extensions) {
      const path = `${folder ? join(resolve(cwd, folder), command) : resolve(cwd, command)}${extension}`
      if (await isExecutable(path)) return path
    }
  }
  return null
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}

const INSTALL: { readonly [tool: string]: string } = {
  helm: 'https://helm.sh/docs/intro/install/',
  kubectl: 'https://kubernetes.io/docs/tasks/tools/',
  kustomize: 'https://kubectl.docs.kubernetes.io/installation/kustomize/',
  docker: 'https://docs.docker.com/engine/install/',
  az: 'https://learn.microsoft.com/cli/azure/install-azure-cli',
  gcloud: 'https://cloud.google.com/sdk/docs/install',
}

function reasonOf(command: string, failure: ToolFailure): string {
  switch (failure.kind) {
    case 'exit':
      return `failed: exit code ${failure.code}`
    case 'signal':
      return `was stopped by ${failure.signal}`
    case 'timeout':
      return `did not end within ${formatDuration(failure.timeout)} and was stopped`
    case 'not-found':
      return `was not found on PATH: install it${INSTALL[command] ? ` (${INSTALL[command]})` : ''}, or add its folder to PATH`
    case 'not-started':
      return `could not be started: ${failure.why}`
  }
}

function tail(name: string, text: string): string[] {
  const lines = text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
  return lines.length === 0 ? [] : [`${name}:`, ...lines.slice(-20).map((line) => `  ${line}`)]
}

function quote(argument: string): string {
  return /^[\w@%+=:,./*-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`
}

function definedOnly(env: RunOptions['env']): { [name: string]: string } {
  return Object.fromEntries(Object.entries(env).filter((e): e is [string, string] => e[1] !== undefined))
}
