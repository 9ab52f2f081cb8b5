import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { EmbeddedGateway, GatewayOptions } from './config.ts'
import { createHandler } from './handler.ts'
import { createCounters } from './stats.ts'
import { compileTable } from './table.ts'
import { createUpdates } from './updates.ts'
import { createUpstreams } from './upstream.ts'

export const DEFAULT_SELECTOR = { istio: 'ingressgateway', app: 'istio-ingressgateway' }

/**
 * An ingress gateway: serves VirtualServices that are bound to Gateway objects which select it, and HTTPRoutes on any
 * Kubernetes Gateway, as istiod and Envoy do, to the endpoints that `resolve` names. The configuration at start is in effect when this resolves;
 * later changes reach new requests some milliseconds after the source told of them.
 */
export async function startGateway(options: GatewayOptions): Promise<EmbeddedGateway> {
  const { objects, resolve, random = Math.random, host = '127.0.0.1' } = options
  const { counters, stats } = createCounters()
  const upstreams = createUpstreams()
  const compile = () =>
    compileTable({
      objects,
      resolve,
      statsOf: (name) => counters.cluster(name),
      labels: options.selector ?? DEFAULT_SELECTOR,
      namespace: options.namespace ?? 'istio-system',
      serverPort: options.serverPort ?? 'any',
      mesh: options.mesh ?? false,
    })
  let table = compile()
  const updates = createUpdates(
    compile,
    (next) => {
      table = next
      counters.generation++
      upstreams.retain(next.clusters.flatMap((cluster) => cluster.endpoints))
    },
    options.delay ?? 0,
  )
  const unsubscribe = objects.subscribe(() => updates.changed())

  const server = http.createServer(createHandler({ table: () => table, upstreams, counters, random }))
  // Clients decide when a connection ends: one closed here may cross a request on its way.
  server.keepAliveTimeout = 0
  server.requestTimeout = 0
  server.headersTimeout = 0
  await new Promise<void>((done, failed) => {
    server.once('error', failed)
    server.listen(options.port ?? 0, host, () => done())
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${host}:${port}`,
    port,
    address: `${host}:${port}`,
    stats,
    pause: () => updates.pause(),
    resume: () => updates.resume(),
    setDelay: (ms) => updates.setDelay(ms),
    async close(graceMs = 2_000) {
      unsubscribe()
      updates.close()
      const closed = new Promise<void>((done) => server.close(() => done()))
      server.closeIdleConnections()
      const force = setTimeout(() => server.closeAllConnections(), graceMs)
      await closed
      clearTimeout(force)
      upstreams.close()
    },
  }
}
