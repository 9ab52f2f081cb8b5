import { request, type Agent, type IncomingHttpHeaders } from 'node:http'
import type { Duplex } from 'node:stream'

/** One HTTP request and what came back, or how it failed. Never rejects, except when `signal` aborts. */
export interface Exchange {
  readonly response: {
    readonly status: number
    readonly headers: IncomingHttpHeaders
    readonly body: string
  } | null
  readonly failure: { readonly kind: string; readonly text: string } | null
  readonly reached: boolean
  /** Milliseconds from the open connection to the end of the answer. */
  readonly ms: number
}

export interface ExchangeOptions {
  /** Opens a connection, ready to be written to; `signal` ends the attempt. */
  readonly connect: (signal: AbortSignal) => Promise<Duplex>
  /** Keeps connections for later requests; null: one of its own. */
  readonly agent: Agent | null
  readonly method: string
  readonly path: string
  readonly headers: { readonly [name: string]: string }
  readonly body: Uint8Array | null
  /** Milliseconds for everything: connection, request, and answer. */
  readonly timeout: number
  readonly signal?: AbortSignal
}

/** Enough for any prediction that tells its version; a longer answer is an error, so that memory stays bounded. */
const MAX_BODY = 4 * 1024 * 1024

export async function exchange(options: ExchangeOptions): Promise<Exchange> {
  options.signal?.throwIfAborted()
  const stop = new AbortController()
  const cancel = () => stop.abort(options.signal?.reason)
  options.signal?.addEventListener('abort', cancel, { once: true })
  const timer = setTimeout(() => stop.abort(new TimeoutReached(options.timeout)), options.timeout)
  let opened: number | null = null
  const since = () => (opened === null ? 0 : performance.now() - opened)
  try {
    if (options.agent === null) {
      const socket = await options.connect(stop.signal)
      opened = performance.now()
      const response = await answerOn(options, stop.signal, { createConnection: () => socket }).finally(() =>
        socket.destroy(),
      )
      return { response, failure: null, reached: true, ms: since() }
    }
    // A kept connection may exist already: whether this request opened one is not told, so the agent's errors count as reached.
    opened = performance.now()
    const response = await answerOn(options, stop.signal, { agent: options.agent })
    return { response, failure: null, reached: true, ms: since() }
  } catch (error) {
    options.signal?.throwIfAborted()
    const reason: unknown = stop.signal.aborted ? stop.signal.reason : error
    return {
      response: null,
      failure: failureOf(reason, opened !== null),
      reached: opened !== null,
      ms: since(),
    }
  } finally {
    clearTimeout(timer)
    options.signal?.removeEventListener('abort', cancel)
  }
}

type Connection = { readonly createConnection: () => Duplex } | { readonly agent: Agent }

function answerOn(options: ExchangeOptions, signal: AbortSignal, connection: Connection) {
  return new Promise<NonNullable<Exchange['response']>>((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const req = request({
      method: options.method,
      path: options.path,
      headers: { ...options.headers },
      setHost: false,
      ...connection,
    })
    let complete = false
    const stop = () => req.destroy(new Cut('stopped'))
    signal.addEventListener('abort', stop, { once: true })
    req.once('close', () => {
      signal.removeEventListener('abort', stop)
      // Every request closes; an error is costly to make, and only needed when nothing was told before.
      if (!complete) reject(new Cut('connection closed before the answer was complete'))
    })
    req.once('error', reject)
    req.once('response', (res) => {
      const chunks: Buffer[] = []
      let size = 0
      res.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > MAX_BODY) req.destroy(new TooLong())
        else chunks.push(chunk)
      })
      res.once('error', reject)
      res.once('end', () => {
        complete = true
        resolve({
          status: res.statusCode ?? 0,
          headers: res.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        })
      })
    })
    req.end(options.body ?? undefined)
  })
}

class TimeoutReached extends Error {
  constructor(timeout: number) {
    super(`no answer within ${timeout} ms`)
  }
}
class Cut extends Error {}
class TooLong extends Error {
  constructor() {
    super(`answer of more than ${MAX_BODY / 1024 / 1024} MiB`)
  }
}

const KINDS: { readonly [code: string]: string } = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ETIMEDOUT: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EPROTO: 'tls',
}

function failureOf(error: unknown, reached: boolean): { kind: string; text: string } {
  const { code = '', message: text } = partsOf(error)
  if (error instanceof TimeoutReached) return { kind: reached ? 'timeout' : 'connect-timeout', text }
  if (error instanceof TooLong) return { kind: 'too-long', text }
  if (error instanceof Cut) return { kind: 'reset', text }
  if (code.startsWith('HPE_')) return { kind: 'not-http', text: `the answer is no HTTP/1.1: ${text}` }
  const other = reached ? 'failed' : /TLS|SSL|CERT|VERIFY|SIGNED/.test(code) ? 'tls' : 'unreachable'
  return { kind: KINDS[code] ?? other, text: code === '' || text.includes(code) ? text : `${text} (${code})` }
}

function partsOf(error: unknown): { readonly code?: string; readonly message: string } {
  if (typeof error !== 'object' || error === null) return { message: String(error) }
  return {
    code: 'code' in error ? String(error.code) : undefined,
    message: 'message' in error ? String(error.message) : 'failed',
  }
}
