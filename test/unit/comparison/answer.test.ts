import { answerReader, differenceOf, timeOf } from '../../../src/gates/comparison/answer.ts'
import type { AnswerFields } from '../../../src/spec/rollout.ts'

const NONE: AnswerFields = { id: 'id', label: null, number: null, latency: null, status: null, time: null }
const reader = (fields: Partial<AnswerFields>, pattern: string | null = null) => {
  const read = answerReader({ pattern, fields: { ...NONE, ...fields } })
  return (line: string) => read(line, { at: 5 })
}

const JSON_LINES: readonly (readonly [
  what: string,
  fields: Partial<AnswerFields>,
  line: string,
  expected: object | null,
])[] = [
  ['a label', { label: 'y' }, '{"id":"a","y":"cat"}', { id: 'a', label: 'cat', bad: false }],
  ['a nested field', { label: 'p[0].y' }, '{"id":"a","p":[{"y":3}]}', { label: '3', bad: false }],
  [
    'a document in a document',
    { label: 'out.y' },
    '{"id":1,"out":"{\\"y\\":true}"}',
    { id: '1', label: 'true' },
  ],
  ['an object as label', { label: 'y' }, '{"id":"a","y":{"b":1}}', { label: '{"b":1}' }],
  ['no label', { label: 'y' }, '{"id":"a","y":null}', { label: null, bad: true }],
  ['a number', { number: 'p' }, '{"id":"a","p":0.25}', { number: 0.25, bad: false }],
  ['numbers', { number: 'p' }, '{"id":"a","p":[0.25,"0.75"]}', { number: Float64Array.of(0.25, 0.75) }],
  ['no number', { number: 'p' }, '{"id":"a","p":"NaN"}', { number: null, bad: true }],
  ['one of the numbers missing', { number: 'p' }, '{"id":"a","p":[1,null]}', { number: null, bad: true }],
  ['status 200', { label: 'y', status: 's' }, '{"id":"a","y":1,"s":200}', { bad: false }],
  ['status as text', { label: 'y', status: 's' }, '{"id":"a","y":1,"s":"503"}', { bad: true }],
  ['no status', { label: 'y', status: 's' }, '{"id":"a","y":1}', { bad: true }],
  ['a status that is none', { label: 'y', status: 's' }, '{"id":"a","y":1,"s":null}', { bad: true }],
  ['an empty status', { label: 'y', status: 's' }, '{"id":"a","y":1,"s":""}', { bad: true }],
  ["Python's NaN", { number: 'p' }, '{"id":"a","p":NaN}', { id: 'a', number: null, bad: true }],
  ['infinity', { number: 'p' }, '{"id":"a","p":[0.5,-Infinity]}', { number: null, bad: true }],
  [
    'NaN elsewhere, and in texts',
    { label: 'y' },
    '{"id":"a","x":NaN,"y":"NaN, \\"Infinity"}',
    { label: 'NaN, "Infinity', bad: false },
  ],
  ['half a line with NaN', { number: 'p' }, '{"id":"a","p":NaN,"y":"ca', null],
  [
    'an object with its keys in another order',
    { label: 'y' },
    '{"id":"a","y":{"b":1,"a":[{"d":2,"c":3}]}}',
    { label: '{"a":[{"c":3,"d":2}],"b":1}' },
  ],
  ['latency', { label: 'y', latency: 'ms' }, '{"id":"a","y":1,"ms":"12.5"}', { latency: 12.5 }],
  ['no latency', { label: 'y', latency: 'ms' }, '{"id":"a","y":1}', { latency: null, bad: false }],
  ['half a line', { label: 'y' }, '{"id":"a","y":"ca', null],
  ['a line that is no JSON', { label: 'y' }, 'INFO starting', null],
  ['a JSON text', { label: 'y' }, '"id"', null],
  ['an empty line', { label: 'y' }, '', null],
  ['no id', { label: 'y' }, '{"y":"cat"}', null],
  ['an empty id', { label: 'y' }, '{"id":"","y":"cat"}', null],
  ['an id that is a list', { label: 'y' }, '{"id":["a"],"y":"cat"}', null],
  ['an endless id', { label: 'y' }, `{"id":"${'x'.repeat(201)}","y":"cat"}`, null],
]
test.each(JSON_LINES)('JSON: %s', (_, fields, line, expected) => {
  const read = reader(fields)(line)
  if (expected === null) expect(read).toBeNull()
  else expect(read).toMatchObject({ at: 5, ...expected })
})

test.each([
  ['a text', '$', '"New Model A"', 'New Model A'],
  ['a document that the server wrote as a text', 'y', '"{\\"y\\": 3}"', '3'],
  ['a truth', '$', 'true', 'true'],
  ['a number', '$', ' 42\n', '42'],
])('the body of an answer is JSON, whatever it begins with: %s', (_, label, body, expected) => {
  const read = answerReader({ pattern: null, fields: { ...NONE, label } })
  expect(read(body, { at: 5, id: 'a' })).toMatchObject({ id: 'a', label: expected, bad: false })
  // A line among others begins like an object or a list.
  expect(read(body, { at: 5 })).toBeNull()
})

test('a pattern with groups reads any text', () => {
  const read = reader({ label: 'answer', number: 'p' }, 'job=(?<id>\\w+) (?<answer>\\S+) p=(?<p>\\S+)')
  expect(read('06:10:31 job=c47247 cat p=0.5')).toMatchObject({ id: 'c47247', label: 'cat', number: 0.5 })
  expect(read('06:10:31 predict START')).toBeNull()
})

test('long labels differ by all of their text, and cost little memory', () => {
  const read = reader({ label: 'y' })
  const label = (text: string) => read(JSON.stringify({ id: 1, y: text }))!.label!
  expect(label('x'.repeat(5_000) + 'a')).not.toBe(label('x'.repeat(5_000) + 'b'))
  expect(label('x'.repeat(5_000) + 'a')).toBe(label('x'.repeat(5_000) + 'a'))
  expect(label('x'.repeat(5_000)).length).toBeLessThan(100)
})

test.each([
  ['2021-03-01 06:10:31,123', '2021-03-01T06:10:31.123Z'],
  ['2021-03-01T06:10:31.123456789Z', '2021-03-01T06:10:31.123Z'],
  ['2021-03-01T06:10:31+02:00', '2021-03-01T04:10:31.000Z'],
  ['1614579031', '2021-03-01T06:10:31.000Z'],
  [1614579031.5, '2021-03-01T06:10:31.500Z'],
  [1614579031123, '2021-03-01T06:10:31.123Z'],
  [1614579031123456, '2021-03-01T06:10:31.123Z'],
  ['1614579031123456789', '2021-03-01T06:10:31.123Z'],
  ['2021-03-01 06:10:31 +0200', '2021-03-01T04:10:31.000Z'],
  ['2021-03-01T06:10:31.5+0200', '2021-03-01T04:10:31.500Z'],
  ['2021-03-01 06:10:31-05', '2021-03-01T11:10:31.000Z'],
  ['2021-03-01 06:10:31,5 UTC', '2021-03-01T06:10:31.500Z'],
])('time %s', (value, expected) => expect(new Date(timeOf(value)!).toISOString()).toBe(expected))

test.each(['yesterday', '', null, undefined, {}])('%s is no time', (value) =>
  expect(timeOf(value)).toBeNull(),
)

test('a difference is the largest of a list, and none between different shapes', () => {
  expect(differenceOf(1, 3.5)).toBe(2.5)
  expect(differenceOf(Float64Array.of(0.9, 0.1), Float64Array.of(0.7, 0.3))).toBeCloseTo(0.2)
  expect(differenceOf(Float64Array.of(1), Float64Array.of(1, 0))).toBeNull()
  expect(differenceOf(1, Float64Array.of(1))).toBeNull()
  expect(differenceOf(null, 1)).toBeNull()
})
