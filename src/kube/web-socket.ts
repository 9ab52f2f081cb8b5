import type { IncomingMessage } from 'node:http'
import type { ClientOptions, WebSocket } from 'ws'
import { messageOf } from '../process/errors.ts'
import { errorFromAnswer, type Intent } from './api-error.ts'
import { KubeError } from './client.ts'
import type { Credentials, CredentialSource } from './credentials.ts'
import type { ResolvedKubeconfig } from './login.ts'
import type { Answer, Transport } from './transport.ts'

export interface WebSocketDependencies {
  readonly config: ResolvedKubeconfig
  readonly transport: Transport
  readonly credentials: CredentialSource
  /** Milliseconds until the WebSocket must stand. */
  readonly timeout: number
  readonly signal?: AbortSignal
}

export interface WebSocketRequest {
  /** Path and query. */
  readonly path: string
  /** Of the kubelet's streams: `v4.channel.k8s.io`, … */
  readonly protocol: string
  readonly intent: Intent
}

/**
 * Opens a WebSocket to the API server, with a new login when the first is not accepted. `over` makes the stream of it in the
 * very tick in which it stands: the first messages can be there already.
 */
export async function openWebSocket<T>(
  request: WebSocketRequest,
  dependencies: WebSocketDependencies,
  over: (socket: WebSocket) => T,
): Promise<T> {
  const { credentials, config } = dependencies
  const { intent } = request
  const shown = await credentials.current()
  const first = await dial(request, shown, dependencies, over)
  if (first.kind === 'open') return first.stream
  if (first.answer.status !== 401) throw errorFromAnswer(intent, first.answer, config.origin)
  const next = await credentials.renew(shown)
  if (!next) throw errorFromAnswer(intent, first.answer, config.origin)
  const second = await dial(request, next, dependencies, over)
  if (second.kind === 'open') return second.stream
  throw errorFromAnswer(intent, second.answer, config.origin)
}

type Dialed<T> =
  { readonly kind: 'open'; readonly stream: T } | { readonly kind: 'refused'; readonly answer: Answer }

async function dial<T>(
  { path, protocol, intent }: WebSocketRequest,
  shown: Credentials,
  dependencies: WebSocketDependencies,
  over: (socket: WebSocket) => T,
): Promise<Dialed<T>> {
  const { config, transport, timeout, signal } = dependencies
  const { WebSocket } = await import('ws')
  const { options, agent } = await transport.connection(shown)
  const headers: Record<string, string | readonly string[]> = { ...config.impersonate }
  if (shown.authorization !== null) headers['authorization'] = shown.authorization
  const failure = (error: unknown) =>
    new KubeError(
      'connection',
      `${intent.verb} ${intent.what}: ${messageOf(error)} (server ${config.server})`,
      { cause: error },
    )

  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const { ca, cert, key, servername, rejectUnauthorized } = options
    // ws hands all of these to tls.connect; its types do not know `servername`.
    const tls = { ca, cert, key, servername, rejectUnauthorized } as ClientOptions
    const socket = new WebSocket(`${config.server.replace(/^http/, 'ws')}${path}`, [protocol], {
      ...tls,
      agent,
      headers: headers as Record<string, string>,
      handshakeTimeout: timeout,
      perMessageDeflate: false,
    })
    const onAbort = () => {
      reject(signal?.reason)
      socket.terminate()
    }
    const done = () => signal?.removeEventListener('abort', onAbort)
    signal?.addEventListener('abort', onAbort, { once: true })
    socket.on('error', (error) => {
      done()
      reject(failure(error))
    })
    socket.once('open', () => {
      done()
      resolve({ kind: 'open', stream: over(socket) })
    })
    socket.once('unexpected-response', (_request, response) => {
      void readAnswer(response).then((answer) => {
        done()
        resolve({ kind: 'refused', answer })
      })
    })
  })
}

export function readAnswer(response: IncomingMessage): Promise<Answer> {
  const connection = response.socket
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    const finish = () => {
      connection.destroy() // the global agent would keep it, and with it the process
      const body = Buffer.concat(chunks).toString('utf8')
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body })
    }
    response.on('data', (chunk: Buffer) => chunks.push(chunk))
    response.on('error', finish)
    response.on('close', finish)
  })
}
