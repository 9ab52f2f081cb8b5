import { parseRollout } from '../../../src/spec/parse.ts'
import { base, withStageKey, withTop, withWeight } from './edited-file.ts'

const MIB = 1_048_576

/** Files that are made to hurt: each is refused with one problem, at once, and the process lives on. */
const HOSTILE: readonly (readonly [name: string, text: string, code: string])[] = [
  ['more than 1 MiB', `${base}# ${'x'.repeat(MIB)}\n`, 'too-large'],
  ['a list of half a million words', `a: [${'a,'.repeat(MIB / 2 - 10)}]`, 'too-large'],
  ['a hundred thousand keys', Array.from({ length: 100_000 }, (_, i) => `k${i}: 1`).join('\n'), 'too-large'],
  ['a million empty lines', '\n'.repeat(MIB - 1), 'too-large'],
  ['a million open brackets', '['.repeat(MIB), 'too-deep'],
  ['a million open braces', '{'.repeat(MIB), 'too-deep'],
  ['half a million nested lists', '- '.repeat(MIB / 2), 'too-deep'],
  ['half a million nested keys', '? '.repeat(MIB / 2), 'too-deep'],
  [
    'a thousand nested mappings',
    Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
    'too-deep',
  ],
  [
    'aliases that multiply',
    `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`).join('\n')}\n`,
    'alias',
  ],
  ['more than a hundred aliases', `a: &a 1\nb: [${'*a ,'.repeat(200)}]\n`, 'alias'],
  ['a hundred thousand closing brackets', ']'.repeat(100_000), 'yaml'],
  ['a hundred thousand anchors', '&a '.repeat(16_000), 'yaml'],
  ['a long image name', withTop(`image: "${':'.repeat(MIB - 1000)}/"`), 'bad-value'],
  ['a long gap in a number', withWeight(`"5${' '.repeat(MIB - 1000)}x"`), 'wrong-type'],
  ['a long duration', withStageKey(`soak: "${'1s'.repeat(400_000)}x"`), 'bad-value'],
  ['a long word', `rollout: ${'x'.repeat(MIB - 100)}`, 'bad-value'],
]

test.each(HOSTILE)('%s', (_, text, code) => {
  const before = performance.now()
  const parsed = parseRollout(text, 'r.yaml')
  // Less than half a second when nothing else runs; a text that hangs takes minutes.
  expect(performance.now() - before).toBeLessThan(15_000)
  const problems = parsed.ok ? [] : parsed.problems
  expect(problems.map((problem) => problem.code)).toContain(code)
  expect(problems.length).toBeLessThan(30)
  for (const { message } of problems) expect(message.length).toBeLessThan(600)
})

test('a hundred problems are told, the others counted', () => {
  const keys = Array.from({ length: 250 }, (_, i) => `strange${i}: 1`).join('\n')
  const parsed = parseRollout(withTop(keys), 'r.yaml')
  expect(parsed.ok ? [] : parsed.problems).toHaveLength(101)
  expect(parsed.ok ? null : parsed.problems.at(-1)?.message).toBe(
    '150 more problems; expected a rollout file; correct these first',
  )
})

test('what looks like a secret is not repeated', () => {
  const text = base
    .replace('https://models', 'https://me:hunter2@models')
    .replace(
      'score\n',
      'score\n  headers: { Authorization: Bearer hunter2, x-api-key: hunter2, x-other: Basic hunter2 }\n',
    )
  const parsed = parseRollout(text, 'r.yaml')
  expect(parsed.ok ? [] : parsed.problems.map(({ code }) => code)).toEqual([
    'bad-value',
    'secret',
    'secret',
    'secret',
  ])
  expect(JSON.stringify(parsed)).not.toContain('hunter2')
})

test('the prototype of no object changes', () => {
  parseRollout(
    withTop('__proto__: { polluted: true }\nconstructor: { prototype: { polluted: true } }'),
    'r.yaml',
  )
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
})
