import { createServer, request } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Fault } from './contract.ts'

/** Faults that change answers; `not-ready` is the kubelet's. */
export type AnswerFault = Exclude<Fault, 'not-ready'>

export interface FaultProxy {
  readonly port: number
  readonly fault: AnswerFault
  close(): void
}

const SLOW_MS = 2_000
const BAD_EVERY = 5
const CRASH_AFTER = 20

/** Stands before a pod's process and spoils its answers. `crash` kills the process after every 20th answer. */
export async function startFaultProxy(
  fault: AnswerFault,
  target: () => number | null,
  kill: () => void,
): Promise<FaultProxy> {
  let count = 0
  const sockets = new Set<Socket>()
  const server = createServer((incoming, response) => {
    count++
    const nth = count
    switch (fault) {
      case '5xx':
        if (nth % BAD_EVERY === 0) return answer(incoming, response, 500, { error: 'injected fault' })
        return pass(incoming, response)
      case 'slow': {
        const timer = setTimeout(() => pass(incoming, response), SLOW_MS)
        response.on('close', () => clearTimeout(timer))
        return
      }
      case 'crash':
        if (nth % CRASH_AFTER === 0) response.on('finish', kill)
        return pass(incoming, response)
      case 'wrong-answer':
        return answer(incoming, response, 200, { status: 'ng' })
    }
  })
  server.keepAliveTimeout = 0
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
  })

  function pass(incoming: IncomingMessage, response: ServerResponse) {
    const port = target()
    if (port === null) return void incoming.socket.destroy()
    const forwarded = request(
      { host: '127.0.0.1', port, method: incoming.method, path: incoming.url, headers: incoming.headers },
      (reply) => {
        response.writeHead(reply.statusCode ?? 502, reply.headers)
        reply.pipe(response)
        reply.on('error', () => response.destroy())
      },
    )
    forwarded.on('error', () => incoming.socket.destroy())
    response.on('close', () => forwarded.destroy())
    incoming.pipe(forwarded)
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    fault,
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

function answer(incoming: IncomingMessage, response: ServerResponse, status: number, body: object): void {
  incoming.resume()
  incoming.on('end', () => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  })
}
