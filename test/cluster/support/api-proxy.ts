import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { Duplex } from 'node:stream'
import { loadKubeconfig } from '../../../src/kube/kubeconfig.ts'

/** A call that changes something. */
export interface MutatingCall {
  /** `PUT /api/v1/namespaces/…`. */
  readonly text: string
}

/** What to do at a call. `cut` ends the connection without an answer: `before` the server hears of the call, or `after` it did it. */
export type Decide = (call: MutatingCall) => 'pass' | 'cut-before' | 'cut-after'

/** Stands between a command and the API server, and passes on whatever it is not told to cut. */
export interface ApiProxy {
  readonly url: string
  /** From now on. `onCut` is called before the connection ends. */
  watch(decide: Decide, onCut: (call: MutatingCall) => Promise<void>): void
  close(): void
}

const MUTATING = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

export async function startApiProxy(kubeconfig: string): Promise<ApiProxy> {
  const { server: target, ca, serverName } = await loadKubeconfig({ paths: kubeconfig.split(path.delimiter) })
  const tls = { ca: ca ?? undefined, servername: serverName ?? undefined }
  const agent = new https.Agent({ keepAlive: true, ...tls })
  const base = new URL(target)
  const at = (url: string | undefined) => new URL(base.pathname.replace(/\/$/, '') + (url ?? '/'), base)
  let decide: Decide = () => 'pass'
  let onCut: (call: MutatingCall) => Promise<void> = async () => undefined

  const server = http.createServer((request, response) => {
    const { method = 'GET', url, headers } = request
    const call = MUTATING.has(method) ? { text: `${method} ${url}` } : null
    const decision = call ? decide(call) : 'pass'
    const cut = () => void onCut(call!).then(() => request.socket.destroy())
    if (decision === 'cut-before') return cut()
    const forwarded = https.request(at(url), { method, headers, agent }, (answer) => {
      if (decision === 'cut-after') {
        answer.resume()
        answer.on('end', cut)
        return
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    forwarded.on('error', () => request.socket.destroy())
    request.pipe(forwarded)
  })
  // Port-forwards.
  server.on('upgrade', (request: http.IncomingMessage, socket: Duplex, head: Buffer) => {
    const forwarded = https.request(at(request.url), { headers: request.headers, ...tls })
    const end = () => socket.destroy()
    socket.on('error', () => forwarded.destroy())
    forwarded.on('error', end)
    forwarded.on('response', (answer) => {
      socket.write(statusOf(answer))
      answer.pipe(socket)
    })
    forwarded.on('upgrade', (answer, upstream, first) => {
      socket.write(statusOf(answer))
      socket.write(first)
      upstream.write(head)
      upstream.on('error', end)
      socket.on('close', () => upstream.destroy())
      upstream.pipe(socket)
      socket.pipe(upstream)
    })
    forwarded.end()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    watch(nextDecide, nextOnCut) {
      decide = nextDecide
      onCut = nextOnCut
    },
    close() {
      server.close()
      server.closeAllConnections()
      agent.destroy()
    },
  }
}

function statusOf(answer: http.IncomingMessage): string {
  const lines = [`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`]
  for (let i = 0; i < answer.rawHeaders.length; i += 2) {
    lines.push(`${answer.rawHeaders[i]}: ${answer.rawHeaders[i + 1]}`)
  }
  return `${lines.join('\r\n')}\r\n\r\n`
}
