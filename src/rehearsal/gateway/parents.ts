import type { KubeObject } from '../../kube/object.ts'
import { grantsServices } from '../../mesh/gateway/index.ts'
import type { HttpRouteSpec, KubernetesGatewaySpec, ListenerSpec, ParentRef } from './http-route-api.ts'
import { commonHosts } from './names.ts'

export const GATEWAY_GROUP = 'gateway.networking.k8s.io'

/** Whether a route of the first namespace may name this Service of the second. */
export type Permission = (from: string, to: string, service: string) => boolean

export function permissionBy(grants: readonly KubeObject[]): Permission {
  return (from, to, service) =>
    grantsServices(
      grants.filter((grant) => grant.metadata.namespace === to),
      from,
      [service],
    )
}

/** A route on one listener of a Kubernetes Gateway. */
export interface Attachment {
  readonly listener: ListenerSpec
  readonly hosts: readonly string[]
}

export type Attached =
  | { readonly kind: 'listeners'; readonly attachments: readonly Attachment[] }
  | { readonly kind: 'service'; readonly port: number | null }
  /** In the words of a condition's reason and message. */
  | { readonly kind: 'refused'; readonly reason: string; readonly message: string }
  /** Nobody here is responsible for such a parent. */
  | { readonly kind: 'none' }

export interface Surroundings {
  readonly gateways: readonly KubeObject[]
  readonly services: readonly KubeObject[]
  /** Labels of a namespace. */
  readonly labelsOf: (namespace: string) => Readonly<Record<string, string>>
}

/** What one of the route's parents makes of it. */
export function attach(
  route: KubeObject,
  parent: ParentRef,
  { gateways, services, labelsOf }: Surroundings,
): Attached {
  const own = route.metadata.namespace ?? 'default'
  const namespace = parent.namespace ?? own
  const at = ({ metadata }: KubeObject) => metadata.name === parent.name && metadata.namespace === namespace
  const group = parent.group ?? GATEWAY_GROUP
  const kind = parent.kind ?? 'Gateway'
  if (group === '' && kind === 'Service') {
    if (!services.some(at))
      return {
        kind: 'refused',
        reason: 'NoMatchingParent',
        message: `Service ${namespace}/${parent.name} not found`,
      }
    return { kind: 'service', port: parent.port ?? null }
  }
  if (group !== GATEWAY_GROUP || kind !== 'Gateway') return { kind: 'none' }
  const gateway = gateways.find(at)
  if (!gateway) return { kind: 'none' }
  const { hostnames = [] } = (route.spec ?? {}) as HttpRouteSpec
  const listeners = ((gateway.spec ?? {}) as KubernetesGatewaySpec).listeners ?? []
  const named = listeners.filter(
    ({ name, port, protocol }) =>
      (parent.sectionName === undefined || parent.sectionName === name) &&
      (parent.port === undefined || parent.port === port) &&
      (protocol === 'HTTP' || protocol === 'HTTPS'),
  )
  if (named.length === 0)
    return { kind: 'refused', reason: 'NoMatchingParent', message: 'no listener of the Gateway fits' }
  const open = named.filter((listener) => admits(listener, namespace, own, labelsOf))
  if (open.length === 0) {
    return {
      kind: 'refused',
      reason: 'NotAllowedByListeners',
      message: `no listener of the Gateway admits routes of namespace ${own}`,
    }
  }
  const attachments = open.flatMap((listener) => {
    const hosts = commonHosts([listener.hostname ?? '*'], hostnames.length > 0 ? hostnames : ['*'])
    return hosts.length > 0 ? [{ listener, hosts }] : []
  })
  if (attachments.length > 0) return { kind: 'listeners', attachments }
  return {
    kind: 'refused',
    reason: 'NoMatchingListenerHostname',
    message: 'no hostname of the route fits a listener',
  }
}

function admits(
  { allowedRoutes }: ListenerSpec,
  gatewayNamespace: string,
  namespace: string,
  labelsOf: Surroundings['labelsOf'],
): boolean {
  const { from = 'Same', selector } = allowedRoutes?.namespaces ?? {}
  if (from === 'All') return true
  if (from !== 'Selector') return namespace === gatewayNamespace
  const labels = labelsOf(namespace)
  return Object.entries(selector?.matchLabels ?? {}).every(([key, value]) => labels[key] === value)
}
