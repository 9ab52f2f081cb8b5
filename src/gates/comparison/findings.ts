import type { Role } from '../../mesh/route-state.ts'
import { singleLine } from '../../process/escape.ts'
import { measureText } from '../../report/measure.ts'
import type { ComparisonLimits } from '../../spec/rollout.ts'
import { quantile } from '../../stats/quantile.ts'
import type { Differences, Findings, Measure, SideFindings, Sides, Verdict } from '../gate.ts'
import { LEVEL, measuresOf, rounded } from './judge.ts'
import type { Coverage } from './judge.ts'
import type { Pairing } from './pairing.ts'
import type { Tally } from './tally.ts'

const MOST_DISAGREEMENTS = 5
const BARS = 10

export interface Look {
  readonly source: string
  readonly versions: Sides<string>
  readonly tally: Tally
  readonly pairing: Pairing
  readonly lines: Sides<number>
  /** Null: nothing was copied, so nothing can be missing. */
  readonly coverage: Coverage | null
}

/** What one look found. `level` is this look's part of `LEVEL`. */
export function findingsOf(look: Look, limits: ComparisonLimits, level: number): Findings {
  const { tally, pairing } = look
  const side = (role: Role): SideFindings => ({
    lines: look.lines[role],
    ...pairing.counts[role],
    unpaired: pairing.unpaired(role),
  })
  return {
    source: look.source,
    versions: look.versions,
    level: 1 - LEVEL,
    pairs: tally.pairs,
    compared: tally.judged - tally.canaryErrors,
    sides: { stable: side('stable'), canary: side('canary') },
    measures: measuresOf(tally, look.coverage, limits, level),
    differences: differencesOf(tally.differences()),
    disagreements: tally.disagreements(MOST_DISAGREEMENTS).map(({ stable, canary, count }) => ({
      stable: singleLine(stable, 60),
      canary: singleLine(canary, 60),
      count,
    })),
  }
}

/** Equal steps up to the 99th percentile, and one bar for the rest, so that one outlier does not hide the shape. */
function differencesOf(sorted: Float64Array): Differences | null {
  const max = sorted.at(-1)
  if (max === undefined) return null
  const [p50, p99] = [quantile(sorted, 0.5)!, quantile(sorted, 0.99)!]
  const reach = p99 > 0 ? p99 : max
  const ends =
    max === 0 ? [0] : [...Array.from({ length: BARS - 1 }, (_, i) => (reach * (i + 1)) / (BARS - 1)), max]
  const histogram: { to: number; count: number }[] = []
  let done = 0
  for (const [i, end] of ends.entries()) {
    let upTo = done
    while (upTo < sorted.length && (sorted[upTo]! <= end || i === ends.length - 1)) upTo++
    if (i < ends.length - 1 || upTo > done) histogram.push({ to: rounded(end), count: upTo - done })
    done = upTo
  }
  return { max: rounded(max), p50: rounded(p50), p99: rounded(p99), histogram }
}

/** `fail` when a measure fails; `pass` only when all pass, with pairs enough; else `inconclusive`. */
export function verdictOf(
  findings: Findings,
  limits: ComparisonLimits,
): { readonly verdict: Verdict; readonly reason: string } {
  const failed = findings.measures.filter((m) => m.verdict === 'fail')
  if (failed.length > 0) return { verdict: 'fail', reason: describe(failed, findings) }
  const few = findings.compared < limits.minPairs
  const open = findings.measures.filter((m) => m.verdict === 'inconclusive')
  if (few || open.length > 0) {
    const pairs = few ? [`${findings.compared} comparable pairs, at least ${limits.minPairs} are wanted`] : []
    const missing =
      findings.pairs === 0 ? [nothing(findings)] : open.length > 0 ? [describe(open, findings)] : []
    const reason = [...pairs, ...(few ? spoiled(findings) : []), ...missing].join('; ')
    return { verdict: 'inconclusive', reason }
  }
  const passed = findings.measures.filter((m) => m.verdict === 'pass')
  return { verdict: 'pass', reason: describe(passed, findings) }
}

/** Pairs that cannot be compared because of the stable version: a wrong field or pattern in the file looks like this. */
function spoiled({ sides, versions, pairs, compared }: Findings): string[] {
  const { errors, answers } = sides.stable
  if (errors === 0 || pairs === compared) return []
  return [`${errors} of ${answers} answers of ${versions.stable} are errors, or lack what is to be compared`]
}

function nothing({ sides, versions }: Findings): string {
  const side = (role: Role) =>
    `${sides[role].answers} answers in ${sides[role].lines} lines of ${versions[role]}`
  return `no answers with the same id on both sides: ${side('stable')}, ${side('canary')}`
}

function describe(measures: readonly Measure[], { compared, pairs, disagreements }: Findings): string {
  const texts = measures.map(measureText)
  const [commonest] = disagreements
  const example =
    commonest && measures.some(({ name, verdict }) => name === 'agreement' && verdict !== 'pass')
      ? `; e.g. ${commonest.stable} became ${commonest.canary} ${commonest.count} times`
      : ''
  return `${compared} of ${pairs} pairs compared: ${texts.join('; ')}${example}`
}
