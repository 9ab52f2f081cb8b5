import { rolloutJsonSchema } from '../../../src/spec/json-schema.ts'
import { formatProblems } from '../../../src/spec/problems.ts'
import { rolloutReference } from '../../../src/spec/reference.ts'

test('the reference has a row of four cells for every key', () => {
  const lines = rolloutReference().trimEnd().split('\n')
  for (const line of lines) expect(line.match(/(?<!\\)\|/g)).toHaveLength(5)
  expect(lines[0]).toBe('| Key | Type | Default | Meaning |')
  expect(lines).toContain(
    '| `timeouts.drain` | duration | `60s` | Wait between the last route change and the removal of what it no longer serves. |',
  )
  expect(lines).toContain(
    '| `stages[].weight` | number 0–100 | one of `weight`, `promote` or `finish` | Percent of the traffic that goes to the canary, in steps of 0.01. |',
  )
  expect(new Set(lines).size).toBe(lines.length)
})

test('the schema names its draft and every top-level key of the reference, and no other', () => {
  const schema = rolloutJsonSchema() as { $schema: string; properties: object; additionalProperties: boolean }
  const keys = [...rolloutReference().matchAll(/^\| `([a-z]+)` /gm)].map(([, key]) => key)
  expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema')
  expect(Object.keys(schema.properties)).toEqual(keys)
  expect(schema.additionalProperties).toBe(false)
})

test.each([
  ['a place in a file', { file: 'r.yaml', line: 2, column: 3, path: 'a.b' }, 'r.yaml:2:3 a.b: wrong'],
  ['the file as a whole', { file: 'r.yaml' }, 'r.yaml: wrong'],
  ['a line without column', { file: 'r.yaml', line: 2 }, 'r.yaml:2:1: wrong'],
  ['a path without file', { path: 'a.b' }, 'a.b: wrong'],
  ['nothing but the message', {}, 'wrong'],
])('a problem is one line: %s', (_, place, expected) => {
  expect(formatProblems([{ code: 'x', message: 'wrong', ...place }])).toBe(expected)
})
