import type { KubeObject } from '../../kube/object.ts'

/** `Gateway` is Istio's, `KubernetesGateway` the Gateway API's. */
export type KindKey =
  | 'VirtualService'
  | 'DestinationRule'
  | 'Gateway'
  | 'Service'
  | 'KubernetesGateway'
  | 'HTTPRoute'
  | 'ReferenceGrant'
  | 'Namespace'

/** Where a gateway reads its configuration. */
export interface ObjectSource {
  list(kind: KindKey): readonly KubeObject[]
  /**
   * Calls the listener after every change of these kinds, and after every change of what the
   * EndpointResolver would answer (pods that become ready or go away). Returns the unsubscriber.
   */
  subscribe(listener: () => void): () => void
}

export interface EndpointQuery {
  readonly namespace: string
  /** Name of the Service. */
  readonly service: string
  /** Labels of a DestinationRule subset, in addition to the Service's selector; null without subset. */
  readonly labels: Readonly<Record<string, string>> | null
  /** Port of the Service (not the target port). */
  readonly port: number
}

export interface Endpoint {
  readonly address: string
  readonly port: number
}

/** Addresses of the ready pods behind a Service's port. */
export type EndpointResolver = (query: EndpointQuery) => readonly Endpoint[]

export interface GatewayOptions {
  readonly objects: ObjectSource
  readonly resolve: EndpointResolver
  /** 0 (default): any free port. */
  readonly port?: number
  readonly host?: string
  /** Labels of this gateway's pod, against which `spec.selector` of Gateway objects is matched. */
  readonly selector?: Readonly<Record<string, string>>
  /**
   * Server port whose Gateway servers this gateway serves, as one listener of an ingress gateway does.
   * Default `any`: all server ports behind the one local port, 80 first; HTTPS servers are served without TLS.
   */
  readonly serverPort?: number | 'any'
  /** Namespace of the gateway's pod: `exportTo` and DestinationRule lookup depend on it. */
  readonly namespace?: string
  readonly random?: () => number
  /** Also serves what a client inside the mesh is given: Services by name and port, mesh VirtualServices, HTTPRoutes on a Service. Default false. */
  readonly mesh?: boolean
  /** Milliseconds by which every change of configuration and endpoints arrives late. */
  readonly delay?: number
}

export interface EmbeddedGateway {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  readonly port: number
  readonly address: string
  readonly stats: GatewayStats
  /** Finishes what is in flight (at most `graceMs`, default 2,000), then closes. */
  close(graceMs?: number): Promise<void>
  /** From now on no change arrives, neither of routes nor of endpoints. */
  pause(): void
  /** Everything that was held arrives at once. */
  resume(): void
  setDelay(ms: number): void
}

export interface ClusterStats {
  /** Requests routed to the cluster, answered by the gateway itself or by a pod. */
  requests: number
  /** Answers by status class. */
  status: { '1xx': number; '2xx': number; '3xx': number; '4xx': number; '5xx': number }
  /** Copies sent to the cluster by mirror policies; not part of `requests`. */
  mirrored: number
  retries: number
}

export interface GatewayStats {
  /** By Envoy's cluster name: `outbound|PORT|SUBSET|HOST`. */
  cluster(name: string): Readonly<ClusterStats>
  clusters(): ReadonlyMap<string, Readonly<ClusterStats>>
  /** Requests that matched no host or no rule (404). */
  noRoute(): number
  /** Number of configurations that took effect, for waiting. */
  generation(): number
}
