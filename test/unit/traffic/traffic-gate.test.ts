import { trafficGate, requestsOf, type TrafficGateOptions } from '../../../src/gates/traffic/traffic-gate.ts'
import { systemClock } from '../../../src/process/clock.ts'
import { closeServers, modelServer, prober, seeded, type Reply, type Seen } from './model-server.ts'

afterEach(closeServers)

/** A gateway that splits by weight (percent to blue), with whatever else `reply` wants. */
function splitting(weight: () => number, reply: (side: 'green' | 'blue', seen: Seen) => Reply = () => ({})) {
  const random = seeded(5)
  return (seen: Seen): Reply => {
    const version = random() * 100 < weight() ? 'blue' : 'green'
    return { version, ...reply(version, seen) }
  }
}

async function gate(
  reply: (seen: Seen, i: number) => Reply | 'hang' | 'reset' | 'cut',
  overrides: Partial<TrafficGateOptions> = {},
  timeout = 20_000,
) {
  const server = await modelServer(reply)
  const probe = prober({ url: `http://${server.text}/score`, timeout })
  const options = { ...defaults(), prober: probe, ...overrides }
  return { result: await trafficGate(options), server }
}
const defaults = (): Omit<TrafficGateOptions, 'prober'> => ({
  expected: { share: 0.5, names: { stable: 'green', canary: 'blue' } },
  headerRoutes: [],
  path: '/score',
  requests: 200,
  limits: { errors: 0.01, p50: null, p99: null },
  deadline: systemClock.now() + 40_000,
  clock: systemClock,
  signal: new AbortController().signal,
  stillOurs: () => Promise.resolve(),
})
const share = (value: number) => ({ share: value, names: { stable: 'green', canary: 'blue' } })
const soon = () => systemClock.now() + 400

test('half and half passes, with what was served and from where', async () => {
  const { result, server } = await gate(splitting(() => 50))
  expect(result).toMatchObject({ kind: 'traffic', verdict: 'pass', served: { n: 200, from: [server.text] } })
  expect(result.reason).toMatch(
    /^\d+ of 200 answers from blue, expected 50 %; 0 of 200 answers were errors \(0 %\), limit 1 %$/,
  )
  expect(result.served!.low).toBeLessThan(0.5)
  expect(result.served!.high).toBeGreaterThan(0.5)
})

test('a share that becomes right is measured anew until it is', async () => {
  let weight = 0
  let looks = 0
  const stillOurs = () => {
    if (++looks === 3) weight = 50
    return Promise.resolve()
  }
  const { result } = await gate(
    splitting(() => weight),
    { stillOurs },
  )
  expect([result.verdict, looks]).toEqual(['pass', 3])
  expect([result.sample.n, result.total.n]).toEqual([200, 600])
})

test('a share that stays wrong is inconclusive at the deadline', async () => {
  const { result } = await gate(
    splitting(() => 100),
    { deadline: soon() },
  )
  expect(result.verdict).toBe('inconclusive')
  expect(result.reason).toMatch(/^\d+ of \d+ answers from blue, expected \d+ to \d+ \(50 %\)$/)
  expect(result.served).toMatchObject({ share: 1 })
})

test('a single answer from the canary at weight 0 is not a pass', async () => {
  const { result } = await gate((_, i) => ({ version: i % 150 === 7 ? 'blue' : 'green' }), {
    expected: share(0),
    deadline: soon(),
  })
  expect(result.verdict).toBe('inconclusive')
  expect(result.reason).toMatch(/^[12] of 200 answers from blue, expected 0$/)
})

test('a failing canary fails at once, long before the deadline and the last request', async () => {
  const { result, server } = await gate(
    splitting(
      () => 50,
      (side) => (side === 'blue' ? { status: 500, body: '##vso[task.complete]' } : {}),
    ),
    { requests: 10_000 },
  )
  expect(result.verdict).toBe('fail')
  expect(result.reason).toMatch(
    /^(\d+) of \1 answers from blue were errors \(100 %, 500: \1\), limit 1 %; e\.g\. HTTP 500: # #vso\[task\.complete\]$/,
  )
  expect(server.seen.length).toBeLessThan(1_000)
})

test('a failing canary with a small weight fails, though hardly any answer is bad', async () => {
  const { result } = await gate(
    splitting(
      () => 2,
      (side) => (side === 'blue' ? { status: 500 } : {}),
    ),
    {
      expected: share(0.02),
      limits: { errors: 0.05, p50: null, p99: null },
    },
  )
  expect(result.verdict).toBe('fail')
  expect(result.reason).toMatch(/answers from blue were errors \(100 %/)
})

test('a small weight gets the requests that it needs', async () => {
  const { result } = await gate(
    splitting(() => 10),
    { expected: share(0.1), requests: 50 },
  )
  expect([result.verdict, result.sample.n]).toEqual(['pass', 200])
})

test('a server that hangs fails without waiting for all requests', async () => {
  const { result, server } = await gate(() => 'hang', { requests: 1000 }, 500)
  expect(result.verdict).toBe('fail')
  expect(result.reason).toMatch(/timeout: \d+\), limit 1 %; e\.g\. no answer within 500 ms/)
  expect(server.seen.length).toBeLessThan(100)
})

test('resets in the middle of answers fail', async () => {
  const { result } = await gate((_, i) => (i % 10 === 0 ? 'reset' : i % 10 === 5 ? 'cut' : {}), {
    expected: share(0),
  })
  expect(result.verdict).toBe('fail')
  expect(result.reason).toMatch(/reset: \d+/)
})

test('an address where nobody listens is an error, never a judgement', async () => {
  const server = await modelServer(splitting(() => 50))
  const probe = prober({
    url: `http://x:${server.port}/`,
    resolve: [server.text, `127.0.0.2:${server.port}`],
  })
  const result = await trafficGate({ ...defaults(), prober: probe, deadline: soon() })
  expect(result.verdict).toBe('error')
  expect(result.reason).toMatch(
    /^no connection to 127\.0\.0\.2:\d+ \(\d+ of \d+ requests\): connect ECONNREFUSED/,
  )
})

test('a missing variable is an error that names it', async () => {
  const probe = prober({
    url: 'http://127.0.0.1:1/',
    headers: { authorization: { kind: 'env', name: 'MODEL_TOKEN' } },
  })
  const result = await trafficGate({ ...defaults(), prober: probe, deadline: soon() })
  expect(result).toMatchObject({ verdict: 'error', served: null })
  expect(result.reason).toContain('MODEL_TOKEN')
})

test('a slow canary fails its limit, and the fast stable side does not hide it', async () => {
  const server = await modelServer(splitting(() => 50))
  const probe = prober({ url: `http://${server.text}/` })
  const slow = {
    ...probe,
    measure: async (options: Parameters<typeof probe.measure>[0]) => {
      const sample = await probe.measure(options)
      return { ...sample, latencies: { ...sample.latencies, blue: sample.latencies['blue']!.map(() => 900) } }
    },
  }
  const result = await trafficGate({
    ...defaults(),
    prober: slow,
    limits: { errors: 0.01, p50: null, p99: 800 },
  })
  expect(result).toMatchObject({
    verdict: 'fail',
    reason: expect.stringMatching(/^p99 of \d+ answers from blue is 900 ms, limit 800 ms$/),
  })
})

describe('header rules', () => {
  const rules: TrafficGateOptions['headerRoutes'] = [
    { headers: { 'user-group': { kind: 'exact', value: 'canary' } }, path: null },
  ]
  const routed = (matching: (group: string) => boolean, weight = 0) =>
    splitting(
      () => weight,
      (_, seen) => (matching(String(seen.headers['user-group'])) ? { version: 'blue' } : {}),
    )

  test('positives from the canary and negatives by weight pass', async () => {
    const { result } = await gate(
      routed((group) => group === 'canary'),
      { expected: share(0), headerRoutes: rules },
    )
    expect(result.verdict).toBe('pass')
    expect(result.reason).toContain('3 kinds of requests for the header rules served as expected')
    expect([result.sample.n, result.total.n]).toEqual([200, 500])
  })

  test('a rule that is not there is seen', async () => {
    const { result } = await gate(
      routed(() => false),
      { expected: share(0), headerRoutes: rules, deadline: soon() },
    )
    expect(result).toMatchObject({
      verdict: 'inconclusive',
      reason: 'requests with user-group: canary: 100 of 100 answers from green, expected 0',
    })
  })

  test('a rule that matches too much is seen', async () => {
    const { result } = await gate(
      routed((group) => /^canary$/i.test(group)),
      {
        expected: share(0),
        headerRoutes: rules,
        deadline: soon(),
      },
    )
    expect(result).toMatchObject({
      verdict: 'inconclusive',
      reason: 'requests with user-group: CANARY (other case): 100 of 100 answers from blue, expected 0',
    })
  })

  test('errors behind a header rule fail', async () => {
    const { result } = await gate(
      splitting(
        () => 0,
        (_, seen) => (seen.headers['user-group'] === 'canary' ? { version: 'blue', status: 500 } : {}),
      ),
      { expected: share(0), headerRoutes: rules },
    )
    expect(result.verdict).toBe('fail')
    expect(result.reason).toContain('answers from blue were errors')
  })
})

test('whoever takes the rollout over ends the gate', async () => {
  const stillOurs = () => Promise.reject(new Error('abort has begun'))
  await expect(
    gate(
      splitting(() => 50),
      { stillOurs },
    ),
  ).rejects.toThrow('abort has begun')
})

test('the signal ends the gate while it waits for the next look', async () => {
  const stop = new AbortController()
  const clock = {
    ...systemClock,
    sleep: (ms: number, signal?: AbortSignal) => {
      stop.abort(new Error('cancelled'))
      return systemClock.sleep(ms, signal)
    },
  }
  await expect(
    gate(
      splitting(() => 0),
      { signal: stop.signal, clock },
    ),
  ).rejects.toThrow('cancelled')
})

test('requests for a rare side', () => {
  const p99 = (value: number | null) => ({ p99: value })
  expect(requestsOf(1000, 0, p99(1))).toBe(1000)
  expect(requestsOf(1000, 0.5, p99(null))).toBe(1000)
  expect(requestsOf(1000, 0.005, p99(null))).toBe(4000)
  expect(requestsOf(1000, 0.995, p99(null))).toBe(4000)
  expect(requestsOf(1000, 0.05, p99(500))).toBe(2600)
  expect(requestsOf(1000, 0.0001, p99(null))).toBe(10_000)
})
