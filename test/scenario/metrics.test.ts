import { closeServers, metricsServer, NO_DATA, vector } from '../unit/metrics/metrics-server.ts'
import type { MetricsReply } from '../unit/metrics/metrics-server.ts'
import { startWorld } from '../support/world.ts'
import type { World } from '../support/world.ts'

const QUERY = `sum(rate(istio_requests_total{destination_service_name="\${canary.service}",response_code=~"5.."}[1m]))`

/** Blue_50 looks at real traffic's error rate. */
async function worldWith(url: string, env?: string): Promise<World> {
  const world = await startWorld({
    change: (file) => {
      file.metrics = { url, ...(env ? { headers: { authorization: { env } } } : {}) }
      file.timeouts.gate = '1s'
      file.stages[1].checks = [
        { metrics: { name: 'error rate', query: QUERY, max: '1%', after: '0s', every: '100ms' } },
      ]
    },
  })
  expect(await world.advance('Blue_0')).toMatchObject({ code: 0 })
  return world
}

let world: World | null = null
afterEach(async () => {
  await world?.close()
  world = null
  await closeServers()
})

test('a good number lets the stage pass; the plan says what is asked', async () => {
  const server = await metricsServer(() => vector('0.001'))
  world = await worldWith(server.url)
  const plan = await world.run('plan', '--to', 'Blue_50')
  expect(plan.json.actions.map(({ text }: { text: string }) => text)).toContain(
    'gate: metrics, error rate at most 0.01',
  )
  expect(server.seen).toEqual([])
  const { code, json } = await world.advance('Blue_50')
  expect(code).toBe(0)
  expect(json.gates).toContainEqual({
    kind: 'metrics',
    verdict: 'pass',
    reason: 'error rate is 0.001, limit at most 0.01',
  })
  expect(server.seen[0]!.query).toBe(QUERY.replace('${canary.service}', 'model-svc-blue'))
})

test('a bad number aborts', async () => {
  const server = await metricsServer(() => vector('0.07'))
  world = await worldWith(server.url)
  expect(await world.advance('Blue_50')).toMatchObject({
    code: 1,
    json: { outcome: 'aborted', message: expect.stringContaining('error rate is 0.07, limit at most 0.01') },
  })
  expect(await world.ask()).toEqual({ old: 20 })
})

test.each<[string, MetricsReply, string]>([
  ['no data', NO_DATA, 'error rate has no data'],
  ['a server that fails', { status: 503, body: '' }, 'HTTP 503'],
])('%s holds, with traffic where it is', async (_, reply, reason) => {
  const server = await metricsServer(() => reply)
  world = await worldWith(server.url)
  const held = await world.advance('Blue_50')
  expect(held).toMatchObject({ code: 3, json: { outcome: 'held', weight: { configured: 50 } } })
  expect(held.json.message).toContain(reason)
})

test('a token that is not set is said by name, and nobody is asked', async () => {
  const server = await metricsServer(() => NO_DATA)
  world = await worldWith(server.url, 'PROMETHEUS_TOKEN')
  const unset = await world.advance('Blue_50')
  expect(unset).toMatchObject({ code: 3 })
  expect(unset.json.message).toContain('environment variable PROMETHEUS_TOKEN is not set')
  expect(server.seen).toEqual([])
})
