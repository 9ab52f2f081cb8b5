import http from 'node:http'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import { prometheus } from '../../../src/gates/metrics/prometheus.ts'
import type { MetricsServer } from '../../../src/spec/metrics.ts'
import { NO_DATA, closeServers, metricsServer, vector } from './metrics-server.ts'
import type { MetricsReply } from './metrics-server.ts'

afterEach(closeServers)

const client = (
  server: Partial<MetricsServer> & { url: string },
  env: { [name: string]: string } = {},
  proxy: string | null = null,
) => {
  const masked: string[] = []
  const signal = new AbortController().signal
  const metrics = prometheus(
    { headers: {}, timeout: 5_000, ...server },
    { env: (name) => env[name], secrets: (value) => masked.push(value), proxy: () => proxy, signal },
  )
  return { metrics, masked }
}
async function ask(reply: MetricsReply | 'hang', timeout = 5_000) {
  const server = await metricsServer(() => reply)
  return client({ url: server.url, timeout }).metrics.ask('up')
}
const data = (resultType: string, result: unknown) => ({
  body: { status: 'success', data: { resultType, result } },
})

test.each<[string, MetricsReply, number | null]>([
  ['a vector of one', vector('0.25'), 0.25],
  ['a scalar', data('scalar', [1_764_000_000, '3']), 3],
  ['0/0', vector('NaN'), null],
  ['1/0', vector('+Inf'), Infinity],
  ['-1/0', vector('-Inf'), -Infinity],
  ['no series', NO_DATA, null],
  ['a small number', vector('1.5e-05'), 0.000015],
])('%s', async (_, reply, expected) => {
  expect(await ask(reply)).toBe(expected)
})

test.each<[string, MetricsReply, string]>([
  [
    'two series',
    vector('1', '2'),
    'the query gives 2 series; expected one: put sum(...), max(...) or the like around it',
  ],
  [
    'a range',
    data('matrix', [{ values: [] }]),
    'the query gives a matrix; expected one number: take its last value, or an aggregate over time',
  ],
  [
    'a query that is none',
    { status: 400, body: { status: 'error', errorType: 'bad_data', error: 'parse error: unexpected "}"' } },
    'bad_data: parse error: unexpected "}"',
  ],
  [
    'no credentials',
    { status: 401, body: '' },
    'HTTP 401; its credentials go into metrics.headers, as { env: NAME }',
  ],
  [
    'a wrong address',
    { status: 404, body: 'not here' },
    'HTTP 404; metrics.url is the part before /api/v1/query',
  ],
  [
    'a redirect',
    { status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '' },
    'HTTP 302, a redirect; write the address that it leads to',
  ],
  ['a page', { body: '<html>Sign in</html>' }, 'no answer of a Prometheus API: <html>Sign in</html>'],
  ['JSON of something else', { body: { ok: true } }, 'no answer of a Prometheus API: {"ok":true}'],
  ['null', { body: 'null' }, 'no answer of a Prometheus API: null'],
  [
    'an error with a command in it',
    { status: 500, body: { status: 'error', error: 'x\n::error::y' } },
    'error: x',
  ],
  ['more than a number', { body: ' '.repeat(1_000_001) }, 'the answer has more than 1000000 bytes'],
])('%s is no answer', async (_, reply, message) => {
  const error: Error = await ask(reply).then(
    (value) => Promise.reject(new Error(`answered ${value}`)),
    (e: unknown) => e as Error,
  )
  expect(error.message).toMatch(/^metrics server 127\.0\.0\.1:\d+: /)
  expect(error.message.replace(/^metrics server \S+ /, '')).toContain(message)
  expect(error.message).not.toMatch(/\n/)
})

test('a server that does not answer in time', async () => {
  await expect(ask('hang', 200)).rejects.toThrow('no answer within 200 ms')
})

test('a server that is not there', async () => {
  const { url } = await metricsServer(() => 'hang')
  await closeServers()
  await expect(client({ url }).metrics.ask('up')).rejects.toThrow('ECONNREFUSED')
})

test('the address may have a path; the query goes as it is', async () => {
  const server = await metricsServer(() => vector('1'))
  const query = 'sum(rate(x{a="b & c",d=~"5.."}[1m])) + 1'
  await client({ url: `${server.url}/select/0/prometheus/` }).metrics.ask(query)
  expect(server.seen).toMatchObject([{ path: '/select/0/prometheus/api/v1/query', query }])
})

test('a secret header is masked before it is sent, and never in a message', async () => {
  const secret = 'Bearer s3cr3t-token'
  const server = await metricsServer(({ headers }) => ({
    status: 403,
    body: { status: 'error', errorType: 'forbidden', error: `no rights for ${headers.authorization}` },
  }))
  const headers = {
    authorization: { kind: 'env', name: 'PROM' },
    'x-scope-orgid': { kind: 'text', text: 'ml' },
  } as const
  const { metrics, masked } = client({ url: server.url, headers }, { PROM: secret })
  const error = await metrics.ask('up').catch((e: unknown) => e)
  expect((error as Error).message).toMatch(/forbidden: no rights for \*\*\*$/)
  expect(masked).toEqual([secret, 's3cr3t-token'])
  expect(server.seen[0]!.headers).toMatchObject({ authorization: secret, 'x-scope-orgid': 'ml' })
})

test('a secret that is not set is said by name', async () => {
  const headers = { authorization: { kind: 'env', name: 'PROM' } } as const
  await expect(client({ url: 'http://127.0.0.1:1', headers }).metrics.ask('up')).rejects.toThrow(
    'metrics.headers.authorization: environment variable PROM is not set; set it for this step',
  )
})

test('a token that is repeated without its scheme is hidden too', async () => {
  const server = await metricsServer(() => ({
    status: 401,
    body: { status: 'error', error: 'token s3cr3t-token is expired' },
  }))
  const headers = { authorization: { kind: 'env', name: 'PROM' } } as const
  const { metrics } = client({ url: server.url, headers }, { PROM: 'Bearer s3cr3t-token\n' })
  await expect(metrics.ask('up')).rejects.toThrow('error: token *** is expired')
  expect(server.seen[0]!.headers.authorization).toBe('Bearer s3cr3t-token')
})

test('a value that no header can have is said by the name of its variable only', async () => {
  const headers = { authorization: { kind: 'env', name: 'PROM' } } as const
  const { metrics } = client({ url: 'http://127.0.0.1:1', headers }, { PROM: 'Bearer s3cr3t\nline2' })
  const error = await metrics.ask('up').catch((e: unknown) => e)
  expect((error as Error).message).toBe(
    'metrics.headers.authorization: environment variable PROM is no value of a header; set it for this step, for example from a secret',
  )
})

test('a proxy is used', async () => {
  const server = await metricsServer(() => vector('7'))
  const asked: string[] = []
  const proxy = http.createServer().on('connect', (request, socket) => {
    asked.push(request.url!)
    const outer = net.connect(Number(new URL(server.url).port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      outer.pipe(socket).pipe(outer)
    })
  })
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done))
  try {
    const { port } = proxy.address() as AddressInfo
    const { metrics } = client({ url: 'http://prometheus.internal:9090' }, {}, `http://127.0.0.1:${port}`)
    expect(await metrics.ask('up')).toBe(7)
    expect(asked).toEqual(['prometheus.internal:9090'])
  } finally {
    proxy.close()
  }
})
