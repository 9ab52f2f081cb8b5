import fc from 'fast-check'
import type { KubeObject } from '../../../src/kube/object.ts'
import { LAST_APPLIED, lastApplied, lastAppliedText } from '../../../src/workload/last-applied.ts'
import { threeWayMerge, unchanged } from '../../../src/workload/merge.ts'

type Pod = { readonly [key: string]: unknown }
const META = { name: 'd', namespace: 'n' }
const deployment = (pod: Pod, spec: object = {}, metadata: object = {}): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { ...META, ...metadata },
  spec: {
    selector: { matchLabels: { app: 'd' } },
    template: { metadata: { labels: { app: 'd' } }, spec: pod },
    ...spec,
  },
})
const model = (more: object = {}) => ({ name: 'model', image: 'a:1', ...more })
const service = (ports: object[]): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: META,
  spec: { ports },
})
const SERVER = {
  uid: 'u',
  resourceVersion: '7',
  generation: 3,
  creationTimestamp: 't',
  managedFields: [{ manager: 'kubectl' }],
}

describe('lists with merge keys, as kubectl apply leaves them (compared with Kubernetes 1.34)', () => {
  const env = (names: string) => [...names].map((name) => ({ name, value: '1' }))
  test.each([
    ['what was dropped goes', 'AB', 'A', 'AB', 'A'],
    ['what others added stays', 'A', 'A', 'AX', 'AX'],
    ['what others added before ours stays before it', 'A', 'A', 'XA', 'XA'],
    ['the order of the manifest wins', 'AB', 'BA', 'AB', 'BA'],
    ['a new one comes before what others added', 'A', 'CA', 'XA', 'CXA'],
    ['unknown before: nothing is removed', null, 'A', 'AB', 'AB'],
    ['gone from the cluster: it comes back', 'AB', 'AB', 'B', 'AB'],
    ['everything at once', 'ABC', 'CD', 'XABYC', 'XYCD'],
  ])('%s', (_, original, modified, live, expected) => {
    const of = (names: string) => deployment({ containers: [model({ env: env(names) })] })
    const merged = threeWayMerge({
      original: original === null ? null : of(original),
      modified: of(modified),
      live: of(live),
    })
    const names = merged['spec'].template.spec.containers[0].env.map((e: { name: string }) => e.name)
    expect(names.join('')).toBe(expected)
  })

  test('a field of an element is merged like any other', () => {
    const merged = threeWayMerge({
      original: deployment({ containers: [model({ workingDir: '/x' })] }),
      modified: deployment({ containers: [model({ image: 'a:2' })] }),
      live: deployment({
        containers: [
          { name: 'istio-proxy', image: 'p:1' },
          model({ workingDir: '/x', imagePullPolicy: 'Always' }),
        ],
      }),
    })
    expect(merged['spec'].template.spec.containers).toEqual([
      { name: 'istio-proxy', image: 'p:1' },
      { name: 'model', image: 'a:2', imagePullPolicy: 'Always' },
    ])
  })

  test('a value gives way to a reference in the same variable', () => {
    const merged = threeWayMerge({
      original: deployment({ containers: [model({ env: [{ name: 'A', value: '1' }] })] }),
      modified: deployment({
        containers: [model({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'x' } } }] })],
      }),
      live: deployment({ containers: [model({ env: [{ name: 'A', value: '1' }] })] }),
    })
    expect(merged['spec'].template.spec.containers[0].env).toEqual([
      { name: 'A', valueFrom: { fieldRef: { fieldPath: 'x' } } },
    ])
  })

  test('two protocols are two ports', () => {
    const [tcp, udp] = [
      { port: 53, targetPort: 1 },
      { port: 53, protocol: 'UDP' },
    ]
    const live = service([
      { ...tcp, protocol: 'TCP', nodePort: 30000 },
      { ...udp, nodePort: 30001 },
    ])
    expect(
      threeWayMerge({ original: service([tcp, udp]), modified: service([tcp]), live })['spec'].ports,
    ).toEqual([{ port: 53, targetPort: 1, protocol: 'TCP', nodePort: 30000 }])
  })

  test.each<[string, object, object, object]>([
    ['args', { args: ['a'] }, { args: ['b', 'c'] }, { args: ['a', 'x'] }],
    ['command', { command: ['a'] }, { command: ['b'] }, { command: ['a'] }],
    [
      'env with a name twice',
      { env: [] },
      { env: [{ name: 'A' }, { name: 'A', value: '1' }] },
      { env: [{ name: 'B' }] },
    ],
  ])('%s is one value', (_, original, modified, live) => {
    const of = (more: object) => deployment({ containers: [model(more)] })
    const merged = threeWayMerge({ original: of(original), modified: of(modified), live: of(live) })
    expect(merged['spec'].template.spec.containers[0]).toEqual(model(modified))
  })

  test('lists of other kinds are one value', () => {
    const route = (hosts: string[]) => ({
      apiVersion: 'x/v1',
      kind: 'Thing',
      metadata: META,
      spec: { containers: hosts.map((name) => ({ name })) },
    })
    expect(
      threeWayMerge({ original: route(['a']), modified: route(['b']), live: route(['a', 'c']) }),
    ).toEqual(route(['b']))
  })
})

describe('maps', () => {
  test('what only one source may fill in is replaced: volumes and strategy', () => {
    const merged = threeWayMerge({
      original: null,
      modified: deployment({ volumes: [{ name: 'v', emptyDir: {} }] }, { strategy: { type: 'Recreate' } }),
      live: deployment(
        { volumes: [{ name: 'v', configMap: { name: 'c', defaultMode: 420 } }] },
        { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } },
      ),
    })
    expect(merged['spec'].template.spec.volumes).toEqual([{ name: 'v', emptyDir: {} }])
    expect(merged['spec'].strategy).toEqual({ type: 'Recreate' })
  })
  test('a dropped probe goes with the defaults that the server gave it', () => {
    const merged = threeWayMerge({
      original: deployment({ containers: [model({ readinessProbe: { tcpSocket: { port: 1 } } })] }),
      modified: deployment({ containers: [model()] }),
      live: deployment({
        containers: [model({ readinessProbe: { tcpSocket: { port: 1 }, periodSeconds: 10 } })],
      }),
    })
    expect(merged['spec'].template.spec.containers).toEqual([model()])
  })
  test('dropped labels go, those of others stay', () => {
    const merged = threeWayMerge({
      original: deployment({}, {}, { labels: { a: '1', b: '1' }, annotations: { c: '1' } }),
      modified: deployment({}),
      live: deployment({}, {}, { labels: { a: '1', b: '1', foreign: '1' }, annotations: { c: '1' } }),
    })
    expect(merged.metadata).toEqual({ ...META, labels: { foreign: '1' } })
  })
  test('null in a manifest is no value', () => {
    const live = deployment({ containers: [model()] }, { minReadySeconds: 3 })
    const modified = deployment(
      { containers: [model()], nodeSelector: null },
      { minReadySeconds: null },
      { creationTimestamp: null },
    )
    expect(unchanged(live, threeWayMerge({ original: null, modified, live }))).toBe(true)
  })
  test('finalizers are a set', () => {
    const of = (...finalizers: string[]) => deployment({}, {}, { finalizers })
    expect(
      threeWayMerge({ original: of('a', 'b'), modified: of('b', 'c'), live: of('x', 'a', 'b') }).metadata[
        'finalizers'
      ],
    ).toEqual(['x', 'b', 'c'])
  })
  test('a key named __proto__ is a key', () => {
    const data = JSON.parse('{"__proto__": "1", "constructor": "2"}') as object
    const of = (more: object) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: META, data: more })
    const merged = threeWayMerge({ original: of({}), modified: of(data), live: of({ a: '1' }) })
    expect(JSON.stringify(merged['data'])).toBe('{"a":"1","__proto__":"1","constructor":"2"}')
  })
  test('a Secret in plain text is compared with what the server keeps', () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: META }
    const live = { ...secret, type: 'Opaque', data: { a: 'eA==', foreign: 'eQ==' } }
    expect(threeWayMerge({ original: null, modified: { ...secret, stringData: { a: 'x' } }, live })).toEqual(
      live,
    )
  })
})

describe('what belongs to others', () => {
  test('status, identity and resourceVersion are those of the live object', () => {
    const live = { ...deployment({}, {}, SERVER), status: { replicas: 1 } }
    const modified = {
      ...deployment({}, {}, { resourceVersion: '1', uid: 'old', generation: 1 }),
      status: { replicas: 9 },
    }
    expect(threeWayMerge({ original: modified, modified, live })).toEqual(live)
  })
  test.each([
    ['autoscaled', 3, 3, true, 7],
    ['no longer in the manifest', 3, undefined, false, 7],
    ['in the manifest', 3, 4, false, 4],
    ['autoscaled, and nobody has set it yet', undefined, 4, true, 4],
  ])('replicas: %s', (_, original, modified, autoscaled, expected) => {
    const of = (replicas: number | undefined) => deployment({}, replicas === undefined ? {} : { replicas })
    const live = of(original === undefined ? undefined : 7)
    const merged = threeWayMerge({ original: of(original), modified: of(modified), live, autoscaled })
    expect(merged['spec'].replicas).toBe(expected)
  })
  test('amounts that say the same are left as the server writes them', () => {
    const of = (cpu: unknown) =>
      deployment({
        containers: [model({ resources: { limits: { cpu } }, env: [{ name: 'A', value: '1' }] })],
      })
    expect(
      unchanged(of('1'), threeWayMerge({ original: of('1000m'), modified: of('1000m'), live: of('1') })),
    ).toBe(true)
    expect(
      unchanged(of('1'), threeWayMerge({ original: of('1000m'), modified: of('1001m'), live: of('1') })),
    ).toBe(false)
    const text = (value: string) => deployment({ containers: [model({ env: [{ name: 'cpu', value }] })] })
    expect(
      unchanged(text('1'), threeWayMerge({ original: null, modified: text('1000m'), live: text('1') })),
    ).toBe(false)
  })
})

describe("kubectl's note of what it applied last", () => {
  const modified = deployment({ containers: [model({ image: 'a:2' })] })
  test('is brought up to date, so that the next kubectl apply sees no surprise', () => {
    const before = deployment({ containers: [model()] })
    const live = deployment(
      { containers: [model()] },
      {},
      { annotations: { [LAST_APPLIED]: lastAppliedText(before), x: '1' } },
    )
    const merged = threeWayMerge({ original: lastApplied(live), modified, live })
    expect(merged.metadata.annotations).toEqual({ [LAST_APPLIED]: lastAppliedText(modified), x: '1' })
    expect(lastApplied(merged)).toEqual({ ...modified, metadata: { ...META, annotations: {} } })
  })
  test('is not added where there was none', () => {
    const live = deployment({ containers: [model()] })
    expect(threeWayMerge({ original: null, modified, live }).metadata).toEqual(META)
  })
  test.each(['', 'no json', '[]', '{"spec":{}}', 'null'])('is ignored when it cannot be read: %s', (text) => {
    expect(lastApplied(deployment({}, {}, { annotations: { [LAST_APPLIED]: text } }))).toBeNull()
  })
  test('has the text that kubectl writes', () => {
    expect(
      lastAppliedText({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { namespace: 'n', name: 'c' },
        data: { b: '1', a: '2' },
      }),
    ).toBe(
      '{"apiVersion":"v1","data":{"a":"2","b":"1"},"kind":"ConfigMap","metadata":{"annotations":{},"name":"c","namespace":"n"}}\n',
    )
  })
})

describe('for any three objects', () => {
  const word = fc.constantFrom('a', 'b', 'c', 'model', 'side')
  const container = fc.record(
    {
      name: word,
      image: fc.constantFrom('a:1', 'a:2'),
      env: fc.array(fc.record({ name: word, value: fc.constantFrom('1', '2') }), { maxLength: 3 }),
      args: fc.array(word, { maxLength: 2 }),
      ports: fc.array(
        fc.record({ containerPort: fc.integer({ min: 1, max: 3 }), protocol: fc.constantFrom('TCP', 'UDP') }),
        { maxLength: 3 },
      ),
      resources: fc.record({
        limits: fc.dictionary(fc.constantFrom('cpu', 'memory'), fc.constantFrom('1', '1000m', '1Gi')),
      }),
    },
    { requiredKeys: ['name', 'image'] },
  )
  const anything = fc.record(
    {
      replicas: fc.integer({ min: 0, max: 3 }),
      paused: fc.boolean(),
      strategy: fc.record({ type: word }),
      template: fc.record({
        metadata: fc.record(
          { labels: fc.dictionary(word, word), annotations: fc.dictionary(word, word) },
          { requiredKeys: [] },
        ),
        spec: fc.record(
          {
            containers: fc.array(container, { maxLength: 3 }),
            volumes: fc.array(fc.record({ name: word, x: word }), { maxLength: 2 }),
            tolerations: fc.array(fc.record({ key: word }), { maxLength: 2 }),
          },
          { requiredKeys: [] },
        ),
      }),
    },
    { requiredKeys: [] },
  )
  const object = fc.tuple(anything, fc.dictionary(word, word)).map(([spec, labels]) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { ...META, labels },
    spec,
  }))
  const wild = fc
    .tuple(object, fc.jsonValue(), fc.constantFrom('spec', 'metadata', 'data'))
    .map(([base, value, key]) => ({
      ...base,
      [key]: key === 'metadata' ? { ...base.metadata, x: value } : value,
    }))

  test('a second merge changes nothing', () => {
    fc.assert(
      fc.property(fc.option(object), object, object, (original, modified, live) => {
        const once = threeWayMerge({ original, modified, live })
        expect(unchanged(once, threeWayMerge({ original: modified, modified, live: once }))).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })
  test('fields that only others have written stay, and ours are as the manifest says', () => {
    const FOREIGN = { foreign: 'yes' }
    fc.assert(
      fc.property(fc.option(object), object, object, (original, modified, live) => {
        const mixed = {
          ...live,
          status: FOREIGN,
          metadata: {
            ...live.metadata,
            ...SERVER,
            annotations: FOREIGN,
            labels: { ...live.metadata.labels, ...FOREIGN },
          },
          spec: { ...live.spec, foreign: FOREIGN, template: { ...live.spec.template, foreign: FOREIGN } },
        }
        const merged = threeWayMerge({ original, modified, live: mixed })
        expect(merged).toMatchObject({
          status: FOREIGN,
          metadata: { ...SERVER, annotations: FOREIGN, labels: { ...modified.metadata.labels, ...FOREIGN } },
        })
        expect(merged['spec'].foreign).toEqual(FOREIGN)
        // A template that the manifest drops is dropped; a Deployment always has one.
        if (modified.spec.template) expect(merged['spec'].template.foreign).toEqual(FOREIGN)
        if (modified.spec.paused !== undefined) expect(merged['spec'].paused).toBe(modified.spec.paused)
      }),
      { numRuns: 1_000 },
    )
  })
  test('the inputs stay as they are, and nothing is thrown', () => {
    fc.assert(
      fc.property(fc.option(wild), wild, wild, (original, modified, live) => {
        const before = JSON.stringify([original, modified, live])
        const merged = threeWayMerge({ original, modified, live })
        unchanged(live, merged)
        expect(JSON.stringify([original, modified, live])).toBe(before)
      }),
      { numRuns: 2_000 },
    )
  })
})
