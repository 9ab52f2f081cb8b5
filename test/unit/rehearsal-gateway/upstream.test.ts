import http from 'node:http'
import type { Socket } from 'node:net'
import type { EmbeddedGateway } from '../../../src/rehearsal/gateway/config.ts'
import { createWorld, to, until, virtualService, type World } from './world.ts'

let world: World
beforeEach(() => {
  world = createWorld()
})
afterEach(() => world.close())

const CLUSTER_A = 'outbound|80||a.ns.svc.cluster.local'

test('requests take turns over the endpoints, on kept connections', async () => {
  let connections = 0
  const endpoints = await Promise.all(
    ['one', 'two'].map(async (name) => {
      const { server, endpoint } = await world.backend((_, res) => res.end(name))
      server.on('connection', () => connections++)
      return endpoint
    }),
  )
  world.endpoints.set('a', endpoints)
  const gateway = await world.gateway()
  const answers: string[] = []
  for (let i = 0; i < 6; i++) answers.push(await world.ask(gateway))
  expect(answers.sort()).toEqual(['one', 'one', 'one', 'two', 'two', 'two'])
  expect(connections).toBe(2)
  expect(gateway.stats.cluster(CLUSTER_A)).toMatchObject({ requests: 6, status: { '2xx': 6 } })
})

test('a kept connection that the pod closes under a request costs the client nothing', async () => {
  const sockets: Socket[] = []
  let dropped = 0
  const { server, endpoint } = await world.backend((req, res) => {
    // The first request on a connection is answered; the next finds it closed.
    const { socket } = req
    if (sockets.includes(socket)) {
      dropped++
      socket.destroy()
    } else {
      sockets.push(socket)
      res.end(`fresh ${sockets.length}`)
    }
  })
  server.keepAliveTimeout = 0
  world.endpoints.set('a', [endpoint])
  const gateway = await world.gateway()
  expect(await world.ask(gateway)).toBe('fresh 1')
  expect(await world.ask(gateway)).toBe('fresh 2')
  expect(dropped).toBe(1)
})

test('a pod that dies with the request in its hands is a 503', async () => {
  const { server, endpoint } = await world.backend((req, res) => {
    if (req.url === '/die') {
      server.close()
      server.closeAllConnections()
    } else res.end('alive')
  })
  world.endpoints.set('a', [endpoint])
  const gateway = await world.gateway()
  expect(await world.ask(gateway)).toBe('alive')
  expect(await world.ask(gateway, '/die')).toBe('503')
  expect(gateway.stats.cluster(CLUSTER_A).status['5xx']).toBe(1)
})

test('a pod that refuses connections is left out by the default retries', async () => {
  const dead = await world.backend(() => {})
  await new Promise((done) => dead.server.close(done))
  const { endpoint } = await world.backend((_, res) => res.end('alive'))
  world.endpoints.set('a', [dead.endpoint, endpoint])
  const gateway = await world.gateway()
  for (let i = 0; i < 4; i++) expect(await world.ask(gateway)).toBe('alive')
  expect(gateway.stats.cluster(CLUSTER_A).retries).toBeGreaterThan(0)
})

test('without retries it is a 503', async () => {
  const dead = await world.backend(() => {})
  await new Promise((done) => dead.server.close(done))
  world.endpoints.set('a', [dead.endpoint])
  world.set(virtualService({ route: [to('a')], retries: { attempts: 0 } }))
  const gateway = await world.gateway()
  expect(await world.ask(gateway)).toBe('503')
})

describe('long answers', () => {
  let send: (text: string) => void
  let endpointB: { address: string; port: number }
  let gateway: EmbeddedGateway
  beforeEach(async () => {
    const slow = await world.backend((_, res) => {
      send = (text) => (text === 'end' ? res.end() : text === 'break' ? res.destroy() : res.write(text))
      res.writeHead(200)
      res.flushHeaders()
    })
    const other = await world.backend((_, res) => res.end('b'))
    endpointB = other.endpoint
    world.endpoints.set('a', [slow.endpoint])
    world.endpoints.set('b', [endpointB])
    gateway = await world.gateway()
  })
  const open = () =>
    new Promise<http.IncomingMessage>((done, failed) => {
      const options = { port: gateway.port, agent: false, headers: { host: 'x' } }
      http.get(options, done).on('error', failed)
    })

  test('survive a change of the route and the end of their endpoint', async () => {
    const answer = await open()
    let text = ''
    answer.on('data', (chunk: Buffer) => (text += chunk.toString()))
    send('one ')
    await until(() => text === 'one ')
    world.endpoints.set('a', [])
    world.set(virtualService({ route: [to('b')] }))
    await until(() => gateway.stats.generation() > 0)
    expect(await world.ask(gateway)).toBe('b')
    send('two')
    await until(() => text === 'one two')
    send('end')
    await until(() => answer.complete)
  })

  test('that break off at the pod break off at the client', async () => {
    const answer = await open()
    const broken = new Promise((done) => answer.on('error', done))
    send('part')
    await new Promise((done) => answer.once('data', done))
    send('break')
    await broken
    expect(answer.complete).toBe(false)
  })

  test('are cut by the timeout of their route', async () => {
    world.set(virtualService({ route: [to('a')], timeout: '0.2s' }))
    await until(() => gateway.stats.generation() > 0)
    const answer = await open()
    const broken = new Promise((done) => answer.on('error', done))
    answer.resume()
    await broken
    expect(answer.complete).toBe(false)
  })
})

test('a client that goes away ends the request at the pod', async () => {
  let gone = false
  let arrived = false
  const { endpoint } = await world.backend((_, res) => {
    arrived = true
    res.on('close', () => (gone = true))
  })
  world.endpoints.set('a', [endpoint])
  const gateway = await world.gateway()
  const request = http.get({ port: gateway.port, agent: false })
  request.on('error', () => {})
  await until(() => arrived)
  request.destroy()
  await until(() => gone)
})

test('closing waits for answers in flight', async () => {
  const { endpoint } = await world.backend((_, res) => setTimeout(() => res.end('late'), 150))
  world.endpoints.set('a', [endpoint])
  const gateway = await world.gateway()
  const answer = world.ask(gateway)
  await until(() => gateway.stats.cluster(CLUSTER_A).requests === 1)
  await Promise.all([gateway.close(5_000), expect(answer).resolves.toBe('late')])
})
