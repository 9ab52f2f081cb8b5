import type { KubeObject } from '../../kube/object.ts'
import type { Destination, DestinationRuleSpec, ServiceSpec } from './api.ts'
import type { ClusterStats, Endpoint, EndpointResolver } from './config.ts'
import { isVisible, resolveHost, serviceOf } from './names.ts'

/** Where requests go: the ready endpoints of a Service's port, perhaps narrowed by a subset. */
export interface Cluster {
  /** Envoy's name: `outbound|PORT|SUBSET|HOST`. */
  readonly name: string
  /** False: no such Service, port or subset. Then the answer is an empty 503, not "no healthy upstream". */
  readonly exists: boolean
  readonly endpoints: readonly Endpoint[]
  readonly stats: ClusterStats
  /** Round robin position. */
  next: number
}

export interface ClusterFactory {
  /** The host must be fully qualified. */
  find(destination: Destination, listenPort: number): Cluster
}

interface Sources {
  readonly services: readonly KubeObject[]
  /** Oldest first. */
  readonly destinationRules: readonly KubeObject[]
  readonly resolve: EndpointResolver
  /** Namespace of the client: the gateway's pod. */
  readonly viewer: string
  readonly statsOf: (name: string) => ClusterStats
}

const ROOT_NAMESPACE = 'istio-system'

export function createClusters(sources: Sources): ClusterFactory {
  const services = new Map(sources.services.map((s) => [`${s.metadata.namespace}/${s.metadata.name}`, s]))
  const made = new Map<string, Cluster>()
  return {
    find(destination, listenPort) {
      const at = serviceOf(destination.host)
      const service = at ? services.get(`${at.namespace}/${at.service}`) : undefined
      const ports = (service?.spec as ServiceSpec | undefined)?.ports ?? []
      // A Service with one port needs no port in the route; with several, istiod takes the listener's.
      const port = destination.port?.number ?? (ports.length === 1 ? ports[0]!.port : listenPort)
      const name = `outbound|${port}|${destination.subset ?? ''}|${destination.host}`
      let cluster = made.get(name)
      if (!cluster) {
        const labels = at ? subsetLabels(sources, destination, at.namespace) : undefined
        const exists = ports.some((p) => p.port === port) && labels !== undefined
        const endpoints =
          exists && at ? sources.resolve({ namespace: at.namespace, service: at.service, labels, port }) : []
        cluster = { name, exists, endpoints, stats: sources.statsOf(name), next: 0 }
        made.set(name, cluster)
      }
      return cluster
    },
  }
}

/** Null: no subset asked for. Undefined: a subset that no DestinationRule defines. */
function subsetLabels(
  { destinationRules, viewer }: Sources,
  { host, subset }: Destination,
  serviceNamespace: string,
): Readonly<Record<string, string>> | null | undefined {
  if (!subset) return null
  // istiod's order: the client's own namespace (unless that is the root namespace), the Service's, the root's.
  const order = viewer === ROOT_NAMESPACE ? [] : [viewer]
  for (const namespace of [...order, serviceNamespace, ROOT_NAMESPACE]) {
    const rules = destinationRules
      .filter((rule) => rule.metadata.namespace === namespace)
      .map((rule) => rule.spec as DestinationRuleSpec)
      .filter((spec) => isVisible(spec.exportTo, namespace, viewer))
      .map((spec) => ({ spec, host: resolveHost(spec.host, namespace) }))
      .filter(
        (rule) => rule.host === host || (rule.host.startsWith('*') && host.endsWith(rule.host.slice(1))),
      )
    if (rules.length === 0) continue
    const best = rules.reduce((a, b) => (specificity(b.host) > specificity(a.host) ? b : a)).host
    const found = rules
      .filter((rule) => rule.host === best)
      .flatMap((rule) => rule.spec.subsets ?? [])
      .find((candidate) => candidate.name === subset)
    return found ? (found.labels ?? {}) : undefined
  }
  return undefined
}

const specificity = (host: string) => (host.startsWith('*') ? host.length : 1_000 + host.length)

/** The next endpoint in turn, preferably one that was not tried before. Null when there is none at all. */
export function pickEndpoint(cluster: Cluster, tried: readonly Endpoint[]): Endpoint | null {
  const { endpoints } = cluster
  for (let i = 0; i < endpoints.length; i++) {
    const endpoint = endpoints[cluster.next++ % endpoints.length]!
    if (tried.length === 0 || !tried.includes(endpoint)) return endpoint
  }
  return endpoints[cluster.next++ % endpoints.length] ?? null
}
