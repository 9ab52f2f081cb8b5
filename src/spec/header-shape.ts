import { entries, list, object, optional, required } from './collection-shapes.ts'
import { entryOf } from './located.ts'
import type { Located } from './located.ts'
import { headerName } from './name-shapes.ts'
import { gatewayPattern } from './pattern-shapes.ts'
import { quoted } from './reading.ts'
import type { Read, Reading } from './reading.ts'
import type { HeaderRoute, StringMatch } from './rollout.ts'
import { flag, text, written } from './scalar-shapes.ts'
import { converted, named } from './shape.ts'
import type { Shape } from './shape.ts'
import { byKey, byType } from './union-shapes.ts'

type Value = Exclude<StringMatch, { kind: 'present' }>

function valueMatches(value: Shape<string>, example: string): { readonly [key: string]: Shape<Value> } {
  return {
    exact: converted(
      object('an exact match', { exact: required(value, `exact: ${example}`, 'The whole value.') }),
      ({ exact }): Value => ({ kind: 'exact', value: exact }),
    ),
    prefix: converted(
      object('a prefix match', { prefix: required(value, `prefix: ${example}`, 'How the value begins.') }),
      ({ prefix }): Value => ({ kind: 'prefix', value: prefix }),
    ),
    regex: converted(
      object('a regex match', {
        regex: required(gatewayPattern, 'regex: "v[12]"', 'Regular expression (RE2) for the whole value.'),
      }),
      ({ regex }): Value => ({
        kind: 'regex',
        value: regex,
      }),
    ),
  }
}

const isPresent: Shape<StringMatch> = converted(
  object('a presence match', {
    present: required(flag('true'), 'present: true', 'The header is there, with any value.'),
  }),
  ({ present }, node, reading): Read<StringMatch> =>
    present
      ? { kind: 'present' }
      : reading.report(
          node.place,
          'bad-value',
          'a rule for a header that is absent is not supported; expected true; write true, or remove the header',
        ),
)

const anyValue = written('the value of a header', 1_000)
/** istiod refuses an empty prefix, and takes an empty value for any. */
const headerValue: Shape<string> = {
  ...converted(anyValue, (value, node, reading) =>
    value === ''
      ? reading.report(
          node.place,
          'bad-value',
          'the value is empty; expected the value of a header; write { present: true } for any value',
        )
      : value,
  ),
  schema: () => ({ type: ['string', 'number', 'boolean'], minLength: 1, maxLength: 1_000 }),
}
const exactHeader = converted(headerValue, (value): StringMatch => ({ kind: 'exact', value }))
const headerMatch: Shape<StringMatch> = byType<StringMatch>(
  'the value of a header, or one of { exact, prefix, regex, present }',
  {
    text: exactHeader,
    number: exactHeader,
    flag: exactHeader,
    map: byKey<StringMatch>('"exact", "prefix", "regex" or "present"', {
      ...valueMatches(headerValue, 'canary'),
      present: isPresent,
    }),
  },
)

const pathText = text({
  expected: 'a path such as /score',
  type: 'path',
  pattern: '/\\S*',
  most: 1_000,
  advice: (value) => (/^[\w-]/.test(value) ? `write /${value.slice(0, 60)}` : 'start with "/"'),
})
const pathMatch: Shape<StringMatch> = byType<StringMatch>(
  'a path such as /score, or one of { exact, prefix, regex }',
  {
    text: converted(pathText, (value): StringMatch => ({ kind: 'exact', value })),
    map: byKey<StringMatch>('"exact", "prefix" or "regex"', valueMatches(pathText, '/score')),
  },
)

const headers = converted(
  entries({
    expected: 'at least one header with its value',
    keyName: 'header',
    key: headerName,
    value: named(headerMatch, { type: 'text or match' }),
    least: 1,
  }),
  lowerCase,
)

/** HTTP/2 and Istio know only lower-case header names. */
function lowerCase(
  pairs: readonly (readonly [string, StringMatch])[],
  node: Located,
  reading: Reading,
): Read<{ readonly [name: string]: StringMatch }> {
  const lower = new Map<string, StringMatch>()
  for (const [name, match] of pairs) {
    if (lower.has(name.toLowerCase())) {
      const place = entryOf(node, name)?.place ?? node.place
      return reading.report(
        place,
        'duplicate-key',
        `the header ${quoted(name)} is there twice; expected each header once (upper and lower case are the same); remove one of them`,
      )
    }
    lower.set(name.toLowerCase(), match)
  }
  return Object.fromEntries(lower)
}

const plain = converted(headers, (all): HeaderRoute => ({ headers: all, path: null }))
const full: Shape<HeaderRoute> = converted(
  object('a mapping with headers and path', {
    headers: required(headers, 'headers: { user-group: canary }', 'All of these headers must fit.'),
    path: optional(pathMatch, 'any', 'The path must fit too; text means the whole path.'),
  }),
  (values) => values,
)

/** A header of such a name can be written in the full form. */
const FULL_KEYS = ['headers', 'path']
const hasFullKey = { anyOf: FULL_KEYS.map((key) => ({ required: [key] })) }

/** `{ user-group: canary }`, or with the key `headers`: `{ headers: { user-group: canary }, path: /score }`. */
const alternative: Shape<HeaderRoute> = {
  expected: 'a mapping of headers to values, or { headers: {...}, path: ... }',
  type: 'mapping',
  read: (node, reading) =>
    (FULL_KEYS.some((key) => entryOf(node, key) !== null) ? full : plain).read(node, reading),
  schema: () => ({ anyOf: [full.schema(), { ...plain.schema(), not: hasFullKey }] }),
  rows: (path) => full.rows(path),
}

const one = converted(alternative, (route): readonly HeaderRoute[] => [route])

export const headerRoutesShape: Shape<readonly HeaderRoute[]> = {
  ...byType<readonly HeaderRoute[]>('a mapping of headers to values, or a list of alternatives', {
    map: one,
    list: list(alternative, 'a list of header mappings'),
  }),
  type: 'mapping of header to text or match; or a list of them',
  rows: (path) => full.rows(`${path}[]`),
}
