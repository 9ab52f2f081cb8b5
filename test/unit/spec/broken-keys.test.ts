import { parseRollout } from '../../../src/spec/parse.ts'
import { formatProblems } from '../../../src/spec/problems.ts'
import { edited, withStageKey, withWeight, withoutStages } from './edited-file.ts'

const CASES: readonly (readonly [name: string, text: string, problems: readonly string[]])[] = [
  [
    'a misspelt key',
    withWeight('0, weigth: 50').replace('weight: 0, ', ''),
    ['r.yaml:12:21 stages[0].weigth: unknown key "weigth"; did you mean "weight"?'],
  ],
  [
    'a misspelt key at the top',
    edited('namespace: ml', 'name-space: ml'),
    ['r.yaml:2:1 name-space: unknown key "name-space"; did you mean "namespace"?'],
  ],
  [
    'a key in another case',
    withStageKey('onFailure: hold'),
    ['r.yaml:12:32 stages[0].onFailure: unknown key "onFailure"; did you mean "on-failure"?'],
  ],
  [
    'an unknown key that is near nothing',
    edited('virtualService: iris', 'virtualService: iris, zone: a'),
    [
      'r.yaml:7:29 routes[0].zone: unknown key "zone"; expected virtualService, namespace, rule, manifests, pins or destinationRule; correct or remove it',
    ],
  ],
  [
    'a misspelt key beside the right one',
    withStageKey('weigth: 5'),
    [
      'r.yaml:12:32 stages[0].weigth: unknown key "weigth"; expected weight, name, approval, soak, checks, traffic, on-failure, headers or mirror; correct or remove it',
    ],
  ],
  [
    'a missing key at the top',
    edited('rollout: iris\n', ''),
    [
      'r.yaml:1:1: the key "rollout" is missing; expected a name for the rollout: a DNS label of at most 40 characters (a-z, 0-9 and "-"); add "rollout: diabetes"',
    ],
  ],
  [
    'a missing list of stages',
    withoutStages,
    [
      'r.yaml:1:1: the key "stages" is missing; expected a list with at least one stage; add "stages: [{ name: Canary_10, weight: 10 }]"',
    ],
  ],
  [
    'a missing stage name',
    edited('name: Blue_0, ', ''),
    [
      'r.yaml:12:5 stages[0]: the key "name" is missing; expected a stage name: letters, digits and "_", not starting with a digit; add "name: Canary_10"',
    ],
  ],
  [
    'a key without value',
    edited('rollout: iris', 'rollout:'),
    [
      'r.yaml:1:9 rollout: there is no value; expected a name for the rollout: a DNS label of at most 40 characters (a-z, 0-9 and "-"); write a value here',
    ],
  ],
  [
    'a number for a name',
    edited('rollout: iris', 'rollout: 2024'),
    [
      'r.yaml:1:10 rollout: 2024 is a number; expected a name for the rollout: a DNS label of at most 40 characters (a-z, 0-9 and "-"); if that is meant, put it in quotes: "2024"',
    ],
  ],
  [
    'upper case in the rollout name',
    edited('rollout: iris', 'rollout: Iris Model'),
    [
      'r.yaml:1:10 rollout: "Iris Model" does not fit; expected a name for the rollout: a DNS label of at most 40 characters (a-z, 0-9 and "-"); write for example iris-model',
    ],
  ],
  [
    'a long rollout name',
    edited('rollout: iris', 'rollout: ' + 'a'.repeat(41)),
    [
      'r.yaml:1:10 rollout: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" has 41 characters; expected a name for the rollout: a DNS label of at most 40 characters (a-z, 0-9 and "-"); shorten it to at most 40',
    ],
  ],
  [
    'a list for the namespace',
    edited('namespace: ml', 'namespace: [ml]'),
    [
      'r.yaml:2:12 namespace: this is a list; expected a namespace: a DNS label of at most 63 characters (a-z, 0-9 and "-"); write one value',
    ],
  ],
  [
    'text that only has spaces',
    edited('namespace: ml', 'namespace: "  "'),
    [
      'r.yaml:2:12 namespace: the text is empty; expected a namespace: a DNS label of at most 63 characters (a-z, 0-9 and "-"); write a value',
    ],
  ],
]

describe('keys and types, each problem with its place and what to do', () => {
  test.each(CASES)('%s', (_, text, problems) => {
    const parsed = parseRollout(text, 'r.yaml')
    expect(parsed.ok ? ['no problem'] : formatProblems(parsed.problems).split('\n')).toEqual(problems)
  })
})
