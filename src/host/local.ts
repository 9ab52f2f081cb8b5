import { hostname, userInfo } from 'node:os'
import type { ApprovalRequest, ApprovalSource, Progress, Run } from '../engine/context.ts'
import type { Clock } from '../process/clock.ts'
import { singleLine } from '../process/escape.ts'
import type { ApprovalRecord } from '../record/record.ts'
import type { Host } from './host.ts'

/** What the operating system gives a command. */
export interface Terminal {
  readonly env: { readonly [name: string]: string | undefined }
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  readonly exit: (code: number) => never
}

/** The CLI's host: a person at a terminal, or a script. */
export function localHost(terminal: Terminal): Host {
  return {
    env: terminal.env,
    reviewed: false,
    stdout: terminal.stdout,
    exit: terminal.exit,
    run: localRun,
    approvals: ({ approve, clock, signal }) => localApprovals(terminal, clock, approve, signal),
    progress: ({ quiet }) => localProgress(terminal, quiet),
    ...(terminal.stdin.isTTY && terminal.stderr.isTTY
      ? { ask: (question, signal) => answer(terminal, question, signal) }
      : {}),
    mask: () => undefined, // a terminal shows what its owner may see
    async publish(result, { json }) {
      const { printText, toJson } = await import('../report/text.ts')
      if (json) terminal.stdout.write(`${JSON.stringify(toJson(result))}\n`)
      else printText(result, terminal)
    },
  }
}

function localRun(named: { id: string | null; link: string | null }): Run {
  const user = userName()
  const id = named.id ?? `${user}@${hostname()}`
  return { id, link: named.link, who: `${id} (${hostname()}, process ${process.pid})` }
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    return 'unknown' // a container's user id without a name
  }
}

/** `--approve` names stages; otherwise the person at the terminal is asked; a script without either approves nothing. */
function localApprovals(
  host: Terminal,
  clock: Clock,
  approve: string | null,
  signal: AbortSignal,
): ApprovalSource {
  const named = approve === null ? [] : approve.split(',').map((s) => s.trim())
  return {
    async approvalOf(request) {
      if (named.includes('all') || named.includes(request.stage)) {
        return given(request, '--approve', clock)
      }
      const how = `approve it at the terminal, or with --approve ${request.stage}`
      if (host.stdin.isTTY && host.stderr.isTTY && (await ask(host, request, signal)))
        return given(request, null, clock)
      return { kind: 'missing', reason: `nobody has given one in run ${request.run}; ${how}` }
    },
  }
}

function given(
  request: ApprovalRequest,
  comment: string | null,
  clock: Clock,
): { kind: 'given'; approval: ApprovalRecord } {
  return {
    kind: 'given',
    approval: { stage: request.stage, by: userName(), at: clock.timestamp(), comment },
  }
}

async function ask(host: Terminal, request: ApprovalRequest, signal: AbortSignal): Promise<boolean> {
  for (const line of request.summary) host.stderr.write(`    ${singleLine(line)}\n`)
  const question = `  approve stage ${request.stage} (${request.environment})? [y/N] `
  return /^(y|yes)$/i.test((await answer(host, question, signal)) ?? '')
}

async function answer(host: Terminal, question: string, signal: AbortSignal): Promise<string | null> {
  const { createInterface } = await import('node:readline/promises')
  const terminal = createInterface({ input: host.stdin, output: host.stderr })
  try {
    // At a terminal Ctrl-C comes to the prompt, not to the process; without a listener it, like Ctrl-D, would end it without a word.
    terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
    const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')))
    return (await Promise.race([terminal.question(question, { signal }), closed])).trim() || null
  } finally {
    terminal.close()
  }
}

/** Progress on stderr. At a terminal a wait is one line that changes; in a log only its changes are lines. */
function localProgress(host: Terminal, quiet: boolean): Progress & { end(): void } {
  const live = host.stderr.isTTY === true
  let open = false
  const clear = () => {
    if (open) host.stderr.write('\r\u001b[K')
    open = false
  }
  return {
    step(text) {
      if (quiet) return
      clear()
      host.stderr.write(`  ${singleLine(text, 2_000)}\n`)
    },
    waiting(text) {
      if (quiet || !live) return
      clear()
      host.stderr.write(`  ${singleLine(text, Math.max(20, (host.stderr.columns || 80) - 6))} …`)
      open = true
    },
    end: clear,
  }
}
