import { binomialAcceptance, binomialInterval, requestsFor } from '../../../src/stats/proportion.ts'
import { binomialPValueLower, binomialPValueUpper, binomialProbability } from '../../../src/stats/binomial.ts'

describe('acceptance regions of the exact test at 99.9 %', () => {
  const table = [
    { p: 0.5, n: 10, region: [0, 10] },
    { p: 0.5, n: 100, region: [34, 66] },
    { p: 0.5, n: 400, region: [167, 233] },
    { p: 0.5, n: 1000, region: [448, 552] },
    { p: 0.4, n: 1000, region: [349, 451] },
    { p: 0.3, n: 400, region: [91, 151] },
    { p: 0.3, n: 1000, region: [253, 348] },
    { p: 0.1, n: 1000, region: [70, 132] },
    { p: 0.01, n: 1000, region: [2, 22] },
  ] as const
  for (const { p, n, region } of table) {
    test(`share ${p} of ${n} accepts ${region.join('..')}`, () => {
      const { low, high } = binomialAcceptance(n, p, 0.001)
      expect([low, high]).toEqual(region)
    })
  }

  test('share 0 accepts nothing but 0, share 1 nothing but n', () => {
    expect(binomialAcceptance(1000, 0, 1e-6)).toEqual({ low: 0, high: 0 })
    expect(binomialAcceptance(1000, 1, 1e-6)).toEqual({ low: 1000, high: 1000 })
    expect(binomialAcceptance(0, 0.5, 1e-6)).toEqual({ low: 0, high: 0 })
  })

  test('a count is accepted exactly when the interval around it holds the share', () => {
    for (const p of [0.003, 0.1, 0.5, 0.93]) {
      const { low, high } = binomialAcceptance(250, p, 1e-3)
      for (let k = 0; k <= 250; k++) {
        const interval = binomialInterval(k, 250, 1e-3)
        expect([k, interval.low < p && p < interval.high]).toEqual([k, k >= low && k <= high])
      }
    }
  })
})

/** Σ C(n, i) p^i q^(n-i) as an exact fraction of integers: no floating point until the last division. */
function exactUpper(k: number, n: number, numerator: number, denominator: number): number {
  const p = BigInt(numerator)
  const q = BigInt(denominator - numerator)
  let sum = 0n
  let choose = 1n
  for (let i = 0; i <= n; i++) {
    if (i > 0) choose = (choose * BigInt(n - i + 1)) / BigInt(i)
    if (i >= k) sum += choose * p ** BigInt(i) * q ** BigInt(n - i)
  }
  const total = BigInt(denominator) ** BigInt(n)
  // Scaled by its own size, because a tail of 1e-80 has no bits left at a fixed scale.
  const digits = Math.max(0, total.toString().length - sum.toString().length) + 20
  return Number((sum * 10n ** BigInt(digits)) / total) / 10 ** digits
}

describe('tails', () => {
  const cases = [
    [0, 10, 1, 2],
    [10, 10, 1, 2],
    [57, 1000, 1, 100],
    [3, 7, 3, 10],
    [150, 200, 1, 10],
    [1, 400, 1, 1000],
    [333, 400, 1, 2],
    [16, 17, 999, 1000],
  ] as const
  for (const [k, n, a, b] of cases) {
    test(`P(X >= ${k}) of ${n} at ${a}/${b} equals the sum in whole numbers`, () => {
      const exact = exactUpper(k, n, a, b)
      expect(Math.abs(binomialPValueUpper(k, n, a / b) / exact - 1)).toBeLessThan(1e-12)
      const mirrored = binomialPValueLower(n - k, n, (b - a) / b)
      expect(Math.abs(mirrored / exact - 1)).toBeLessThan(1e-12)
    })
  }

  test('both tails of a million add up to one', () => {
    for (const [k, p] of [
      [500_000, 0.5],
      [10_100, 0.01],
      [3, 1e-6],
      [999_990, 0.99999],
    ] as const) {
      const sum = binomialPValueUpper(k, 1e6, p) + binomialPValueLower(k - 1, 1e6, p)
      expect(Math.abs(sum - 1)).toBeLessThan(1e-12)
    }
  })

  test('the probabilities of a hundred thousand add up to one', () => {
    let sum = 0
    for (let k = 0; k <= 3000; k++) sum += binomialProbability(k, 100_000, 0.01)
    expect(Math.abs(sum - 1)).toBeLessThan(1e-11)
  })
})

describe('intervals', () => {
  // Known in closed form: no success in n bounds the share by 1 - (alpha/2)^(1/n).
  for (const n of [1, 20, 1000, 1_000_000]) {
    for (const alpha of [0.05, 1e-3, 1e-9]) {
      test(`0 and ${n} of ${n} at ${alpha} have the closed form`, () => {
        const bound = -Math.expm1(Math.log(alpha / 2) / n)
        const none = binomialInterval(0, n, alpha)
        expect(none.low).toBe(0)
        expect(Math.abs(none.high / bound - 1)).toBeLessThan(1e-9)
        const all = binomialInterval(n, n, alpha)
        expect(all.high).toBe(1)
        expect(Math.abs(1 - all.low - bound)).toBeLessThan(1e-9)
      })
    }
  }

  test('values of the published tables', () => {
    // R: binom.test(7, 10), binom.test(10, 100)
    const seven = binomialInterval(7, 10, 0.05)
    expect(seven.low).toBeCloseTo(0.3475471, 6)
    expect(seven.high).toBeCloseTo(0.9332605, 6)
    const ten = binomialInterval(10, 100, 0.05)
    expect(ten.low).toBeCloseTo(0.0490047, 6)
    expect(ten.high).toBeCloseTo(0.1762226, 6)
  })

  test('a million requests and a tail of 1e-9: the bounds sit where the tails say', () => {
    for (const k of [1, 44, 5_000, 500_000, 999_000]) {
      const { low, high } = binomialInterval(k, 1_000_000, 1e-9)
      expect(low).toBeLessThan(k / 1e6)
      expect(high).toBeGreaterThan(k / 1e6)
      expect(binomialPValueUpper(k, 1e6, low) / 5e-10).toBeCloseTo(1, 5)
      expect(binomialPValueLower(k, 1e6, high) / 5e-10).toBeCloseTo(1, 5)
    }
  })

  test('nothing measured says nothing', () =>
    expect(binomialInterval(0, 0, 0.05)).toEqual({ low: 0, high: 1 }))
})

describe('requests that tell two shares apart', () => {
  for (const [p, d, alpha, power] of [
    [0.5, 0.1, 1e-3, 0.9],
    [0.05, 0.05, 1e-6, 0.99],
    [0, 0.01, 1e-6, 0.99],
    [1, 0.01, 1e-6, 0.99],
  ] as const) {
    test(`${p} from ${p}±${d} at ${alpha} with power ${power}`, () => {
      const n = requestsFor(p, d, alpha, power)
      const detection = (requests: number, share: number) => {
        const { low, high } = binomialAcceptance(requests, p, alpha)
        return binomialPValueLower(low - 1, requests, share) + binomialPValueUpper(high + 1, requests, share)
      }
      const others = [p - d, p + d].filter((s) => s >= 0 && s <= 1)
      expect(Math.min(...others.map((s) => detection(n, s)))).toBeGreaterThanOrEqual(power)
      expect(Math.min(...others.map((s) => detection(Math.floor(n * 0.8), s)))).toBeLessThan(power)
    })
  }

  test('share 0 has the closed form ln(1 - power) / ln(1 - d)', () => {
    expect(requestsFor(0, 0.01, 1e-6, 0.99)).toBe(Math.ceil(Math.log(0.01) / Math.log(0.99)))
  })

  test('no difference at all cannot be told', () => {
    expect(() => requestsFor(0.5, 0, 1e-3, 0.9)).toThrow(RangeError)
    expect(() => requestsFor(0.5, 0.6, 1e-3, 0.9)).toThrow(RangeError)
  })
})
