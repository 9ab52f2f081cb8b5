import { createKubeClient } from '../kube/rest.ts'
import type { KubeClient } from '../kube/client.ts'
import { startApi } from './api/api.ts'
import type { ResolvedKubeconfig } from '../kube/login.ts'
import type { EmbeddedApi } from './api/contract.ts'
import type { EmbeddedGateway } from './gateway/config.ts'
import { startGateway } from './gateway/gateway.ts'
import type { ImageRunner, Workloads } from './workloads/contract.ts'
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
  VirtualService: 'networking.istio.io/v1',
  DestinationRule: 'networking.istio.io/v1',
  Gateway: 'networking.istio.io/v1',
  Service: 'v1',
} as const

export async function startCluster(options: {
  readonly imageRunner: ImageRunner
  /** Replicas of the ingress gateway; default 1. */
  readonly gateways?: number
}): Promise<EmbeddedCluster> {
  const api = await startApi()
  const workloads = startWorkloads(api.store, { imageRunner: options.imageRunner })
  api.attachPods(workloads)
  const objects = {
    list: (kind: keyof typeof KINDS) => api.store.list({ apiVersion: KINDS[kind], kind }),
    subscribe(listener: () => void) {
      const stopObjects = api.store.subscribe(({ object }) => {
        if (object.kind in KINDS) listener()
      })
      const stopEndpoints = workloads.onEndpoints(listener)
      return () => {
        stopObjects()
        stopEndpoints()
      }
    },
  }
  const gateways: EmbeddedGateway[] = []
  for (let i = 0; i < (options.gateways ?? 1); i++) {
    gateways.push(
      await startGateway({
        objects,
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
