import { parseRollout } from '../../../src/spec/parse.ts'
import { formatProblems } from '../../../src/spec/problems.ts'
import { base, edited, withTop, withVersions, withStages } from './edited-file.ts'

const CASES: readonly (readonly [name: string, text: string, problems: readonly string[]])[] = [
  [
    'promote first',
    withStages('{ name: P, promote: copy }', '{ name: F, finish: true }'),
    [
      'r.yaml:12:16 stages[0].promote: "P" is the first stage and has no weight; expected a weight stage before promote; add one such as { name: Canary_0, weight: 0 }',
    ],
  ],
  [
    'promote without finish',
    edited('  - { name: Finish, finish: true }\n', ''),
    [
      'r.yaml:14:22 stages[2].promote: "Promote" promotes, and nothing finishes; expected a finish stage directly after it; add one such as { name: Finish, finish: true }',
    ],
  ],
  [
    'finish without promote',
    edited('  - { name: Promote, promote: copy }\n', ''),
    [
      'r.yaml:14:21 stages[2].finish: "Finish" finishes what no stage promotes; expected a promote stage directly before it; add one such as { name: Promote, promote: copy }, or remove this stage',
    ],
  ],
  [
    'a weight after promote',
    edited('  - { name: Finish', '  - { name: A, weight: 0 }\n  - { name: Finish'),
    [
      'r.yaml:15:16 stages[3].weight: "A" comes after the promote stage "Promote"; expected weight stages first, then promote, then finish; move it up or remove it',
    ],
  ],
  [
    'two promotes',
    edited('  - { name: Finish', '  - { name: P2, promote: swap }\n  - { name: Finish'),
    [
      'r.yaml:15:17 stages[3].promote: "P2" is a second promote stage; expected promote once; remove one of them',
    ],
  ],
  [
    'two finishes',
    base + '  - { name: Finish2, finish: true }\n',
    [
      'r.yaml:16:22 stages[4].finish: "Finish2" is a second finish stage; expected finish once; remove one of them',
    ],
  ],
  [
    'finish before promote',
    withStages('{ name: A, weight: 100 }', '{ name: F, finish: true }', '{ name: P, promote: copy }'),
    [
      'r.yaml:13:16 stages[1].finish: "F" finishes what no stage promotes; expected a promote stage directly before it; add one such as { name: Promote, promote: copy }, or remove this stage',
      'r.yaml:14:16 stages[2].promote: "P" comes after the finish stage "F"; expected weight stages first, then promote, then finish; move it up or remove it',
    ],
  ],
  [
    'promote below weight 100',
    edited('weight: 100', 'weight: 50'),
    [
      'r.yaml:14:22 stages[2].promote: "Promote" promotes after "Blue_100" with weight 50; expected weight 100 in the last stage before it, because promotion never takes away what serves; add a stage such as { name: Canary_100, weight: 100 }',
    ],
  ],
  [
    'promote with header rules',
    edited('weight: 100', 'weight: 100, headers: { a: b }'),
    [
      'r.yaml:13:36 stages[1].headers: "Blue_100" still routes by header before the promotion; expected all traffic by weight 100 alone; remove "headers" from it',
    ],
  ],
  [
    'copy with values that differ',
    withVersions('{ values: { ITERS: 5 } }', '{ values: { ITERS: 10 } }'),
    [
      'r.yaml:14:31 stages[2].promote: "copy" would deploy the stable version with its own values, and ITERS differs between the versions; expected "swap", or the same values; write promote: swap',
    ],
  ],
  [
    'a timeout without unit',
    withTop('timeouts: { ready: 600 }'),
    [
      'r.yaml:16:20 timeouts.ready: 600 is a number; expected a duration such as 90s, 10m or 1h30m; add the unit: 600s or 600m',
    ],
  ],
  [
    'a misspelt timeout',
    withTop('timeouts: { drains: 60s }'),
    ['r.yaml:16:13 timeouts.drains: unknown key "drains"; did you mean "drain"?'],
  ],
  [
    'a rollback that is text',
    withTop('rollback: production'),
    [
      'r.yaml:16:11 rollback: "production" is text; expected a mapping with approval; write "key: value" with approval',
    ],
  ],
  [
    'many at once',
    `rollout: Iris
versoins: { green: {}, blue: {} }
routes:
  - { virtualService: iris, pins: keep }
stages:
  - { name: A-1, weight: "5" }
  - { name: B, weight: 0.001, soak: 10 }
  - { name: b, promote: move }
`,
    [
      'r.yaml:1:10 rollout: "Iris" does not fit; expected a name for the rollout: a DNS label of at most 40 characters (a-z, 0-9 and "-"); write for example iris',
      'r.yaml:2:1 versoins: unknown key "versoins"; did you mean "versions"?',
      'r.yaml:4:35 routes[0].pins: "keep" is not known here; expected "refuse" or "retarget"; write refuse or retarget',
      'r.yaml:6:13 stages[0].name: "A-1" does not fit; expected a stage name: letters, digits and "_", not starting with a digit; write for example A_1; pipeline hosts use it as an identifier',
      'r.yaml:6:26 stages[0].weight: "5" is text; expected a number from 0 to 100 in steps of 0.01; remove the quotes',
      'r.yaml:7:24 stages[1].weight: 0.001 has more than two decimals; expected a number from 0 to 100 in steps of 0.01; write 0.01',
      'r.yaml:7:37 stages[1].soak: 10 is a number; expected a duration such as 90s, 10m or 1h30m; add the unit: 10s or 10m',
      'r.yaml:8:13 stages[2].name: the stage names "B" and "b" differ only in upper and lower case; expected a different name for each stage; rename one',
      'r.yaml:8:16 stages[2].promote: "b" promotes after "B" with weight 0.001; expected weight 100 in the last stage before it, because promotion never takes away what serves; add a stage such as { name: Canary_100, weight: 100 }',
      'r.yaml:8:16 stages[2].promote: "b" promotes, and nothing finishes; expected a finish stage directly after it; add one such as { name: Finish, finish: true }',
      'r.yaml:8:25 stages[2].promote: "move" is not known here; expected "copy" or "swap"; write copy or swap',
    ],
  ],
]

describe('the order of the stages, timeouts, and many at once, each problem with its place and what to do', () => {
  test.each(CASES)('%s', (_, text, problems) => {
    const parsed = parseRollout(text, 'r.yaml')
    expect(parsed.ok ? ['no problem'] : formatProblems(parsed.problems).split('\n')).toEqual(problems)
  })
})
