import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer as createSecure } from 'node:https'
import { get } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { ResolvedKubeconfig } from '../../../src/kube/login.ts'
import { createKubeClient } from '../../../src/kube/rest.ts'
import { configFor } from './api-server.ts'
import { makeCertificates } from './certificates.ts'

const POD = { namespace: 'abtesting', name: 'model-0', port: 5001 }
const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

const frame = (channel: number, content: Buffer | string) =>
  Buffer.concat([Buffer.of(channel), Buffer.from(content)])
const PORT = Buffer.from([5001 & 0xff, 5001 >> 8])

/** An API server with a pod: both port headers, as the kubelet sends them, then what `pod` does. */
async function startPod(pod: (socket: WebSocket) => void, tls?: { cert: string; key: string }) {
  const seen: { url?: string; authorization?: string; protocol?: string }[] = []
  const server = tls ? createSecure(tls) : createServer()
  const sockets = new WebSocketServer({
    server,
    handleProtocols: (offered) => (offered.has('v4.channel.k8s.io') ? 'v4.channel.k8s.io' : false),
  })
  sockets.on('connection', (socket, { url, headers }) => {
    seen.push({ url, authorization: headers.authorization, protocol: socket.protocol })
    socket.send(frame(0, PORT))
    socket.send(frame(1, PORT))
    pod(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    for (const socket of sockets.clients) socket.terminate()
    server.close()
  })
  return { seen, url: `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

async function open(url: string, changes: Partial<ResolvedKubeconfig> = {}): Promise<Duplex> {
  const client = createKubeClient(configFor(url, changes), {
    requestTimeout: 2_000,
    retries: { attempts: 1 },
  })
  closers.push(() => client.close())
  return client.connect(POD)
}

async function text(stream: Duplex): Promise<string> {
  let all = ''
  for await (const chunk of stream) all += String(chunk)
  return all
}

const failure = (stream: Duplex) => new Promise<Error>((resolve) => stream.once('error', resolve))

/** Answers each message with its content, and closes after `bye`. */
function echo(socket: WebSocket): void {
  socket.on('message', (data: Buffer) => {
    socket.send(frame(0, data.subarray(1)))
    if (data.subarray(1).toString() === 'bye') socket.close()
  })
}

test('bytes go both ways, without the port headers', async () => {
  const { url, seen } = await startPod(echo)
  const stream = await open(url, { login: { kind: 'token', token: 't' } })
  stream.write('hello ')
  stream.write('bye')
  expect(await text(stream)).toBe('hello bye')
  expect(seen).toEqual([
    {
      url: '/api/v1/namespaces/abtesting/pods/model-0/portforward?ports=5001',
      authorization: 'Bearer t',
      protocol: 'v4.channel.k8s.io',
    },
  ])
})

test('works for node:http as a connection, over TLS', async () => {
  const certificates = makeCertificates()
  closers.push(() => certificates.remove())
  const { url } = await startPod((socket) => {
    socket.once('message', () => socket.send(frame(0, 'HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nwarm')))
  }, certificates.server)
  const stream = await open(url, { ca: certificates.ca })
  const body = await new Promise((resolve, reject) => {
    const request = get({ path: '/score', createConnection: () => stream }, (response) => {
      let all = ''
      response.on('data', (chunk) => (all += chunk))
      response.on('end', () => resolve(`${response.statusCode} ${all}`))
    })
    request.on('error', reject)
  })
  stream.destroy()
  expect(body).toBe('200 warm')
})

test('much data arrives whole when the reader is slow', async () => {
  const block = Buffer.alloc(64 * 1024, 'x')
  const { url } = await startPod((socket) => {
    for (let n = 0; n < 100; n++) socket.send(frame(0, block))
    socket.close()
  })
  let size = 0
  for await (const chunk of await open(url)) {
    size += (chunk as Buffer).length
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(size).toBe(100 * block.length)
})

test.each([
  [
    'connection refused',
    'error forwarding port 5001 to pod 64fe, uid : failed to connect to localhost:5001 inside namespace "64fe", IPv4: dial tcp4 127.0.0.1:5001: connect: connection refused IPv6 dial tcp6: address localhost: no suitable address found',
  ],
  ['container not running', 'container not running'],
])('%s reaches the stream, even when nobody reads', async (expected, message) => {
  const { url } = await startPod((socket) => socket.send(frame(1, message)))
  const stream = await open(url)
  expect(await failure(stream)).toMatchObject({
    code: 'connection',
    message: `port-forward to pod abtesting/model-0:5001: ${expected}`,
  })
})

test('a connection that breaks ends the stream with what had arrived', async () => {
  const { url } = await startPod((socket) => {
    socket.send(frame(0, 'part'), () => socket.terminate())
  })
  const stream = await open(url)
  expect(await text(stream)).toBe('part')
})

test.each<[string, number, unknown, string, RegExp]>([
  [
    'an unknown pod',
    404,
    { kind: 'Status', reason: 'NotFound', message: 'pods "model-0" not found' },
    'not-found',
    /^port-forward to pod abtesting\/model-0:5001: pods "model-0" not found$/,
  ],
  [
    'missing rights',
    403,
    { kind: 'Status', reason: 'Forbidden', message: 'User "ci" cannot get resource "pods/portforward"' },
    'forbidden',
    /resources \["pods\/portforward"\], verbs \["get", "create"\]/,
  ],
  ['a server that does not upgrade', 200, {}, 'server', /no Kubernetes object/],
])('%s', async (_name, code, body, expected, message) => {
  const server = createServer((_request, response) => response.writeHead(code).end(JSON.stringify(body)))
  server.on('upgrade', (_request, socket: Duplex) => {
    socket.end(`HTTP/1.1 ${code} X\r\nconnection: close\r\n\r\n${JSON.stringify(body)}`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => server.close())
  const opening = open(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  await expect(opening).rejects.toMatchObject({ code: expected, message: expect.stringMatching(message) })
})

test('a server that is not there', async () => {
  const { url } = await startPod(echo)
  for (const close of closers.splice(0)) close()
  await expect(open(url)).rejects.toMatchObject({
    code: 'connection',
    message: expect.stringMatching(/^port-forward to pod abtesting\/model-0:5001: .*ECONNREFUSED/),
  })
})

test('closing the client ends its streams', async () => {
  const { url } = await startPod(echo)
  const client = createKubeClient(configFor(url))
  const stream = await client.connect(POD)
  const closed = new Promise((resolve) => stream.once('close', resolve))
  client.close()
  await closed
})
