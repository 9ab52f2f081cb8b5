import { binomialPValueLower, binomialPValueUpper } from './binomial.ts'

export interface Interval {
  readonly low: number
  readonly high: number
}

/**
 * Exact confidence interval of a share at level 1 - alpha, alpha/2 for each side; `alpha` in (0, 1).
 * Source: C. J. Clopper, E. S. Pearson, Biometrika 26 (1934) 404-413: the shares that the exact one-sided tests at
 * alpha/2 do not reject. With n = 0 everything is possible: [0, 1].
 */
export function binomialInterval(successes: number, n: number, alpha: number): Interval {
  const k = successes
  if (n === 0) return { low: 0, high: 1 }
  return {
    low: k === 0 ? 0 : turningPoint(0, k / n, (p) => binomialPValueUpper(k, n, p) < alpha / 2),
    high: k === n ? 1 : turningPoint(k / n, 1, (p) => binomialPValueLower(k, n, p) >= alpha / 2),
  }
}

/** The point in [low, high] up to which `holds` is true, to the last bit. */
function turningPoint(low: number, high: number, holds: (p: number) => boolean): number {
  for (;;) {
    const middle = (low + high) / 2
    if (middle <= low || middle >= high) return middle
    if (holds(middle)) low = middle
    else high = middle
  }
}

/**
 * Smallest and largest count that the exact two-sided test of share `p` accepts, alpha/2 for each tail: a count is
 * accepted while the tail that it closes has more than alpha/2. Share 0 accepts only 0, share 1 only n.
 * Source: the acceptance regions that Clopper and Pearson (1934) invert.
 */
export function binomialAcceptance(n: number, p: number, alpha: number): Interval {
  return {
    low: firstCount(n, (k) => binomialPValueLower(k, n, p) > alpha / 2),
    high: n - firstCount(n, (k) => binomialPValueUpper(n - k, n, p) > alpha / 2),
  }
}

/** Smallest count in 0..n from which on `holds` is true; it is true for n. */
function firstCount(n: number, holds: (k: number) => boolean): number {
  let low = 0
  let high = n
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/**
 * How many requests the exact test of share `p` at level `alpha` needs, so that it rejects with probability `power` or
 * more when the true share is p + difference, and also when it is p - difference (of those inside [0, 1]).
 * The exact power is a saw-tooth in n: the answer has the power, a few smaller numbers may have it by luck.
 * Throws RangeError when no share inside [0, 1] differs by `difference`.
 */
export function requestsFor(p: number, difference: number, alpha: number, power: number): number {
  const others = [p - difference, p + difference].filter((share) => share >= 0 && share <= 1)
  if (!(difference > 0) || others.length === 0) {
    throw new RangeError(`no share differs from ${p} by ${difference}`)
  }
  const enough = (n: number) => {
    const { low, high } = binomialAcceptance(n, p, alpha)
    return others.every(
      (share) => binomialPValueLower(low - 1, n, share) + binomialPValueUpper(high + 1, n, share) >= power,
    )
  }
  let high = 1
  while (!enough(high)) high *= 2
  let low = high / 2
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (enough(middle)) high = middle
    else low = middle
  }
  return high
}
