import type { JsonObject, KubeObject } from '../../../src/kube/object.ts'
import type { GatewayUnderTest } from '../../contract/gateway.contract.ts'
import { gateway, virtualService } from '../../contract/gateway-objects.ts'
import { createRandom } from './random.ts'
import { randomRules } from './http-route.ts'
import { randomRequests, type RouteRequest } from './requests.ts'
import { sharedHttp, sharedRules, type SharedRule } from './shares.ts'
import { randomHttp } from './virtual-service.ts'

export type RouteKind = 'VirtualService' | 'HTTPRoute'

/** A route for a host of its own, `<name>.<domain>`. */
interface Case {
  readonly name: string
  readonly rules: readonly JsonObject[]
}
export interface DeterministicCase extends Case {
  readonly requests: readonly RouteRequest[]
}
export type SharedCase = Case & SharedRule

/** The same for the same seed. */
export function deterministicCases(kind: RouteKind, seed: number, count: number): DeterministicCase[] {
  return Array.from({ length: count }, (_, index) => {
    const random = createRandom(seed + index)
    const { rules, elements } = kind === 'VirtualService' ? randomHttp(random) : randomRules(random)
    return { name: `r${index}`, rules, requests: randomRequests(random, elements, 20) }
  })
}

export function sharedCases(kind: RouteKind, seed: number, count: number): SharedCase[] {
  return Array.from({ length: count }, (_, index) => {
    const random = createRandom(seed + index)
    const shared = kind === 'VirtualService' ? sharedHttp(random) : sharedRules(random)
    return { name: `s${index}`, rules: [shared.rule], ...shared }
  })
}

export const PROBE = '/.probe-of-the-test'
const API = 'gateway.networking.k8s.io/v1'

/** Of a gateway of this kind that the contract brings along. */
export function ownGateway(kind: RouteKind, { namespace, domain }: GatewayUnderTest): KubeObject {
  if (kind === 'VirtualService') return gateway(namespace, [`*.${domain}`])
  const listeners = [{ name: 'http', port: 80, protocol: 'HTTP' }]
  return {
    apiVersion: API,
    kind: 'Gateway',
    metadata: { name: 'contract', namespace },
    spec: { gatewayClassName: 'istio', listeners },
  }
}

/** With one more rule, first, by which one sees that the route is served: {@link PROBE} is redirected. `parent`: of an HTTPRoute. */
export function routeObject(
  kind: RouteKind,
  { name, rules }: Case,
  { namespace, domain }: GatewayUnderTest,
  parent: { readonly namespace: string; readonly name: string },
): KubeObject {
  const host = `${name}.${domain}`
  if (kind === 'VirtualService') {
    const probe = {
      match: [{ uri: { exact: PROBE } }],
      redirect: { authority: 'probe.test', redirectCode: 307 },
    }
    return virtualService(namespace, { hosts: [host], gateways: ['contract'], http: [probe, ...rules] }, name)
  }
  const filters = [{ type: 'RequestRedirect', requestRedirect: { hostname: 'probe.test' } }]
  const probe = { matches: [{ path: { type: 'Exact', value: PROBE } }], filters }
  const spec = { parentRefs: [parent], hostnames: [host], rules: [probe, ...rules] }
  return { apiVersion: API, kind, metadata: { name, namespace }, spec }
}
