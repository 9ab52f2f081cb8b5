import type { KubeObject } from '../../kube/object.ts'
import type { ServiceSpec } from './api.ts'
import type { ClusterFactory } from './cluster.ts'
import { compileHttpRoute, httpRouteSpec, inPrecedence } from './http-route.ts'
import { attach } from './parents.ts'
import type { Permission, Surroundings } from './parents.ts'
import { createHostTable } from './names.ts'
import { compileRoutes, type ResolvedRoute } from './routes.ts'
import type { Route } from './rule.ts'
import type { Listener, VirtualHost } from './table.ts'

export interface MeshOptions {
  readonly services: readonly KubeObject[]
  readonly virtualServices: readonly ResolvedRoute[]
  /** Oldest first. */
  readonly httpRoutes: readonly KubeObject[]
  readonly surroundings: Surroundings
  readonly allowed: Permission
  readonly clusters: ClusterFactory
  /** Of the client's pod. */
  readonly labels: Readonly<Record<string, string>>
  readonly namespace: string
}

/** What a client inside the mesh is given: every Service by its names and ports, through the routes that are bound to the mesh. */
export function meshListeners(options: MeshOptions): Listener[] {
  const ports = new Map<number, Map<string, VirtualHost>>()
  for (const service of options.services) {
    for (const { port } of ((service.spec ?? {}) as ServiceSpec).ports ?? []) {
      const hosts = ports.get(port) ?? new Map<string, VirtualHost>()
      ports.set(port, hosts)
      const routes = routesOf(service, port, options)
      for (const name of namesOf(service)) hosts.set(name, { routes, httpsRedirect: false })
    }
  }
  return [...ports].map(([port, hosts]) => ({ port, mesh: true, hosts: createHostTable(hosts) }))
}

function namesOf({ metadata }: KubeObject): string[] {
  const short = `${metadata.name}.${metadata.namespace}`
  return [short, `${short}.svc`, `${short}.svc.cluster.local`]
}

function routesOf(service: KubeObject, port: number, options: MeshOptions): readonly Route[] {
  const { clusters, surroundings, allowed, labels, namespace } = options
  const host = namesOf(service).at(-1)!
  const http = options.httpRoutes.filter((route) =>
    (httpRouteSpec(route).parentRefs ?? []).some((parent) => {
      const attached = attach(route, parent, surroundings)
      if (attached.kind !== 'service' || parent.name !== service.metadata.name) return false
      // Routes of other namespaces than the Service's are for their own clients only.
      const own = (parent.namespace ?? route.metadata.namespace) === service.metadata.namespace
      const visible = [service.metadata.namespace, namespace].includes(route.metadata.namespace)
      return own && visible && (attached.port === null || attached.port === port)
    }),
  )
  if (http.length > 0)
    return inPrecedence(http.flatMap((route) => compileHttpRoute(route, clusters, port, allowed)))
  const bound = options.virtualServices.find(
    ({ gateways, hosts }) => gateways.includes('mesh') && hosts.includes(host),
  )
  const entrance = { gateway: 'mesh', listenPort: port, labels, namespace }
  const plain: ResolvedRoute = {
    hosts: [host],
    gateways: ['mesh'],
    namespace: service.metadata.namespace ?? 'default',
    rules: [{ route: [{ destination: { host, port: { number: port } } }] }],
  }
  return compileRoutes(bound ?? plain, entrance, clusters)
}
