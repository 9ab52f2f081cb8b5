import type { AddressInfo } from 'node:net'
import type { KubeObject } from '../../src/kube/object.ts'
import type { EndpointResolver, KindKey } from '../../src/rehearsal/gateway/config.ts'
import { startGateway } from '../../src/rehearsal/gateway/gateway.ts'
import { createBackend } from './gateway-backend.mjs'
import { destinationRule, services } from './gateway-objects.ts'
import type { GatewayUnderTest } from './gateway.contract.ts'

/** The embedded gateway with the contract's backends, and objects from a map. */
export async function embeddedGateway(): Promise<GatewayUnderTest> {
  const namespace = 'contract'
  const backends = await Promise.all(
    ['a', 'b'].map(async (version) => {
      const server = createBackend(version)
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()))
      const labels: Record<string, string> = { app: 'echo', version }
      return { server, labels, port: (server.address() as AddressInfo).port }
    }),
  )
  const objects = new Map<string, KubeObject>()
  const listeners = new Set<() => void>()
  let created = 0
  const key = (object: KubeObject) => `${object.kind}/${object.metadata.namespace}/${object.metadata.name}`
  const put = (object: KubeObject) => {
    const before = objects.get(key(object))
    // Names of the contract's later objects sort before the first one's: only the age may decide.
    const creationTimestamp =
      before?.metadata.creationTimestamp ?? new Date(Date.UTC(2024, 0, 1) + ++created * 1_000).toISOString()
    objects.set(key(object), { ...object, metadata: { ...object.metadata, creationTimestamp } })
  }
  for (const object of [...services(namespace), destinationRule(namespace)]) put(object)

  const resolve: EndpointResolver = ({ namespace: at, service, labels }) => {
    const selector = objects.get(`Service/${at}/${service}`)?.spec.selector as Record<string, string>
    const wanted = Object.entries({ ...selector, ...labels })
    return backends
      .filter((backend) => wanted.every(([name, value]) => backend.labels[name] === value))
      .map(({ port }) => ({ address: '127.0.0.1', port }))
  }
  const gateway = await startGateway({
    objects: {
      list: (key: KindKey) => [...objects.values()].filter((object) => keyOf(object) === key),
      subscribe(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    resolve,
  })
  const notify = () => listeners.forEach((listener) => listener())
  return {
    url: gateway.url,
    namespace,
    domain: 'contract.test',
    async apply(changed) {
      changed.forEach(put)
      notify()
    },
    async remove(gone) {
      gone.forEach((object) => objects.delete(key(object)))
      notify()
    },
    async close() {
      await gateway.close()
      for (const { server } of backends) {
        server.closeAllConnections()
        server.close()
      }
    },
  }
}

function keyOf({ apiVersion, kind }: KubeObject): string {
  return kind === 'Gateway' && apiVersion.startsWith('gateway.networking.k8s.io') ? 'KubernetesGateway' : kind
}
