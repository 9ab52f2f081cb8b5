import { metricsGate } from '../../../src/gates/metrics/metrics-gate.ts'
import type { MetricsGateOptions } from '../../../src/gates/metrics/metrics-gate.ts'
import { CannotLook } from '../../../src/gates/cannot-look.ts'
import type { Clock } from '../../../src/process/clock.ts'
import type { MetricsCheck } from '../../../src/spec/metrics.ts'

/** Time passes only by sleeping. */
function clockFromZero(): Clock {
  let now = 0
  return {
    now: () => now,
    timestamp: () => new Date(now).toISOString(),
    sleep: (ms, signal) => {
      signal?.throwIfAborted()
      now += ms
      return Promise.resolve()
    },
  }
}

const CHECK: MetricsCheck = {
  name: 'error rate',
  query: 'unused',
  min: null,
  max: 0.01,
  after: 60_000,
  for: 0,
  every: 15_000,
}

/** What the server says at each look; the last one from then on. */
async function gate(
  looks: readonly (number | null | Error)[],
  check: Partial<MetricsCheck> = {},
  options: Partial<MetricsGateOptions> = {},
) {
  const clock = clockFromZero()
  const asked: { at: number; query: string }[] = []
  const said: string[] = []
  const result = await metricsGate({
    check: { ...CHECK, ...check },
    query: 'rate(errors[1m])',
    metrics: {
      ask(query) {
        const look = looks[Math.min(asked.length, looks.length - 1)]!
        asked.push({ at: clock.now() / 1_000, query })
        return look instanceof Error ? Promise.reject(look) : Promise.resolve(look)
      },
    },
    wait: 0,
    patience: 60_000,
    clock,
    signal: new AbortController().signal,
    onWaiting: (text) => said.push(text),
    stillOurs: () => Promise.resolve(),
    ...options,
  })
  return { ...result, times: asked.map(({ at }) => at), said }
}

test('one look within the limit passes', async () => {
  expect(await gate([0.002])).toMatchObject({
    kind: 'metrics',
    verdict: 'pass',
    reason: 'error rate is 0.002, limit at most 0.01',
    times: [0],
  })
})

test('it waits until nothing from before the route change is in the range', async () => {
  const { times, said } = await gate([0], {}, { wait: 42_000 })
  expect(times).toEqual([42])
  expect(said[0]).toBe('error rate: first look in 42s')
})

test('a number at the limit passes, one above it fails at once', async () => {
  expect(await gate([0.01])).toMatchObject({ verdict: 'pass' })
  expect(await gate([0.0101], { for: 60_000 })).toMatchObject({
    verdict: 'fail',
    reason: 'error rate is 0.0101, limit at most 0.01',
    times: [0],
  })
  expect(await gate([Infinity])).toMatchObject({ verdict: 'fail' })
})

test('a number below its minimum fails', async () => {
  expect(await gate([0.93], { min: 0.95, max: null })).toMatchObject({
    verdict: 'fail',
    reason: 'error rate is 0.93, limit at least 0.95',
  })
})

test('it has to hold for as long as asked', async () => {
  expect(await gate([0.001, 0.004, 0.002], { for: 40_000, min: 0 })).toMatchObject({
    verdict: 'pass',
    reason: 'error rate is 0.001 to 0.004 in 4 looks over 40s, limit at least 0 and at most 0.01',
    times: [0, 15, 30, 45],
  })
  expect(await gate([0.001, 0.001, 0.5], { for: 40_000 })).toMatchObject({
    verdict: 'fail',
    times: [0, 15, 30],
  })
})

test('no data is never a pass: it is asked again, and then it is inconclusive', async () => {
  expect(await gate([null])).toMatchObject({
    verdict: 'inconclusive',
    reason: 'error rate has no data: rate(errors[1m])',
    times: [0, 15, 30, 45, 60],
  })
})

test('data that comes later counts; a gap starts the time over', async () => {
  expect(await gate([null, null, 0])).toMatchObject({ verdict: 'pass', times: [0, 15, 30] })
  expect(await gate([0, null, 0], { for: 30_000 })).toMatchObject({
    verdict: 'pass',
    times: [0, 15, 30, 45, 60],
  })
})

test('gaps that come again and again end in a hold', async () => {
  const looks = Array.from({ length: 2_000 }, (_, i) => (i % 39 === 38 ? null : 0))
  const { verdict, times } = await gate(looks, { for: 600_000 }, { patience: 600_000 })
  expect(verdict).toBe('inconclusive')
  expect(times.at(-1)).toBe(1_200)
})

test('a server that cannot be asked is an error, not a bad canary', async () => {
  expect(await gate([new CannotLook('metrics server m:9090: HTTP 503')])).toMatchObject({
    verdict: 'error',
    reason: 'error rate: metrics server m:9090: HTTP 503',
  })
  expect(await gate([new CannotLook('gone'), 0])).toMatchObject({ verdict: 'pass' })
  await expect(gate([new TypeError('a defect')])).rejects.toThrow('a defect')
})

test('it ends when the lease is lost, and when it is cancelled', async () => {
  await expect(
    gate([null], {}, { stillOurs: () => Promise.reject(new Error('pre-empted')) }),
  ).rejects.toThrow('pre-empted')
  await expect(gate([0], {}, { signal: AbortSignal.abort(new Error('SIGINT')) })).rejects.toThrow('SIGINT')
})
