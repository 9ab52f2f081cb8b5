import { error as annotateError, setOutput, summary, warning } from '@actions/core'
import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import { statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { CommandResult } from '../../commands/result.ts'
import { singleLine } from '../../process/escape.ts'
import { redactor } from '../../process/redact.ts'
import type { Problem } from '../../process/errors.ts'
import { warningsOf } from '../../report/findings.ts'
import { summaryMarkdown } from '../../report/summary.ts'
import { resultText, toJson } from '../../report/text.ts'
import { outputsOf } from '../../report/outputs.ts'

interface Options {
  readonly env: { readonly [name: string]: string | undefined }
  readonly stdout: NodeJS.WritableStream
  readonly secrets: ReadonlySet<string>
}

/** GitHub drops a summary of more than 1 MiB a step, without failing the step. */
const SUMMARY_BUDGET = 1_000_000
/** GitHub shows ten of each kind a step; the last one says how many are left out. */
const ANNOTATIONS = 10
const STOP =
  'reject the approval, or cancel the run. Its recovery job then goes back to the state before the rollout.'
/** Where the rollout file lists the approvers, the run has ended when somebody is asked. */
const STOP_BY_HAND = 'start the workflow with `abort` as its stage.'

/** Log, annotations, summary, outputs and report of one command. */
export function publisher({ env, stdout, secrets }: Options) {
  return async (result: CommandResult): Promise<void> => {
    for (const line of resultText(result).split('\n')) stdout.write(`${logLine(line)}\n`)
    annotate(result, env['GITHUB_WORKSPACE'] ?? process.cwd())
    const json = redacted(JSON.stringify(toJson(result), null, 2), secrets)
    const report = await writeReport(env['RUNNER_TEMP'] ?? tmpdir(), result.command, json)
    // The runner makes these files; whoever starts the action by hand may have named them only.
    for (const name of ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY'])
      if (env[name]) await appendFile(env[name], '')
    for (const [name, value] of Object.entries(outputsOf(result, report)))
      setOutput(name, redacted(value, secrets))
    if (env['GITHUB_STEP_SUMMARY']) {
      const budget = SUMMARY_BUDGET - sizeOf(env['GITHUB_STEP_SUMMARY'])
      const text = summaryMarkdown(result, { budget, stop: asksByHand(result) ? STOP_BY_HAND : STOP })
      await summary.addRaw(redacted(text, secrets), true).write()
    }
  }
}

function asksByHand(result: CommandResult): boolean {
  const planned = result.command === 'plan' ? result : ((result['next'] ?? {}) as CommandResult)
  return ((planned['approvers'] ?? []) as readonly string[]).length > 0
}

/** Indentation stays; the rest is one harmless line. */
function logLine(line: string): string {
  const indent = /^ */.exec(line)![0]
  return indent + singleLine(line.slice(indent.length), 2_000)
}

/** The runner hides secrets in logs and summaries; a file that somebody uploads it does not see. */
function redacted(text: string, secrets: ReadonlySet<string>): string {
  return redactor([...secrets].flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]))(text)
}

function annotate(result: CommandResult, workspace: string): void {
  const bad = ['failed', 'aborted', 'held', 'refused', 'invalid', 'cancelled'].includes(result.outcome)
  if (bad) {
    const { problems: all = [] } = result
    // One without a place is the message.
    const problems = all.length > 1 || all.some((p) => p.file) ? all : []
    annotateEach(problems, annotateError, workspace, 'problems')
    if (problems.length === 0) {
      const title = `shiftgate ${result.command}: ${result.outcome}`
      annotateError(singleLine(result.message, 4_000), { title: singleLine(title) })
    }
  }
  annotateEach(warningsOf(result), warning, workspace, 'warnings')
  // Later results repeat what the plan said.
  const notes = result.command === 'plan' ? (result.notes ?? []) : []
  for (const note of notes.slice(0, ANNOTATIONS)) warning(singleLine(note, 4_000))
}

function annotateEach(
  all: readonly Problem[],
  say: typeof warning,
  workspace: string,
  what: 'problems' | 'warnings',
): void {
  const shown = all.slice(0, all.length > ANNOTATIONS ? ANNOTATIONS - 1 : ANNOTATIONS)
  for (const one of shown) say(singleLine(one.message, 4_000), placeOf(one, workspace))
  if (all.length > shown.length) say(`${all.length - shown.length} more ${what}: see the log or the summary`)
}

function placeOf({ file, line, column, code }: Problem, workspace: string) {
  return {
    title: singleLine(code),
    ...(file ? { file: path.relative(workspace, path.resolve(file)) } : {}),
    ...(line === undefined ? {} : { startLine: line }),
    ...(column === undefined ? {} : { startColumn: column }),
  }
}

async function writeReport(folder: string, command: string, json: string): Promise<string> {
  const name = /^[a-z]+$/.test(command) ? command : 'result'
  const file = path.join(folder, `shiftgate-${name}-${process.pid}.json`)
  await mkdir(folder, { recursive: true })
  await writeFile(file, `${json}\n`)
  return file
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size
  } catch {
    return 0
  }
}
