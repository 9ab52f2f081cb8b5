import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseRollout } from '../../../src/spec/parse.ts'
import { formatProblems } from '../../../src/spec/problems.ts'
import type { GateSpec, Rollout } from '../../../src/spec/rollout.ts'
import { base, edited, withStageKey, withStages, withTop, withTraffic, withVersions } from './edited-file.ts'

const folder = join(import.meta.dirname, '../../fixtures/rollouts')
const fixture = (name: string) => readFileSync(join(folder, name), 'utf8')

function parsed(text: string, options = {}): Rollout {
  const result = parseRollout(text, 'r.yaml', options)
  if (!result.ok) throw new Error(formatProblems(result.problems))
  return result.rollout
}

const traffic: GateSpec = { kind: 'traffic', requests: 1000, limits: { errors: 0.01, p50: null, p99: null } }

test('the usual file becomes a value with all defaults filled in', () => {
  const expected: Rollout = {
    name: 'diabetes',
    namespace: 'abtesting',
    image: {
      repository: 'myregistry.azurecr.io/diabetes-scoring',
      build: {
        kind: 'scoring',
        script: 'scoring/score.py',
        source: null,
        model: 'model.pkl',
        requirements: 'requirements.txt',
        conda: null,
        python: '3.12',
        base: null,
        platform: 'linux/amd64',
      },
      tags: [],
      builder: 'auto',
    },
    versions: [
      {
        name: 'green',
        deployment: 'model-green',
        backend: { kind: 'service', service: 'model-svc-green', port: null },
        values: {},
      },
      {
        name: 'blue',
        deployment: 'model-blue',
        backend: { kind: 'service', service: 'model-svc-blue', port: null },
        values: {},
      },
    ],
    manifests: [{ kind: 'file', path: 'k8s/model.yaml' }],
    routes: [
      {
        kind: 'virtualService',
        name: 'mlmodel-virtualservice',
        namespace: 'abtesting',
        rule: null,
        destinationRule: null,
        manifests: [{ kind: 'file', path: 'k8s/route.yaml' }],
        pins: 'retarget',
      },
    ],
    traffic: {
      url: 'https://models.example.com/score',
      resolve: [],
      ca: null,
      method: 'POST',
      headers: {},
      body: { kind: 'file', path: 'sample.json' },
      timeout: 10_000,
      answer: { status: [{ from: 200, to: 299 }], body: null, notBody: null },
      identify: { by: 'header', header: 'x-model-version', values: null },
      from: { kind: 'runner' },
      requests: 1000,
      limits: { errors: 0.01, p50: null, p99: null },
    },
    metrics: null,
    stages: [
      {
        kind: 'weight',
        name: 'Blue_0',
        approval: null,
        gates: [traffic],
        onFailure: 'abort',
        weight: 0,
        headers: [],
        mirror: 0,
      },
      {
        kind: 'weight',
        name: 'Blue_50',
        approval: 'abtestenv',
        gates: [{ kind: 'soak', duration: 600_000 }, traffic],
        onFailure: 'abort',
        weight: 50,
        headers: [],
        mirror: 0,
      },
      {
        kind: 'weight',
        name: 'Blue_100',
        approval: 'abtestenv',
        gates: [traffic],
        onFailure: 'abort',
        weight: 100,
        headers: [],
        mirror: 0,
      },
      {
        kind: 'promote',
        name: 'Blue_Green',
        approval: 'abtestenv',
        gates: [traffic],
        onFailure: 'hold',
        mode: 'copy',
      },
      { kind: 'finish', name: 'Green_100', approval: 'abtestenv', gates: [traffic], onFailure: 'abort' },
    ],
    rollback: { approval: null },
    timeouts: { ready: 600_000, settle: 2_000, confirm: 120_000, drain: 60_000, gate: 600_000 },
  }
  expect(parsed(fixture('diabetes.yaml'))).toStrictEqual(expected)
})

test.each(readdirSync(folder))('the example %s is correct', (name) => {
  expect(parsed(fixture(name)).name).toMatch(/^[a-z-]+$/)
})

describe('short forms', () => {
  const cases: readonly (readonly [
    name: string,
    text: string,
    part: (rollout: Rollout) => unknown,
    expected: unknown,
  ])[] = [
    [
      'an image as text',
      withTop('image: registry.example.com:5000/ml/iris'),
      (r) => r.image,
      { repository: 'registry.example.com:5000/ml/iris', build: null, tags: [], builder: 'auto' },
    ],
    [
      'a build context alone',
      withTop('image: { repository: iris, context: app/ }'),
      (r) => r.image?.build,
      {
        kind: 'dockerfile',
        dockerfile: 'app/Dockerfile',
        context: 'app/',
        args: {},
        target: null,
        platform: null,
        secrets: {},
      },
    ],
    [
      'a Dockerfile alone',
      withTop('image: { repository: iris, dockerfile: docker/Dockerfile }'),
      (r) => r.image?.build,
      {
        kind: 'dockerfile',
        dockerfile: 'docker/Dockerfile',
        context: '.',
        args: {},
        target: null,
        platform: null,
        secrets: {},
      },
    ],
    [
      'how the image is built and named',
      withTop(
        'image: { repository: iris, builder: docker, tags: [v1, main], dockerfile: Dockerfile, platform: linux/arm64, secrets: { pip: { env: PIP_TOKEN }, npm: { file: .npmrc } } }',
      ),
      (r) => r.image,
      {
        repository: 'iris',
        tags: ['v1', 'main'],
        builder: 'docker',
        build: {
          kind: 'dockerfile',
          dockerfile: 'Dockerfile',
          context: '.',
          args: {},
          target: null,
          platform: 'linux/arm64',
          secrets: { pip: { kind: 'env', name: 'PIP_TOKEN' }, npm: { kind: 'file', path: '.npmrc' } },
        },
      },
    ],
    [
      'a Python version that looks like a number',
      withTop('image: { repository: iris, scoring: { script: score.py, python: 3.10 } }'),
      (r) => r.image?.build,
      {
        kind: 'scoring',
        script: 'score.py',
        source: null,
        model: null,
        requirements: null,
        conda: null,
        python: '3.10',
        base: null,
        platform: 'linux/amd64',
      },
    ],
    [
      'names of Services from the rollout',
      base,
      (r) => r.versions[1].backend,
      { kind: 'service', service: 'iris-blue', port: null },
    ],
    [
      'versions without anything',
      withVersions('', '{}'),
      (r) => r.versions.map((v) => v.deployment),
      ['iris-green', 'iris-blue'],
    ],
    [
      'the shared Service of subsets from the rollout',
      withVersions('{ subset: v1 }', '{ subset: v2, port: 80 }'),
      (r) => r.versions[1].backend,
      { kind: 'subset', service: 'iris', subset: 'v2', port: 80 },
    ],
    [
      'the first version first, whatever it is called',
      edited('  green:', '  "2":', edited('  blue:', '  "1":')),
      (r) => r.versions.map((v) => v.name),
      ['2', '1'],
    ],
    [
      'numbers in values as they are written',
      withVersions('{ values: { A: 1.10, B: 0x1F } }', '{ values: { A: true, B: "x" } }').replace(
        'copy',
        'swap',
      ),
      (r) => r.versions.map((v) => v.values),
      [
        { A: '1.10', B: '0x1F' },
        { A: 'true', B: 'x' },
      ],
    ],
    ['GET without a body', base, (r) => r.traffic?.method, 'GET'],
    [
      'a status alone',
      withTraffic('answer: { status: 200 }'),
      (r) => r.traffic?.answer.status,
      [{ from: 200, to: 200 }],
    ],
    [
      'an error limit in percent',
      withTraffic('limits: { errors: 2.5% }'),
      (r) => r.traffic?.limits.errors,
      0.025,
    ],
    [
      'an error limit as share',
      withTraffic('limits: { errors: 0.02 }'),
      (r) => r.traffic?.limits.errors,
      0.02,
    ],
    [
      'header names in lower case',
      withStageKey('headers: { User-Group: canary }'),
      (r) => r.stages[0],
      expect.objectContaining({
        headers: [{ headers: { 'user-group': { kind: 'exact', value: 'canary' } }, path: null }],
      }),
    ],
    [
      'a weight with two decimals',
      edited('weight: 0 }', 'weight: 0.07 }'),
      (r) => r.stages[0],
      expect.objectContaining({ weight: 0.07 }),
    ],
    [
      'a weight of minus zero',
      edited('weight: 0 }', 'weight: -0 }'),
      (r) => r.stages[0],
      expect.objectContaining({ weight: 0 }),
    ],
    ['a stage without traffic check', withStageKey('traffic: false'), (r) => r.stages[0]?.gates, []],
    [
      'checks in their order, limits over those of the file',
      withStageKey('checks: [{ traffic: { limits: { p99: 1s } } }, { soak: 1h30m }]'),
      (r) => r.stages[0]?.gates,
      [
        { kind: 'traffic', requests: 1000, limits: { errors: 0.01, p50: null, p99: 1000 } },
        { kind: 'soak', duration: 5_400_000 },
      ],
    ],
    [
      'hold for promote, unless the file says otherwise',
      edited('promote: copy', 'promote: copy, on-failure: abort'),
      (r) => r.stages[2]?.onFailure,
      'abort',
    ],
    [
      'an alias for a value that is there twice',
      withVersions('{ values: &v { A: "1" } }', '{ values: *v }'),
      (r) => r.versions[1].values,
      { A: '1' },
    ],
    ['a mark at the start of the file', `\ufeff${base}`, (r) => r.name, 'iris'],
    ['line ends of Windows', base.replaceAll('\n', '\r\n'), (r) => r.stages.length, 4],
    [
      'an open A/B test',
      withStages('{ name: A_B, weight: 50 }'),
      (r) => r.stages.map((s) => s.kind),
      ['weight'],
    ],
  ]
  test.each(cases)('%s', (_, text, part, expected) => {
    expect(part(parsed(text))).toEqual(expected)
  })
})

test('another namespace goes before that of the file, for all that follows it', () => {
  const text = edited(
    'iris }',
    'iris }\n  - { virtualService: other, namespace: elsewhere }',
    withTraffic('from: { pod: app=client }'),
  )
  const rollout = parsed(text, { namespace: 'staging' })
  expect(rollout.namespace).toBe('staging')
  expect(rollout.routes.map(({ namespace }) => namespace)).toEqual(['staging', 'elsewhere'])
  expect(rollout.traffic?.from).toEqual({
    kind: 'pod',
    namespace: 'staging',
    selector: 'app=client',
  })
})
