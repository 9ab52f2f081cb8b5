import { quantile } from '../../../src/stats/quantile.ts'

test('quantiles lie between the two nearest values, in any order of the input', () => {
  const values = [40, 10, 30, 20]
  expect([0, 0.25, 0.5, 0.75, 1].map((q) => quantile(values, q))).toEqual([10, 17.5, 25, 32.5, 40])
  expect(values).toEqual([40, 10, 30, 20])
})

test('numbers are ordered as numbers', () => expect(quantile([9, 10, 100, 1000], 0)).toBe(9))

test('one value is every quantile, and no values have none', () => {
  expect(quantile([7], 0.99)).toBe(7)
  expect(quantile([], 0.5)).toBeNull()
})
