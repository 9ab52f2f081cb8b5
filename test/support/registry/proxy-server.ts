import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'

export interface ProxyServer {
  /** `127.0.0.1:PORT`. */
  readonly host: string
  /** `HOST:PORT` of each tunnel. */
  readonly asked: string[]
  close(): Promise<void>
}

/** A proxy whose tunnels all end at `target` (`HOST:PORT`), whatever was asked for; null refuses them. */
export async function proxyServer(target: string | null): Promise<ProxyServer> {
  const asked: string[] = []
  const open = new Set<Duplex>()
  const server = createServer()
  server.on('connect', (request, socket: Duplex) => {
    asked.push(request.url ?? '')
    open.add(socket)
    socket.on('error', () => undefined)
    if (target === null) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    const [host, port] = target.split(':')
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      socket.pipe(onward).pipe(socket)
    })
    open.add(onward)
    onward.on('error', () => socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of open) socket.destroy()
      }),
  }
}
