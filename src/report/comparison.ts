import type { Findings, GateResult, Measure } from '../gates/gate.ts'
import { singleLine } from '../process/escape.ts'
import { block, plain, table as markdownTable } from './markdown.ts'
import { intervalText, limitText, valueText } from './measure.ts'
import { table } from './table.ts'

const SCALE = 50
const BAR = 40

/** A comparison for a terminal: what was read, the measures as a table, and the plots. */
export function comparisonText(findings: Findings): string {
  return [
    heading(findings),
    '',
    table(HEADER, rows(findings)),
    '',
    ...plots(findings),
    '',
    ...sides(findings),
  ]
    .join('\n')
    .trimEnd()
}

/** The same as lines of Markdown, for the summary page of a CI run. Text from outside is at most `width` characters long. */
export function comparisonMarkdown(
  verdict: GateResult['verdict'] | null,
  findings: Findings,
  width = 1_000,
): string[] {
  return [
    `**Comparison${verdict === null ? '' : `: ${verdict}`}.** ${plain(heading(findings), width)}`,
    '',
    ...markdownTable(
      HEADER,
      rows(findings).map((cells) => cells.map((cell) => plain(cell, width))),
    ),
    '',
    ...block(plots(findings), 'text', width),
    '',
    ...sides(findings).map((text) => `- ${plain(text, width)}`),
    '',
  ]
}

const HEADER = ['measure', 'value', 'interval', 'limit', 'verdict']

function heading({ source, versions, pairs, compared, level }: Findings): string {
  return `${versions.stable} and ${versions.canary} answered ${pairs} of the same requests (${source}); ${compared} pairs compared, intervals ${Number((level * 100).toFixed(3))} % together`
}

function rows({ measures }: Findings): string[][] {
  return measures.map((measure) => [
    measure.name,
    valueText(measure, measure.value),
    measure.name === 'max-difference' ? '' : intervalText(measure),
    measure.limit === null ? '' : limitText(measure),
    measure.verdict ?? 'not judged',
  ])
}

function sides({ sides: both, versions, disagreements }: Findings): string[] {
  const side = (role: 'stable' | 'canary') => {
    const { lines, answers, errors, duplicates, unpaired } = both[role]
    return `${versions[role]}: ${answers} answers in ${lines} lines, ${errors} errors, ${duplicates} retries, ${unpaired} without partner`
  }
  const differ = disagreements.map(
    ({ stable, canary, count }) =>
      `${singleLine(stable, 60)} became ${singleLine(canary, 60)}: ${count} times`,
  )
  return [side('stable'), side('canary'), ...differ]
}

function plots(findings: Findings): string[] {
  const agreement = findings.measures.find(({ name }) => name === 'agreement')
  return [...(agreement ? [sharePlot(agreement)] : []), ...histogram(findings)]
}

/** `agreement  90 % |·········┃·····───●──| 100 %`: the interval, the value in it, and the limit. */
function sharePlot({ name, value, low, high, limit }: Measure): string {
  const from = Math.max(0, Math.floor(Math.min(low ?? 0, limit ?? 1, 0.95) * 20 - 1e-9) / 20)
  const at = (share: number) =>
    Math.min(SCALE - 1, Math.max(0, Math.round(((share - from) / (1 - from)) * (SCALE - 1))))
  const cells = Array.from({ length: SCALE }, () => '·')
  for (let i = at(low ?? 0); i <= at(high ?? 1); i++) cells[i] = '─'
  if (limit !== null) cells[at(limit)] = '┃'
  if (value !== null) cells[at(value)] = '●'
  const legend = limit === null ? '' : `  (┃ limit)`
  return `${name}  ${Math.round(from * 100)} % |${cells.join('')}| 100 %${legend}`
}

function histogram({ differences }: Findings): string[] {
  if (differences === null) return []
  const most = Math.max(...differences.histogram.map(({ count }) => count))
  const labels = differences.histogram.map(({ to }) => `up to ${Number(to.toPrecision(3))}`)
  const width = Math.max(...labels.map((label) => label.length))
  return [
    'difference of the numbers, pairs',
    ...differences.histogram.map(({ count }, i) => {
      const length = count === 0 ? 0 : Math.max(1, Math.round((count / most) * BAR))
      return `${labels[i]!.padStart(width)} |${'█'.repeat(length)}${count === 0 ? '' : ' '}${count}`
    }),
  ]
}
