import { headerProbes, matches } from '../../../src/gates/traffic/header-probes.ts'
import { matchingText, wholeMatch } from '../../../src/gates/traffic/matching-text.ts'
import type { HeaderRoute, StringMatch } from '../../../src/spec/rollout.ts'

const exact = (value: string): StringMatch => ({ kind: 'exact', value })
const prefix = (value: string): StringMatch => ({ kind: 'prefix', value })
const regex = (value: string): StringMatch => ({ kind: 'regex', value })
const rule = (headers: HeaderRoute['headers'], path: StringMatch | null = null): HeaderRoute => ({
  headers,
  path,
})
const texts = (rules: HeaderRoute[], path = '/score') =>
  headerProbes(rules, path).probes.map(({ text, expects }) => `${expects} <- ${text}`)

const cases: { name: string; rules: HeaderRoute[]; probes: string[] }[] = [
  {
    name: 'one exact value',
    rules: [rule({ 'user-group': exact('canary') })],
    probes: [
      'canary <- user-group: canary',
      'weights <- user-group: canary-other (other value)',
      'weights <- user-group: CANARY (other case)',
    ],
  },
  {
    name: 'a prefix',
    rules: [rule({ 'user-agent': prefix('Mobile/') })],
    probes: [
      'canary <- user-agent: Mobile/',
      'weights <- user-agent: other-Mobile/ (other value)',
      'weights <- user-agent: MOBILE/ (other case)',
    ],
  },
  {
    name: 'presence has no other value',
    rules: [rule({ 'x-beta': { kind: 'present' } })],
    probes: ['canary <- x-beta: any'],
  },
  {
    name: 'a value without letters has no other case',
    rules: [rule({ 'x-n': exact('42') })],
    probes: ['canary <- x-n: 42', 'weights <- x-n: 42-other (other value)'],
  },
  {
    name: 'two conditions are tested one by one',
    rules: [rule({ 'x-a': exact('1'), 'x-b': exact('2') })],
    probes: [
      'canary <- x-a: 1, x-b: 2',
      'weights <- x-b: 2, x-a: 1-other (other value)',
      'weights <- x-b: 2 (without x-a)',
      'weights <- x-a: 1, x-b: 2-other (other value)',
      'weights <- x-a: 1 (without x-b)',
    ],
  },
  {
    name: 'a negative that another rule catches is left out',
    rules: [rule({ 'x-g': exact('a') }), rule({ 'x-g': exact('A') })],
    probes: [
      'canary <- x-g: a',
      'weights <- x-g: a-other (other value)',
      'canary <- x-g: A',
      'weights <- x-g: A-other (other value)',
    ],
  },
  {
    name: 'a regular expression that ignores case has no other case',
    rules: [rule({ 'x-g': regex('(?i)canary') })],
    probes: ['canary <- x-g: canary', 'weights <- x-g: canary-other (other value)'],
  },
  {
    name: 'a path that is not the usual one',
    rules: [rule({ 'x-g': exact('1') }, exact('/v2'))],
    probes: [
      'canary <- x-g: 1 on /v2',
      'weights <- x-g: 1-other (other value) on /v2',
      'weights <- no header (without x-g) on /v2',
    ],
  },
  {
    name: 'a path that the usual one matches',
    rules: [rule({ 'x-g': exact('1') }, prefix('/sc'))],
    probes: ['canary <- x-g: 1', 'weights <- x-g: 1-other (other value)'],
  },
]
for (const { name, rules, probes } of cases) test(name, () => expect(texts(rules)).toEqual(probes))

test('a rule that nothing is known to match is said, not passed over', () => {
  const { probes, unprobed } = headerProbes([rule({ cookie: regex('(?=x)y') })], '/')
  expect(probes).toEqual([])
  expect(unprobed).toEqual(['no request was found that matches cookie regex (?=x)y'])
})

test('every positive matches its rule, and no negative matches any', () => {
  for (const { rules } of cases) {
    for (const probe of headerProbes(rules, '/score?x=1').probes) {
      const matched = rules.some((r) => matches(r, probe.headers, probe.path ?? '/score?x=1'))
      expect([probe.text, matched]).toEqual([probe.text, probe.expects === 'canary'])
    }
  }
})

describe('a text for a regular expression', () => {
  for (const pattern of [
    'canary',
    '^(.*?;)?(user=jason)(;.*)?$',
    '.*Chrome.*',
    '.+',
    '.*',
    '\\d{3}-[a-f]+',
    '[^a-z]+x',
    '(?:beta|alpha)-\\w+',
    '(?P<x>v[0-9]+)\\.\\d+',
    '(?i)Canary',
    'a|b',
    'a{2,}b{0,3}c?',
    '\\[x\\]',
    '(a(b|c)+)*d',
  ]) {
    test(pattern, () => {
      const text = matchingText(pattern)
      expect([text, wholeMatch(pattern)!(text!)]).toEqual([expect.any(String), true])
    })
  }
  for (const pattern of ['(?=x)y', '(', '[]a]', 'a(?!a)\\1']) {
    test(`none for ${pattern}`, () => expect(matchingText(pattern)).toBeNull())
  }
})
