import { parseRollout } from '../../../src/spec/parse.ts'
import { formatProblems } from '../../../src/spec/problems.ts'
import { edited, withTop, withVersions } from './edited-file.ts'

const CASES: readonly (readonly [name: string, text: string, problems: readonly string[]])[] = [
  [
    'one version',
    edited('  blue: { deployment: iris-blue }\n', ''),
    ['r.yaml:4:3 versions: there is 1 ("green"); expected exactly two versions; add what is missing'],
  ],
  [
    'three versions',
    edited('  blue: {', '  red: {}\n  blue: {'),
    [
      'r.yaml:4:3 versions: there are 3 ("green", "red", "blue"); expected exactly two versions; remove the others',
    ],
  ],
  [
    'a role as version name',
    edited('  green:', '  stable:'),
    [
      'r.yaml:4:3 versions.stable: "stable" is the name of a role, and versions change their roles; expected a version name: at most 22 characters (a-z, 0-9 and "-"); name the versions, for example, blue and green',
    ],
  ],
  [
    'upper case in a version name',
    edited('  green:', '  Green_1:'),
    [
      'r.yaml:4:3 versions.Green_1: "Green_1" does not fit; expected a version name: at most 22 characters (a-z, 0-9 and "-"); write for example green-1',
    ],
  ],
  [
    'the same Deployment twice',
    edited('iris-blue', 'iris-green'),
    [
      'r.yaml:5:11 versions.blue.deployment: "green" and "blue" have the same Deployment "iris-green"; expected one for each, so that both can run at once; rename one',
    ],
  ],
  [
    'the same Service twice',
    edited('{ deployment: iris-green }', '{ service: iris-blue }'),
    [
      'r.yaml:5:3 versions.blue: "green" and "blue" have the same Service "iris-blue"; expected one for each, or one with two subsets; rename one, or give both a "subset"',
    ],
  ],
  [
    'a subset and a Service',
    edited('{ deployment: iris-green }', '{ subset: v1 }'),
    [
      'r.yaml:4:12 versions.green.subset: "green" is a subset and "blue" a Service of its own; expected the same for both; give both a "subset", or none',
    ],
  ],
  [
    'the same subset twice',
    withVersions('{ subset: v1 }', '{ subset: v1 }'),
    [
      'r.yaml:5:11 versions.blue.subset: "green" and "blue" have the same subset "v1"; expected one for each; rename one',
    ],
  ],
  [
    'subsets of two Services',
    withVersions('{ subset: v1, service: a }', '{ subset: v2, service: b }'),
    [
      'r.yaml:5:23 versions.blue.service: the subsets of "green" and "blue" belong to two Services, "a" and "b"; expected one Service for both; name the same one, or remove "subset"',
    ],
  ],
  [
    'a port that is none',
    edited('deployment: iris-green', 'port: 70000'),
    [
      'r.yaml:4:18 versions.green.port: 70000 is more than 65535; expected a port number from 1 to 65535; write at most 65535',
    ],
  ],
  [
    'a value only one version has',
    edited('deployment: iris-green', 'values: { ITERS: 5 }'),
    [
      'r.yaml:5:3 versions.blue: "blue" has no value "ITERS", which "green" has; expected the same names in both; add "ITERS: ..." to the values of "blue"',
    ],
  ],
  [
    'a placeholder in lower case',
    edited('deployment: iris-green', 'values: { iters: 5 }'),
    [
      'r.yaml:4:22 versions.green.values.iters: "iters" does not fit; expected a placeholder name in capitals such as GRAB_CUT_ITERS; write for example ITERS',
    ],
  ],
  [
    'an absolute path',
    withTop('manifests: [/srv/model.yaml]'),
    [
      'r.yaml:16:13 manifests[0]: "/srv/model.yaml" is an absolute path; expected a file or folder of manifests, relative to the rollout file; write it relative to the rollout file: other machines have other folders',
    ],
  ],
  [
    'a Windows path',
    withTop('manifests: ["k8s\\\\model.yaml"]'),
    [
      'r.yaml:16:13 manifests[0]: "k8s\\\\model.yaml" has "\\" in it; expected a file or folder of manifests, relative to the rollout file; write "/" between folders, on Windows too',
    ],
  ],
  [
    'a URL as manifest',
    withTop('manifests: [https://example.com/model.yaml]'),
    [
      'r.yaml:16:13 manifests[0]: "https://example.com/model.yaml" is a URL; expected a file or folder of manifests, relative to the rollout file; fetch it in an earlier step, and name the local file or folder',
    ],
  ],
  [
    'a manifest that is no list',
    withTop('manifests: k8s/model.yaml'),
    [
      'r.yaml:16:12 manifests: "k8s/model.yaml" is text; expected a list of manifests; write it as a list: put "- " before it, or [ ] around it',
    ],
  ],
  [
    'a chart with a misspelt key',
    withTop('manifests: [{ helm: charts/a, vaules: [a.yaml] }]'),
    ['r.yaml:16:31 manifests[0].vaules: unknown key "vaules"; did you mean "values"?'],
  ],
  [
    'a manifest of unknown kind',
    withTop('manifests: [{ jsonnet: a }]'),
    [
      'r.yaml:16:13 manifests[0]: neither "helm" nor "kustomize" is given, only "jsonnet"; expected "helm" or "kustomize"; add one of these keys',
    ],
  ],
  [
    'no routes',
    edited('\n  - { virtualService: iris }', ' []'),
    ['r.yaml:6:9 routes: the list is empty; expected a list with at least one route; add an item'],
  ],
  [
    'two kinds of route in one',
    edited('virtualService: iris', 'virtualService: iris, httpRoute: iris'),
    [
      'r.yaml:7:29 routes[0].httpRoute: both "virtualService" and "httpRoute" are given; expected only one of them; remove one',
    ],
  ],
  [
    'a route of unknown kind',
    edited('virtualService: iris', 'name: iris'),
    [
      'r.yaml:7:5 routes[0]: neither "virtualService" nor "httpRoute" is given, only "name"; expected "virtualService" or "httpRoute"; add one of these keys',
    ],
  ],
  [
    'the same route twice',
    edited('  - { virtualService: iris }\n', '  - { virtualService: iris }\n  - { virtualService: iris }\n'),
    [
      'r.yaml:8:5 routes[1]: the route "iris" is there twice, first as routes[0]; expected each route once; remove one of them',
    ],
  ],
  [
    'a negative rule',
    edited('virtualService: iris', 'virtualService: iris, rule: -1'),
    [
      'r.yaml:7:35 routes[0].rule: -1 is less than 0; expected a whole number from 0 to 10000; write at least 0',
    ],
  ],
  [
    'an unknown pin policy',
    edited('virtualService: iris', 'virtualService: iris, pins: retargets'),
    [
      'r.yaml:7:35 routes[0].pins: "retargets" is not known here; expected "refuse" or "retarget"; did you mean "retarget"?',
    ],
  ],
  [
    'an HTTPRoute with subsets',
    withVersions('{ subset: v1 }', '{ subset: v2 }').replace('virtualService', 'httpRoute'),
    [
      'r.yaml:7:18 routes[0].httpRoute: an HTTPRoute cannot send traffic to subsets; expected two Services; remove "subset" from the versions, or use a VirtualService',
    ],
  ],
]

describe('versions, manifests and routes, each problem with its place and what to do', () => {
  test.each(CASES)('%s', (_, text, problems) => {
    const parsed = parseRollout(text, 'r.yaml')
    expect(parsed.ok ? ['no problem'] : formatProblems(parsed.problems).split('\n')).toEqual(problems)
  })
})
