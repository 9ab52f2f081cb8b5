import { Duplex } from 'node:stream'
import type { RawData, WebSocket } from 'ws'
import { messageOf } from '../process/errors.ts'
import { KubeError } from './client.ts'
import { openWebSocket } from './web-socket.ts'
import type { WebSocketDependencies } from './web-socket.ts'

export interface PodPort {
  readonly namespace: string
  readonly name: string
  readonly port: number
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
export function openPortForward(pod: PodPort, dependencies: WebSocketDependencies): Promise<Duplex> {
  const request = {
    path: `/api/v1/namespaces/${encodeURIComponent(pod.namespace)}/pods/${encodeURIComponent(pod.name)}/portforward?ports=${pod.port}`,
    protocol: PROTOCOL,
    intent: {
      verb: 'port-forward to',
      what: labelOf(pod),
      write: false,
      // Until 1.34 a WebSocket needs `get`, later servers want `create` as well.
      rbac: { verbs: ['get', 'create'], resource: 'pods/portforward', group: '', namespace: pod.namespace },
    },
  }
  return openWebSocket(request, dependencies, (socket) => streamOver(socket, pod))
}

const labelOf = (pod: PodPort) => `pod ${pod.namespace}/${pod.name}:${pod.port}`

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
