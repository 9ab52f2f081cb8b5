import { createKubeClient } from '../kube/rest.ts'
import type { KubeClient } from '../kube/client.ts'
import type { Lack } from './api/admission.ts'
import { startApi } from './api/api.ts'
import type { ResolvedKubeconfig } from '../kube/login.ts'
import type { EmbeddedApi } from './api/contract.ts'
import type { EmbeddedGateway, KindKey } from './gateway/config.ts'
import { startGateway } from './gateway/gateway.ts'
import type { ImageRunner, Workloads } from './workloads/contract.ts'
import { controlRouteStatus } from './route-status.ts'
import { startWorkloads } from './workloads/workloads.ts'

/** A Kubernetes API, pods that are processes, and ingress gateways, all on loopback and in this process. */
export interface EmbeddedCluster {
  readonly api: EmbeddedApi
  readonly workloads: Workloads
  readonly gateways: readonly EmbeddedGateway[]
  /** A client, optionally one whose writes are fenced. */
  client(fence?: (what: string) => void): KubeClient
  close(): Promise<void>
}

const KINDS = {
  VirtualService: ['networking.istio.io/v1', 'VirtualService'],
  DestinationRule: ['networking.istio.io/v1', 'DestinationRule'],
  Gateway: ['networking.istio.io/v1', 'Gateway'],
  Service: ['v1', 'Service'],
  KubernetesGateway: ['gateway.networking.k8s.io/v1', 'Gateway'],
  HTTPRoute: ['gateway.networking.k8s.io/v1', 'HTTPRoute'],
  ReferenceGrant: ['gateway.networking.k8s.io/v1', 'ReferenceGrant'],
  Namespace: ['v1', 'Namespace'],
} as const satisfies Record<KindKey, readonly [string, string]>

export async function startCluster(options: {
  readonly imageRunner: ImageRunner
  /** Replicas of the ingress gateway; default 1. */
  readonly gateways?: number
  /** What the API server does not know; default: nothing. */
  readonly lacks?: readonly Lack[]
}): Promise<EmbeddedCluster> {
  const api = await startApi(options.lacks ? { lacks: options.lacks } : {})
  const workloads = startWorkloads(api.store, { imageRunner: options.imageRunner })
  api.attachPods(workloads)
  const objects = {
    list(key: KindKey) {
      const [apiVersion, kind] = KINDS[key]
      return api.store.list({ apiVersion, kind })
    },
    subscribe(listener: () => void) {
      const stopObjects = api.store.subscribe(({ object }) => {
        if (Object.values(KINDS).some(([, kind]) => kind === object.kind)) listener()
      })
      const stopEndpoints = workloads.onEndpoints(listener)
      return () => {
        stopObjects()
        stopEndpoints()
      }
    },
  }
  const stopRouteStatus = controlRouteStatus(api.store, objects)
  const gateways: EmbeddedGateway[] = []
  for (let i = 0; i < (options.gateways ?? 1); i++) {
    gateways.push(
      await startGateway({
        objects,
        mesh: true,
        resolve: (q) => workloads.resolve(q.namespace, q.service, q.labels, q.port) ?? [],
      }),
    )
  }
  return {
    api,
    workloads,
    gateways,
    client: (fence) =>
      createKubeClient(kubeconfigOf(api), {
        userAgent: 'shiftgate/rehearsal',
        ...(fence ? { fence } : {}),
      }),
    async close() {
      await Promise.all(gateways.map((g) => g.close(200)))
      stopRouteStatus()
      await workloads.close()
      await api.close()
    },
  }
}

function kubeconfigOf(api: EmbeddedApi): ResolvedKubeconfig {
  return {
    server: api.url,
    namespace: 'default',
    context: null,
    origin: 'the embedded cluster',
    ca: null,
    insecure: false,
    serverName: null,
    proxyUrl: null,
    clientCertificate: null,
    login: { kind: 'token', token: api.token },
    impersonate: {},
  }
}
