import { createServer, request as send } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

export interface EntraGate {
  readonly url: string
  /** Tokens that requests came with and that were let in, in the order of their first use. */
  readonly used: Set<string>
  close(): Promise<void>
}

/** A cluster with Microsoft Entra ID in front of one with a fixed token: lets in who has a token that is valid now. */
export async function startEntraGate(
  cluster: string,
  fixed: string,
  valid: (token: string) => boolean,
): Promise<EntraGate> {
  const target = new URL(cluster)
  const used = new Set<string>()
  const sockets = new Set<Socket>()
  /** The headers with which the cluster lets in; null: not with this token. */
  const admitted = (headers: IncomingHttpHeaders) => {
    const token = headers.authorization?.replace('Bearer ', '') ?? ''
    if (!valid(token)) return null
    used.add(token)
    return { ...headers, authorization: `Bearer ${fixed}` }
  }
  const server = createServer((request, response) => {
    const headers = admitted(request.headers)
    if (headers === null) {
      request.resume()
      const status = {
        kind: 'Status',
        apiVersion: 'v1',
        status: 'Failure',
        reason: 'Unauthorized',
        code: 401,
      }
      response.writeHead(401, { 'content-type': 'application/json' }).end(JSON.stringify(status))
      return
    }
    const { hostname: host, port } = target
    const onward = send({ host, port, method: request.method, path: request.url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    request.pipe(onward)
  })
  // Port-forwards: the connection itself, from the changed header on.
  server.on('upgrade', (request, socket, head) => {
    const headers = admitted(request.headers)
    if (headers === null) return socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n')
    const onward = connect(Number(target.port), target.hostname, () => {
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`)
      onward.write([`${request.method} ${request.url} HTTP/1.1`, ...lines, '', ''].join('\r\n'))
      onward.write(head)
      socket.pipe(onward).pipe(socket)
    })
    sockets.add(onward)
    for (const end of [socket, onward]) end.on('error', () => onward.destroy())
    return undefined
  })
  server.on('connection', (socket: Socket) => sockets.add(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    used,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
