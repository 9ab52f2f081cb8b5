import { describe, expect, test } from '@jest/globals'
import { parseRollout } from '../../../src/spec/parse.ts'
import { formatProblems } from '../../../src/spec/problems.ts'
import { withStageKey } from './edited-file.ts'

/** What a stage's `headers` may not be, besides the rows of broken-stages. */
const CASES: readonly (readonly [name: string, keys: string, problem: string])[] = [
  [
    'a header twice in other letters',
    'headers: { Target: a, target: b }',
    'r.yaml:12:54 stages[0].headers.target: the header "target" is there twice; expected each header once (upper and lower case are the same); remove one of them',
  ],
  [
    'a header name with a space',
    'headers: { "user group": a }',
    'r.yaml:12:43 stages[0].headers["user group"]: "user group" does not fit; expected a header name (letters, digits and "-"); remove the signs that no header name can have',
  ],
  [
    'a pseudo header',
    'headers: { ":path": /score }',
    'r.yaml:12:43 stages[0].headers[":path"]: ":path" does not fit; expected a header name (letters, digits and "-"); remove the signs that no header name can have',
  ],
  [
    'an empty value',
    'headers: { target: "" }',
    'r.yaml:12:51 stages[0].headers.target: the value is empty; expected the value of a header; write { present: true } for any value',
  ],
  [
    'an empty prefix',
    'headers: { target: { prefix: "" } }',
    'r.yaml:12:61 stages[0].headers.target.prefix: the value is empty; expected the value of a header; write { present: true } for any value',
  ],
  [
    'a prefix and a regex',
    'headers: { target: { prefix: a, regex: b } }',
    'r.yaml:12:64 stages[0].headers.target.regex: both "prefix" and "regex" are given; expected only one of them; remove one',
  ],
  [
    'a regex that is not closed',
    'headers: { target: { regex: "a(b" } }',
    'r.yaml:12:60 stages[0].headers.target.regex: "a(b" is no regular expression (unterminated group); expected a regular expression that the gateway understands (RE2); put "\\" before signs that stand for themselves, such as (, [, * or +',
  ],
  [
    'a back-reference',
    'headers: { target: { regex: "(a)\\\\1" } }',
    'r.yaml:12:60 stages[0].headers.target.regex: "(a)\\\\1" uses "\\\\1"; expected a regular expression that the gateway understands (RE2); RE2 has neither look-around nor back-references: write it without',
  ],
  [
    'a list item without headers',
    'headers: [{ path: /score }]',
    'r.yaml:12:42 stages[0].headers[0]: the key "headers" is missing; expected at least one header with its value; add "headers: { user-group: canary }"',
  ],
  [
    'an empty list item',
    'headers: [{}]',
    'r.yaml:12:42 stages[0].headers[0]: the mapping is empty; expected at least one header with its value; add what is missing',
  ],
  [
    'a list item that is text',
    'headers: [target]',
    'r.yaml:12:42 stages[0].headers[0]: "target" is text; expected at least one header with its value; write "header: ..."',
  ],
  [
    'only text',
    'headers: target',
    'r.yaml:12:41 stages[0].headers: "target" is text; expected a mapping of headers to values, or a list of alternatives; write a mapping of headers to values, or a list of alternatives',
  ],
  [
    'a list as value',
    'headers: { target: [a, b] }',
    'r.yaml:12:51 stages[0].headers.target: this is a list; expected the value of a header, or one of { exact, prefix, regex, present }; write the value of a header, or one of { exact, prefix, regex, present }',
  ],
  [
    'an unknown key in the full form',
    'headers: [{ headers: { a: b }, paths: /score }]',
    'r.yaml:12:63 stages[0].headers[0].paths: unknown key "paths"; did you mean "path"?',
  ],
  [
    'presence of a path',
    'headers: [{ headers: { a: b }, path: { present: true } }]',
    'r.yaml:12:69 stages[0].headers[0].path: none of exact, prefix, regex is given, only "present"; expected "exact", "prefix" or "regex"; add one of these keys',
  ],
  [
    'a path pattern with look-ahead',
    'headers: [{ headers: { a: b }, path: { regex: "/a(?!b)" } }]',
    'r.yaml:12:78 stages[0].headers[0].path.regex: "/a(?!b)" uses "(?!"; expected a regular expression that the gateway understands (RE2); RE2 has neither look-around nor back-references: write it without',
  ],
  [
    'a path with a space',
    'headers: [{ headers: { a: b }, path: "/a b" }]',
    'r.yaml:12:69 stages[0].headers[0].path: "/a b" does not fit; expected a path such as /score; start with "/"',
  ],
  [
    'a path that is empty',
    'headers: [{ headers: { a: b }, path: "" }]',
    'r.yaml:12:69 stages[0].headers[0].path: the text is empty; expected a path such as /score; write a value',
  ],
  [
    'a path prefix without slash',
    'headers: [{ headers: { a: b }, path: { prefix: score } }]',
    'r.yaml:12:79 stages[0].headers[0].path.prefix: "score" does not fit; expected a path such as /score; write /score',
  ],
]

describe('headers of a stage, each problem with its place and what to do', () => {
  test.each(CASES)('%s', (_, keys, problem) => {
    const parsed = parseRollout(withStageKey(keys), 'r.yaml')
    expect(parsed.ok ? ['no problem'] : formatProblems(parsed.problems).split('\n')).toEqual([problem])
  })
})
