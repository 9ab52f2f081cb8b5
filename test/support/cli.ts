import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import path from 'node:path'

/** The bundle under test. */
export const CLI = path.resolve(process.env['SHIFTGATE_CLI'] ?? 'dist/cli.cjs')

export interface CliOptions {
  readonly env?: { readonly [name: string]: string | undefined }
  readonly cwd?: string
  /** Sent by `signal` when it aborts: SIGINT, as a runner that is cancelled does. */
  readonly signal?: AbortSignal
}

export interface CliResult {
  /** Null when the process was killed by a signal. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** The JSON document on stdout; an empty object when there is none. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read fields of a contract that outside checks read the same way
  readonly json: any
}

export interface Running {
  readonly child: ChildProcess
  readonly done: Promise<CliResult>
  /** Resolves when the text has appeared on stderr; rejects when the process ended without it. */
  said(text: string | RegExp): Promise<void>
}

/** Runs a command to its end. */
export function cli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const { child, done } = start(args, options)
  options.signal?.addEventListener('abort', () => child.kill('SIGINT'), { once: true })
  return done
}

/** Starts a command in a process of its own, with what a shell would give it and nothing of the test's environment but PATH and HOME. */
export function start(args: readonly string[], options: CliOptions = {}): Running {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: options.cwd,
    env: { PATH, HOME, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  const listeners = new Set<() => void>()
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
    for (const listener of listeners) listener()
  })
  const done = new Promise<CliResult>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr, json: jsonOf(stdout) }))
  })
  const said = (text: string | RegExp) =>
    new Promise<void>((resolve, reject) => {
      const there = () => (typeof text === 'string' ? stderr.includes(text) : text.test(stderr))
      const look = () => {
        if (!there()) return false
        listeners.delete(look)
        resolve()
        return true
      }
      if (look()) return
      listeners.add(look)
      void done.then(
        () => look() || reject(new Error(`ended without saying ${String(text)}:\n${stdout}\n${stderr}`)),
      )
    })
  return { child, done, said }
}

function jsonOf(stdout: string): unknown {
  try {
    return JSON.parse(stdout) as unknown
  } catch {
    return {}
  }
}
