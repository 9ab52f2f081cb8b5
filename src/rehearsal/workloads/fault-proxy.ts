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

/**
 * Stands before a pod's process and spoils its answers. `crash` kills the process after every 20th answer. `other-input` turns the
 * sign of every number in a JSON body, as a forgotten scaling or an exchanged column would: the model answers well, logs what it
 * answered, and is wrong.
 */
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
      case 'other-input':
        return void changed(incoming).then((body) => pass(incoming, response, body))
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

  function pass(incoming: IncomingMessage, response: ServerResponse, body: Buffer | null = null) {
    const port = target()
    if (port === null) return void incoming.socket.destroy()
    const forwarded = request(
      {
        host: '127.0.0.1',
        port,
        method: incoming.method,
        path: incoming.url,
        headers:
          body === null ? incoming.headers : { ...incoming.headers, 'content-length': String(body.length) },
      },
      (reply) => {
        response.writeHead(reply.statusCode ?? 502, reply.headers)
        reply.pipe(response)
        reply.on('error', () => response.destroy())
      },
    )
    forwarded.on('error', () => incoming.socket.destroy())
    response.on('close', () => forwarded.destroy())
    if (body === null) incoming.pipe(forwarded)
    else forwarded.end(body)
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

/** The body with other numbers; null, and still to be read, when there is none. */
async function changed(incoming: IncomingMessage): Promise<Buffer | null> {
  if (!(Number(incoming.headers['content-length']) > 0)) return null
  const chunks: Buffer[] = []
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk)
  const body = Buffer.concat(chunks)
  try {
    return Buffer.from(JSON.stringify(negated(JSON.parse(body.toString()))))
  } catch {
    return body // no JSON: nothing in it that we could change
  }
}

function negated(value: unknown): unknown {
  if (typeof value === 'number') return -value
  if (Array.isArray(value)) return value.map(negated)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, negated(inner)]))
}
