import { binomialPValueLower, binomialPValueUpper } from '../../stats/binomial.ts'
import { binomialAcceptance } from '../../stats/proportion.ts'
import { quantile } from '../../stats/quantile.ts'
import type { Role } from '../../mesh/route-state.ts'
import type { Limits } from '../../spec/rollout.ts'
import type { Verdict } from '../gate.ts'
import { countOf, type RoleNames } from './roles.ts'
import type { Counts, Sample } from './sample.ts'

export interface Assessment {
  readonly verdict: Verdict
  /** One line with the numbers. */
  readonly reason: string
}

/** How often a whole judgement of shares may be wrong by chance, however many tests it is made of. */
export const SHARE_LEVEL = 1e-6
/** How often a canary exactly at its limit may fail by chance. */
export const LIMIT_LEVEL = 1e-3
/** Fewer answers than this are not judged. */
export const MIN_ANSWERS = 20
/** The 99th percentile of fewer answers is only their maximum. */
const MIN_P99 = 100

/**
 * Whether the attributed answers can come from a route that gives the canary `expected` (0..1).
 * The exact two-sided binomial test, in total and for each address, with `level` divided by the number of tests. Shares 0 and
 * 1 are exact: one answer from the other side contradicts them. Never `fail`: a share that is wrong now may still be on its way.
 * `inconclusive` also when the answers could not tell: fewer than 20, an address without any, or so few that even none (or
 * all) from the canary would be accepted for a share that is neither 0 nor 1.
 */
export function assessShare(
  sample: Pick<Sample, 'counts' | 'perAddress'>,
  expected: number,
  names: RoleNames,
  level = SHARE_LEVEL,
): Assessment {
  const { groups, alpha } = testsOf(sample, level)
  const wrong = contradicted(sample, expected, names, level)
  if (wrong !== null) return { verdict: 'inconclusive', reason: wrong }
  const { stable, canary } = sides(sample.counts, names)
  const n = stable + canary
  const seen = `${canary} of ${n} answers from ${names.canary}, expected ${percent(expected)}`
  const unclear = (why: string): Assessment => ({ verdict: 'inconclusive', reason: `${seen}: ${why}` })
  if (n < MIN_ANSWERS) return unclear(`fewer than ${MIN_ANSWERS} answers tell nothing`)
  const silent = groups.find(({ counts }) => Object.keys(counts).length === 0)
  if (silent) return unclear(`no attributed answer${silent.where}`)
  const accepted = (k: number) => !rejected(k, n, expected, alpha)
  if (expected > 0 && expected < 1 && (accepted(0) || accepted(n))) {
    return unclear(`too few requests to tell that share from ${accepted(0) ? 'none' : 'all'}`)
  }
  return { verdict: 'pass', reason: seen }
}

/** Says which counts, in total or at one address, cannot come from that share at family-wise `level`; null: none. */
export function contradicted(
  sample: Pick<Sample, 'counts' | 'perAddress'>,
  expected: number,
  names: RoleNames,
  level = SHARE_LEVEL,
): string | null {
  const { groups, alpha } = testsOf(sample, level)
  const [total, ...addresses] = groups.map(({ where, counts }) =>
    contradiction(counts, expected, names, alpha, where),
  )
  const wrong = addresses.filter((text) => text !== null)
  // Where some addresses are right, the others are what there is to wait for.
  if (wrong.length > 0 && wrong.length < addresses.length) return wrong.join('; ')
  return total ?? wrong[0] ?? null
}

/** One test for the total, and one for each address when there are several; the level is divided between them. */
function testsOf(sample: Pick<Sample, 'counts' | 'perAddress'>, level: number) {
  const groups = [{ where: '', counts: sample.counts }]
  const addresses = Object.entries(sample.perAddress)
  if (addresses.length > 1) {
    groups.push(...addresses.map(([text, { counts }]) => ({ where: ` at ${text}`, counts })))
  }
  return { groups, alpha: level / groups.length }
}

/** Says how the counts contradict the share; null when they do not. `where` is put behind the numbers. */
export function contradiction(
  counts: Counts,
  expected: number,
  names: RoleNames,
  alpha: number,
  where = '',
): string | null {
  const { stable, canary } = sides(counts, names)
  const n = stable + canary
  if (!rejected(canary, n, expected, alpha)) return null
  if (expected >= 1) return `${stable} of ${n} answers${where} from ${names.stable}, expected 0`
  const { low, high } = binomialAcceptance(n, expected, alpha)
  const range = expected <= 0 ? '0' : `${low} to ${high} (${percent(expected)})`
  return `${canary} of ${n} answers${where} from ${names.canary}, expected ${range}`
}

/**
 * Whether bad answers are within `limits.errors`: of all requests, and of the answers of each side on its own (a failing canary
 * with a weight of 1 % is lost in the total). Errors that nobody can be blamed for count in the total only.
 * For k bad of n: `pass` when k/n <= limit; else `fail` when P(X >= k | n, limit) < level, or at once when the limit is 0;
 * else `inconclusive`: more than the limit, but that can be chance. `level` is not divided: judge each look with its own.
 */
export function assessErrors(
  sample: Sample,
  limits: Pick<Limits, 'errors'>,
  names: RoleNames,
  level = LIMIT_LEVEL,
): Assessment {
  const side = (role: Role) => ({
    k: countOf(role, sample.bad, names),
    n: countOf(role, sample.counts, names),
    what: `answers from ${names[role]}`,
  })
  const groups = [side('canary'), side('stable'), { k: sample.errors, n: sample.n, what: 'answers' }]
  const judged = groups.map((group) => ({
    ...group,
    verdict: withinLimit(group.k, group.n, limits.errors, level),
  }))
  const worst =
    judged.find(({ verdict }) => verdict === 'fail') ??
    judged.find(({ verdict }) => verdict === 'inconclusive') ??
    judged[2]!
  const share = worst.n === 0 ? '' : ` (${percent(worst.k / worst.n)}${kinds(sample, worst.k)})`
  const numbers = `${worst.k} of ${worst.n} ${worst.what} were errors${share}, limit ${percent(limits.errors)}`
  const doubt = worst.verdict === 'inconclusive' ? ': not enough requests to exclude chance' : ''
  return {
    verdict: sample.n === 0 ? 'inconclusive' : worst.verdict,
    reason: numbers + doubt + example(sample),
  }
}

/**
 * Whether the canary's good answers are fast enough. A quantile is judged by its count: p99 is above the limit when more than
 * 1 % of the answers are slower, and that is tested as errors are. `inconclusive` with fewer than 20 answers, 100 for p99.
 * Limits that are null are not judged; without any, `pass`.
 */
export function assessLatency(
  sample: Pick<Sample, 'latencies'>,
  limits: Pick<Limits, 'p50' | 'p99'>,
  names: RoleNames,
  level = LIMIT_LEVEL,
): Assessment {
  const values = Object.entries(sample.latencies).flatMap(([key, ms]) =>
    countOf('canary', { [key]: 1 }, names) === 1 ? ms : [],
  )
  const judged: Assessment[] = []
  for (const [name, q, limit, least] of [
    ['p50', 0.5, limits.p50, MIN_ANSWERS],
    ['p99', 0.99, limits.p99, MIN_P99],
  ] as const) {
    if (limit === null) continue
    const n = values.length
    const slow = values.filter((ms) => ms > limit).length
    const value = quantile(values, q)
    const measured =
      value === null
        ? `no good answers from ${names.canary}`
        : `${name} of ${n} answers from ${names.canary} is ${milliseconds(value)}`
    const verdict = withinLimit(slow, n, 1 - q, level)
    const reason = `${measured}, limit ${milliseconds(limit)}`
    if (n < least && verdict !== 'fail')
      judged.push({ verdict: 'inconclusive', reason: `${reason}: needs ${least} answers` })
    else if (verdict === 'inconclusive')
      judged.push({ verdict, reason: `${reason}: not enough answers to exclude chance` })
    else judged.push({ verdict, reason })
  }
  const worst = judged.find((a) => a.verdict === 'fail') ?? judged.find((a) => a.verdict === 'inconclusive')
  return worst ?? { verdict: 'pass', reason: judged.map((a) => a.reason).join('; ') }
}

/** The same test as `binomialAcceptance`, for one count. */
function rejected(k: number, n: number, p: number, alpha: number): boolean {
  return Math.min(binomialPValueLower(k, n, p), binomialPValueUpper(k, n, p)) <= alpha / 2
}

function withinLimit(k: number, n: number, limit: number, level: number): 'pass' | 'fail' | 'inconclusive' {
  // 10 of 1000 is exactly at 1 %, though 0.01 * 1000 need not be exactly 10.
  if (k <= limit * n * (1 + 1e-12)) return 'pass'
  return binomialPValueUpper(k, n, limit) < level ? 'fail' : 'inconclusive'
}

function sides(counts: Counts, names: RoleNames): { readonly stable: number; readonly canary: number } {
  return { stable: countOf('stable', counts, names), canary: countOf('canary', counts, names) }
}

/** Counts by kind, of all errors; said so when they are not the `k` that the line is about. */
function kinds(sample: Sample, k: number): string {
  if (k === 0) return ''
  const sorted = Object.entries(sample.errorKinds).sort(([, a], [, b]) => b.count - a.count)
  const counts = sorted.map(([kind, { count }]) => `${kind}: ${count}`).join(', ')
  return k === sample.errors ? `, ${counts}` : `; all errors: ${counts}`
}

/** The commonest error in its own words. */
function example(sample: Sample): string {
  const [commonest] = Object.values(sample.errorKinds).sort((a, b) => b.count - a.count)
  const text = commonest?.examples[0]
  return text === undefined ? '' : `; e.g. ${text}`
}

/** `5.7 %`, `0.05 %`: at most two decimals for weights, more only when nothing would be left. */
export function percent(share: number): string {
  const value = share * 100
  return `${Number(value !== 0 && Math.abs(value) < 0.01 ? value.toPrecision(2) : value.toFixed(2))} %`
}

function milliseconds(ms: number): string {
  return `${Number(ms < 10 ? ms.toFixed(1) : ms.toFixed(0))} ms`
}
