import fc from 'fast-check'
import { divideWeights, sameShares } from '../../../src/mesh/weights.ts'

describe('dividing the weights of a rule', () => {
  test.each([
    { name: 'half of 100', sum: 100, others: [], percent: 50, expected: [50, 50] },
    { name: 'nothing', sum: 100, others: [], percent: 0, expected: [100, 0] },
    { name: 'everything', sum: 100, others: [], percent: 100, expected: [0, 100] },
    { name: 'the sum stays 30 when it can', sum: 30, others: [70], percent: 50, expected: [15, 15, 70] },
    { name: 'half a percent needs 200', sum: 100, others: [], percent: 0.5, expected: [199, 1] },
    { name: 'the smallest step', sum: 100, others: [], percent: 0.01, expected: [9999, 1] },
    { name: 'others are multiplied too', sum: 50, others: [50, 0], percent: 0.5, expected: [199, 1, 200, 0] },
    { name: 'a sum of 1', sum: 1, others: [], percent: 50, expected: [1, 1] },
    { name: 'a third of a percent', sum: 100, others: [7], percent: 0.33, expected: [9967, 33, 700] },
    { name: 'a sum of 1000 says 0.5 as it is', sum: 1000, others: [3], percent: 0.5, expected: [995, 5, 3] },
  ])('$name', ({ sum, others, percent, expected }) => {
    const weights = divideWeights({ sum, others }, percent)
    expect(weights && [weights.stable, weights.canary, ...weights.others]).toEqual(expected)
  })

  test.each([
    { name: 'our part is nothing', sum: 0, others: [100], percent: 50 },
    { name: 'numbers beyond int32', sum: 1_000_003, others: [7], percent: 0.01 },
    { name: 'more than everything', sum: 100, others: [], percent: 100.01 },
    { name: 'less than nothing', sum: 100, others: [], percent: -1 },
    { name: 'no number', sum: 100, others: [], percent: Number.NaN },
  ])('not expressible: $name', ({ sum, others, percent }) => {
    expect(divideWeights({ sum, others }, percent)).toBeNull()
  })

  test('all shares are exact, whatever the weights were', () => {
    const weight = fc.integer({ min: 0, max: 5000 })
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.array(weight, { maxLength: 4 }),
        fc.integer({ min: 0, max: 10_000 }),
        (sum, others, steps) => {
          const weights = divideWeights({ sum, others }, steps / 100)
          expect(weights).not.toBeNull()
          const { stable, canary, others: rest } = weights!
          expect([stable, canary, ...rest].every((w) => Number.isInteger(w) && w >= 0 && w < 2 ** 31)).toBe(
            true,
          )
          expect(canary * 10_000).toBe(steps * (stable + canary))
          expect(rest.map((w) => w * sum)).toEqual(others.map((w) => w * (stable + canary)))
          if ((sum * steps) % 10_000 === 0) expect(rest).toEqual(others)
        },
      ),
      { seed: 1, numRuns: 3000 },
    )
  })
})

test.each([
  { name: 'multiplied', a: { sum: 100, others: [50] }, b: { sum: 200, others: [100] }, same: true },
  { name: 'nobody else', a: { sum: 100, others: [] }, b: { sum: 7, others: [] }, same: true },
  { name: 'one changed', a: { sum: 100, others: [50] }, b: { sum: 100, others: [51] }, same: false },
  { name: 'one more', a: { sum: 100, others: [50] }, b: { sum: 100, others: [50, 0] }, same: false },
  { name: 'ours gone', a: { sum: 0, others: [50] }, b: { sum: 100, others: [50] }, same: false },
  {
    name: 'big',
    a: { sum: 2 ** 31 - 1, others: [2 ** 31 - 2] },
    b: { sum: 2 ** 31 - 2, others: [2 ** 31 - 3] },
    same: false,
  },
])('the same shares: $name is $same', ({ a, b, same }) => {
  expect(sameShares(a, b)).toBe(same)
})
