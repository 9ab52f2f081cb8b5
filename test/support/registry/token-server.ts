import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export interface TokenRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly form: URLSearchParams
  readonly authorization: string | undefined
}

export interface TokenAnswer {
  readonly status?: number
  readonly headers?: { readonly [name: string]: string }
  readonly body: unknown
}

export interface TokenServer {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string
  readonly asked: TokenRequest[]
  close(): Promise<void>
}

/** A server on a real socket that gives tokens as `answer` says. */
export async function startTokenServer(answer: (request: TokenRequest) => TokenAnswer): Promise<TokenServer> {
  const asked: TokenRequest[] = []
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const url = new URL(request.url ?? '', 'http://tokens')
      const entry: TokenRequest = {
        method: request.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        form: new URLSearchParams(Buffer.concat(chunks).toString()),
        authorization: request.headers.authorization,
      }
      asked.push(entry)
      const { status = 200, headers = {}, body } = answer(entry)
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text)
    })
  })
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** `Authorization: Basic …` of a user. */
export const basicOf = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
