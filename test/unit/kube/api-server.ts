import {
  createServer as createPlain,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http'
import { createServer as createSecure } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { TlsOptions } from 'node:tls'
import type { Clock } from '../../../src/process/clock.ts'
import type { ResolvedKubeconfig } from '../../../src/kube/login.ts'

/** One request as it arrived. */
export interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** What the server does with one request. */
export type Reply =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: unknown }
  | 'reset' // the connection is torn down when the request has arrived
  | 'silence'
  | ((seen: Seen, socket: Socket) => Reply)

export interface ApiServer {
  readonly url: string
  readonly seen: Seen[]
  /** Connections accepted so far. */
  connections(): number
  /** Closes the idle connections, as a server does that restarts. */
  dropConnections(): void
  close(): Promise<void>
}

/** A server on a real socket that plays a script; its last entry is repeated. */
export async function startApi(script: readonly Reply[], tls?: TlsOptions): Promise<ApiServer> {
  const seen: Seen[] = []
  const sockets = new Set<Socket>()
  let accepted = 0
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const entry = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      }
      let reply = script[Math.min(seen.length, script.length - 1)]!
      seen.push(entry)
      while (typeof reply === 'function') reply = reply(entry, request.socket)
      if (reply === 'silence') return
      if (reply === 'reset') return void request.socket.destroy()
      const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body ?? {})
      response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers }).end(text)
    })
  }
  const server: Server = tls ? createSecure(tls, listener) : createPlain(listener)
  server.on('connection', (socket: Socket) => {
    accepted++
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.on('tlsClientError', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const dropConnections = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    seen,
    connections: () => accepted,
    dropConnections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        dropConnections()
      }),
  }
}

export function configFor(server: string, changes: Partial<ResolvedKubeconfig> = {}): ResolvedKubeconfig {
  return {
    server,
    namespace: 'abtesting',
    context: 'test',
    origin: 'kubeconfig, context test, user ci',
    ca: null,
    insecure: false,
    serverName: null,
    proxyUrl: null,
    clientCertificate: null,
    login: { kind: 'none' },
    impersonate: {},
    ...changes,
  }
}

/** Time that passes only by sleeping. */
export function sleepingClock(
  start = Date.parse('2030-01-01T00:00:00Z'),
): Clock & { readonly slept: number[] } {
  const slept: number[] = []
  let now = 0
  return {
    slept,
    now: () => now,
    timestamp: () => new Date(start + now).toISOString(),
    async sleep(ms, signal) {
      signal?.throwIfAborted()
      slept.push(ms)
      now += ms
    },
  }
}

/** A `Status` as the API server sends it. */
export function status(code: number, reason: string, message: string, details: unknown = {}): Reply {
  return {
    status: code,
    body: {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      reason,
      details,
      code,
    },
  }
}

export const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'abtesting', name: 'record' }

export function configMap(data: Record<string, string> = {}, metadata: Record<string, unknown> = {}) {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'record', namespace: 'abtesting', resourceVersion: '7', uid: 'u-1', ...metadata },
    data,
  }
}
