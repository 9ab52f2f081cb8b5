import { parseRollout } from '../../../src/spec/parse.ts'
import { formatProblems } from '../../../src/spec/problems.ts'
import type { GateSpec } from '../../../src/spec/rollout.ts'
import { edited, withoutTraffic, withStageKey } from './edited-file.ts'

const shadow = (comparison: string, more = 'mirror: 100') =>
  withStageKey(`${more}${more === '' ? '' : ', '}checks: [{ comparison: ${comparison} }]`)

function gateOf(text: string): Extract<GateSpec, { kind: 'comparison' }> {
  const parsed = parseRollout(text, 'r.yaml')
  if (!parsed.ok) throw new Error(formatProblems(parsed.problems))
  const [gate] = parsed.rollout.stages[0]!.gates
  if (gate?.kind !== 'comparison') throw new Error('no comparison')
  return gate
}

const P = 'stages[0].checks[0].comparison'
const CASES: readonly (readonly [name: string, text: string, problems: readonly string[]])[] = [
  [
    'nothing',
    shadow('{}'),
    [
      `55 ${P}: none of logs, file, replay is given; expected "logs", "file" or "replay"; add one of these keys`,
    ],
  ],
  [
    'two sources',
    shadow('{ logs: {}, replay: {}, label: y }'),
    [`67 ${P}.replay: both "logs" and "replay" are given; expected only one of them; remove one`],
  ],
  [
    'nothing to compare',
    shadow('{ logs: {} }'),
    [
      `57 ${P}.logs: nothing is compared: neither "label" nor "number" is given; expected the field of the answer; add for example "label: prediction"`,
    ],
  ],
  [
    'an unknown key',
    shadow('{ logs: {}, lable: y }'),
    [`67 ${P}.lable: unknown key "lable"; did you mean "label"?`],
  ],
  [
    'an unknown limit',
    shadow('{ logs: {}, label: y, limits: { agrement: 99% } }'),
    [`87 ${P}.limits.agrement: unknown key "agrement"; did you mean "agreement"?`],
  ],
  [
    'agreement of 100 %',
    shadow('{ logs: {}, label: y, limits: { agreement: 100% } }'),
    [
      `98 ${P}.limits.agreement: "100%" can never be shown by a sample; expected a share between none and all such as "99%" or 0.99; write for example "99%"`,
    ],
  ],
  [
    'agreement of 1',
    shadow('{ logs: {}, label: y, limits: { agreement: 1 } }'),
    [
      `98 ${P}.limits.agreement: 1 can never be shown by a sample; expected a share between none and all such as "99%" or 0.99; write for example "99%"`,
    ],
  ],
  [
    'agreement of 99',
    shadow('{ logs: {}, label: y, limits: { agreement: 99 } }'),
    [
      `98 ${P}.limits.agreement: 99 is no share; expected a share between none and all such as "99%" or 0.99; write "99%"`,
    ],
  ],
  [
    'agreement of 120 %',
    shadow('{ logs: {}, label: y, limits: { agreement: 120% } }'),
    [
      `98 ${P}.limits.agreement: "120%" is more than all; expected a share between none and all such as "99%" or 0.99; write for example "99%"`,
    ],
  ],
  [
    'errors of 0',
    shadow('{ logs: {}, label: y, limits: { errors: 0% } }'),
    [
      `95 ${P}.limits.errors: "0%" can never be shown by a sample; expected a share between none and all such as "99%" or 0.99; write for example "1%"`,
    ],
  ],
  [
    'a latency in seconds',
    shadow('{ logs: {}, label: y, latency: ms, limits: { latency: 2s } }'),
    [`109 ${P}.limits.latency: "2s" is text; expected a ratio such as 1.5; write a number from 0.01 to 1000`],
  ],
  [
    'a latency limit without field',
    shadow('{ logs: {}, label: y, limits: { latency: 2 } }'),
    [
      `77 ${P}.limits: a limit for the latency without "latency"; expected the field with the milliseconds; add for example "latency: ms"`,
    ],
  ],
  [
    'a difference without number',
    shadow('{ logs: {}, label: y, limits: { max-difference: 2 } }'),
    [
      `77 ${P}.limits: a limit for differences without "number"; expected the field with the number; add for example "number: probability"`,
    ],
  ],
  [
    'a number without limit',
    shadow('{ logs: {}, number: p }'),
    [
      `67 ${P}.number: "number" is compared but not judged; expected a limit for its difference; add for example "limits: { p99-difference: 0.05 }"`,
    ],
  ],
  [
    'an agreement without label',
    shadow('{ logs: {}, number: p, limits: { agreement: 99%, p99-difference: 1 } }'),
    [
      `88 ${P}.limits.agreement: a limit for the agreement without "label"; expected the field with the label; add for example "label: prediction"`,
    ],
  ],
  [
    'a negative difference',
    shadow('{ logs: {}, number: p, limits: { max-difference: -1 } }'),
    [
      `104 ${P}.limits.max-difference: -1 is less than 0; expected a difference of 0 or more; write at least 0`,
    ],
  ],
  [
    'no pairs',
    shadow('{ logs: {}, label: y, limits: { min-pairs: 0 } }'),
    [
      `98 ${P}.limits.min-pairs: 0 is less than 1; expected a whole number from 1 to 1000000; write at least 1`,
    ],
  ],
  [
    'a broken pattern',
    shadow('{ logs: {}, label: y, pattern: "(" }'),
    [
      `86 ${P}.pattern: "(" is no regular expression (unterminated group); expected a regular expression; put "\\" before signs that stand for themselves, such as (, [, * or +`,
    ],
  ],
  [
    'a pattern without groups',
    shadow('{ logs: {}, label: y, pattern: "x=y" }'),
    [
      `77 ${P}.pattern: the pattern has no named group; expected one called "request_id" for "id"; write (?<request_id>...) into it`,
    ],
  ],
  [
    'a pattern without the label',
    shadow('{ logs: {}, label: y, pattern: "(?<request_id>a)" }'),
    [
      `67 ${P}.label: the pattern has only the groups "request_id"; expected one called "y" for "label"; write (?<y>...) into it`,
    ],
  ],
  [
    'a file without time',
    shadow('{ file: { path: /a/b }, label: y }'),
    [
      `55 ${P}: the key "time" is missing; expected the path of a field such as predictions[0].label; add "time: time"`,
    ],
  ],
  [
    'a relative file',
    shadow('{ file: { path: app.log }, label: y, time: t }'),
    [
      `71 ${P}.file.path: "app.log" does not fit; expected an absolute path inside the container such as /app/app.log; write /app.log`,
    ],
  ],
  [
    'coverage of a replay',
    shadow('{ replay: {}, label: y, limits: { coverage: 90% } }'),
    [
      `89 ${P}.limits.coverage: a replay copies no traffic, so there is no coverage; expected a limit of what is compared; remove "coverage"`,
    ],
  ],
  [
    'an id of a replay',
    shadow('{ replay: {}, label: y, id: x }'),
    [`79 ${P}.id: unknown key "id"; expected replay, pattern, label, number or limits; correct or remove it`],
  ],
]

const at = (problem: string, shift: number) =>
  problem.replace(/^(\d+)/, (column) => `r.yaml:12:${Number(column) + shift}`)
test.each(CASES)('%s', (_, text, problems) => {
  const parsed = parseRollout(text, 'r.yaml')
  expect(parsed.ok ? [] : formatProblems(parsed.problems).split('\n')).toEqual(problems.map((p) => at(p, 13)))
})

const MISPLACED: readonly (readonly [name: string, text: string, problems: readonly string[]])[] = [
  [
    'without a mirror',
    shadow('{ logs: {}, label: y }', ''),
    [
      'r.yaml:12:41 stages[0].checks[0]: the stage "Blue_0" copies no requests, so no two lines are about the same one; expected a mirror; add "mirror: 100" to the stage, or compare with "replay: {}"',
    ],
  ],
  [
    'in a promote stage',
    edited('promote: copy }', 'promote: copy, checks: [{ comparison: { replay: {}, label: y } }] }'),
    [
      'r.yaml:14:46 stages[2].checks[0]: the stage "Promote" is a promote stage, in which the versions no longer differ; expected a comparison in a weight stage; move it there',
    ],
  ],
  [
    'a replay without traffic',
    withoutTraffic(shadow('{ replay: {}, label: y }', '')),
    [
      'r.yaml:9:41 stages[0].checks[0]: a replay without a "traffic" block; expected the block at the top of the file; add "traffic: { url: ..., identify: ... }"',
    ],
  ],
]
test.each(MISPLACED)('%s', (_, text, problems) => {
  const parsed = parseRollout(text, 'r.yaml')
  expect(parsed.ok ? [] : formatProblems(parsed.problems).split('\n')).toEqual(problems)
})

test('the shortest comparison has documented defaults', () => {
  expect(gateOf(shadow('{ logs: , label: prediction }'))).toEqual({
    kind: 'comparison',
    source: { kind: 'logs', container: null },
    pattern: null,
    fields: { id: 'request_id', label: 'prediction', number: null, latency: null, status: null, time: null },
    settle: 5_000,
    limits: {
      agreement: 0.95,
      maxDifference: null,
      p50Difference: null,
      p99Difference: null,
      errors: 0.01,
      latency: null,
      p99Latency: null,
      coverage: 0.95,
      minPairs: 100,
    },
  })
  expect(gateOf(shadow('{ replay: , number: p, limits: { p99-difference: 0.1 } }', ''))).toMatchObject({
    source: { kind: 'replay', bodies: null, requests: 500, header: 'x-request-id' },
    limits: { agreement: null, p99Difference: 0.1, coverage: null },
  })
})
