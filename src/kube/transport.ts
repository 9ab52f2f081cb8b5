import type { Agent, ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { RequestOptions } from 'node:https'
import type { Socket } from 'node:net'
import { messageOf } from '../process/errors.ts'
import { proxyAgent } from '../process/proxy-agent.ts'
import { redactProxy } from '../process/proxy.ts'
import type { Credentials } from './credentials.ts'
import type { ResolvedKubeconfig } from './login.ts'

export interface Exchange {
  readonly method: string
  /** Path and query, to be put behind the server's own path. */
  readonly path: string
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: Buffer | null
  readonly credentials: Credentials
  /** Milliseconds for the whole exchange, connecting included. */
  readonly timeout: number
  /** Called synchronously right before the first byte is given to the connected socket; when it throws, nothing is sent. */
  readonly beforeSend?: () => void
  readonly signal?: AbortSignal
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** No answer. `sent` is false when not one byte of the request was given to a connected socket. */
export class ExchangeFailure extends Error {
  readonly kind: 'network' | 'timeout'
  readonly sent: boolean
  /** False for what the next try would meet again: a wrong certificate, an unknown host, a proxy that refuses. */
  readonly transient: boolean

  constructor(
    kind: 'network' | 'timeout',
    message: string,
    facts: { sent: boolean; transient: boolean; cause?: unknown },
  ) {
    super(message, { cause: facts.cause })
    this.name = 'ExchangeFailure'
    this.kind = kind
    this.sent = facts.sent
    this.transient = facts.transient
  }
}

export interface Transport {
  /** Rejects with an ExchangeFailure, with the signal's reason, or with what `beforeSend` threw. */
  exchange(request: Exchange): Promise<Answer>
  /** For connections of their own (WebSocket): address, TLS and login of a request, and the agent of the proxy if there is one. */
  connection(credentials: Credentials): Promise<{ options: RequestOptions; agent: Agent | undefined }>
  close(): void
}

/** Idle connections are given up before load balancers in front of API servers drop them silently (the shortest known: 60 s). */
const IDLE_TIMEOUT = 50_000

const PERMANENT =
  /^(ENOTFOUND|EPROTO|ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_INVALID_|HPE_)/

/** HTTP/1.1 to one API server over kept-alive connections. `proxy` is what `proxyFor` chose. */
export function createTransport(config: ResolvedKubeconfig, proxy: string | null): Transport {
  const base = new URL(config.server)
  const secure = base.protocol === 'https:'
  const closing = new AbortController()
  let agent: Promise<Agent> | null = null

  function connectOptions(credentials: Credentials): RequestOptions {
    const options: RequestOptions = {
      protocol: base.protocol,
      hostname: base.hostname.replace(/^\[|\]$/g, ''),
      port: base.port || (secure ? 443 : 80),
    }
    if (!secure) return options
    if (config.ca !== null) options.ca = config.ca
    if (config.serverName !== null) options.servername = config.serverName
    if (config.insecure) options.rejectUnauthorized = false
    if (credentials.clientCertificate) {
      options.cert = credentials.clientCertificate.cert
      options.key = credentials.clientCertificate.key
    }
    return options
  }

  async function createAgent(): Promise<Agent> {
    const kept = { keepAlive: true, keepAliveMsecs: 15_000, timeout: IDLE_TIMEOUT }
    if (proxy) return proxyAgent(proxy, { ...kept, signal: closing.signal })
    const { Agent } = secure ? await import('node:https') : await import('node:http')
    return new Agent(kept)
  }

  return {
    async exchange(request) {
      const { request: open } = secure ? await import('node:https') : await import('node:http')
      agent ??= createAgent()
      const options: RequestOptions = {
        ...connectOptions(request.credentials),
        agent: await agent,
        method: request.method,
        path: base.pathname.replace(/\/$/, '') + request.path,
        headers: requestHeaders(request),
      }
      return exchangeOnce(() => open(options), request, { secure, proxy })
    },
    async connection(credentials) {
      return {
        options: connectOptions(credentials),
        agent: proxy ? await proxyAgent(proxy, { signal: closing.signal }) : undefined,
      }
    },
    close() {
      closing.abort()
      void agent?.then((opened) => opened.destroy()).catch(() => undefined)
      agent = null
    },
  }
}

function requestHeaders({ headers, body, credentials }: Exchange): Record<string, string | string[]> {
  const all: Record<string, string | string[]> = {}
  for (const [name, value] of Object.entries(headers))
    all[name] = typeof value === 'string' ? value : [...value]
  if (credentials.authorization !== null) all['authorization'] = credentials.authorization
  if (body !== null) all['content-length'] = String(body.length)
  return all
}

function exchangeOnce(
  open: () => ClientRequest,
  { method, body, timeout, beforeSend, signal }: Exchange,
  { secure, proxy }: { secure: boolean; proxy: string | null },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    let sent = false
    let settled = false
    const request = open()

    function settle(act: () => void): void {
      if (settled) return
      settled = true
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      act()
    }
    function fail(error: unknown): void {
      settle(() => {
        reject(error)
        request.destroy()
      })
    }
    const lost = (error: NodeJS.ErrnoException) =>
      fail(
        new ExchangeFailure('network', networkMessage(error, proxy), {
          sent,
          transient: !PERMANENT.test(error.code ?? ''),
          cause: error,
        }),
      )
    const onAbort = () => fail(signal?.reason)
    const timer = setTimeout(() => {
      const text = `no answer within ${timeout / 1_000}s${sent ? '' : ' (the connection was not established)'}`
      fail(new ExchangeFailure('timeout', text, { sent, transient: true }))
    }, timeout)
    signal?.addEventListener('abort', onAbort, { once: true })

    function send(): void {
      if (settled) return
      try {
        beforeSend?.()
      } catch (error) {
        return fail(error)
      }
      sent = true
      request.end(body ?? undefined)
    }

    request.on('error', lost)
    request.on('response', (response) => {
      collect(response, (error, text) => {
        if (error) return lost(error)
        settle(() => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }))
      })
    })
    request.on('proxyConnect', (answer: { statusCode: number; statusText?: string }) => {
      if (answer.statusCode === 200) return
      const text = `the proxy ${redactProxy(proxy ?? '')} refused to connect: ${answer.statusCode} ${answer.statusText ?? ''}`
      fail(new ExchangeFailure('network', text.trim(), { sent: false, transient: answer.statusCode >= 500 }))
    })
    request.on('socket', (socket) =>
      whenConnected(request, socket, { secure, patient: method !== 'GET' }, send),
    )
  })
}

/**
 * Nothing is written before the connection stands, TLS included, so that an earlier failure is known to have had no
 * effect. On a kept connection a write first waits one round of the event loop: a close that has already arrived is then
 * seen before the request is sent, not after.
 */
function whenConnected(
  request: ClientRequest,
  socket: Socket & { secureConnecting?: boolean },
  { secure, patient }: { secure: boolean; patient: boolean },
  send: () => void,
): void {
  if (request.reusedSocket) {
    if (patient) setImmediate(() => setImmediate(send))
    else send()
  } else if (secure && socket.secureConnecting !== false) {
    socket.once('secureConnect', send)
  } else if (socket.connecting) {
    socket.once('connect', send)
  } else {
    send()
  }
}

function collect(
  response: IncomingMessage,
  done: (error: NodeJS.ErrnoException | null, text: string) => void,
): void {
  const chunks: Buffer[] = []
  response.on('data', (chunk: Buffer) => chunks.push(chunk))
  response.on('end', () => done(null, Buffer.concat(chunks).toString('utf8')))
  response.on('error', (error: NodeJS.ErrnoException) => done(error, ''))
  response.on('close', () => {
    if (!response.complete)
      done(
        Object.assign(new Error('connection closed in the middle of the answer'), { code: 'ECONNRESET' }),
        '',
      )
  })
}

function networkMessage(error: NodeJS.ErrnoException, proxy: string | null): string {
  const via = proxy ? ` (through the proxy ${redactProxy(proxy)})` : ''
  const text = CAUSES[error.code ?? ''] ?? messageOf(error)
  const nested = error instanceof AggregateError && error.errors.length > 0 ? messageOf(error.errors[0]) : ''
  return `${text || nested || String(error.code)}${via}`
}

const UNTRUSTED =
  "the server's certificate is signed by an authority that is not trusted; " +
  'set certificate-authority in the kubeconfig, or NODE_EXTRA_CA_CERTS'

const CAUSES: Record<string, string> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset by the server',
  EPIPE: 'connection closed by the server',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
}
