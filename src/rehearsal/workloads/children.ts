import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'

/** A process that stands for a container. */
export interface Child {
  /** Ends the process and all that it started; a no-op when it is gone. */
  kill(signal: 'SIGTERM' | 'SIGKILL'): void
  /** Resolves when it is gone: its exit code, 128 + the signal's number when a signal ended it. Never rejects. */
  readonly exited: Promise<number>
}

export interface Children {
  start(
    spec: { command: string; args: readonly string[]; env: Readonly<Record<string, string>>; cwd?: string },
    onOutput: (text: string) => void,
  ): Child
  /** Kills all and resolves when they are gone. */
  close(): Promise<void>
}

// Holds the pids of all children; when its stdin closes because we ended, however we ended, it kills them and ends.
const REAPER = `
const pids = new Set()
let rest = ''
process.stdin.on('data', (data) => {
  const lines = (rest + data).split('\\n')
  rest = lines.pop()
  for (const line of lines) line[0] === '+' ? pids.add(Number(line.slice(1))) : pids.delete(Number(line.slice(1)))
})
process.stdin.on('end', () => {
  for (const pid of pids) {
    try { process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL') } catch {}
  }
  process.exit(0)
})`

const SIGNALS: Readonly<Record<string, number>> = {
  SIGTERM: 15,
  SIGKILL: 9,
  SIGINT: 2,
  SIGABRT: 6,
  SIGSEGV: 11,
}
const COMMAND_NOT_FOUND = 127

export function createChildren(): Children {
  const running = new Map<ChildProcess, Promise<number>>()
  let reaper: ChildProcess | null = null

  // Own process groups: a Ctrl-C in the terminal is ours to handle, and a whole tree can be killed at once.
  const detached = process.platform !== 'win32'

  function tell(line: string) {
    if (!reaper) {
      reaper = spawn(process.execPath, ['-e', REAPER], {
        stdio: ['pipe', 'ignore', 'ignore'],
        detached,
        windowsHide: true,
        env: {},
      })
      reaper.on('error', () => undefined)
      reaper.stdin?.on('error', () => undefined)
    }
    reaper.stdin?.write(line)
  }

  return {
    start({ command, args, env, cwd }, onOutput) {
      const process_ = spawn(command, args, {
        env: { ...env },
        cwd,
        stdio: ['ignore', 'pipe', 'pipe'],
        detached,
        windowsHide: true,
      })
      const { pid } = process_
      if (pid !== undefined) tell(`+${pid}\n`)
      for (const stream of [process_.stdout, process_.stderr]) {
        stream.setEncoding('utf8')
        stream.on('data', onOutput)
      }
      const exited = new Promise<number>((resolve) => {
        process_.once('error', (error) => {
          if (pid !== undefined) return
          onOutput(`${error.message}\n`)
          resolve(COMMAND_NOT_FOUND)
        })
        process_.once('exit', (code, signal) => resolve(code ?? 128 + (SIGNALS[signal ?? ''] ?? 0)))
      }).then((code) => {
        // What it had started must not outlive it.
        signalGroup(process_, 'SIGKILL', detached)
        running.delete(process_)
        if (pid !== undefined) tell(`-${pid}\n`)
        return code
      })
      running.set(process_, exited)
      return {
        kill: (signal) => {
          if (running.has(process_)) signalGroup(process_, signal, detached)
        },
        exited,
      }
    },
    async close() {
      for (const process_ of running.keys()) signalGroup(process_, 'SIGKILL', detached)
      await Promise.all(running.values())
      if (!reaper) return
      const ended = new Promise((resolve) => reaper?.once('exit', resolve))
      if (reaper.exitCode !== null || reaper.signalCode !== null) return
      reaper.stdin?.end()
      await ended
    },
  }
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals, group: boolean): void {
  if (child.pid === undefined) return
  try {
    process.kill(group ? -child.pid : child.pid, signal)
  } catch {
    // ESRCH: it ended by itself in the meantime.
  }
}
