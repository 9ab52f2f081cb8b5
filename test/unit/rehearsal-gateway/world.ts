import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { KubeObject } from '../../../src/kube/object.ts'
import type { Endpoint, EmbeddedGateway, GatewayOptions } from '../../../src/rehearsal/gateway/config.ts'
import { startGateway } from '../../../src/rehearsal/gateway/gateway.ts'

const ISTIO = 'networking.istio.io/v1'

export const virtualService = (rule: Record<string, unknown>): KubeObject => ({
  apiVersion: ISTIO,
  kind: 'VirtualService',
  metadata: { name: 'route', namespace: 'ns' },
  spec: { hosts: ['*'], gateways: ['gate'], http: [rule] },
})

export const to = (host: string, weight?: number) => ({ destination: { host }, weight })

/** Objects and endpoints that a test changes, and the gateways that watch them. */
export interface World {
  readonly objects: Map<string, KubeObject>
  /** By Service name. */
  readonly endpoints: Map<string, Endpoint[]>
  set(...objects: KubeObject[]): void
  changed(): void
  gateway(options?: Partial<GatewayOptions>): Promise<EmbeddedGateway>
  backend(listener: http.RequestListener): Promise<{ server: http.Server; endpoint: Endpoint }>
  /** Body of the answer to a GET over a connection of its own; `STATUS` when that is not 200. */
  ask(gateway: EmbeddedGateway, path?: string): Promise<string>
  close(): Promise<void>
}

export function createWorld(): World {
  const objects = new Map<string, KubeObject>()
  const endpoints = new Map<string, Endpoint[]>()
  const listeners = new Set<() => void>()
  const gateways: EmbeddedGateway[] = []
  const servers: http.Server[] = []
  const world: World = {
    objects,
    endpoints,
    set(...changed) {
      for (const object of changed) objects.set(`${object.kind}/${object.metadata.name}`, object)
      world.changed()
    },
    changed: () => listeners.forEach((listener) => listener()),
    async gateway(options) {
      const gateway = await startGateway({
        objects: {
          list: (kind) => [...objects.values()].filter((object) => object.kind === kind),
          subscribe(listener) {
            listeners.add(listener)
            return () => void listeners.delete(listener)
          },
        },
        resolve: ({ service }) => endpoints.get(service) ?? [],
        ...options,
      })
      gateways.push(gateway)
      return gateway
    },
    async backend(listener) {
      const server = http.createServer(listener)
      servers.push(server)
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()))
      const { port } = server.address() as AddressInfo
      return { server, endpoint: { address: '127.0.0.1', port } }
    },
    ask: (gateway, path = '/') =>
      new Promise((done, failed) => {
        const options = { port: gateway.port, path, agent: false, headers: { host: 'any.test' } }
        const request = http.get(options, (answer) => {
          const chunks: Buffer[] = []
          answer.on('data', (chunk: Buffer) => chunks.push(chunk))
          answer.on('end', () => {
            done(answer.statusCode === 200 ? Buffer.concat(chunks).toString() : String(answer.statusCode))
          })
          answer.on('error', failed)
        })
        request.on('error', failed)
      }),
    async close() {
      for (const gateway of gateways) await gateway.close(200)
      for (const server of servers) {
        server.closeAllConnections()
        await new Promise((done) => server.close(done))
      }
    },
  }
  world.set(
    {
      apiVersion: ISTIO,
      kind: 'Gateway',
      metadata: { name: 'gate', namespace: 'ns' },
      spec: {
        selector: { istio: 'ingressgateway' },
        servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
      },
    },
    ...['a', 'b'].map((name) => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: 'ns' },
      spec: { ports: [{ port: 80 }] },
    })),
    virtualService({ route: [to('a')] }),
  )
  return world
}

export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 10_000
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`not within 10 s: ${String(condition)}`)
    await new Promise((done) => setTimeout(done, 5))
  }
}
