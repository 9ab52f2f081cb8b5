import type { KubeObject } from '../../kube/object.ts'
import type { ClusterFactory } from './cluster.ts'
import type { ObjectSource } from './config.ts'
import { compileHttpRoute, httpRouteSpec, inPrecedence, type RankedRoute } from './http-route.ts'
import { createHostTable } from './names.ts'
import { attach, type Permission, type Surroundings } from './parents.ts'
import type { Listener, VirtualHost } from './table.ts'

export function surroundingsOf(objects: Pick<ObjectSource, 'list'>): Surroundings {
  return {
    gateways: objects.list('KubernetesGateway'),
    services: objects.list('Service'),
    labelsOf: (name) =>
      objects.list('Namespace').find((namespace) => namespace.metadata.name === name)?.metadata.labels ?? {},
  }
}

export interface KubernetesListenerOptions {
  /** Oldest first. */
  readonly httpRoutes: readonly KubeObject[]
  readonly surroundings: Surroundings
  readonly allowed: Permission
  readonly clusters: ClusterFactory
  readonly serverPort: number | 'any'
}

/** The listeners of all Kubernetes Gateways, whatever their class, with the HTTPRoutes that are attached to them. */
export function kubernetesListeners(options: KubernetesListenerOptions): Listener[] {
  const { surroundings, allowed, clusters, serverPort } = options
  const ports = new Map<number, Map<string, RankedRoute[]>>()
  for (const route of options.httpRoutes) {
    for (const parent of httpRouteSpec(route).parentRefs ?? []) {
      const attached = attach(route, parent, surroundings)
      if (attached.kind !== 'listeners') continue
      for (const { listener, hosts } of attached.attachments) {
        if (serverPort !== 'any' && serverPort !== listener.port) continue
        const compiled = compileHttpRoute(route, clusters, listener.port, allowed)
        const table = ports.get(listener.port) ?? new Map<string, RankedRoute[]>()
        ports.set(listener.port, table)
        for (const host of hosts) table.set(host, [...(table.get(host) ?? []), ...compiled])
      }
    }
  }
  return [...ports].map(([port, table]) => {
    const hosts = new Map<string, VirtualHost>(
      [...table].map(([host, routes]) => [host, { routes: inPrecedence(routes), httpsRedirect: false }]),
    )
    return { port, hosts: createHostTable(hosts) }
  })
}
