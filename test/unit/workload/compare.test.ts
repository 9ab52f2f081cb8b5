import type { KubeObject } from '../../../src/kube/object.ts'
import { serverDefaultsEqual } from '../../../src/workload/compare.ts'
import { comparePodTemplates } from '../../../src/workload/pod-templates.ts'
import { cleanForRestore } from '../../../src/workload/restore.ts'
import { isQuantityPath, sameQuantity } from '../../../src/workload/quantity.ts'

const META = { name: 'd', namespace: 'n' }
type Spec = { readonly [key: string]: unknown }
const deployment = (pod: Spec, metadata: object = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { ...META, ...metadata },
  spec: { template: { metadata: { labels: { app: 'd' } }, spec: pod } },
})
const model = (more: object = {}) => ({ name: 'model', image: 'a:1', ...more })
const pod = (more: object = {}) => deployment({ containers: [model(more)] })

describe('a live object is as rendered', () => {
  test.each<[string, object, object, boolean]>([
    ['with defaults of the server', { imagePullPolicy: 'Always', resources: {} }, {}, true],
    [
      'with a variable more, which may be of others',
      {
        env: [
          { name: 'A', value: '1' },
          { name: 'X', value: '1' },
        ],
      },
      { env: [{ name: 'A', value: '1' }] },
      true,
    ],
    [
      'with variables in another order',
      {
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '1' },
        ],
      },
      {
        env: [
          { name: 'B', value: '1' },
          { name: 'A', value: '1' },
        ],
      },
      true,
    ],
    [
      'with an amount written differently',
      { resources: { limits: { cpu: '1', memory: '1Gi' } } },
      { resources: { limits: { cpu: '1000m', memory: '1024Mi' } } },
      true,
    ],
    [
      'with an amount as a number',
      { resources: { limits: { cpu: '1' } } },
      { resources: { limits: { cpu: 1 } } },
      true,
    ],
    [
      'with the default protocol',
      { ports: [{ containerPort: 80, protocol: 'TCP' }] },
      { ports: [{ containerPort: 80 }] },
      true,
    ],
    ['without what is empty', {}, { env: [], resources: undefined, args: null }, true],
    [
      'not with another value',
      { env: [{ name: 'A', value: '1' }] },
      { env: [{ name: 'A', value: '2' }] },
      false,
    ],
    [
      'not with a text that only looks like the same amount',
      { env: [{ name: 'A', value: '1' }] },
      { env: [{ name: 'A', value: '1000m' }] },
      false,
    ],
    ['not with an argument more', { args: ['a', 'b'] }, { args: ['a'] }, false],
    ['not with arguments in another order', { args: ['a', 'b'] }, { args: ['b', 'a'] }, false],
    [
      'not with another amount',
      { resources: { limits: { cpu: '1' } } },
      { resources: { limits: { cpu: '1001m' } } },
      false,
    ],
    ['not without an empty thing that says something', {}, { securityContext: {} }, false],
  ])('%s', (_, live, rendered, expected) => {
    expect(serverDefaultsEqual(pod(live), pod(rendered))).toBe(expected)
  })

  test('not when a volume has another source', () => {
    const of = (source: object) => deployment({ volumes: [{ name: 'v', ...source }] })
    expect(serverDefaultsEqual(of({ configMap: { name: 'c' } }), of({ emptyDir: {} }))).toBe(false)
  })

  test.each<[string, object, object, object, boolean]>([
    [
      'a dropped variable is still there',
      { env: [{ name: 'A', value: '1' }] },
      { env: [{ name: 'A', value: '1' }] },
      {},
      false,
    ],
    [
      'one element of several',
      { env: [{ name: 'A' }, { name: 'B' }] },
      { env: [{ name: 'A' }, { name: 'B' }] },
      { env: [{ name: 'A' }] },
      false,
    ],
    ['a dropped field', { workingDir: '/x' }, { workingDir: '/x' }, {}, false],
    ['a dropped field that is gone already', {}, { workingDir: '/x' }, {}, true],
    ['what only the server has', { imagePullPolicy: 'Always' }, {}, {}, true],
  ])('and nothing of the manifest before is left over: %s', (_, live, original, rendered, expected) => {
    expect(serverDefaultsEqual(pod(live), pod(rendered), pod(original))).toBe(expected)
  })

  test.each([
    ['all of it is in the manifest', 'A', true],
    ['one variable is not any more', 'B', false],
  ])('and nothing that we applied is left over: %s', (_, owned, expected) => {
    const env = { [`k:{"name":"${owned}"}`]: { '.': {}, 'f:name': {}, 'f:value': {} } }
    const fieldsV1 = {
      'f:spec': {
        'f:template': {
          'f:spec': { 'f:containers': { 'k:{"name":"model"}': { 'f:env': env, 'f:image': {} } } },
        },
      },
    }
    const variables = {
      env: [
        { name: 'A', value: '1' },
        { name: 'B', value: '1' },
      ],
    }
    const managed = (manager: string) => ({ managedFields: [{ manager, operation: 'Apply', fieldsV1 }] })
    const rendered = pod({ env: [{ name: 'A', value: '1' }] })
    expect(
      serverDefaultsEqual(deployment({ containers: [model(variables)] }, managed('shiftgate')), rendered),
    ).toBe(expected)
    expect(
      serverDefaultsEqual(deployment({ containers: [model(variables)] }, managed('another')), rendered),
    ).toBe(true)
  })

  test('and the status of neither counts', () => {
    expect(serverDefaultsEqual({ ...pod(), status: { replicas: 1 } }, { ...pod(), status: {} })).toBe(true)
  })
})

test.each([
  ['1000m', '1', true],
  ['1', 1, true],
  ['0.5', '500m', true],
  ['1Gi', '1024Mi', true],
  ['1G', '1Gi', false],
  ['1e3', '1k', true],
  ['1E', '1e18', true],
  ['.5', '0.50', true],
  ['-1', '1', false],
  ['', '', false],
  ['1 ', '1', false],
  ['x', 'x', false],
])('amounts %p and %p', (a, b, expected) => {
  expect(sameQuantity(a, b)).toBe(expected)
})

test.each([
  ['spec template spec containers resources limits nvidia.com/gpu', true],
  ['spec metrics resource target averageValue', true],
  ['spec template spec volumes emptyDir sizeLimit', true],
  ['spec template spec containers env value', false],
  ['data resources.limits.cpu', false],
  ['metadata annotations limits/x', false],
])('the path %p has an amount: %p', (path, expected) => {
  expect(isQuantityPath(path.split(' '))).toBe(expected)
})

describe('pod templates after a copy', () => {
  const both = (a: object, b: object = a): [KubeObject, KubeObject] => [pod(a), pod(b)]
  test.each<[string, [object, object], [object, object], string[]]>([
    ['the same', [{}, {}], [{}, {}], []],
    [
      'differ where the renderings do',
      [{ env: [{ name: 'V', value: 'g' }] }, { env: [{ name: 'V', value: 'b' }] }],
      [{ env: [{ name: 'V', value: 'g' }] }, { env: [{ name: 'V', value: 'b' }] }],
      [],
    ],
    [
      'differ elsewhere',
      [{ env: [{ name: 'ITERS', value: '5' }] }, { env: [{ name: 'ITERS', value: '10' }] }],
      [{}, {}],
      ['spec.containers[model].env[ITERS].value: "5" on stable, "10" on canary'],
    ],
    [
      'one has a variable more',
      [
        {
          env: [
            { name: 'A', value: '1' },
            { name: 'OLD', value: '1' },
          ],
        },
        { env: [{ name: 'A', value: '1' }] },
      ],
      [{}, {}],
      ['spec.containers[model].env[OLD]: {"name":"OLD","value":"1"} on stable, absent on canary'],
    ],
    [
      'differ in the image',
      [{ image: 'a:1' }, { image: 'a:2' }],
      [{}, {}],
      ['spec.containers[model].image: "a:1" on stable, "a:2" on canary'],
    ],
    [
      'write an amount differently',
      [{ resources: { limits: { cpu: '1' } } }, { resources: { limits: { cpu: '1000m' } } }],
      [{}, {}],
      [],
    ],
    [
      'differ in a list that is one value',
      [{ args: ['a'] }, { args: ['b'] }],
      [{}, {}],
      ['spec.containers[model].args: ["a"] on stable, ["b"] on canary'],
    ],
    ['have a null where the other has nothing', [{ args: null }, {}], [{}, {}], []],
  ])('%s', (_, live, rendered, expected) => {
    expect(comparePodTemplates(...both(...live), ...both(...rendered))).toEqual(expected)
  })
  test('with containers that are named after their version', () => {
    const of = (name: string, image: string) => deployment({ containers: [{ name, image }] })
    const rendered = [of('predict-a', 'i:1'), of('predict-b', 'i:1')] as const
    expect(comparePodTemplates(of('predict-a', 'i:1'), of('predict-b', 'i:1'), ...rendered)).toEqual([])
    expect(comparePodTemplates(of('predict-a', 'i:0'), of('predict-b', 'i:1'), ...rendered)).toEqual([
      'spec.containers[predict-a].image: "i:0" on stable, "i:1" on canary',
    ])
  })
  test('with a container more', () => {
    const more = deployment({ containers: [model(), { name: 'proxy', image: 'p:1' }] })
    expect(comparePodTemplates(more, pod(), pod(), pod())).toEqual([
      'spec.containers[proxy]: {"name":"proxy","image":"p:1"} on stable, absent on canary',
    ])
  })
  test('with annotations of others', () => {
    const restarted: KubeObject = JSON.parse(JSON.stringify(pod())) as KubeObject
    restarted['spec'].template.metadata.annotations = { 'kubectl.kubernetes.io/restartedAt': 'now' }
    expect(comparePodTemplates(restarted, pod(), pod(), pod())).toEqual([
      'metadata.annotations: {"kubectl.kubernetes.io/restartedAt":"now"} on stable, absent on canary',
    ])
  })
})

describe('an object for a restore', () => {
  test('has no identity and no status, and its own labels and annotations', () => {
    const live = {
      ...pod(),
      metadata: {
        ...META,
        uid: 'u',
        resourceVersion: '1',
        generation: 2,
        creationTimestamp: 't',
        deletionTimestamp: 't',
        managedFields: [],
        labels: { a: '1' },
        annotations: { 'deployment.kubernetes.io/revision': '3', x: '1' },
      },
      status: { replicas: 1 },
    }
    expect(cleanForRestore(live)).toEqual({
      ...pod(),
      metadata: { ...META, labels: { a: '1' }, annotations: { x: '1' } },
    })
  })
  test('loses an empty map of annotations', () => {
    const live = deployment({}, { annotations: { 'deployment.kubernetes.io/revision': '3' } })
    expect(cleanForRestore(live).metadata).toEqual(META)
  })
  test.each([
    ['a Service gets another address', { clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1'] }, {}],
    [
      'a headless one stays headless',
      { clusterIP: 'None', clusterIPs: ['None'] },
      { clusterIP: 'None', clusterIPs: ['None'] },
    ],
    [
      'node ports stay',
      { clusterIP: '10.0.0.1', healthCheckNodePort: 3, ports: [{ port: 1, nodePort: 2 }] },
      { ports: [{ port: 1, nodePort: 2 }] },
    ],
  ])('%s', (_, spec, expected) => {
    const live: KubeObject = { apiVersion: 'v1', kind: 'Service', metadata: META, spec }
    expect(cleanForRestore(live)['spec']).toEqual(expected)
  })
})
