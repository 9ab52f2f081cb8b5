import { binomialPValueLower, binomialPValueUpper } from './binomial.ts'
import type { Interval } from './proportion.ts'

/**
 * Confidence interval of the q-quantile (0 < q < 1) of whatever distribution `sorted` was drawn from, at level 1 - alpha,
 * alpha/2 for each side: two of the values themselves. A side that so few values cannot bound is infinite.
 * Source: H. A. David, H. N. Nagaraja, Order Statistics (2003), 7.1: the number of values below the quantile is binomial.
 * Ties and steps of the distribution only make the level higher.
 */
export function quantileInterval(sorted: ArrayLike<number>, q: number, alpha: number): Interval {
  const n = sorted.length
  // X(l) is above the quantile only when fewer than l values are not: X ~ Binomial(n, q) at most l - 1.
  const below = lastCount(n, (l) => binomialPValueLower(l - 1, n, q) <= alpha / 2)
  // X(u) is below the quantile only when at least u values are.
  const above = n + 1 - lastCount(n, (k) => binomialPValueUpper(n + 1 - k, n, q) <= alpha / 2)
  return {
    low: below === 0 ? -Infinity : sorted[below - 1]!,
    high: above === n + 1 ? Infinity : sorted[above - 1]!,
  }
}

/** Largest count in 0..n up to which `holds` is true; it is taken to be true for 0. */
function lastCount(n: number, holds: (count: number) => boolean): number {
  let low = 0
  let high = n
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (holds(middle)) low = middle
    else high = middle - 1
  }
  return low
}
