import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net'
import type { Traffic } from '../../../src/spec/rollout.ts'
import { createProber, type ProberOptions } from '../../../src/gates/traffic/prober.ts'

export interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}
export type Reply = {
  status?: number
  version?: string | null
  body?: string
  headers?: { [name: string]: string }
}

const open: { close: () => Promise<void> }[] = []
/** Closes every server that the test opened. */
export const closeServers = async () => {
  for (const server of open.splice(0)) await server.close()
}

/** A real HTTP server on loopback; `seen` and `connections` record what reached it. */
export async function modelServer(
  reply: (seen: Seen, i: number) => Reply | 'hang' | 'reset' | 'cut',
  listen: { host?: string; port?: number } = {},
) {
  const seen: Seen[] = []
  const server = createServer((req: IncomingMessage, res: ServerResponse) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      const request = {
        method: req.method ?? '',
        url: req.url ?? '',
        headers: req.headers,
        body: Buffer.concat(chunks).toString(),
      }
      const answer = reply(request, seen.push(request) - 1)
      if (answer === 'hang') return
      if (answer === 'reset') return void req.socket.resetAndDestroy()
      if (answer === 'cut') {
        res.writeHead(200, { 'content-length': '100' })
        return void res.write('half', () => req.socket.destroy())
      }
      const version = answer.version === undefined ? 'green' : answer.version
      res.writeHead(answer.status ?? 200, {
        ...(version && { 'x-model-version': version }),
        ...answer.headers,
      })
      res.end(answer.body ?? 'ok')
    })
  })
  const tcp = await listening(server, listen)
  return { ...tcp, seen }
}

/** Whatever `handle` does with a raw connection. */
export async function rawServer(handle: (socket: Socket) => void) {
  return listening(createTcpServer(handle), {})
}

async function listening(server: Server, { host = '127.0.0.1', port = 0 }: { host?: string; port?: number }) {
  const sockets = new Set<Socket>()
  let connections = 0
  server.on('connection', (socket: Socket) => {
    connections++
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
  open.push({ close })
  const at = server.address() as AddressInfo
  return { port: at.port, text: `${host}:${at.port}`, connections: () => connections, close }
}

export function traffic(overrides: Partial<Traffic> & Pick<Traffic, 'url'>): Traffic {
  return {
    resolve: [],
    ca: null,
    method: 'GET',
    headers: {},
    body: null,
    timeout: 2_000,
    answer: { status: [{ from: 200, to: 299 }], body: null, notBody: null },
    identify: { by: 'header', header: 'X-Model-Version', values: null },
    from: { kind: 'runner' },
    requests: 1000,
    limits: { errors: 0.01, p50: null, p99: null },
    ...overrides,
  }
}

export function prober(
  overrides: Partial<Traffic> & Pick<Traffic, 'url'>,
  options: Partial<ProberOptions> = {},
) {
  return createProber(traffic(overrides), {
    versions: ['green', 'blue'],
    env: () => undefined,
    readFile: () => Promise.reject(new Error('no file expected')),
    secrets: () => {},
    ...options,
  })
}

/** Seeded, so that a failure can be repeated. Source: Tommy Ettinger's mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
