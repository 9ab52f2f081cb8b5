import type { CommandResult } from '../commands/result.ts'
import type { PlannedAdvance, PlannedStage } from '../engine/plan-advance.ts'
import type { GateResult } from '../gates/gate.ts'
import type { Problem } from '../process/errors.ts'
import { comparisonMarkdown } from './comparison.ts'
import { warningsOf } from './findings.ts'
import { block, code, plain, table } from './markdown.ts'
import { weightBar } from './weight-bar.ts'

export interface SummaryOptions {
  /** Bytes of UTF-8 that the host takes. */
  readonly budget: number
  /** How people stop the rollout on this host, as Markdown of ours; null: not said. */
  readonly stop: string | null
}

/** What a result may carry besides its own fields, for those who approve what comes next. */
interface Shown extends CommandResult {
  readonly next?: PlannedAdvance | null
  readonly versions?: { readonly stable: string; readonly canary: string } | null
}

/** Lines of a list, and characters of a line, that are shown; the first level that fits the budget is taken. */
const LEVELS = [
  { lines: 2_000, width: 1_000 },
  { lines: 200, width: 400 },
  { lines: 20, width: 200 },
  { lines: 3, width: 80 },
] as const
type Level = (typeof LEVELS)[number]

/**
 * A result as Markdown for people who approve the next stage or want to know how one went. Every text from outside is escaped.
 * When it is larger than the budget, lists and lines are shortened, and each list says how much it leaves out.
 */
export function summaryMarkdown(result: CommandResult, options: SummaryOptions): string {
  for (const level of LEVELS) {
    const text = [...sections(result, options, level)].join('\n') + '\n'
    if (Buffer.byteLength(text) <= options.budget) return text
  }
  const text = `**${title(result)}**\n\n${plain(result.message, 400)}\n`
  return Buffer.byteLength(text) <= options.budget ? text : ''
}

function* sections(result: Shown, options: SummaryOptions, level: Level): Generator<string> {
  yield `### ${title(result)}`
  yield ''
  yield plain(result.message, 4 * level.width)
  yield ''
  const planned = result.command === 'plan' ? (result as unknown as PlannedAdvance) : null
  if (planned?.stageKind) yield* stageAhead(planned, level)
  else {
    const versions = result.versions ?? result.next?.versions ?? null
    const weight = result.weight?.recorded ?? result.weight?.configured ?? null
    if (versions && weight !== null) {
      yield* block([weightBar(versions.stable, versions.canary, weight)])
      yield ''
    }
    yield* facts(result)
    yield* gateTable('Gates', result.gates ?? [], level)
  }
  yield* problems(result, level)
  yield* bullets('Warnings', warningsOf(result).map(placed), level)
  yield* approvals(result)
  // At an advance they have been read before it.
  if (!result.next?.stageKind) yield* bullets('Notes', [...(result.notes ?? [])], level)
  if (result.next?.stageKind) {
    yield `### Next: stage ${plain(result.next.stage ?? '')}`
    yield ''
    yield* stageAhead({ ...result.next, before: null }, level)
    yield* bullets('Notes', [...(result.next.notes ?? [])], level)
  }
  if (options.stop !== null && (planned?.stageKind || result.next?.stageKind)) {
    const abort = `shiftgate abort ${result.rollout ? `--rollout ${result.rollout}` : 'FILE'}`
    yield `**To stop:** ${options.stop} From any machine: ${code(abort)}, with its namespace.`
    yield ''
  }
}

function title(result: CommandResult): string {
  const what = result.rollout === null ? '' : ` of ${plain(result.rollout)}`
  return `shiftgate ${plain(result.command)}${what}: ${result.outcome}`
}

/** What somebody should see before they say yes. */
function* stageAhead(planned: PlannedAdvance, level: Level): Generator<string> {
  const { versions, weight, nextWeight } = planned
  const now = weight.configured ?? weight.recorded
  if (versions) {
    const rows = [
      ['now', now],
      ['next', nextWeight],
    ] as const
    yield* block(chart(versions, rows))
    yield ''
  }
  yield* table(
    ['', ''],
    [
      ['stage', code(planned.stage ?? '-')],
      ['waits for approval in', planned.approval === null ? 'nothing' : code(planned.approval)],
      ['release', planned.release === null ? '-' : code(planned.release)],
      ['image', planned.image === null ? '-' : code(planned.image)],
    ],
  )
  yield ''
  if (planned.before)
    yield* gateTable(`Gates of stage ${plain(planned.before.stage)}`, planned.before.gates, level)
  yield* bullets('Drift', [...planned.drift], level)
  const steps = planned.actions.flatMap((a, i) => [
    `${String(i + 1).padStart(2)}. ${a.text}`,
    ...a.diff.map((d) => `      ${d}`),
  ])
  if (steps.length > 0) {
    yield '**What it changes**'
    yield ''
    yield* block(shortened(steps, level), 'text', level.width)
    yield ''
  }
  yield* stageTable(planned.stages, planned.stage, level)
}

/** One bar under the other, their ends aligned; a weight that nobody knows has none. */
function chart(
  { stable, canary }: { readonly stable: string; readonly canary: string },
  rows: readonly (readonly [label: string, weight: number | null])[],
): string[] {
  const bars = rows.flatMap(([label, weight]) => {
    if (weight === null) return []
    const [left, bar, right] = weightBar(stable, canary, weight).split('|')
    return [{ left: `${label.padEnd(6)}${left}`, rest: `|${bar}|${right}` }]
  })
  const width = Math.max(0, ...bars.map((b) => b.left.length))
  return bars.map(({ left, rest }) => `${left.padEnd(width)}${rest}`)
}

function* stageTable(
  stages: readonly PlannedStage[],
  current: string | null,
  level: Level,
): Generator<string> {
  if (stages.length === 0) return
  const shown = stages.slice(0, level.lines)
  yield* table(
    ['stage', 'does', 'approval', 'gates'],
    shown.map((s) => [
      s.name === current ? `**${plain(s.name)}**` : plain(s.name),
      plain(s.does),
      s.approval === null ? '-' : code(s.approval),
      s.gates.length === 0 ? '-' : plain(s.gates.join(', ')),
    ]),
  )
  if (shown.length < stages.length) yield `\n${stages.length - shown.length} more stages.`
  yield ''
}

function* facts(result: Shown): Generator<string> {
  const served = result.weight?.served
  const rows = [
    ['stage', result.stage ? code(result.stage) : null],
    [
      'served',
      served ? `${served.weight} % to the canary (${served.low} to ${served.high} %, n = ${served.n})` : null,
    ],
    ['release', result.release ? code(result.release) : null],
    ['image', result.image ? code(result.image) : null],
    ['owner', result.owner ? `run ${code(result.owner.run)} since ${plain(result.owner.since)}` : null],
  ].filter((row): row is [string, string] => row[1] !== null)
  if (rows.length === 0) return
  yield* table(['', ''], rows)
  yield ''
}

function* gateTable(heading: string, gates: readonly GateResult[], level: Level): Generator<string> {
  if (gates.length === 0) return
  yield `**${heading}**`
  yield ''
  const shown = gates.slice(0, level.lines)
  yield* table(
    ['gate', 'verdict', 'reason'],
    shown.map((g) => [plain(g.kind), plain(g.verdict), plain(g.reason, level.width)]),
  )
  if (shown.length < gates.length) yield `\n${gates.length - shown.length} more.`
  yield ''
  for (const { verdict, comparison } of shown)
    if (comparison) yield* comparisonMarkdown(verdict, comparison, level.width)
}

function* approvals(result: Shown): Generator<string> {
  const given = result.approvals ?? []
  if (given.length === 0) return
  yield '**Approved**'
  yield ''
  yield* table(
    ['stage', 'by', 'seen at', 'comment'],
    given.map((a) => [code(a.stage), plain(a.by), plain(a.at), a.comment === null ? '' : plain(a.comment)]),
  )
  yield ''
}

function* problems(result: Shown, level: Level): Generator<string> {
  const found = result.problems ?? []
  if (found.length === 0 || (found.length === 1 && found[0]!.message === result.message && !found[0]!.file))
    return
  yield* bullets('Problems', found.map(placed), level)
}

function placed({ file, line, column, message }: Problem): string {
  return file ? `${file}${line ? `:${line}:${column ?? 1}` : ''}: ${message}` : message
}

function* bullets(heading: string, lines: readonly string[], level: Level): Generator<string> {
  if (lines.length === 0) return
  yield `**${heading}**`
  yield ''
  for (const line of lines.slice(0, level.lines)) yield `- ${plain(line, level.width)}`
  if (lines.length > level.lines) yield `- ${lines.length - level.lines} more`
  yield ''
}

function shortened(lines: readonly string[], { lines: max }: Level): string[] {
  return lines.length <= max
    ? [...lines]
    : [...lines.slice(0, max), `… ${lines.length - max} more lines: shiftgate plan prints them`]
}
