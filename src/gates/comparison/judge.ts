import type { ComparisonLimits } from '../../spec/rollout.ts'
import { binomialInterval } from '../../stats/proportion.ts'
import { quantile } from '../../stats/quantile.ts'
import { quantileInterval } from '../../stats/quantile-interval.ts'
import type { Measure } from '../gate.ts'
import type { Tally } from './tally.ts'

/** How often a comparison may judge wrongly by chance, all its limits and all its looks together. */
export const LEVEL = 1e-3

export interface Coverage {
  /** Requests of the stable version whose copy should be there, all of them if everything was copied. */
  readonly wanted: number
  readonly arrived: number
  /** Share of the requests that the route copies, 0..1. */
  readonly share: number
}

/**
 * The measures of a tally with their intervals and verdicts. `level` is for all judged measures together: each gets its
 * part (Bonferroni). With the interval [low, high] of a measure: `pass` when all of it is within the limit, `fail` when all of
 * it is beyond, else `inconclusive`. Two are different: coverage never fails, because a copy that did not arrive says
 * nothing about the canary's answers; and the largest difference is what it is, without an interval.
 * Shares: exact binomial (Clopper-Pearson). Quantiles: order statistics. Ratios of times: the quantiles' intervals at half
 * the level each, the ends divided crosswise. All take the pairs for independent draws from the traffic.
 */
export function measuresOf(
  tally: Tally,
  coverage: Coverage | null,
  limits: ComparisonLimits,
  level: number,
): readonly Measure[] {
  const judged = [
    limits.agreement,
    limits.p50Difference,
    limits.p99Difference,
    limits.errors,
    limits.latency,
    limits.p99Latency,
    limits.coverage,
  ].filter((limit) => limit !== null).length
  const alpha = level / judged
  const differences = tally.differences()
  const { stable, canary } = tally.latencies()
  const times = (q: number): Bounded => {
    const [a, b] = [quantileInterval(stable, q, alpha / 2), quantileInterval(canary, q, alpha / 2)]
    const [x, y] = [quantile(stable, q), quantile(canary, q)]
    return {
      value: x === null || y === null || x <= 0 ? null : y / x,
      low: Math.max(0, b.low) / a.high,
      high: a.low > 0 ? b.high / a.low : Infinity,
    }
  }
  const difference = (q: number): Bounded => {
    const { low, high } = quantileInterval(differences, q, alpha)
    return { value: quantile(differences, q), low: Math.max(0, low), high }
  }
  const share = (k: number, n: number, of = 1): Bounded => {
    const { low, high } = binomialInterval(k, n, alpha)
    return { value: n === 0 ? null : k / n / of, low: low / of, high: high / of }
  }
  const measures: Measure[] = []
  if (tally.labelled > 0 || limits.agreement !== null)
    measures.push(atLeast('agreement', share(tally.equal, tally.labelled), limits.agreement))
  if (differences.length > 0 || limits.maxDifference !== null)
    measures.push(largest(differences, limits.maxDifference))
  if (differences.length > 0 || limits.p50Difference !== null)
    measures.push(atMost('p50-difference', difference(0.5), limits.p50Difference))
  if (differences.length > 0 || limits.p99Difference !== null)
    measures.push(atMost('p99-difference', difference(0.99), limits.p99Difference))
  measures.push(atMost('errors', share(tally.canaryErrors, tally.judged), limits.errors))
  if (stable.length > 0 || limits.latency !== null)
    measures.push(atMost('latency', times(0.5), limits.latency))
  if (stable.length > 0 || limits.p99Latency !== null)
    measures.push(atMost('p99-latency', times(0.99), limits.p99Latency))
  if (coverage) {
    const measured = share(coverage.arrived, coverage.wanted, coverage.share)
    const { verdict, ...measure } = atLeast('coverage', measured, limits.coverage)
    measures.push({ ...measure, verdict: verdict === 'fail' ? 'inconclusive' : verdict })
  }
  return measures
}

interface Bounded {
  readonly value: number | null
  readonly low: number
  readonly high: number
}

function atLeast(name: Measure['name'], bounded: Bounded, limit: number | null): Measure {
  const { low, high } = bounded
  const verdict = limit === null ? null : low >= limit ? 'pass' : high < limit ? 'fail' : 'inconclusive'
  return { name, ...shown(bounded), limit, verdict }
}

function atMost(name: Measure['name'], bounded: Bounded, limit: number | null): Measure {
  const { low, high } = bounded
  const verdict = limit === null ? null : high <= limit ? 'pass' : low > limit ? 'fail' : 'inconclusive'
  return { name, ...shown(bounded), limit, verdict }
}

/** Of pairs that were not looked at a maximum says nothing; how many may exceed it is what `min-pairs` is for. */
function largest(sorted: Float64Array, limit: number | null): Measure {
  const value = sorted.at(-1) ?? null
  const verdict = limit === null ? null : value === null ? 'inconclusive' : value <= limit ? 'pass' : 'fail'
  return {
    name: 'max-difference',
    value: value === null ? null : rounded(value),
    low: null,
    high: null,
    limit,
    verdict,
  }
}

function shown({ value, low, high }: Bounded) {
  const finite = (n: number | null) => (n === null || !Number.isFinite(n) ? null : rounded(n))
  return { value: finite(value), low: finite(low), high: finite(high) }
}

/** For people and the record; verdicts are given before. */
export const rounded = (n: number) => Number(n.toPrecision(6))
