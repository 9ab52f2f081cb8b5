import fc from 'fast-check'
import { findingsOf, verdictOf } from '../../../src/gates/comparison/findings.ts'
import { LEVEL } from '../../../src/gates/comparison/judge.ts'
import { createPairing } from '../../../src/gates/comparison/pairing.ts'
import { createTally } from '../../../src/gates/comparison/tally.ts'
import type { LoggedAnswer } from '../../../src/gates/comparison/answer.ts'
import type { ComparisonLimits } from '../../../src/spec/rollout.ts'
import { answer, NO_LIMITS } from './answers.ts'

interface Scene {
  readonly stable: readonly LoggedAnswer[]
  readonly canary: readonly LoggedAnswer[]
  readonly limits?: Partial<ComparisonLimits>
  readonly mirrored?: number
}

function judged({ stable, canary, limits = {}, mirrored = 1 }: Scene) {
  const all: ComparisonLimits = { ...NO_LIMITS, ...limits }
  const tally = createTally()
  const pairing = createPairing({ since: 0, settle: 1_000, onPair: (a, b) => tally.add(a, b) })
  for (const one of stable) pairing.add('stable', one)
  for (const one of canary) pairing.add('canary', one)
  const coverage = all.coverage === null ? null : { ...pairing.coverage(), share: mirrored }
  const versions = { stable: 'green', canary: 'blue' }
  const lines = { stable: stable.length, canary: canary.length }
  const findings = findingsOf({ source: 'pod logs', versions, tally, pairing, lines, coverage }, all, LEVEL)
  return { findings, ...verdictOf(findings, all) }
}

/** n answers, one each 10 ms, so that the first and last second are unsettled. */
const many = (n: number, more: (i: number) => Partial<LoggedAnswer> = () => ({})) =>
  Array.from({ length: n }, (_, i) => answer(String(i), { at: i * 10, ...more(i) }))

const LIMITS = { agreement: 0.95, errors: 0.01, coverage: 0.95, minPairs: 100 }

test('equal answers pass, with the numbers', () => {
  const { verdict, reason } = judged({ stable: many(3_000), canary: many(3_000), limits: LIMITS })
  expect(verdict).toBe('pass')
  expect(reason).toBe(
    '3000 of 3000 pairs compared: agreement 100 % (99.71 % to 100 %), limit at least 95 %; errors 0 % (0 % to 0.29 %), limit at most 1 %; coverage 100 % (99.69 % to 100 %), limit at least 95 %',
  )
})

test('other answers fail, and the commonest is named', () => {
  const canary = many(3_000, (i) => ({ label: i % 5 === 0 ? 'dog::x' : 'cat' }))
  expect(judged({ stable: many(3_000), canary, limits: LIMITS })).toMatchObject({
    verdict: 'fail',
    reason: expect.stringMatching(
      /^3000 of 3000 pairs compared: agreement 80 % \([\d.]+ % to [\d.]+ %\), limit at least 95 %; e\.g\. cat became dog: :x 600 times$/,
    ) as unknown,
  })
})

const UNCLEAR: readonly (readonly [what: string, scene: Scene, reason: RegExp])[] = [
  [
    'nothing at all',
    { stable: [], canary: [], limits: LIMITS },
    /^0 comparable pairs, at least 100 are wanted; no answers with the same id on both sides: 0 answers in 0 lines of green, 0 answers in 0 lines of blue$/,
  ],
  [
    'a canary that never answers',
    { stable: many(3_000), canary: [], limits: LIMITS },
    /3000 answers in 3000 lines of green, 0 answers/,
  ],
  [
    'other ids',
    { stable: many(3_000), canary: many(3_000, (i) => ({ id: `x${i}` })), limits: LIMITS },
    /no answers with the same id/,
  ],
  ['too few', { stable: many(50), canary: many(50), limits: LIMITS }, /^50 comparable pairs, at least 100/],
  [
    'copies that are missing',
    { stable: many(3_000), canary: many(2_700), limits: LIMITS },
    /coverage .* limit at least 95 %/,
  ],
  [
    'agreement near the limit',
    {
      stable: many(3_000),
      canary: many(3_000, (i) => ({ label: i % 20 === 0 ? 'dog' : 'cat' })),
      limits: LIMITS,
    },
    /agreement 95 %/,
  ],
  [
    'only errors of the stable version',
    { stable: many(3_000, () => ({ bad: true })), canary: many(3_000), limits: LIMITS },
    /^0 comparable pairs, at least 100 are wanted; 3000 of 3000 answers of green are errors, or lack what is to be compared; /,
  ],
  [
    'half mirrored with a quarter there',
    { stable: many(4_000), canary: many(4_000).filter((_, i) => i % 4 === 0), limits: LIMITS, mirrored: 0.5 },
    /coverage 50\.03 %/,
  ],
]
test.each(UNCLEAR)('inconclusive: %s', (_, scene, reason) => {
  const result = judged(scene)
  expect(result.verdict).toBe('inconclusive')
  expect(result.reason).toMatch(reason)
})

test('half mirrored is enough when half arrives', () => {
  const canary = many(20_000).filter((_, i) => i % 2 === 0)
  expect(judged({ stable: many(20_000), canary, limits: LIMITS, mirrored: 0.5 }).verdict).toBe('pass')
})

test("errors of the canary fail, the stable version's do not", () => {
  const bad = many(3_000, (i) => ({ bad: i % 10 === 0 }))
  expect(judged({ stable: many(3_000), canary: bad, limits: LIMITS })).toMatchObject({ verdict: 'fail' })
  expect(judged({ stable: bad, canary: many(3_000), limits: LIMITS })).toMatchObject({ verdict: 'pass' })
})

test('numbers: one outlier fails the maximum, and not the quantile', () => {
  const stable = many(3_000, () => ({ label: null, number: 0.5 }))
  const canary = many(3_000, (i) => ({ label: null, number: i === 7 ? 0.9 : 0.51 }))
  expect(judged({ stable, canary, limits: { maxDifference: 0.3 } })).toMatchObject({
    verdict: 'fail',
    reason: '3000 of 3000 pairs compared: max-difference 0.4, limit at most 0.3',
  })
  expect(judged({ stable, canary, limits: { p99Difference: 0.3 } }).verdict).toBe('pass')
  expect(judged({ stable, canary, limits: { p99Difference: 0.005 } }).verdict).toBe('fail')
  // So few pairs cannot bound a 99th percentile.
  const few = { stable: stable.slice(0, 500), canary: canary.slice(0, 500) }
  expect(judged({ ...few, limits: { p99Difference: 0.3 } })).toMatchObject({
    verdict: 'inconclusive',
    findings: {
      measures: expect.arrayContaining([
        expect.objectContaining({ name: 'p99-difference', high: null }),
      ]) as unknown,
    },
  })
})

test('latency is judged as a ratio', () => {
  const stable = many(3_000, (i) => ({ latency: 10 + (i % 10) }))
  const slow = many(3_000, (i) => ({ latency: 20 + 2 * (i % 10) }))
  expect(judged({ stable, canary: slow, limits: { latency: 1.5 } }).verdict).toBe('fail')
  expect(judged({ stable, canary: slow, limits: { latency: 3 } }).verdict).toBe('pass')
})

test('the histogram holds every pair, also those of an outlier', () => {
  const stable = many(1_000, () => ({ number: 0 }))
  const canary = many(1_000, (i) => ({ number: i === 0 ? 1e6 : i / 1_000 }))
  const { histogram, max } = judged({ stable, canary }).findings.differences!
  expect(histogram.reduce((sum, { count }) => sum + count, 0)).toBe(1_000)
  expect(histogram.at(-1)).toEqual({ to: 1e6, count: 10 })
  expect(max).toBe(1e6)
})

test('never a pass without the pairs: whatever is missing, fewer than the limit allows do not pass', () => {
  const scene = fc.record({
    n: fc.integer({ min: 0, max: 1_500 }),
    arrived: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
    seed: fc.integer(),
    coverage: fc.double({ min: 0.5, max: 0.999, noNaN: true }),
    minPairs: fc.integer({ min: 1, max: 1_000 }),
    unlabelled: fc.boolean(),
    duplicates: fc.boolean(),
  })
  let passed = 0
  fc.assert(
    fc.property(scene, ({ n, arrived, seed, coverage, minPairs, unlabelled, duplicates }) => {
      const stable = many(n)
      const there = many(n, () => (unlabelled ? { label: null, bad: true } : {})).filter(
        (_, i) => ((Math.imul(i + 1, 2654435761) ^ seed) >>> 0) / 2 ** 32 < arrived,
      )
      const canary = duplicates ? [...there, ...there, ...there] : there
      const limits = { agreement: 0.5, coverage, minPairs }
      const { verdict } = judged({ stable, canary, limits })
      if (verdict !== 'pass') return true
      passed++
      const settled = there.filter(({ at }) => at >= 1_000 && at < (n - 1) * 10 - 1_000).length
      const wanted = stable.filter(({ at }) => at >= 1_000 && at < (n - 1) * 10 - 1_000).length
      return there.length >= minPairs && !unlabelled && settled / wanted >= coverage
    }),
    { numRuns: 500, seed: 7 },
  )
  expect(passed).toBeGreaterThan(20)
})
