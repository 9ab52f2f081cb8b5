import { createServer, type AddressInfo } from 'node:net'
import type { KubeClient, KubeErrorCode } from '../../../src/kube/client.ts'
import { createKubeClient, type KubeClientOptions } from '../../../src/kube/rest.ts'
import {
  CONFIG_MAP,
  configFor,
  configMap,
  sleepingClock,
  startApi,
  status,
  type ApiServer,
  type Reply,
} from './api-server.ts'

const ok: Reply = { status: 200, body: configMap() }
const webhookDown = status(
  500,
  'InternalError',
  'Internal error occurred: failed calling webhook "v.istio.io": refused',
)
const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function against(script: readonly Reply[], options: KubeClientOptions = {}) {
  const api = await startApi(script)
  const clock = sleepingClock()
  const client = createKubeClient(configFor(api.url), {
    clock,
    random: () => 1,
    requestTimeout: 5_000,
    ...options,
  })
  closers.push(
    () => client.close(),
    () => api.close(),
  )
  return { api, clock, client }
}

const read = (client: KubeClient) => client.get(CONFIG_MAP)
const writes: [name: string, write: (client: KubeClient) => Promise<unknown>][] = [
  ['create', (client) => client.create(configMap())],
  ['replace', (client) => client.replace(configMap())],
  ['apply', (client) => client.apply(configMap(), { force: true })],
  ['patch', (client) => client.patch(CONFIG_MAP, [{ op: 'add', path: '/data/a', value: '1' }])],
  ['delete', (client) => client.delete(CONFIG_MAP, { uid: 'u-1' })],
]
const [, create] = writes[0]!

describe('reads', () => {
  test.each<[string, Reply]>([
    ['429', status(429, 'TooManyRequests', 'slow down')],
    ['500', status(500, 'InternalError', 'etcd')],
    ['502 of a load balancer', { status: 502, body: '<html>' }],
    ['503', status(503, 'ServiceUnavailable', 'starting')],
    ['504', status(504, 'Timeout', 'late')],
    ['a reset', 'reset'],
  ])('are repeated after %s', async (_name, reply) => {
    const { client, api, clock } = await against([reply, reply, ok])
    expect(await read(client)).toEqual(configMap())
    expect(api.seen).toHaveLength(3)
    expect(clock.slept).toEqual([200, 400])
  })

  test('are repeated after silence', async () => {
    const { client, api } = await against(['silence', ok], { requestTimeout: 100 })
    expect(await read(client)).toEqual(configMap())
    expect(api.seen).toHaveLength(2)
  })

  test('end after the last try with what the server said', async () => {
    const { client, api } = await against([status(503, 'ServiceUnavailable', 'starting')], {
      retries: { attempts: 3 },
    })
    await expect(read(client)).rejects.toMatchObject({ code: 'server', status: 503, ambiguous: false })
    expect(api.seen).toHaveLength(3)
  })

  test('say how often they were tried when there was no answer', async () => {
    const { client } = await against(['reset'], { retries: { attempts: 2 } })
    await expect(read(client)).rejects.toThrow(/^GET ConfigMap abtesting\/record: .*after 2 tries/)
  })

  test('wait as long as Retry-After says, in seconds or until a date', async () => {
    const date = 'Tue, 01 Jan 2030 00:00:12 GMT'
    const { client, clock } = await against([
      { status: 429, headers: { 'retry-after': '4' } },
      { status: 503, headers: { 'retry-after': date } },
      ok,
    ])
    await read(client)
    expect(clock.slept).toEqual([4_000, 8_000])
  })

  test('do not wait for a Retry-After beyond the total', async () => {
    const { client, clock } = await against([{ status: 429, headers: { 'retry-after': '3600' } }])
    await expect(read(client)).rejects.toMatchObject({ code: 'throttled', status: 429 })
    expect(clock.slept).toEqual([])
  })
})

describe.each(writes)('%s', (_name, write) => {
  test('is repeated after 429', async () => {
    const { client, api } = await against([{ status: 429, headers: { 'retry-after': '1' } }, ok])
    await write(client)
    expect(api.seen).toHaveLength(2)
    expect(api.seen[1]).toEqual(api.seen[0])
  })

  test('is repeated when an admission webhook could not be called', async () => {
    const { client, api } = await against([webhookDown, ok])
    await write(client)
    expect(api.seen).toHaveLength(2)
  })

  test.each<[string, Reply, KubeErrorCode, number | null]>([
    ['500', status(500, 'InternalError', 'etcdserver: request timed out'), 'server', 500],
    ['502', { status: 502, body: 'bad gateway' }, 'server', 502],
    ['503, even with Retry-After', { status: 503, headers: { 'retry-after': '1' } }, 'server', 503],
    ['504', { status: 504 }, 'server', 504],
    ['a reset after the request was sent', 'reset', 'connection', null],
  ])('is not repeated after %s, and is ambiguous', async (_reply, reply, code, http) => {
    const { client, api } = await against([reply, ok])
    await expect(write(client)).rejects.toMatchObject({ code, status: http, ambiguous: true })
    expect(api.seen).toHaveLength(1)
  })

  test('is not repeated after silence, and is ambiguous', async () => {
    const { client, api } = await against(['silence', ok], { requestTimeout: 100 })
    await expect(write(client)).rejects.toMatchObject({ code: 'timeout', status: null, ambiguous: true })
    expect(api.seen).toHaveLength(1)
  })
})

test('a webhook that stays down ends as a server error without ambiguity', async () => {
  const { client } = await against([webhookDown], { retries: { attempts: 2 } })
  await expect(create(client)).rejects.toMatchObject({ code: 'server', ambiguous: false })
})

test('a write is repeated while the connection is refused, and never ambiguous', async () => {
  const api = await startApi([ok])
  await api.close()
  const clock = sleepingClock()
  const client = createKubeClient(configFor(api.url), { clock, retries: { attempts: 3 } })
  await expect(create(client)).rejects.toMatchObject({
    code: 'connection',
    ambiguous: false,
    message: expect.stringContaining('connection refused'),
  })
  expect(clock.slept).toHaveLength(2)
  client.close()
})

test('a write goes through when the server comes up between two tries', async () => {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const { port } = taken.address() as AddressInfo
  await new Promise((resolve) => taken.close(resolve))
  let started: ApiServer | null = null
  const relay = createServer()
  const clock = {
    ...sleepingClock(),
    sleep: async () => {
      started = await startApi([ok])
      const target = Number(new URL(started.url).port)
      const { connect } = await import('node:net')
      relay.on('connection', (socket) => {
        const onward = connect(target, '127.0.0.1')
        socket.pipe(onward).pipe(socket)
        socket.on('error', () => onward.destroy())
        onward.on('error', () => socket.destroy())
      })
      await new Promise<void>((resolve) => relay.listen(port, '127.0.0.1', resolve))
    },
  }
  const client = createKubeClient(configFor(`http://127.0.0.1:${port}`), { clock })
  closers.push(
    () => client.close(),
    () => started?.close(),
    () => relay.close(),
  )
  await create(client)
  expect(started!.seen).toHaveLength(1)
})

test('a write on a connection that the server closed while it was idle is sent once, on a new one', async () => {
  const { client, api } = await against([ok])
  await read(client)
  for (let round = 0; round < 20; round++) {
    api.dropConnections()
    await create(client)
  }
  expect(api.seen.filter(({ method }) => method === 'POST')).toHaveLength(20)
})

test('an answer that breaks off is repeated for reads and ambiguous for writes', async () => {
  const broken: Reply = (_seen, socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{"kind":', () => socket.destroy())
    return 'silence'
  }
  const { client } = await against([broken, ok, broken])
  expect(await read(client)).toEqual(configMap())
  await expect(create(client)).rejects.toMatchObject({ code: 'connection', ambiguous: true })
})

test('every try is reported', async () => {
  const tries: unknown[] = []
  const { client } = await against([{ status: 503 }, 'reset', ok], {
    onRequest: ({ method, attempt, status: http }) => tries.push([method, attempt, http]),
  })
  await read(client)
  expect(tries).toEqual([
    ['GET', 1, 503],
    ['GET', 2, null],
    ['GET', 3, 200],
  ])
})
