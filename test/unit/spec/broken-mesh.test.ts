import { parseRollout } from '../../../src/spec/parse.ts'
import { formatProblems } from '../../../src/spec/problems.ts'
import { edited, withStageKey, withStages, withVersions } from './edited-file.ts'

/** What mirrors, subsets, ports and routes of either API may not be, besides the rows of broken-stages and broken-versions. */
type Case = readonly [name: string, text: string, problems: readonly string[]]
const withSubset = (value: string) =>
  withVersions(`{ service: iris, subset: ${value} }`, '{ service: iris, subset: v2 }')
const withBackend = (keys: string) => withVersions(`{ service: a, ${keys} }`, '{ service: b }')
const withRoute = (keys: string) => edited('virtualService: iris', keys)

const MIRROR: readonly Case[] = [
  [
    'text',
    withStageKey('mirror: "100"'),
    [
      'r.yaml:12:40 stages[0].mirror: "100" is text; expected a number from 0 to 100 in steps of 0.01; remove the quotes',
    ],
  ],
  [
    'with a percent sign',
    withStageKey('mirror: 10%'),
    [
      'r.yaml:12:40 stages[0].mirror: "10%" is text; expected a number from 0 to 100 in steps of 0.01; write 10',
    ],
  ],
  [
    'below 0',
    withStageKey('mirror: -1'),
    [
      'r.yaml:12:40 stages[0].mirror: -1 is less than 0; expected a number from 0 to 100 in steps of 0.01; write at least 0',
    ],
  ],
  [
    'three decimals',
    withStageKey('mirror: 0.005'),
    [
      'r.yaml:12:40 stages[0].mirror: 0.005 has more than two decimals; expected a number from 0 to 100 in steps of 0.01; write 0.01',
    ],
  ],
  [
    'no number',
    withStageKey('mirror: .nan'),
    [
      'r.yaml:12:40 stages[0].mirror: .nan is no usable number; expected a number from 0 to 100 in steps of 0.01; write a number from 0 to 100',
    ],
  ],
  [
    'no value',
    withStageKey('mirror: '),
    [
      'r.yaml:12:41 stages[0].mirror: there is no value; expected a number from 0 to 100 in steps of 0.01; write a value here',
    ],
  ],
  [
    'a list',
    withStageKey('mirror: [50]'),
    [
      'r.yaml:12:40 stages[0].mirror: this is a list; expected a number from 0 to 100 in steps of 0.01; write a number from 0 to 100',
    ],
  ],
  [
    'yes',
    withStageKey('mirror: true'),
    [
      'r.yaml:12:40 stages[0].mirror: true is a yes/no value; expected a number from 0 to 100 in steps of 0.01; write a number from 0 to 100',
    ],
  ],
  [
    "Istio's percentage",
    withStageKey('mirror: { value: 100 }'),
    [
      'r.yaml:12:40 stages[0].mirror: this is a mapping; expected a number from 0 to 100 in steps of 0.01; write a number from 0 to 100',
    ],
  ],
  [
    'a word',
    withStageKey('mirror: all'),
    [
      'r.yaml:12:40 stages[0].mirror: "all" is text; expected a number from 0 to 100 in steps of 0.01; write a number from 0 to 100',
    ],
  ],
  [
    "Istio's old key",
    withStageKey('mirror_percent: 100'),
    ['r.yaml:12:32 stages[0].mirror_percent: unknown key "mirror_percent"; did you mean "mirror"?'],
  ],
  [
    "Istio's key",
    withStageKey('mirrorPercentage: { value: 100 }'),
    ['r.yaml:12:32 stages[0].mirrorPercentage: unknown key "mirrorPercentage"; did you mean "mirror"?'],
  ],
  [
    "Istio's list",
    withStageKey('mirrors: 10'),
    ['r.yaml:12:32 stages[0].mirrors: unknown key "mirrors"; did you mean "mirror"?'],
  ],
  [
    'twice',
    withStageKey('mirror: 10, mirror: 20'),
    [
      'r.yaml:12:44 stages[0].mirror: the key "mirror" is there twice, first in line 12; expected each key once; remove one of them',
    ],
  ],
  [
    'in a promote stage',
    edited('promote: copy }', 'promote: copy, mirror: 10 }'),
    [
      'r.yaml:14:37 stages[2].mirror: unknown key "mirror"; expected promote, name, approval, soak, checks, traffic or on-failure; correct or remove it',
    ],
  ],
  [
    'in a finish stage',
    edited('finish: true }', 'finish: true, mirror: 10 }'),
    [
      'r.yaml:15:35 stages[3].mirror: unknown key "mirror"; expected finish, name, approval, soak, checks, traffic or on-failure; correct or remove it',
    ],
  ],
  [
    'without a weight',
    withStages('{ name: Shadow, mirror: 100 }'),
    [
      'r.yaml:12:5 stages[0]: none of weight, promote, finish is given, only "name", "mirror"; expected "weight", "promote" or "finish"; add one of these keys',
    ],
  ],
  [
    'headers in a promote stage',
    edited('promote: copy }', 'promote: copy, headers: { a: b } }'),
    [
      'r.yaml:14:37 stages[2].headers: unknown key "headers"; expected promote, name, approval, soak, checks, traffic or on-failure; correct or remove it',
    ],
  ],
  [
    'headers in a finish stage',
    edited('finish: true }', 'finish: true, headers: { a: b } }'),
    [
      'r.yaml:15:35 stages[3].headers: unknown key "headers"; expected finish, name, approval, soak, checks, traffic or on-failure; correct or remove it',
    ],
  ],
  [
    'headers without a weight',
    withStages('{ name: Focus, headers: { a: b } }'),
    [
      'r.yaml:12:5 stages[0]: none of weight, promote, finish is given, only "name", "headers"; expected "weight", "promote" or "finish"; add one of these keys',
    ],
  ],
  [
    'a comparison outside of checks',
    withStageKey('comparison: { logs: {} }'),
    [
      'r.yaml:12:32 stages[0].comparison: unknown key "comparison"; expected weight, name, approval, soak, checks, traffic, on-failure, headers or mirror; correct or remove it',
    ],
  ],
]

const SUBSETS: readonly Case[] = [
  [
    'empty',
    withSubset('""'),
    [
      'r.yaml:4:35 versions.green.subset: the text is empty; expected the name of a subset: a DNS label of at most 63 characters (a-z, 0-9 and "-"); write a value',
    ],
  ],
  [
    'with a space',
    withSubset('V 1'),
    [
      'r.yaml:4:35 versions.green.subset: "V 1" does not fit; expected the name of a subset: a DNS label of at most 63 characters (a-z, 0-9 and "-"); write for example v-1',
    ],
  ],
  [
    'in upper case',
    withSubset('V1'),
    [
      'r.yaml:4:35 versions.green.subset: "V1" does not fit; expected the name of a subset: a DNS label of at most 63 characters (a-z, 0-9 and "-"); write for example v1',
    ],
  ],
  [
    'a number',
    withSubset('1'),
    [
      'r.yaml:4:35 versions.green.subset: 1 is a number; expected the name of a subset: a DNS label of at most 63 characters (a-z, 0-9 and "-"); if that is meant, put it in quotes: "1"',
    ],
  ],
  [
    'no value',
    withSubset(''),
    [
      'r.yaml:4:36 versions.green.subset: there is no value; expected the name of a subset: a DNS label of at most 63 characters (a-z, 0-9 and "-"); write a value here',
    ],
  ],
  [
    'a list',
    withSubset('[v1]'),
    [
      'r.yaml:4:35 versions.green.subset: this is a list; expected the name of a subset: a DNS label of at most 63 characters (a-z, 0-9 and "-"); write one value',
    ],
  ],
  [
    'as the DestinationRule has it',
    withSubset('{ name: v1 }'),
    [
      'r.yaml:4:35 versions.green.subset: this is a mapping; expected the name of a subset: a DNS label of at most 63 characters (a-z, 0-9 and "-"); write one value',
    ],
  ],
  [
    'too long',
    withSubset('v'.repeat(64)),
    [
      'r.yaml:4:35 versions.green.subset: "vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv..." has 64 characters; expected the name of a subset: a DNS label of at most 63 characters (a-z, 0-9 and "-"); shorten it to at most 63',
    ],
  ],
  [
    'the key of a DestinationRule',
    withVersions('{ service: iris, subsets: v1 }', '{ service: iris, subset: v2 }'),
    [
      'r.yaml:4:27 versions.green.subsets: unknown key "subsets"; did you mean "subset"?',
      'r.yaml:5:26 versions.blue.subset: "blue" is a subset and "green" a Service of its own; expected the same for both; give both a "subset", or none',
    ],
  ],
]

const PORTS: readonly Case[] = [
  [
    'text',
    withBackend('port: "8501"'),
    [
      'r.yaml:4:30 versions.green.port: "8501" is text; expected a port number from 1 to 65535; remove the quotes',
    ],
  ],
  [
    'zero',
    withBackend('port: 0'),
    [
      'r.yaml:4:30 versions.green.port: 0 is less than 1; expected a port number from 1 to 65535; write at least 1',
    ],
  ],
  [
    'below',
    withBackend('port: -1'),
    [
      'r.yaml:4:30 versions.green.port: -1 is less than 1; expected a port number from 1 to 65535; write at least 1',
    ],
  ],
  [
    'a fraction',
    withBackend('port: 1.5'),
    [
      'r.yaml:4:30 versions.green.port: 1.5 is not a whole number; expected a port number from 1 to 65535; write 2',
    ],
  ],
  [
    'no value',
    withBackend('port: '),
    [
      'r.yaml:4:31 versions.green.port: there is no value; expected a port number from 1 to 65535; write a value here',
    ],
  ],
  [
    'a list',
    withBackend('port: [80]'),
    [
      'r.yaml:4:30 versions.green.port: this is a list; expected a port number from 1 to 65535; write a whole number from 1 to 65535',
    ],
  ],
  [
    'as a destination has it',
    withBackend('port: { number: 80 }'),
    [
      'r.yaml:4:30 versions.green.port: this is a mapping; expected a port number from 1 to 65535; write a whole number from 1 to 65535',
    ],
  ],
  [
    'its name',
    withBackend('port: http'),
    [
      'r.yaml:4:30 versions.green.port: "http" is text; expected a port number from 1 to 65535; write a whole number from 1 to 65535',
    ],
  ],
  [
    'as docker has it',
    withBackend('port: 80:8080'),
    [
      'r.yaml:4:30 versions.green.port: "80:8080" is text; expected a port number from 1 to 65535; write a whole number from 1 to 65535',
    ],
  ],
  [
    "the pods' port",
    withBackend('targetPort: 80'),
    [
      'r.yaml:4:24 versions.green.targetPort: unknown key "targetPort"; expected deployment, service, subset, port or values; correct or remove it',
    ],
  ],
  [
    "the Service's key",
    withBackend('ports: 80'),
    ['r.yaml:4:24 versions.green.ports: unknown key "ports"; did you mean "port"?'],
  ],
]

const ROUTES: readonly Case[] = [
  [
    'empty name',
    withRoute('httpRoute: ""'),
    [
      'r.yaml:7:18 routes[0].httpRoute: the text is empty; expected the name of an HTTPRoute (a-z, 0-9, "-" and "."); write a value',
    ],
  ],
  [
    'a name that none has',
    withRoute('httpRoute: My_Route'),
    [
      'r.yaml:7:18 routes[0].httpRoute: "My_Route" does not fit; expected the name of an HTTPRoute (a-z, 0-9, "-" and "."); write for example my-route',
    ],
  ],
  [
    'no value',
    withRoute('httpRoute: '),
    [
      'r.yaml:7:19 routes[0].httpRoute: there is no value; expected the name of an HTTPRoute (a-z, 0-9, "-" and "."); write a value here',
    ],
  ],
  [
    'a list',
    withRoute('httpRoute: [a]'),
    [
      'r.yaml:7:18 routes[0].httpRoute: this is a list; expected the name of an HTTPRoute (a-z, 0-9, "-" and "."); write one value',
    ],
  ],
  [
    'a number',
    withRoute('httpRoute: 1'),
    [
      'r.yaml:7:18 routes[0].httpRoute: 1 is a number; expected the name of an HTTPRoute (a-z, 0-9, "-" and "."); if that is meant, put it in quotes: "1"',
    ],
  ],
  [
    'an object',
    withRoute('httpRoute: { name: a }'),
    [
      'r.yaml:7:18 routes[0].httpRoute: this is a mapping; expected the name of an HTTPRoute (a-z, 0-9, "-" and "."); write one value',
    ],
  ],
  [
    'lower case',
    withRoute('httproute: iris'),
    ['r.yaml:7:7 routes[0].httproute: unknown key "httproute"; did you mean "httpRoute"?'],
  ],
  [
    'the kind',
    withRoute('HTTPRoute: iris'),
    ['r.yaml:7:7 routes[0].HTTPRoute: unknown key "HTTPRoute"; did you mean "httpRoute"?'],
  ],
  [
    'a kind that is not supported',
    withRoute('grpcRoute: iris'),
    [
      'r.yaml:7:5 routes[0]: neither "virtualService" nor "httpRoute" is given, only "grpcRoute"; expected "virtualService" or "httpRoute"; add one of these keys',
    ],
  ],
  [
    'its gateway',
    withRoute('httpRoute: iris, gateway: edge'),
    [
      'r.yaml:7:24 routes[0].gateway: unknown key "gateway"; expected httpRoute, namespace, rule, manifests or pins; correct or remove it',
    ],
  ],
  [
    'its parents',
    withRoute('httpRoute: iris, parentRefs: []'),
    [
      'r.yaml:7:24 routes[0].parentRefs: unknown key "parentRefs"; expected httpRoute, namespace, rule, manifests or pins; correct or remove it',
    ],
  ],
  [
    'the router by name',
    withRoute('router: gateway'),
    [
      'r.yaml:7:5 routes[0]: neither "virtualService" nor "httpRoute" is given, only "router"; expected "virtualService" or "httpRoute"; add one of these keys',
    ],
  ],
  [
    'subsets of an HTTPRoute',
    withRoute('httpRoute: iris, destinationRule: iris'),
    [
      'r.yaml:7:24 routes[0].destinationRule: unknown key "destinationRule"; expected httpRoute, namespace, rule, manifests or pins; correct or remove it',
    ],
  ],
  [
    'a rule before the first',
    withRoute('httpRoute: iris, rule: -1'),
    [
      'r.yaml:7:30 routes[0].rule: -1 is less than 0; expected a whole number from 0 to 10000; write at least 0',
    ],
  ],
  [
    'half a rule',
    withRoute('httpRoute: iris, rule: 1.5'),
    [
      'r.yaml:7:30 routes[0].rule: 1.5 is not a whole number; expected a whole number from 0 to 10000; write 2',
    ],
  ],
  [
    'a rule without name',
    withRoute('httpRoute: iris, rule: ""'),
    ['r.yaml:7:30 routes[0].rule: the text is empty; expected the name of a rule; write a value'],
  ],
  [
    'a rule that is yes',
    withRoute('httpRoute: iris, rule: true'),
    [
      'r.yaml:7:30 routes[0].rule: true is a yes/no value; expected the name of a rule, or its index from 0; write the name of a rule, or its index from 0',
    ],
  ],
  [
    'several rules',
    withRoute('httpRoute: iris, rule: [0]'),
    [
      'r.yaml:7:30 routes[0].rule: this is a list; expected the name of a rule, or its index from 0; write the name of a rule, or its index from 0',
    ],
  ],
  [
    'pins misspelt',
    withRoute('httpRoute: iris, pins: retargett'),
    [
      'r.yaml:7:30 routes[0].pins: "retargett" is not known here; expected "refuse" or "retarget"; did you mean "retarget"?',
    ],
  ],
  [
    'pins as yes',
    withRoute('httpRoute: iris, pins: true'),
    [
      'r.yaml:7:30 routes[0].pins: true is a yes/no value; expected "refuse" or "retarget"; write refuse or retarget',
    ],
  ],
  [
    'pins without value',
    withRoute('httpRoute: iris, pins: '),
    ['r.yaml:7:31 routes[0].pins: there is no value; expected "refuse" or "retarget"; write a value here'],
  ],
  [
    'the same HTTPRoute twice',
    edited('  - { virtualService: iris }', '  - { httpRoute: iris }\n  - { httpRoute: iris }'),
    [
      'r.yaml:8:5 routes[1]: the route "iris" is there twice, first as routes[0]; expected each route once; remove one of them',
    ],
  ],
]

describe.each([
  ['mirror', MIRROR],
  ['subset', SUBSETS],
  ['port', PORTS],
  ['route', ROUTES],
])('%s', (_, cases) => {
  test.each(cases)('%s', (_, text, problems) => {
    const parsed = parseRollout(text, 'r.yaml')
    expect(parsed.ok ? ['no problem'] : formatProblems(parsed.problems).split('\n')).toEqual(problems)
  })
})
