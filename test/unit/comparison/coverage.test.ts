import { binomialPValueLower } from '../../../src/stats/binomial.ts'
import { quantileInterval } from '../../../src/stats/quantile-interval.ts'
import { measuresOf } from '../../../src/gates/comparison/judge.ts'
import { createTally } from '../../../src/gates/comparison/tally.ts'
import { answer, NO_LIMITS, randomFrom } from './answers.ts'

const REPEATS = 2_000
/** Of all cases below together: how often this test may fail although the level holds. */
const FAMILY = 1e-6

/** As few hits as this have a probability of FAMILY/tests when the level is true. */
function expectLevel(hits: number, level: number, tests: number): void {
  expect(binomialPValueLower(hits, REPEATS, level)).toBeGreaterThan(FAMILY / tests)
}

const CAT = answer('1', { label: 'cat' })
const DOG = answer('1', { label: 'dog' })
const AGREEMENTS = [0.5, 0.9, 0.95, 0.99, 0.999]
const SIZES = [50, 400, 2_000]
const SHARES = AGREEMENTS.flatMap((truth) => SIZES.map((n) => [truth, n] as const))
test.each(SHARES)('the interval of an agreement of %d holds it, n = %d', (truth, n) => {
  const random = randomFrom(Math.round(truth * 1e6) + n)
  const alpha = 0.02
  const known = new Map<number, boolean>()
  let hits = 0
  for (let r = 0; r < REPEATS; r++) {
    const tally = createTally()
    for (let i = 0; i < n; i++) tally.add(CAT, random() < truth ? CAT : DOG)
    if (!known.has(tally.equal)) {
      // Two measures are judged, so each gets half of the level; ends are rounded to six digits.
      const [agreement] = measuresOf(tally, null, { ...NO_LIMITS, agreement: 0.5 }, 2 * alpha)
      const { low, high } = agreement!
      known.set(tally.equal, low! <= truth + 1e-6 && truth <= high! + 1e-6)
    }
    if (known.get(tally.equal)) hits++
  }
  expectLevel(hits, 1 - alpha, SHARES.length + QUANTILES.length)
})

const QUANTILES = [0.5, 0.99].flatMap((q) =>
  [50, 600].flatMap((n) => ['even', 'tail', 'steps'].map((of) => [q, n, of] as const)),
)
const DRAW: { readonly [of: string]: { readonly draw: (u: number) => number } } = {
  even: { draw: (u) => u },
  tail: { draw: (u) => (-Math.log1p(-u)) ** 3 },
  steps: { draw: (u) => Math.floor(u * 5) },
}
test.each(QUANTILES)('the interval of the %d-quantile holds it, n = %d, %s', (q, n, of) => {
  const random = randomFrom(Math.round(q * 1e3) * n + of.length)
  const { draw } = DRAW[of]!
  const truth = draw(q)
  const alpha = 0.02
  let hits = 0
  let bounded = 0
  for (let r = 0; r < REPEATS; r++) {
    const sorted = Float64Array.from({ length: n }, () => draw(random())).sort()
    const { low, high } = quantileInterval(sorted, q, alpha)
    if (low <= truth && truth <= high) hits++
    if (Number.isFinite(high)) bounded++
  }
  expectLevel(hits, 1 - alpha, SHARES.length + QUANTILES.length)
  // 0.99^n is the probability that all values are below: 0.6 and 0.002.
  expect(bounded).toBe(q === 0.99 && n === 50 ? 0 : REPEATS)
})

test('too few values bound nothing', () => {
  expect(quantileInterval([], 0.5, 0.01)).toEqual({ low: -Infinity, high: Infinity })
  expect(quantileInterval([1, 2, 3], 0.5, 0.01)).toEqual({ low: -Infinity, high: Infinity })
  // 2 * 0.5^8 = 0.0078
  expect(quantileInterval([1, 2, 3, 4, 5, 6, 7, 8], 0.5, 0.01)).toEqual({ low: 1, high: 8 })
})
