import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

export interface ResettingProxy {
  /** `127.0.0.1:PORT`. */
  readonly host: string
  /** Connections that were torn down. */
  resets(): number
  resetAgain(after: readonly number[]): void
  close(): Promise<void>
}

/**
 * Passes connections on to `target` (`HOST:PORT`), and resets them: the first one that sends more than `after[0]` bytes, then the
 * first one that sends more than `after[1]`, and so on.
 */
export async function resettingProxy(target: string, after: readonly number[]): Promise<ResettingProxy> {
  const left = [...after]
  const open = new Set<Socket>()
  let resets = 0
  const [host, port] = target.split(':')
  const server = createServer((inner) => {
    const outer = connect(Number(port), host)
    let sent = 0
    for (const socket of [inner, outer]) {
      open.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => open.delete(socket))
    }
    inner.on('close', () => outer.destroy())
    outer.on('close', () => inner.destroy())
    outer.pipe(inner)
    inner.on('data', (chunk: Buffer) => {
      sent += chunk.length
      if (left.length > 0 && sent > left[0]!) {
        left.shift()
        resets++
        inner.resetAndDestroy()
        outer.resetAndDestroy()
      } else if (!outer.write(chunk)) inner.pause()
    })
    outer.on('drain', () => inner.resume())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    resets: () => resets,
    resetAgain: (more) => left.push(...more),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of open) socket.destroy()
      }),
  }
}
