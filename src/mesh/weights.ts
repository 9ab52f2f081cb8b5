/** The weights of one rule before we divide our part: the sum of our two, and everybody else's. */
export interface WeightBase {
  readonly sum: number
  readonly others: readonly number[]
}
export interface Weights {
  readonly stable: number
  readonly canary: number
  readonly others: readonly number[]
}

const STEPS = 10_000
const MAX_INT32 = 2 ** 31 - 1
// Envoy adds the weights of a route up in a uint32.
const MAX_UINT32 = 2 ** 32 - 1

/**
 * Integer weights that give the canary exactly `percent` (0..100 in steps of 0.01) of our part and leave everybody's share
 * of the rule as it is. Our sum stays what it was when it can express that; otherwise all weights of the rule become the
 * smallest integers that can. Null: one would be above `max`, what the routing API takes for a weight, or our part is nothing.
 */
export function divideWeights(base: WeightBase, percent: number, max = MAX_INT32): Weights | null {
  const steps = Math.round(percent * 100)
  if (!(steps >= 0 && steps <= STEPS) || !(base.sum > 0)) return null
  const canary = (base.sum * steps) / STEPS
  if (Number.isInteger(canary)) return { stable: base.sum - canary, canary, others: base.others }

  const exact = [base.sum * (STEPS - steps), base.sum * steps, ...base.others.map((weight) => weight * STEPS)]
  const divisor = exact.reduce(greatestCommonDivisor)
  const [stable, ours, ...others] = exact.map((weight) => weight / divisor) as [number, number, ...number[]]
  const all = [stable, ours, ...others]
  const total = all.reduce((sum, weight) => sum + weight, 0)
  if (all.some((weight) => weight > max) || total > MAX_UINT32) return null
  return { stable, canary: ours, others }
}

/** True when one of the two is the other multiplied: the same shares written with other numbers. */
export function sameShares(a: WeightBase, b: WeightBase): boolean {
  if (a.others.length !== b.others.length) return false
  if (a.others.length === 0) return true
  if (a.sum <= 0 || b.sum <= 0) return false
  // Products of two int32 can exceed what a double holds exactly.
  return a.others.every(
    (weight, i) => BigInt(weight) * BigInt(b.sum) === BigInt(b.others[i]!) * BigInt(a.sum),
  )
}

export function greatestCommonDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b]
  return a
}
