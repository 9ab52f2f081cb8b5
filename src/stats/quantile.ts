/**
 * The q-quantile (0..1) of values in any order, linear between the two nearest; null when there are none.
 * Source: definition 7 of R. J. Hyndman and Y. Fan, The American Statistician 50 (1996) 361-365, the default of R and NumPy.
 */
export function quantile(values: ArrayLike<number>, q: number): number | null {
  if (values.length === 0) return null
  const sorted = Float64Array.from(values).sort()
  const position = (sorted.length - 1) * Math.min(1, Math.max(0, q))
  const below = sorted[Math.floor(position)]!
  const above = sorted[Math.ceil(position)]!
  return below + (above - below) * (position - Math.floor(position))
}
