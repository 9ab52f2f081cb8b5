import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { messageOf } from '../../process/errors.ts'
import type { Connection, Connections } from './connections.ts'

export type Body =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  /** `length` null: sent in chunks, its size is known at its end. */
  | { readonly kind: 'stream'; open(): Readable; readonly length: number | null }

export interface Exchange {
  readonly method: string
  readonly url: URL
  readonly headers: { readonly [name: string]: string }
  readonly body: Body | null
  /** Milliseconds without a byte in either direction after which the connection is given up. */
  readonly idle: number
  readonly signal: AbortSignal | undefined
}

/** The head of an answer; whoever gets it reads `message` to its end or destroys it. */
export interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly message: IncomingMessage
  readonly url: URL
}

/** There was no answer. */
export class ConnectionFailure extends Error {
  /** False for what the next try would meet again: an unknown host, a certificate that is not trusted. */
  readonly transient: boolean
  /** A kept connection that the server had closed meanwhile: nothing was done with the request. */
  readonly stale: boolean
  /** The other side does not speak TLS. */
  readonly notTls: boolean

  constructor(
    message: string,
    facts: { transient: boolean; stale?: boolean; code?: string; cause?: unknown },
  ) {
    super(message, { cause: facts.cause })
    this.name = 'ConnectionFailure'
    this.transient = facts.transient
    this.stale = facts.stale ?? false
    this.notTls = NOT_TLS.test(facts.code ?? '')
  }
}

/** What was to be sent could not be read, or has another size than was said. */
export class ContentFailure extends Error {}

const NOT_TLS = /^(EPROTO|ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST))$/
const PERMANENT =
  /^(ENOTFOUND|EPROTO|ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_INVALID_|HPE_)/

/** One request with its body streamed. The answer may come before the body has been sent; the rest is then not sent. */
export async function exchange(request: Exchange, connections: Connections): Promise<Reply> {
  request.signal?.throwIfAborted()
  const connection = await connections.to(request.url)
  const { request: open } = connection.secure ? await import('node:https') : await import('node:http')
  const outgoing = open({
    ...connection.options,
    method: request.method,
    headers: { ...request.headers, ...lengthOf(request.body) },
  })
  return converse(outgoing, request, connection)
}

function lengthOf(body: Body | null): { [name: string]: string } {
  if (body === null) return {}
  if (body.kind === 'bytes') return { 'content-length': String(body.bytes.length) }
  return body.length === null ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(body.length) }
}

function converse(outgoing: ClientRequest, request: Exchange, connection: Connection): Promise<Reply> {
  const { signal, idle, body, url } = request
  return new Promise((resolve, reject) => {
    let answer: IncomingMessage | null = null
    let stopSending: () => void = () => undefined

    const finish = () => signal?.removeEventListener('abort', onAbort)
    function fail(error: unknown): void {
      finish()
      stopSending()
      if (answer) answer.destroy(error as Error)
      reject(error)
      outgoing.destroy()
    }
    const onAbort = () => fail(signal?.reason)
    signal?.addEventListener('abort', onAbort, { once: true })

    outgoing.setTimeout(idle, () => {
      // A reader who takes his time is not a server that says nothing.
      if (answer && answer.readableLength > 0) return
      const text = `the server was silent for ${Math.round(idle / 1_000)}s`
      fail(new ConnectionFailure(text, { transient: true }))
    })
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      if (!answer) fail(failureOf(error, connection, outgoing.reusedSocket))
    })
    outgoing.on('proxyConnect', (reply: { statusCode: number; statusText?: string }) => {
      if (reply.statusCode === 200) return
      const text = `the proxy ${connection.proxy ?? ''} refused to connect: ${reply.statusCode} ${reply.statusText ?? ''}`
      fail(new ConnectionFailure(text.trim(), { transient: reply.statusCode >= 500 }))
    })
    outgoing.on('response', (message) => {
      answer = message
      const unsent = !outgoing.writableEnded
      stopSending()
      message.once('close', () => {
        finish()
        if (unsent) outgoing.destroy()
      })
      resolve({ status: message.statusCode ?? 0, headers: message.headers, message, url })
    })

    if (body?.kind === 'stream') stopSending = pump(body.open(), body.length, outgoing, fail)
    else outgoing.end(body?.bytes)
  })
}

/** Sends as fast as the connection takes it, and holds one chunk at a time. Returns what stops it. */
function pump(
  source: Readable,
  length: number | null,
  outgoing: ClientRequest,
  fail: (error: Error) => void,
): () => void {
  let sent = 0
  let over = false
  const stop = () => {
    over = true
    source.destroy()
  }
  const wrong = (message: string, cause?: unknown) => {
    if (over) return
    stop()
    fail(new ContentFailure(message, { cause }))
  }
  source.on('data', (chunk: Buffer) => {
    if (over) return
    sent += chunk.length
    if (length !== null && sent > length)
      return wrong(`it has more than the ${length} bytes that were announced`)
    if (!outgoing.write(chunk)) source.pause()
  })
  outgoing.on('drain', () => source.resume())
  source.on('end', () => {
    if (over) return
    if (length !== null && sent < length) {
      return wrong(`it ended after ${sent} of the ${length} bytes that were announced`)
    }
    over = true
    outgoing.end()
  })
  source.on('error', (error) => wrong(messageOf(error), error))
  source.on('close', () => wrong(`it was closed after ${sent} bytes`))
  return stop
}

function failureOf(error: NodeJS.ErrnoException, { proxy }: Connection, reused: boolean): ConnectionFailure {
  const code = error.code ?? ''
  const nested = error instanceof AggregateError ? (error.errors[0] as NodeJS.ErrnoException) : null
  const text = CAUSES[code] ?? (error.message || (nested ? messageOf(nested) : code))
  return new ConnectionFailure(`${text}${proxy === null ? '' : ` (through the proxy ${proxy})`}`, {
    transient: !PERMANENT.test(code),
    stale: reused && /^(ECONNRESET|EPIPE)$/.test(code),
    code,
    cause: error,
  })
}

const UNTRUSTED =
  'its certificate is signed by an authority that is not trusted; give that certificate by --registry-ca, or in NODE_EXTRA_CA_CERTS'

const CAUSES: { readonly [code: string]: string } = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
  ENOTFOUND: 'there is no such host',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
}

/** Reads an answer that is small by its nature. Rejects with a ConnectionFailure when it breaks off or is larger than `limit` bytes. */
export async function readSmall(reply: Reply, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of reply.message as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > limit) {
        throw new ConnectionFailure(`the answer is larger than ${limit} bytes`, { transient: false })
      }
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof ConnectionFailure) throw error
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    throw new ConnectionFailure('the connection broke off in the middle of the answer', {
      transient: true,
      cause: error,
    })
  }
  return Buffer.concat(chunks)
}
