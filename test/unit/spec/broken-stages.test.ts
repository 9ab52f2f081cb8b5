import { parseRollout } from '../../../src/spec/parse.ts'
import { formatProblems } from '../../../src/spec/problems.ts'
import { edited, withStageKey, withWeight, withStages, withoutStages, withoutTraffic } from './edited-file.ts'

const CASES: readonly (readonly [name: string, text: string, problems: readonly string[]])[] = [
  [
    'weight as text',
    withWeight('"50"'),
    [
      'r.yaml:12:29 stages[0].weight: "50" is text; expected a number from 0 to 100 in steps of 0.01; remove the quotes',
    ],
  ],
  [
    'weight with a percent sign',
    withWeight('50%'),
    [
      'r.yaml:12:29 stages[0].weight: "50%" is text; expected a number from 0 to 100 in steps of 0.01; write 50',
    ],
  ],
  [
    'weight above 100',
    withWeight('101'),
    [
      'r.yaml:12:29 stages[0].weight: 101 is more than 100; expected a number from 0 to 100 in steps of 0.01; write at most 100',
    ],
  ],
  [
    'weight below 0',
    withWeight('-1'),
    [
      'r.yaml:12:29 stages[0].weight: -1 is less than 0; expected a number from 0 to 100 in steps of 0.01; write at least 0',
    ],
  ],
  [
    'weight with three decimals',
    withWeight('0.005'),
    [
      'r.yaml:12:29 stages[0].weight: 0.005 has more than two decimals; expected a number from 0 to 100 in steps of 0.01; write 0.01',
    ],
  ],
  [
    'weight not a number',
    withWeight('.nan'),
    [
      'r.yaml:12:29 stages[0].weight: .nan is no usable number; expected a number from 0 to 100 in steps of 0.01; write a number from 0 to 100',
    ],
  ],
  [
    'weight infinite',
    withWeight('.inf'),
    [
      'r.yaml:12:29 stages[0].weight: .inf is no usable number; expected a number from 0 to 100 in steps of 0.01; write a number from 0 to 100',
    ],
  ],
  [
    'weight missing its value',
    withWeight(''),
    [
      'r.yaml:12:30 stages[0].weight: there is no value; expected a number from 0 to 100 in steps of 0.01; write a value here',
    ],
  ],
  [
    'no stages',
    withoutStages + 'stages: []\n',
    ['r.yaml:11:9 stages: the list is empty; expected a list with at least one stage; add an item'],
  ],
  [
    'a stage without kind',
    withStages('{ name: A }'),
    [
      'r.yaml:12:5 stages[0]: none of weight, promote, finish is given, only "name"; expected "weight", "promote" or "finish"; add one of these keys',
    ],
  ],
  [
    'a stage of two kinds',
    withStages('{ name: A, weight: 0, promote: copy }'),
    [
      'r.yaml:12:27 stages[0].promote: both "weight" and "promote" are given; expected only one of them; remove one',
    ],
  ],
  [
    'a stage that is text',
    withStages('A'),
    [
      'r.yaml:12:5 stages[0]: "A" is text; expected "weight", "promote" or "finish"; write a mapping with "weight: ...", "promote: ..." or "finish: ..."',
    ],
  ],
  [
    'a stage name with a dash',
    edited('Blue_0', 'Blue-0'),
    [
      'r.yaml:12:13 stages[0].name: "Blue-0" does not fit; expected a stage name: letters, digits and "_", not starting with a digit; write for example Blue_0; pipeline hosts use it as an identifier',
    ],
  ],
  [
    'a stage name with a digit in front',
    edited('Blue_0', '50_blue'),
    [
      'r.yaml:12:13 stages[0].name: "50_blue" does not fit; expected a stage name: letters, digits and "_", not starting with a digit; write for example _50_blue; pipeline hosts use it as an identifier',
    ],
  ],
  [
    'the same stage name twice',
    edited('Blue_100', 'Blue_0'),
    [
      'r.yaml:13:13 stages[1].name: the stage name "Blue_0" is there twice; expected a different name for each stage; rename one',
    ],
  ],
  [
    'stage names that differ in case',
    edited('Blue_100', 'blue_0'),
    [
      'r.yaml:13:13 stages[1].name: the stage names "Blue_0" and "blue_0" differ only in upper and lower case; expected a different name for each stage; rename one',
    ],
  ],
  [
    'a soak without unit',
    withStageKey('soak: 10'),
    [
      'r.yaml:12:38 stages[0].soak: 10 is a number; expected a duration such as 90s, 10m or 1h30m; add the unit: 10s or 10m',
    ],
  ],
  [
    'a soak in words',
    withStageKey('soak: 10 minutes'),
    [
      'r.yaml:12:38 stages[0].soak: "10 minutes" is no duration; expected a duration such as 90s, 10m or 1h30m; write 10m',
    ],
  ],
  [
    'a soak of nothing',
    withStageKey('soak: 0s'),
    [
      'r.yaml:12:38 stages[0].soak: "0s" is no time at all; expected a duration such as 90s, 10m or 1h30m; write at least 1ms, or remove the key',
    ],
  ],
  [
    'a soak of months',
    withStageKey('soak: 60d'),
    [
      'r.yaml:12:38 stages[0].soak: "60d" is too long; expected a duration such as 90s, 10m or 1h30m; write at most 24d',
    ],
  ],
  [
    'an approval that is true',
    withStageKey('approval: true'),
    [
      'r.yaml:12:42 stages[0].approval: true is a yes/no value; expected the name of an environment whose approval opens the stage; if that is meant, put it in quotes: "true"',
    ],
  ],
  [
    'a mirror above 100',
    withStageKey('mirror: 200'),
    [
      'r.yaml:12:40 stages[0].mirror: 200 is more than 100; expected a number from 0 to 100 in steps of 0.01; write at most 100',
    ],
  ],
  [
    'a mirror at weight 100',
    edited('weight: 100 }', 'weight: 100, mirror: 10 }').replace(
      '  - { name: Promote, promote: copy }\n  - { name: Finish, finish: true }\n',
      '',
    ),
    [
      'r.yaml:13:36 stages[1].mirror: "Blue_100" copies requests to the canary that all go there already (weight 100); expected a mirror only below weight 100; remove "mirror"',
    ],
  ],
  [
    'a header without value',
    withStageKey('headers: { user-group: }'),
    [
      'r.yaml:12:55 stages[0].headers.user-group: there is no value; expected the value of a header, or one of { exact, prefix, regex, present }; write a value here',
    ],
  ],
  [
    'no header at all',
    withStageKey('headers: {}'),
    [
      'r.yaml:12:41 stages[0].headers: the mapping is empty; expected at least one header with its value; add what is missing',
    ],
  ],
  [
    'a header match of unknown kind',
    withStageKey('headers: { user-group: { suffix: a } }'),
    [
      'r.yaml:12:55 stages[0].headers.user-group: none of exact, prefix, regex, present is given, only "suffix"; expected "exact", "prefix", "regex" or "present"; add one of these keys',
    ],
  ],
  [
    'a look-ahead in a route',
    withStageKey('headers: { user-group: { regex: "a(?=b)" } }'),
    [
      'r.yaml:12:64 stages[0].headers.user-group.regex: "a(?=b)" uses "(?="; expected a regular expression that the gateway understands (RE2); RE2 has neither look-around nor back-references: write it without',
    ],
  ],
  [
    'a route path without slash',
    withStageKey('headers: [{ headers: { a: b }, path: score }]'),
    [
      'r.yaml:12:69 stages[0].headers[0].path: "score" does not fit; expected a path such as /score; write /score',
    ],
  ],
  [
    'present: false',
    withStageKey('headers: { a: { present: false } }'),
    [
      'r.yaml:12:46 stages[0].headers.a: a rule for a header that is absent is not supported; expected true; write true, or remove the header',
    ],
  ],
  [
    'an unknown check',
    withStageKey('checks: [{ metric: {} }]'),
    ['r.yaml:12:43 stages[0].checks[0].metric: unknown key "metric"; did you mean "metrics"?'],
  ],
  [
    'soak twice',
    withStageKey('soak: 1m, checks: [{ soak: 2m }]'),
    [
      'r.yaml:12:51 stages[0].checks[0]: the stage "Blue_0" has "soak" twice; expected each check once; remove one of them',
    ],
  ],
  [
    'traffic on and off',
    withStageKey('traffic: false, checks: [traffic]'),
    [
      'r.yaml:12:57 stages[0].checks[0]: the stage "Blue_0" has a traffic check and traffic: false; expected one of them; remove one',
    ],
  ],
  [
    'a traffic check without traffic',
    withoutTraffic(withStageKey('checks: [traffic]')),
    [
      'r.yaml:9:41 stages[0].checks[0]: a traffic check without a "traffic" block; expected the block at the top of the file; add "traffic: { url: ..., identify: ... }"',
    ],
  ],
  [
    'traffic: true without traffic',
    withoutTraffic(withStageKey('traffic: true')),
    [
      'r.yaml:9:32 stages[0].traffic: traffic: true without a "traffic" block; expected the block at the top of the file; add "traffic: { url: ..., identify: ... }"',
    ],
  ],
  [
    'traffic limits beside traffic',
    withStageKey('traffic: { requests: 10 }'),
    [
      'r.yaml:12:41 stages[0].traffic: this is a mapping; expected true or false (limits of one stage go into checks: [{ traffic: {...} }]); write true or false',
    ],
  ],
  [
    'on-failure in other words',
    withStageKey('on-failure: rollback'),
    [
      'r.yaml:12:44 stages[0].on-failure: "rollback" is not known here; expected "abort" or "hold"; write abort or hold',
    ],
  ],
  [
    'promote in other words',
    edited('promote: copy', 'promote: true'),
    ['r.yaml:14:31 stages[2].promote: true is a yes/no value; expected "copy" or "swap"; write copy or swap'],
  ],
  [
    'finish: false',
    edited('finish: true', 'finish: false'),
    ['r.yaml:15:29 stages[3].finish: false says nothing; expected true; write true, or remove the stage'],
  ],
  [
    'finish: yes',
    edited('finish: true', 'finish: yes'),
    ['r.yaml:15:29 stages[3].finish: "yes" is text; expected true; write true'],
  ],
]

describe('stages, each problem with its place and what to do', () => {
  test.each(CASES)('%s', (_, text, problems) => {
    const parsed = parseRollout(text, 'r.yaml')
    expect(parsed.ok ? ['no problem'] : formatProblems(parsed.problems).split('\n')).toEqual(problems)
  })
})
