import type { Json } from '../../../src/kube/object.ts'
import { changedPaths, deepEqual } from '../../../src/mesh/json-diff.ts'

describe('changed paths', () => {
  const cases: { name: string; before: Json; after: Json; expected: unknown[] }[] = [
    { name: 'nothing', before: { a: [1, { b: 2 }] }, after: { a: [1, { b: 2 }] }, expected: [] },
    { name: 'a leaf', before: { a: { b: 1 } }, after: { a: { b: 2 } }, expected: [['a.b', 1, 2]] },
    { name: 'a new key', before: {}, after: { a: { b: 2 } }, expected: [['a', undefined, { b: 2 }]] },
    { name: 'a removed item', before: { a: [1, 2] }, after: { a: [1] }, expected: [['a[1]', 2, undefined]] },
    { name: 'another type', before: { a: [1] }, after: { a: { 0: 1 } }, expected: [['a', [1], { 0: 1 }]] },
    { name: 'null is a value', before: { a: null }, after: {}, expected: [['a', null, undefined]] },
    {
      name: 'a key with dots',
      before: { annotations: { 'shiftgate.dev/rule': 'a' } },
      after: { annotations: { 'shiftgate.dev/rule': 'b' } },
      expected: [['annotations["shiftgate.dev/rule"]', 'a', 'b']],
    },
    {
      name: 'a key that every object inherits',
      before: {},
      after: { constructor: 1 },
      expected: [['constructor', undefined, 1]],
    },
  ]
  test.each(cases)('$name', ({ before, after, expected }) => {
    expect(changedPaths(before, after).map((c) => [c.path, c.before, c.after])).toEqual(expected)
  })
})

test.each([
  { name: 'order of keys', a: { a: 1, b: 2 }, b: { b: 2, a: 1 }, equal: true },
  { name: 'a key that holds undefined', a: { a: undefined }, b: {}, equal: true },
  { name: 'order of items', a: [1, 2], b: [2, 1], equal: false },
  { name: 'a list and an object', a: [], b: {}, equal: false },
  { name: 'null and nothing', a: { a: null }, b: {}, equal: false },
  { name: 'a number and its text', a: 1, b: '1', equal: false },
])('equal as JSON: $name is $equal', ({ a, b, equal }) => {
  expect(deepEqual(a, b)).toBe(equal)
})
