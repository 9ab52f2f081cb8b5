import type { GatewaySpec, Server } from './api.ts'
import { createClusters, type Cluster, type ClusterFactory } from './cluster.ts'
import type { ClusterStats, EndpointResolver, ObjectSource } from './config.ts'
import { kubernetesListeners, surroundingsOf } from './kubernetes-gateway.ts'
import type { RequestView } from './match.ts'
import { meshListeners } from './mesh.ts'
import { commonHosts, createHostTable, hostsForNamespace, type HostTable } from './names.ts'
import { permissionBy } from './parents.ts'
import { byAge, catchAllLast, compileRoutes, resolveRoutes, type ResolvedRoute } from './routes.ts'
import type { Route } from './rule.ts'

/** All that a gateway has to know to route, compiled. A new one replaces it when something changed. */
export interface RoutingTable {
  readonly listeners: readonly Listener[]
  /** Clusters that some route names. */
  readonly clusters: readonly Cluster[]
}

export interface Listener {
  readonly port: number
  /** Inside the mesh the port of the request's authority chooses the Service's port. */
  readonly mesh?: true
  readonly hosts: HostTable<VirtualHost>
}

export interface VirtualHost {
  readonly routes: readonly Route[]
  readonly httpsRedirect: boolean
}

export interface TableOptions {
  readonly objects: ObjectSource
  readonly resolve: EndpointResolver
  readonly statsOf: (name: string) => ClusterStats
  /** Labels and namespace of the gateway's pod. */
  readonly labels: Readonly<Record<string, string>>
  readonly namespace: string
  readonly serverPort: number | 'any'
  readonly mesh: boolean
}

const HTTP_PROTOCOLS = new Set(['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB'])

interface BoundServer {
  readonly gateway: string
  readonly namespace: string
  readonly server: Server
}

export function compileTable(options: TableOptions): RoutingTable {
  const { objects, labels, namespace } = options
  const routes = resolveRoutes(objects.list('VirtualService'), namespace)
  const found = new Map<string, Cluster>()
  const all = createClusters({
    services: objects.list('Service'),
    destinationRules: byAge(objects.list('DestinationRule')),
    resolve: options.resolve,
    viewer: namespace,
    statsOf: options.statsOf,
  })
  const clusters: ClusterFactory = {
    find(destination, listenPort) {
      const cluster = all.find(destination, listenPort)
      found.set(cluster.name, cluster)
      return cluster
    },
  }
  const ports = new Map<number, BoundServer[]>()
  for (const bound of selectServers(options)) {
    const { number } = bound.server.port
    ports.set(number, [...(ports.get(number) ?? []), bound])
  }
  const first = (port: number) => (port === 80 ? 0 : 1)
  const listeners = [...ports]
    .sort(([a], [b]) => first(a) - first(b) || a - b)
    .map(([port, servers]) => ({
      port,
      hosts: hostTable(servers, routes, clusters, port, { labels, namespace }),
    }))
  const surroundings = surroundingsOf(objects)
  const allowed = permissionBy(objects.list('ReferenceGrant'))
  const httpRoutes = byAge(objects.list('HTTPRoute'))
  const mesh = options.mesh
    ? meshListeners({
        services: objects.list('Service'),
        virtualServices: routes,
        httpRoutes,
        surroundings,
        allowed,
        clusters,
        labels,
        namespace,
      })
    : []
  const kubernetes = kubernetesListeners({
    httpRoutes,
    surroundings,
    allowed,
    clusters,
    serverPort: options.serverPort,
  })
  return { listeners: [...mesh, ...listeners, ...kubernetes], clusters: [...found.values()] }
}

/** Servers of the Gateways that select this gateway's pod. HTTPS ones only count when all ports do. */
function selectServers({ objects, labels, serverPort }: TableOptions): BoundServer[] {
  return byAge(objects.list('Gateway')).flatMap((object) => {
    const spec = (object.spec ?? {}) as GatewaySpec
    const selected = Object.entries(spec.selector ?? {}).every(([key, value]) => labels[key] === value)
    if (!selected) return []
    const namespace = object.metadata.namespace ?? 'default'
    const gateway = `${namespace}/${object.metadata.name}`
    return (spec.servers ?? [])
      .filter(({ port, tls }) => {
        const protocol = port.protocol.toUpperCase()
        const terminated = protocol === 'HTTPS' && tls?.mode !== 'PASSTHROUGH'
        if (serverPort === 'any') return HTTP_PROTOCOLS.has(protocol) || terminated
        return port.number === serverPort && HTTP_PROTOCOLS.has(protocol)
      })
      .map((server) => ({ gateway, namespace, server }))
  })
}

function hostTable(
  servers: readonly BoundServer[],
  routes: readonly ResolvedRoute[],
  clusters: ClusterFactory,
  listenPort: number,
  pod: { labels: Readonly<Record<string, string>>; namespace: string },
): HostTable<VirtualHost> {
  const hosts = new Map<string, { routes: Route[]; httpsRedirect: boolean }>()
  for (const { gateway, namespace, server } of servers) {
    const httpsRedirect = server.tls?.httpsRedirect === true
    for (const route of routes) {
      if (!route.gateways.includes(gateway)) continue
      const names = commonHosts(hostsForNamespace(server.hosts, namespace, route.namespace), route.hosts)
      if (names.length === 0) continue
      const compiled = compileRoutes(route, { gateway, listenPort, ...pod }, clusters)
      if (compiled.length === 0) continue
      for (const name of names) {
        const host = hosts.get(name) ?? { routes: [], httpsRedirect: false }
        host.routes.push(...compiled)
        host.httpsRedirect ||= httpsRedirect
        hosts.set(name, host)
      }
    }
    if (!httpsRedirect) continue
    for (const name of hostsForNamespace(server.hosts, namespace, namespace)) {
      hosts.set(name, { routes: hosts.get(name)?.routes ?? [], httpsRedirect })
    }
  }
  for (const host of hosts.values()) host.routes = catchAllLast(host.routes)
  return createHostTable<VirtualHost>(hosts)
}

export type Decision =
  | { readonly kind: 'route'; readonly route: Route; readonly listenPort: number }
  | { readonly kind: 'https-redirect' }
  | { readonly kind: 'not-found' }

const NOT_FOUND: Decision = { kind: 'not-found' }

/** The first route of the most specific host that matches. */
export function decide(table: RoutingTable, request: RequestView): Decision {
  const host = hostName(request.authority)
  for (const listener of table.listeners) {
    if (listener.mesh && portOf(request.authority) !== listener.port) continue
    const virtualHost = listener.hosts.find(host)
    if (!virtualHost) continue
    if (virtualHost.httpsRedirect && request.scheme !== 'https' && table.listeners.length === 1) {
      return { kind: 'https-redirect' }
    }
    for (const route of virtualHost.routes) {
      if (matches(route, request)) return { kind: 'route', route, listenPort: listener.port }
    }
    // With several ports behind one, a redirect to HTTPS would lead nowhere: the HTTPS server's rules answer.
    if (virtualHost.routes.length > 0) return NOT_FOUND
  }
  return NOT_FOUND
}

function matches(route: Route, request: RequestView): boolean {
  for (const condition of route.conditions) if (!condition(request)) return false
  return true
}

function portOf(authority: string): number {
  return Number(/:(\d+)$/.exec(authority)?.[1] ?? 80)
}

/** Host header without port, in lower case. */
function hostName(authority: string): string {
  const colon = authority.lastIndexOf(':')
  const bare = colon > 0 && !authority.endsWith(']') ? authority.slice(0, colon) : authority
  return bare.toLowerCase()
}
