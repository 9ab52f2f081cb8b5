import type { CommandResult } from '../commands/result.ts'
import { harmlessLines, singleLine } from '../process/escape.ts'
import { findingCount, findingsText, warningsOf } from './findings.ts'
import { comparisonText } from './comparison.ts'
import { formatProblems } from '../spec/problems.ts'

interface Streams {
  readonly stdout: NodeJS.WritableStream
  readonly stderr: NodeJS.WritableStream
}

/** Commands whose text says everything, whatever the outcome. */
const WHOLE_TEXT = ['verify', 'build']

/** The JSON contract: everything but what is only for people. */
export function toJson(result: CommandResult): object {
  const { text: _, ...fields } = result
  return fields
}

/** All that a log shows of a result; lines are not escaped yet, but those of `text`. */
export function resultText(result: CommandResult): string {
  const warnings = findingsText(warningsOf(result)).trimEnd()
  const warned = warnings === '' ? [] : [warnings]
  if (result.outcome === 'invalid' && result.problems)
    return [formatProblems(result.problems), ...warned].join('\n')
  const said = result.text !== undefined && (result.outcome === 'done' || result.command === 'verify')
  return [
    ...warned,
    ...(result.text === undefined ? [] : [result.text.trimEnd()]),
    ...(said ? [] : [ending(result)]),
  ].join('\n')
}

/** `refused: …`; several problems one below the other. */
function ending({ outcome, message, problems = [] }: CommandResult): string {
  const several = outcome !== 'invalid' && problems.length > 1 ? problems : []
  const lines = several.map((problem) => `  - ${harmlessLines(problem.message, 4_000)}`)
  return [`${outcome}: ${harmlessLines(message, 4_000)}`, ...lines].join('\n')
}

/** The result goes to stdout, problems to stderr. */
export function printText(result: CommandResult, { stdout, stderr }: Streams): void {
  if (result.findings) {
    stderr.write(findingsText(result.findings))
    if (result.outcome === 'invalid') return void stderr.write(`${findingCount(result.findings)}\n`)
  } else if (result.outcome === 'invalid' && result.problems) {
    stderr.write(`${formatProblems(result.problems)}\n`)
    return
  }
  for (const { comparison } of result.text === undefined ? (result.gates ?? []) : [])
    if (comparison) stdout.write(`${comparisonText(comparison)}\n\n`)
  if (result.text !== undefined) stdout.write(`${result.text.trimEnd()}\n`)
  // At an advance they have been read in the plan.
  for (const note of result.command === 'plan' ? (result.notes ?? []) : [])
    stderr.write(`  note: ${singleLine(note, 1_000)}\n`)
  if (result.text !== undefined && (result.outcome === 'done' || WHOLE_TEXT.includes(result.command))) return
  const out = result.outcome === 'done' || result.outcome === 'unchanged' ? stdout : stderr
  out.write(`${ending(result)}\n`)
}
