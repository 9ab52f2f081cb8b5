import http from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Asked {
  readonly path: string
  readonly query: string | null
  readonly headers: http.IncomingHttpHeaders
}
export interface MetricsReply {
  readonly status?: number
  readonly headers?: { readonly [name: string]: string }
  readonly body?: unknown
}

const closers: (() => Promise<unknown>)[] = []

/** A server with the HTTP API of Prometheus, on a socket; `reply` may hang. */
export async function metricsServer(reply: (asked: Asked, i: number) => MetricsReply | 'hang') {
  const seen: Asked[] = []
  const server = http.createServer((request, response) => {
    const url = new URL(request.url!, 'http://any')
    seen.push({ path: url.pathname, query: url.searchParams.get('query'), headers: request.headers })
    const answer = reply(seen.at(-1)!, seen.length - 1)
    if (answer === 'hang') return
    const { status = 200, headers = {}, body } = answer
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  closers.push(() => {
    server.closeAllConnections()
    return new Promise((done) => server.close(done))
  })
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

export async function closeServers(): Promise<void> {
  for (const close of closers.splice(0)) await close()
}

export const vector = (...values: readonly string[]): MetricsReply => ({
  body: {
    status: 'success',
    data: {
      resultType: 'vector',
      result: values.map((value) => ({ metric: {}, value: [1_764_000_000, value] })),
    },
  },
})
export const NO_DATA = vector()
