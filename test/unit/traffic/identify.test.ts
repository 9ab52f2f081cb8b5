import { fieldPath, identifier } from '../../../src/gates/traffic/identify.ts'
import { keyToRole } from '../../../src/gates/traffic/roles.ts'
import type { Identify } from '../../../src/spec/rollout.ts'

const byName: Identify = { by: 'header', header: 'X-Model-Version', values: null }
const byValue: Identify = { by: 'header', header: 'x-m', values: { stable: 'v1', canary: 'v2' } }
const byBody: Identify = { by: 'body', patterns: { green: '"New Model B"', blue: '"New Model A"' } }
const overlapping: Identify = { by: 'body', patterns: { green: 'Model', blue: 'Model A' } }
const byJson: Identify = { by: 'json', field: 'predictions[0].label', values: { green: 'cat', blue: '7' } }
const byBand: Identify = { by: 'band', field: 'score', bands: { green: [0, 0.5], blue: [0.4, 1] } }
const document = (value: unknown) => JSON.stringify(value)

const cases: {
  name: string
  identify: Identify
  headers?: { [n: string]: string | string[] }
  body?: string
  expected: string
}[] = [
  {
    name: 'header with a version name',
    identify: byName,
    headers: { 'x-model-version': 'blue' },
    expected: 'blue',
  },
  {
    name: 'header with white space around',
    identify: byName,
    headers: { 'x-model-version': ' blue ' },
    expected: 'blue',
  },
  {
    name: 'header with another name',
    identify: byName,
    headers: { 'x-model-version': 'red' },
    expected: 'unidentified',
  },
  {
    name: 'header in another case',
    identify: byName,
    headers: { 'x-model-version': 'Blue' },
    expected: 'unidentified',
  },
  {
    name: 'header twice',
    identify: byName,
    headers: { 'x-model-version': ['blue', 'green'] },
    expected: 'unidentified',
  },
  { name: 'header missing', identify: byName, expected: 'unidentified' },
  { name: 'header with the given value', identify: byValue, headers: { 'x-m': 'v2' }, expected: 'canary' },
  { name: 'body pattern', identify: byBody, body: '"New Model A"', expected: 'blue' },
  { name: 'body of nobody', identify: byBody, body: 'New Model A', expected: 'unidentified' },
  { name: 'body of both', identify: overlapping, body: 'Model A', expected: 'ambiguous' },
  {
    name: 'JSON field',
    identify: byJson,
    body: document({ predictions: [{ label: 'cat' }] }),
    expected: 'green',
  },
  {
    name: 'JSON field that is a number',
    identify: byJson,
    body: document({ predictions: [{ label: 7 }] }),
    expected: 'blue',
  },
  {
    name: 'JSON field in a document in a string',
    identify: byJson,
    body: document(document({ predictions: [{ label: 'cat' }] })),
    expected: 'green',
  },
  {
    name: 'JSON field missing',
    identify: byJson,
    body: document({ predictions: [] }),
    expected: 'unidentified',
  },
  {
    name: 'JSON field that is an object',
    identify: byJson,
    body: document({ predictions: [{ label: {} }] }),
    expected: 'unidentified',
  },
  {
    name: 'JSON field that every object inherits',
    identify: { by: 'json', field: 'constructor.name', values: { a: 'Object' } },
    body: '{}',
    expected: 'unidentified',
  },
  { name: 'no JSON', identify: byJson, body: '<html>', expected: 'unidentified' },
  { name: 'number inside one band', identify: byBand, body: document({ score: 0.39 }), expected: 'green' },
  { name: 'number on the edge of a band', identify: byBand, body: document({ score: 1 }), expected: 'blue' },
  {
    name: 'number inside both bands',
    identify: byBand,
    body: document({ score: 0.45 }),
    expected: 'ambiguous',
  },
  { name: 'number outside', identify: byBand, body: document({ score: 1.01 }), expected: 'unidentified' },
  {
    name: 'text that looks like a number',
    identify: byBand,
    body: document({ score: '0.1' }),
    expected: 'unidentified',
  },
]
for (const { name, identify, headers = {}, body = '', expected } of cases) {
  test(`${name}: ${expected}`, () => {
    const side = identifier(identify, ['green', 'blue'])({ headers, body })
    expect(side.key ?? side.problem).toBe(expected)
  })
}

test('field paths', () => {
  expect(fieldPath('predictions[0].label')).toEqual(['predictions', 0, 'label'])
  expect(fieldPath('[1][2].a-b["c.d"].e')).toEqual([1, 2, 'a-b', 'c.d', 'e'])
  expect(fieldPath('$.a')).toEqual(['a'])
  expect(fieldPath('')).toEqual([])
  for (const wrong of ['a..b', '.a', 'a.', 'a[x]', 'a[0', 'a]'])
    expect(() => fieldPath(wrong)).toThrow(SyntaxError)
})

test('version names win over role words', () => {
  const names = { stable: 'canary', canary: 'blue' }
  expect(keyToRole('canary', names)).toBe('stable')
  expect(keyToRole('stable', names)).toBe('stable')
  expect(keyToRole('blue', names)).toBe('canary')
  expect(keyToRole('red', names)).toBeNull()
})
