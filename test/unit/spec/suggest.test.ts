import { suggest } from '../../../src/spec/suggest.ts'

const KEYS = ['weight', 'headers', 'mirror', 'approval', 'soak', 'on-failure', 'name']

test.each([
  ['a letter changed', 'wieght', 'weight'],
  ['a letter more', 'weightt', 'weight'],
  ['a letter less', 'header', 'headers'],
  ['two letters exchanged', 'saok', 'soak'],
  ['upper case', 'NAME', 'name'],
  ['camel case', 'onFailure', 'on-failure'],
  ['the name of another API', 'mirrorPercentage', 'mirror'],
  ['its old spelling', 'mirror_percent', 'mirror'],
  ['a short name at its beginning', 'nameservers', null],
  ['nothing alike', 'zone', null],
  ['too far', 'wait', null],
  ['nothing at all', '', null],
  ['a very long word', 'weight'.repeat(1000), null],
])('%s: %s', (_, word, expected) => {
  expect(suggest(word, KEYS)).toBe(expected)
})

test('the nearest of several', () => {
  expect(suggest('drains', ['drain', 'train', 'rain'])).toBe('drain')
  expect(suggest('weight', [])).toBeNull()
})
