import type { KubeObject } from '../../../src/kube/object.ts'
import { istioRouter } from '../../../src/mesh/istio/index.ts'
import { rememberRoutes, routeWrites } from '../../../src/plan/route.ts'
import type { ObservedRoute, RoutePlanInput } from '../../../src/plan/route.ts'
import type { RouteMemory } from '../../../src/record/record.ts'
import { parseRollout } from '../../../src/spec/parse.ts'
import { http, virtualService } from '../mesh/istio/routes.ts'

const text = `
rollout: diabetes
namespace: abtesting
versions:
  green: { deployment: model-green, service: model-svc-green }
  blue: { deployment: model-blue, service: model-svc-blue }
routes: [{ virtualService: model, manifests: [k8s/route.yaml], pins: retarget }]
stages: [{ name: Blue_50, weight: 50 }]
`
const parsed = parseRollout(text, 'rollout.yaml')
if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
const { rollout } = parsed
const [stable, canary] = rollout.versions

const destination = (version: string) => ({
  destination: { host: `model-svc-${version}.abtesting.svc.cluster.local` },
  headers: { response: { set: { 'x-model-version': version } } },
})
const manifest = virtualService('model', 'abtesting', {
  hosts: ['models.example.com'],
  http: [
    { match: [{ headers: { 'x-api-version': { exact: 'blue' } } }], route: [destination('blue')] },
    {
      route: [
        { ...destination('green'), weight: 100 },
        { ...destination('blue'), weight: 0 },
      ],
    },
  ],
})

function observed(route: KubeObject | null): Omit<RoutePlanInput, 'memories'> {
  const only: ObservedRoute = {
    index: 0,
    spec: rollout.routes[0]!,
    router: istioRouter,
    route,
    live: new Map(),
    manifests: [manifest],
  }
  return { rollout, roles: { stable, canary }, routes: [only] }
}

function write(
  route: KubeObject | null,
  memories: readonly RouteMemory[],
  state: Parameters<typeof routeWrites>[1],
) {
  const write = routeWrites({ ...observed(route), memories }, state, 'test').at(-1)!
  if (write.remember?.kind !== 'route') throw new Error('no route is written')
  return { route: write.after!, memory: write.remember.memory }
}

test('the rollout after a first run writes the canary as the route of the team has it, and its pins', () => {
  const first = write(null, rememberRoutes(observed(null), []), { kind: 'single', role: 'stable' })
  expect(http(first.route)[1]).toEqual({ route: [{ ...destination('green'), weight: 100 }] })
  expect(http(first.route)[0]).toMatchObject({ route: [{ destination: destination('green').destination }] })

  const next = write(first.route, rememberRoutes(observed(first.route), [first.memory]), {
    kind: 'split',
    weight: 50,
    headers: [],
    mirror: 0,
  })
  expect(http(next.route)).toEqual([
    { match: [{ headers: { 'x-api-version': { exact: 'blue' } } }], route: [destination('blue')] },
    {
      route: [
        { ...destination('green'), weight: 50 },
        { ...destination('blue'), weight: 50 },
      ],
    },
  ])
})
