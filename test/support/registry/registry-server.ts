import { createHash, randomUUID } from 'node:crypto'
import { createServer as createPlain } from 'node:http'
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import { createServer as createSecure } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { TlsOptions } from 'node:tls'

/** One request as it arrived; blobs and manifests are in the store, not here. */
export interface Seen {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly headers: IncomingMessage['headers']
  /** Of forms only. */
  readonly body: string
}

/** What goes wrong with one request; `undefined` when nothing does. */
export type Fault =
  | {
      readonly status: number
      readonly headers?: { readonly [name: string]: string }
      readonly body?: unknown
    }
  /** Answered before the body has arrived, of which no more is read; the connection is then closed, as real servers do. */
  | { readonly early: number; readonly body: unknown }
  /** The connection is torn down when this many bytes of the body have arrived and were kept. */
  | { readonly cutAfter: number }
  /** Of an answer: only this many bytes of it are sent, then the connection is torn down. */
  | { readonly answerCutAfter: number }
  /** No answer at all. */
  | { readonly silent: true }
  /** Answered as usual, with these headers changed; null takes one away. */
  | { readonly change: { readonly [name: string]: string | null } }
  | undefined

export interface RegistryServer {
  /** `127.0.0.1:PORT`. */
  readonly host: string
  readonly seen: Seen[]
  readonly blobs: Map<string, Buffer>
  /** By `repository/reference`; tags and digests. */
  readonly manifests: Map<string, { readonly bytes: Buffer; readonly mediaType: string }>
  /** Blobs by repository: a blob is seen only where it was pushed or mounted. */
  readonly links: Set<string>
  close(): Promise<void>
}

export interface RegistryOptions {
  readonly tls?: TlsOptions
  /** The `WWW-Authenticate` of a refusal; null lets the request in. */
  readonly authorize?: (seen: Seen) => string | null
  readonly fault?: (seen: Seen) => Fault
  /** Where uploads go on; default: a path on this host. */
  readonly location?: (path: string) => string
}

/** A small registry on a real socket, as the OCI distribution specification has it, in which things can go wrong on purpose. */
export async function startRegistry(options: RegistryOptions = {}): Promise<RegistryServer> {
  const seen: Seen[] = []
  const blobs = new Map<string, Buffer>()
  const manifests = new Map<string, { bytes: Buffer; mediaType: string }>()
  const links = new Set<string>()
  const uploads = new Map<string, Buffer>()
  const sockets = new Set<Socket>()

  const listener: RequestListener = (request, response) => {
    void receive(request, response).catch(() => request.socket.destroy())
  }

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = request.headers['content-type'] === 'application/x-www-form-urlencoded'
    const body = form ? (await drain(request)).toString() : ''
    const entry = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body }
    seen.push(entry)
    await answer(entry, request, response)
  }

  async function answer(entry: Seen, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const fault = options.fault?.(entry)
    const changes = fault && 'change' in fault ? fault.change : {}
    const respond = (
      status: number,
      headers: { [name: string]: string } = {},
      body: Buffer | string = '',
    ) => {
      const all: { [name: string]: string } = {
        'content-length': String(Buffer.byteLength(body)),
        ...headers,
      }
      for (const [name, value] of Object.entries(changes)) {
        if (value === null) delete all[name]
        else all[name] = value
      }
      response.writeHead(status, all)
      if (fault && 'answerCutAfter' in fault) {
        response.write(Buffer.from(body).subarray(0, fault.answerCutAfter), () => request.socket.destroy())
      } else response.end(entry.method === 'HEAD' ? undefined : body)
    }
    const fail = (status: number, code: string, message = code) =>
      respond(status, { 'content-type': 'application/json' }, JSON.stringify({ errors: [{ code, message }] }))

    const open = entry.url.startsWith('/oauth2/')
    const challenge = open ? null : (options.authorize?.(entry) ?? null)
    if (challenge !== null) {
      request.resume()
      return respond(
        401,
        { 'www-authenticate': challenge, 'content-type': 'application/json' },
        JSON.stringify({ errors: [{ code: 'UNAUTHORIZED', message: 'authentication required' }] }),
      )
    }
    if (fault && 'silent' in fault) return
    if (fault && 'early' in fault) {
      const text = JSON.stringify(fault.body)
      response.writeHead(fault.early, { connection: 'close', 'content-length': String(text.length) })
      return void response.end(text, () => setTimeout(() => request.socket.destroy(), 500))
    }
    if (fault && 'status' in fault) {
      if (entry.body === '') await drain(request)
      const text = typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body ?? {})
      return respond(fault.status, { 'content-type': 'application/json', ...fault.headers }, text)
    }

    const url = new URL(entry.url, 'http://registry')
    if (url.pathname === '/v2/') return respond(200, {}, '{}')
    const path = /^\/v2\/(.+?)\/(manifests|blobs)\/(.+)$|^\/v2\/(.+)\/blobs\/(uploads)\/$/.exec(url.pathname)
    if (!path) return fail(404, 'NAME_UNKNOWN')
    const repository = path[1] ?? path[4]!
    const rest = path[5] ?? path[3]!
    if (path[2] === 'manifests') return manifest(repository, rest)
    if (rest === 'uploads' || rest === 'uploads/') return begin(repository)
    if (rest.startsWith('uploads/')) return upload(repository, rest.slice('uploads/'.length))
    return blob(repository, rest)

    async function manifest(name: string, reference: string): Promise<void> {
      const key = `${name}/${reference}`
      if (entry.method === 'PUT') {
        const bytes = await drain(request)
        const digest = digestOf(bytes)
        const stored = { bytes, mediaType: request.headers['content-type'] ?? '' }
        manifests.set(key, stored).set(`${name}/${digest}`, stored)
        return respond(201, { 'docker-content-digest': digest, location: `/v2/${name}/manifests/${digest}` })
      }
      const stored = manifests.get(key)
      if (!stored) return fail(404, 'MANIFEST_UNKNOWN')
      const { bytes, mediaType } = stored
      respond(200, { 'content-type': mediaType, 'docker-content-digest': digestOf(bytes) }, bytes)
    }

    function blob(name: string, digest: string): void {
      const bytes = links.has(`${name}/${digest}`) ? blobs.get(digest) : undefined
      if (!bytes) return fail(404, 'BLOB_UNKNOWN')
      respond(200, { 'docker-content-digest': digest }, bytes)
    }

    async function begin(name: string): Promise<void> {
      await drain(request)
      const mounted = url.searchParams.get('mount')
      const from = url.searchParams.get('from')
      if (mounted !== null && links.has(`${from}/${mounted}`)) {
        links.add(`${name}/${mounted}`)
        return respond(201, { 'docker-content-digest': mounted, location: `/v2/${name}/blobs/${mounted}` })
      }
      const id = randomUUID()
      uploads.set(id, Buffer.alloc(0))
      respond(202, { location: locationOf(name, id), range: '0-0' })
    }

    async function upload(name: string, id: string): Promise<void> {
      const before = uploads.get(id)
      if (!before) {
        await drain(request)
        return fail(404, 'BLOB_UPLOAD_UNKNOWN')
      }
      const headers = { location: locationOf(name, id), range: rangeOf(before.length) }
      switch (entry.method) {
        case 'GET':
          return respond(204, headers)
        case 'DELETE':
          uploads.delete(id)
          return respond(204)
        case 'PATCH':
        case 'PUT': {
          const range = /^(\d+)-\d+$/.exec(request.headers['content-range'] ?? '')
          if (range && Number(range[1]) !== before.length) {
            await drain(request)
            return respond(416, headers)
          }
          const cut = fault && 'cutAfter' in fault ? fault.cutAfter : Infinity
          const bytes = Buffer.concat([before, await drain(request, cut)])
          uploads.set(id, bytes)
          if (bytes.length - before.length >= cut) return void request.socket.destroy()
          if (entry.method === 'PATCH') {
            return respond(202, { location: locationOf(name, id), range: rangeOf(bytes.length) })
          }
          const digest = url.searchParams.get('digest') ?? ''
          uploads.delete(id)
          if (digestOf(bytes) !== digest) return fail(400, 'DIGEST_INVALID', 'provided digest did not match')
          blobs.set(digest, bytes)
          links.add(`${name}/${digest}`)
          return respond(201, { 'docker-content-digest': digest, location: `/v2/${name}/blobs/${digest}` })
        }
        default:
          return fail(405, 'UNSUPPORTED')
      }
    }
  }

  const locationOf = (name: string, id: string) => {
    const path = `/v2/${name}/blobs/uploads/${id}?_state=s%2Be`
    return options.location?.(path) ?? path
  }

  const server: Server = options.tls ? createSecure(options.tls, listener) : createPlain(listener)
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    blobs,
    manifests,
    links,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** The body, or its first `most` bytes. */
async function drain(request: IncomingMessage, most = Infinity): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= most) break
  }
  return Buffer.concat(chunks).subarray(0, most === Infinity ? undefined : most)
}

export const digestOf = (bytes: Buffer): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`

const rangeOf = (size: number) => `0-${Math.max(0, size - 1)}`
