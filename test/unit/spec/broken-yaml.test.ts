import { parseRollout } from '../../../src/spec/parse.ts'
import { formatProblems } from '../../../src/spec/problems.ts'
import { base, edited, withTop, withTraffic } from './edited-file.ts'

const CASES: readonly (readonly [name: string, text: string, problems: readonly string[]])[] = [
  [
    'nothing in the file',
    '',
    [
      'r.yaml:1:1: the file is empty; expected a rollout with versions, routes and stages; start with "rollout: NAME"',
    ],
  ],
  [
    'only a comment',
    '# later\n',
    [
      'r.yaml:1:1: the file is empty; expected a rollout with versions, routes and stages; start with "rollout: NAME"',
    ],
  ],
  [
    'a list at the top',
    '- a\n',
    [
      'r.yaml:1:1: this is a list; expected a mapping with rollout, versions, routes and stages; write "key: value" with rollout, namespace, image, versions, manifests, routes, traffic, metrics, stages, approvers, rollback or timeouts',
    ],
  ],
  [
    'text at the top',
    'rollout',
    [
      'r.yaml:1:1: "rollout" is text; expected a mapping with rollout, versions, routes and stages; write "key: value" with rollout, namespace, image, versions, manifests, routes, traffic, metrics, stages, approvers, rollback or timeouts',
    ],
  ],
  [
    'a line that is no key',
    'rollout: iris\nversions\nroutes: []\n',
    [
      'r.yaml:2:1: this line is neither "key: value" nor a list item; expected one of them; check the indentation and the ":" here and in the line before',
    ],
  ],
  [
    'a tab in the indentation',
    'rollout: iris\nversions:\n\tgreen: {}\n',
    ['r.yaml:3:1: a tab in the indentation; expected spaces; replace the tab with spaces'],
  ],
  [
    'an open bracket',
    'rollout: [iris\n',
    [
      'r.yaml:2:1: not valid YAML: flow sequence in block collection must be sufficiently indented and end with a ]; expected "key: value" lines and "- " lists; check the indentation and the quotes here',
    ],
  ],
  [
    'an open quote',
    'rollout: "iris\nnamespace: a\n',
    [
      'r.yaml:3:1: a quote is opened and never closed; expected the closing quote; add it in this or an earlier line',
    ],
  ],
  [
    'a nested mapping on one line',
    'rollout: iris: two\n',
    [
      'r.yaml:1:10: this line is neither "key: value" nor a list item; expected one of them; check the indentation and the ":" here and in the line before',
    ],
  ],
  [
    'several documents',
    base + '---\nrollout: two\n',
    [
      'r.yaml:16:1: the file holds several YAML documents; expected one; put each rollout into a file of its own and remove the "---" between them',
    ],
  ],
  [
    'an unknown tag',
    edited('rollout: iris', 'rollout: !name iris'),
    ['r.yaml:1:10: the tag "!name" has no meaning here; expected a plain value; remove the tag'],
  ],
  [
    'a key that is there twice',
    edited('namespace: ml', 'rollout: iris'),
    [
      'r.yaml:2:1 rollout: the key "rollout" is there twice, first in line 1; expected each key once; remove one of them',
    ],
  ],
  [
    'a number as key',
    edited('  green: {', '  50: {'),
    ['r.yaml:4:3 versions: the key 50 is not text; expected text; put it in quotes: "50"'],
  ],
  [
    'a mapping as key',
    edited('  green: {', '  ? { a: b }\n  : {'),
    ['r.yaml:4:5 versions: this key is not text; expected a name before the ":"; write a word'],
  ],
  [
    'a merge key',
    edited('{ deployment: iris-green }', '{ <<: { deployment: a } }'),
    [
      'r.yaml:4:12 versions.green["<<"]: merge keys ("<<") are not supported; expected plain keys; write the keys out, or use an alias for the whole value',
    ],
  ],
  [
    'a reserved key',
    withTop('__proto__: { a: 1 }'),
    ['r.yaml:16:1 __proto__: the key "__proto__" is reserved; expected another name; rename it'],
  ],
  [
    'a reserved key in a mapping of free names',
    withTraffic('headers: { constructor: a }'),
    [
      'r.yaml:10:14 traffic.headers.constructor: the key "constructor" is reserved; expected another name; rename it',
    ],
  ],
  [
    'an alias without anchor',
    edited('namespace: ml', 'namespace: *ns'),
    [
      'r.yaml:2:12 namespace: the alias *ns names no anchor; expected one that stands before it; add "&ns" there, or write the value out',
    ],
  ],
  [
    'an alias inside its anchor',
    edited('{ deployment: iris-green }', '&v { values: *v }'),
    [
      'r.yaml:4:23 versions.green.values.values: the alias *v stands inside its own anchor; expected a value; write the value out',
    ],
  ],
]

describe('text that is not usable YAML, each problem with its place and what to do', () => {
  test.each(CASES)('%s', (_, text, problems) => {
    const parsed = parseRollout(text, 'r.yaml')
    expect(parsed.ok ? ['no problem'] : formatProblems(parsed.problems).split('\n')).toEqual(problems)
  })
})
