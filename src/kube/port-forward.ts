import { Duplex } from 'node:stream'
import type { IncomingMessage } from 'node:http'
import type { ClientOptions, RawData, WebSocket } from 'ws'
import { messageOf } from '../process/errors.ts'
import { errorFromAnswer, type Intent } from './api-error.ts'
import { KubeError } from './client.ts'
import type { Credentials, CredentialSource } from './credentials.ts'
import type { ResolvedKubeconfig } from './login.ts'
import type { Answer, Transport } from './transport.ts'

export interface PodPort {
  readonly namespace: string
  readonly name: string
  readonly port: number
}

export interface PortForwardDependencies {
  readonly config: ResolvedKubeconfig
  readonly transport: Transport
  readonly credentials: CredentialSource
  /** Milliseconds until the WebSocket must stand. */
  readonly timeout: number
  readonly signal?: AbortSignal
}

/** Channel 0 carries data, channel 1 an error text; each begins with the port as two bytes, little-endian. */
const PROTOCOL = 'v4.channel.k8s.io'
const DATA = 0
const PORT_BYTES = 2

/**
 * A byte stream to a port of a pod, through the API server and the kubelet. It resolves when the WebSocket stands; a port
 * on which nobody listens is reported by the stream's `error` right after. Ending the stream closes it in both directions,
 * because the protocol has no half-close.
 */
export async function openPortForward(pod: PodPort, dependencies: PortForwardDependencies): Promise<Duplex> {
  const { credentials, config } = dependencies
  let shown = await credentials.current()
  const first = await dial(pod, shown, dependencies)
  if (first.kind === 'open') return first.stream
  if (first.answer.status !== 401) throw errorFromAnswer(intentOf(pod), first.answer, config.origin)
  const next = await credentials.renew(shown)
  if (!next) throw errorFromAnswer(intentOf(pod), first.answer, config.origin)
  shown = next
  const second = await dial(pod, shown, dependencies)
  if (second.kind === 'open') return second.stream
  throw errorFromAnswer(intentOf(pod), second.answer, config.origin)
}

function intentOf(pod: PodPort): Intent {
  return {
    verb: 'port-forward to',
    what: labelOf(pod),
    write: false,
    // Until 1.34 a WebSocket needs `get`, later servers want `create` as well.
    rbac: { verbs: ['get', 'create'], resource: 'pods/portforward', group: '', namespace: pod.namespace },
  }
}

const labelOf = (pod: PodPort) => `pod ${pod.namespace}/${pod.name}:${pod.port}`

type Dialed =
  { readonly kind: 'open'; readonly stream: Duplex } | { readonly kind: 'refused'; readonly answer: Answer }

async function dial(
  pod: PodPort,
  shown: Credentials,
  dependencies: PortForwardDependencies,
): Promise<Dialed> {
  const { config, transport, timeout, signal } = dependencies
  const { WebSocket } = await import('ws')
  const { options, agent } = await transport.connection(shown)
  const path = `/api/v1/namespaces/${encodeURIComponent(pod.namespace)}/pods/${encodeURIComponent(pod.name)}/portforward`
  const headers: Record<string, string | readonly string[]> = { ...config.impersonate }
  if (shown.authorization !== null) headers['authorization'] = shown.authorization
  const failure = (error: unknown) =>
    new KubeError(
      'connection',
      `port-forward to ${labelOf(pod)}: ${messageOf(error)} (server ${config.server})`,
      { cause: error },
    )

  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const { ca, cert, key, servername, rejectUnauthorized } = options
    // ws hands all of these to tls.connect; its types do not know `servername`.
    const tls = { ca, cert, key, servername, rejectUnauthorized } as ClientOptions
    const socket = new WebSocket(
      `${config.server.replace(/^http/, 'ws')}${path}?ports=${pod.port}`,
      [PROTOCOL],
      {
        ...tls,
        agent,
        headers: headers as Record<string, string>,
        handshakeTimeout: timeout,
        perMessageDeflate: false,
      },
    )
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
      // In this very tick: the first messages can be there already.
      resolve({ kind: 'open', stream: streamOver(socket, pod) })
    })
    socket.once('unexpected-response', (_request, response) => {
      void readAnswer(response).then((answer) => {
        done()
        resolve({ kind: 'refused', answer })
      })
    })
  })
}

function readAnswer(response: IncomingMessage): Promise<Answer> {
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

function streamOver(socket: WebSocket, pod: PodPort): Duplex {
  const headerLeft = [PORT_BYTES, PORT_BYTES]
  let ended = false
  const stream = new Duplex({
    read: () => socket.resume(),
    write(chunk: Buffer, _encoding, done) {
      socket.send(Buffer.concat([Buffer.of(DATA), chunk]), { binary: true }, (error) => done(error ?? null))
    },
    final(done) {
      ended = true
      socket.close()
      done()
    },
    destroy(error, done) {
      ended = true
      socket.terminate()
      done(error)
    },
  })
  let failing = false
  /** Later, because the kubelet's refusal can come with the handshake, before the caller has the stream to listen on. */
  function fail(text: string): void {
    failing = true
    setImmediate(() =>
      stream.destroy(new KubeError('connection', `port-forward to ${labelOf(pod)}: ${text}`)),
    )
  }
  // A caller that has already turned away must not be ended by it; readers get the error all the same.
  stream.on('error', () => undefined)

  socket.on('message', (raw: RawData) => {
    const message = Buffer.isBuffer(raw) ? raw : Buffer.concat(Array.isArray(raw) ? raw : [Buffer.from(raw)])
    const channel = message[0] ?? DATA
    const skip = Math.min(headerLeft[channel] ?? 0, message.length - 1)
    headerLeft[channel] = (headerLeft[channel] ?? 0) - skip
    const content = message.subarray(1 + skip)
    if (content.length === 0) return
    if (channel !== DATA) return fail(reasonOf(content.toString('utf8')))
    if (!stream.push(content)) socket.pause()
  })
  socket.on('error', (error) => {
    if (!ended) fail(messageOf(error))
  })
  socket.on('close', () => {
    if (!stream.destroyed && !failing) stream.push(null)
  })
  return stream
}

/** The kubelet wraps the reason into ids and addresses: `… dial tcp4 127.0.0.1:5001: connect: connection refused IPv6 …`. */
function reasonOf(text: string): string {
  const reason =
    /connect: (connection refused|connection timed out|no route to host|network is unreachable)/.exec(text)
  return reason?.[1] ?? text.trim()
}
