import { afterEach, describe, expect, test } from '@jest/globals'
import type { KubeObject } from '../../src/kube/object.ts'
import type { CliResult } from '../support/cli.ts'
import { liveTraffic, startWorld } from '../support/world.ts'
import type { FileContent, World, WorldOptions } from '../support/world.ts'

/** One rollout over an HTTPRoute on a Kubernetes Gateway, by the bundle, on the embedded cluster. */
const STAGES = ['Blue_0', 'Focused', 'Blue_100', 'Blue_Green']

const backend = (version: string, weight: string, more = '') => `
        - name: model-svc-${version}
          port: 5001
          weight: ${weight}${more}
          filters:
            - { type: ResponseHeaderModifier, responseHeaderModifier: { set: [{ name: x-model-version, value: ${version} }] } }`

const manifest = (namespace = 'abtesting', more = '') => `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: models, namespace: ${namespace} }
spec:
  gatewayClassName: istio
  listeners: [{ name: http, port: 80, protocol: HTTP }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: mlmodel, namespace: ${namespace} }
spec:
  parentRefs: [{ name: models }]
  hostnames: [models.example.com]
  rules:
    - matches: [{ path: { value: /score }, headers: [{ name: x-api-version, value: blue }] }]
      backendRefs:${backend('blue', '1', more)}
    - matches: [{ path: { value: /score }, headers: [{ name: x-api-version, value: green }] }]
      backendRefs:${backend('green', '1', more)}
    - filters:
        - { type: RequestHeaderModifier, requestHeaderModifier: { set: [{ name: x-edge, value: models }] } }
      backendRefs:${backend('green', '100', more)}${backend('blue', '0', more)}
`

const change = (file: FileContent) => {
  file.routes = [{ httpRoute: 'mlmodel', manifests: ['k8s/route.yaml'], pins: 'retarget' }]
  const headers = { 'user-group': 'canary' }
  file.stages.splice(1, 1, { name: 'Focused', weight: 25, headers, mirror: 12.5 })
}

let world: World | null = null
let traffic: ReturnType<typeof liveTraffic> | null = null
afterEach(async () => {
  await traffic?.stop()
  traffic = null
  await world?.close()
  world = null
})

async function begin(options: WorldOptions = {}): Promise<World> {
  world = await startWorld({ change, manifests: { 'route.yaml': () => manifest() }, ...options })
  return world
}

function expectDone(result: CliResult): void {
  if (result.code !== 0 || result.json.outcome !== 'done')
    throw new Error(`${result.stdout}\n${result.stderr}`)
}

const routeOf = (at: World, namespace = 'abtesting') =>
  at.cluster.api.store.get({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    namespace,
    name: 'mlmodel',
  })!
const written = ({ spec, metadata }: KubeObject) => ({
  spec: spec as unknown,
  labels: metadata.labels,
  annotations: metadata.annotations,
})

describe('an HTTPRoute', () => {
  test('goes through every stage, is taken back from each, and nothing is lost', async () => {
    const at = await begin()
    const before = written(routeOf(at))
    const objects = at.objects()
    traffic = liveTraffic(at)
    for (let last = 0; last < STAGES.length; last++) {
      for (const stage of STAGES.slice(0, last + 1)) expectDone(await at.advance(stage))
      if (STAGES[last] === 'Focused') {
        const rules = routeOf(at)['spec'].rules as { backendRefs: { name: string; weight: number }[] }[]
        expect(rules.map((r) => r.backendRefs.map((b) => `${b.name} ${b.weight}`))).toEqual([
          ['model-svc-blue 1'],
          ['model-svc-green 1'],
          ['model-svc-blue 1'],
          ['model-svc-green 75', 'model-svc-blue 25'],
        ])
        expect(rules[3]).toMatchObject({
          filters: [
            { type: 'RequestHeaderModifier' },
            { requestMirror: { fraction: { numerator: 1250, denominator: 10_000 } } },
          ],
        })
      }
      expectDone(await at.run('abort'))
      expect(written(routeOf(at))).toEqual(before)
      expect(at.objects()).toEqual(objects)
    }
    await traffic.stop()
    expect(traffic.examples).toEqual([])
    expect(traffic.answers()).toBeGreaterThan(100)
  }, 300_000)

  test('finishes with stable alone, and brings the canary back in the next rollout', async () => {
    const at = await begin()
    for (const stage of [...STAGES, 'Green_100']) expectDone(await at.advance(stage))
    expect(JSON.stringify(routeOf(at)['spec'])).not.toContain('model-svc-blue')
    expect(await at.ask()).toEqual({ new: 20 })
    expectDone(
      await at.advance(
        'Blue_0',
        '--image',
        `myregistry.azurecr.io/diabetes-scoring@sha256:${'2'.repeat(64)}`,
      ),
    )
    expect(routeOf(at)['spec'].rules[0].backendRefs[0].name).toBe('model-svc-blue')
  }, 180_000)

  test('whose controllers find a backend missing fails the stage with their words, and goes back', async () => {
    const at = await begin()
    const before = written(routeOf(at))
    expectDone(await at.advance('Blue_0'))
    const gone = { apiVersion: 'v1', kind: 'Service', namespace: 'abtesting', name: 'model-svc-blue' }
    // After the last look at it, and before the controllers' first.
    at.cluster.api.intercept(({ method, path }) => {
      if (method === 'PUT' && path.includes('/httproutes/')) at.cluster.api.store.delete(gone)
    })
    const result = await at.advance('Focused')
    expect(result).toMatchObject({
      code: 1,
      json: {
        outcome: 'aborted',
        message: expect.stringContaining(
          'HTTPRoute abtesting/mlmodel is stored, but not served as written: Gateway models: ResolvedRefs is False: BackendNotFound: backend(model-svc-blue.abtesting.svc.cluster.local) not found',
        ) as unknown,
      },
    })
    expect(written(routeOf(at))).toEqual(before)
  })

  test('of another namespace needs a ReferenceGrant, which is said before anything is written', async () => {
    const at = await begin({
      start: 'empty',
      manifests: { 'route.yaml': () => manifest('edge', '\n          namespace: abtesting') },
      change: (file: FileContent) => {
        change(file)
        file.routes[0].namespace = 'edge'
      },
    })
    const mark = at.mark()
    const result = await at.advance('Blue_0')
    expect(result).toMatchObject({ code: 4, json: { outcome: 'refused' } })
    expect(result.json.problems).toEqual([
      {
        code: 'reference-grant',
        message:
          "HTTPRoute edge/mlmodel may not send requests to the Services model-svc-green and model-svc-blue of namespace abtesting: no ReferenceGrant there allows it. Create one in abtesting with from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge }] and to: [{ group: '', kind: Service }]",
      },
    ])
    expect(at.writesSince(mark)).toEqual([])
  })
})

describe('a cluster whose Gateway API does not know how much to copy', () => {
  test.each([
    { lacks: ['mirror-percent'] as const, route: 'it was not changed' },
    // Such a server stores the rest without a word: for a moment everything is copied, and then nothing.
    { lacks: ['mirror-percent', 'field-validation'] as const, route: 'it was put back as it was' },
  ])('never goes on with a copy of everything: $route', async ({ lacks, route }) => {
    const at = await begin({ lacks })
    const before = written(routeOf(at))
    traffic = liveTraffic(at)
    expectDone(await at.advance('Blue_0'))
    const mark = at.mark()
    const { code, json } = await at.advance('Focused')
    expect([code, json.outcome]).toEqual([1, 'aborted'])
    expect(json.message).toContain(
      `HTTPRoute abtesting/mlmodel: the cluster does not know spec.rules[3].filters[1].requestMirror.fraction; without it a copy of every request would be sent: that field came with Gateway API 1.3, so install 1.3 or later, or write mirror: 100; ${route}`,
    )
    // Refused, or written and put back; then the abort.
    const puts = at.writesSince(mark).filter((line) => /^PUT .*httproutes/.test(line))
    expect(puts.length).toBeGreaterThanOrEqual(1)
    expect(written(routeOf(at))).toEqual(before)
    expect(JSON.stringify(routeOf(at)['spec'])).not.toContain('RequestMirror')
    expect(await at.ask(20)).toEqual({ old: 20 })
    expect(traffic.lost()).toBe(0)
  })

  test('a copy of everything needs no number, and is done', async () => {
    const at = await begin({
      lacks: ['mirror-percent'],
      change: (file) => {
        change(file)
        file.stages[1].mirror = 100
      },
    })
    expectDone(await at.advance('Blue_0'))
    expectDone(await at.advance('Focused'))
    expect(JSON.stringify(routeOf(at)['spec'])).toContain('RequestMirror')
  })

  test('"hold" leaves the route as it was', async () => {
    const at = await begin({
      lacks: ['mirror-percent', 'field-validation'],
      change: (file) => {
        change(file)
        file.stages[1]['on-failure'] = 'hold'
      },
    })
    expectDone(await at.advance('Blue_0'))
    const before = written(routeOf(at))
    const { code, json } = await at.advance('Focused')
    expect([code, json.outcome]).toEqual([3, 'held'])
    expect(written(routeOf(at))).toEqual(before)
    // The same again, and then the way back.
    expect((await at.advance('Focused')).json.outcome).toBe('held')
    expect(written(routeOf(at))).toEqual(before)
    expectDone(await at.run('abort', at.file))
  })
})
