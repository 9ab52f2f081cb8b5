import type { JsonObject, KubeObject } from '../../../../src/kube/object.ts'
import type { Sides } from '../../../../src/mesh/route-state.ts'
import type { RouteContext } from '../../../../src/mesh/router.ts'

export interface Rule {
  readonly [key: string]: unknown
  readonly name?: string
  readonly matches?: readonly JsonObject[]
  readonly filters?: readonly JsonObject[]
  readonly backendRefs?: readonly { name: string; namespace?: string; weight?: number }[]
}

export const sides: Sides = {
  stable: { name: 'green', backend: { kind: 'service', service: 'svc-green', port: null } },
  canary: { name: 'blue', backend: { kind: 'service', service: 'svc-blue', port: null } },
}

export function contextOf(overrides: Partial<RouteContext> = {}): RouteContext {
  return { sides, rollout: 'diabetes', namespace: 'abtesting', rule: null, pins: 'retarget', ...overrides }
}

export function httpRoute(rules: readonly JsonObject[], metadata: JsonObject = {}): KubeObject {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'model', namespace: 'abtesting', ...metadata },
    spec: {
      parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'models' }],
      rules,
    },
  }
}

/** As the API server gives it back. */
export const ref = (name: string, weight = 1, more: JsonObject = {}) => ({
  group: '',
  kind: 'Service',
  name,
  port: 80,
  weight,
  ...more,
})

export const everyPath = { path: { type: 'PathPrefix', value: '/' } }
export const scored = (header: string) => ({
  path: { type: 'PathPrefix', value: '/score' },
  headers: [{ type: 'Exact', name: 'x-api-version', value: header }],
})

export const rulesOf = (route: KubeObject): Rule[] => route['spec'].rules

/** MLOpsPython, said in the Gateway API. */
export function mlops(weights: readonly [number, number] = [100, 0]): KubeObject {
  return httpRoute([
    { matches: [scored('blue')], backendRefs: [ref('svc-blue')] },
    { matches: [scored('green')], backendRefs: [ref('svc-green')] },
    { matches: [everyPath], backendRefs: [ref('svc-green', weights[0]), ref('svc-blue', weights[1])] },
  ])
}
