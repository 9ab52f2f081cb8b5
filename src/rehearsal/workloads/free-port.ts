import { createServer } from 'node:net'

// Below the range from which systems take the local ports of outgoing connections, which could take a port between
// our look and the start of the process.
const FIRST = 20_000
const LAST = 31_999

let next = FIRST + Math.floor(Math.random() * (LAST - FIRST))

/** A loopback port on which nothing listens. */
export async function freePort(): Promise<number> {
  for (;;) {
    next = next >= LAST ? FIRST : next + 1
    const port = next
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
