/** ln(n!) minus Stirling's formula for it. Exact product up to 15!, which a double holds; the asymptotic series after it. */
function stirlingError(n: number): number {
  if (n <= 15) {
    let factorial = 1
    for (let i = 2; i <= n; i++) factorial *= i
    return Math.log(factorial) - (n + 0.5) * Math.log(n) + n - 0.5 * Math.log(2 * Math.PI)
  }
  const square = n * n
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / n
}

/** x ln(x/m) + m - x, without the cancellation that this form has when x is near m. */
function deviance(x: number, m: number): number {
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * Math.log(x / m) + m - x
  const v = (x - m) / (x + m)
  let sum = (x - m) * v
  let power = 2 * x * v
  for (let j = 3; ; j += 2) {
    power *= v * v
    const next = sum + power / j
    if (next === sum) return sum
    sum = next
  }
}

/**
 * P(X = k) for X ~ Binomial(n, p).
 * Source: C. Loader, "Fast and Accurate Computation of Binomial Probabilities" (2000), the saddle-point form:
 * unlike differences of log-gamma it keeps its digits for n of a million.
 */
export function binomialProbability(k: number, n: number, p: number): number {
  if (k < 0 || k > n) return 0
  if (p <= 0) return k === 0 ? 1 : 0
  if (p >= 1) return k === n ? 1 : 0
  if (k === 0) return Math.exp(n * Math.log1p(-p))
  if (k === n) return Math.exp(n * Math.log(p))
  const exponent =
    stirlingError(n) -
    stirlingError(k) -
    stirlingError(n - k) -
    deviance(k, n * p) -
    deviance(n - k, n * (1 - p))
  return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * k * (n - k)))
}

/** Sum of P(X = k), P(X = k + step), … by the ratio of neighbours; all terms are positive, so no digit is lost. */
function tail(k: number, n: number, p: number, step: 1 | -1): number {
  const first = binomialProbability(k, n, p)
  if (first === 0) return 0
  const odds = p / (1 - p)
  let term = first
  let sum = first
  for (let i = k; step === 1 ? i < n : i > 0; i += step) {
    term *= step === 1 ? ((n - i) / (i + 1)) * odds : i / (n - i + 1) / odds
    const next = sum + term
    if (next === sum) break
    sum = next
  }
  return Math.min(1, sum)
}

/**
 * One-sided p-value P(X >= k) for X ~ Binomial(n, p); the regularized incomplete beta function I_p(k, n - k + 1).
 * Source: NIST DLMF 8.17.5. Summed from the nearer side, so that tails of 1e-300 keep their digits.
 */
export function binomialPValueUpper(k: number, n: number, p: number): number {
  if (k <= 0) return 1
  if (k > n || p <= 0) return 0
  if (p >= 1) return 1
  return k > n * p ? tail(k, n, p, 1) : Math.max(0, 1 - tail(k - 1, n, p, -1))
}

/** One-sided p-value P(X <= k) for X ~ Binomial(n, p). */
export function binomialPValueLower(k: number, n: number, p: number): number {
  if (k < 0) return 0
  if (k >= n || p <= 0) return 1
  if (p >= 1) return 0
  return k < n * p ? tail(k, n, p, -1) : Math.max(0, 1 - tail(k + 1, n, p, 1))
}
