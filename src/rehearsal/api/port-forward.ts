import { connect } from 'node:net'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import type { PodAccess } from './contract.ts'

const PROTOCOL = 'v4.channel.k8s.io'

/**
 * Port-forward of a pod over WebSocket as the kubelet does it: for the n-th port, channel 2n carries the data and 2n+1
 * the error text, each message begins with its channel's byte, and the first message of each channel is the port
 * (uint16, little endian). Source: k8s.io/kubelet/pkg/cri/streaming/portforward/websocket.go.
 */
export function createPortForwarding(pods: () => PodAccess | null) {
  const server = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false),
  })
  return {
    upgrade(
      request: IncomingMessage,
      socket: Duplex,
      head: Buffer,
      pod: { namespace: string; name: string; uid: string; ports: number[] },
    ) {
      server.handleUpgrade(request, socket, head, (client) => {
        let open = pod.ports.length
        pod.ports.forEach((port, index) => {
          forward(client, pods(), pod, port, index * 2, () => {
            if (--open === 0) client.close(1000)
          })
        })
      })
    },
    close() {
      for (const client of server.clients) client.terminate()
      server.close()
    },
  }
}

function forward(
  client: WebSocket,
  pods: PodAccess | null,
  pod: { namespace: string; name: string; uid: string },
  port: number,
  dataChannel: number,
  done: () => void,
): void {
  const send = (channel: number, data: Buffer) => {
    if (client.readyState === client.OPEN) client.send(Buffer.concat([Buffer.from([channel]), data]))
  }
  const portBytes = Buffer.alloc(2)
  portBytes.writeUInt16LE(port)
  send(dataChannel, portBytes)
  send(dataChannel + 1, portBytes)
  const fail = (why: string) => {
    const text = `error forwarding port ${port} to pod ${pod.name}, uid ${pod.uid}: ${why}`
    send(dataChannel + 1, Buffer.from(text))
    done()
  }
  const address = pods?.resolvePod(pod.namespace, pod.name, port)
  if (!address) {
    fail(
      `failed to execute portforward in network namespace: failed to connect to localhost:${port} inside namespace, IPv4: dial tcp4 127.0.0.1:${port}: connect: connection refused`,
    )
    return
  }
  const upstream = connect(address.port, address.host)
  let connected = false
  upstream.on('connect', () => (connected = true))
  upstream.on('data', (data) => send(dataChannel, data))
  upstream.on('error', (error) => {
    if (!connected) {
      fail(
        `failed to execute portforward in network namespace: failed to connect to localhost:${port} inside namespace, IPv4: dial tcp4 127.0.0.1:${port}: ${error.message}`,
      )
    }
  })
  upstream.on('close', () => {
    if (connected) done()
  })
  client.on('message', (message: Buffer) => {
    if (message[0] === dataChannel && message.length > 1) upstream.write(message.subarray(1))
  })
  client.on('close', () => upstream.destroy())
  client.on('error', () => upstream.destroy())
}

/** The ports of `?ports=80&ports=81` or `?ports=80,81`; a text says what is wrong. */
export function parsePorts(query: URLSearchParams): number[] | string {
  const texts = query.getAll('ports').flatMap((value) => value.split(','))
  if (texts.length === 0) return 'query parameter "ports" is required'
  const ports: number[] = []
  for (const text of texts) {
    const port = Number(text)
    if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
      return `unable to parse ${JSON.stringify(text)} as a port`
    }
    ports.push(port)
  }
  return ports
}
