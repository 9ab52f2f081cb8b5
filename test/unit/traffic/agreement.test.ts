import { awaitAgreement, type AgreementOptions } from '../../../src/gates/traffic/agreement.ts'
import { systemClock } from '../../../src/process/clock.ts'
import { closeServers, modelServer, prober, seeded, type Reply } from './model-server.ts'

afterEach(closeServers)
const share = (value: number) => ({ share: value, names: { stable: 'green', canary: 'blue' } })

/** Two gateway addresses; what they answer can change while the test runs. */
async function gateways(one: () => Reply | 'hang', two: () => Reply | 'hang') {
  const first = await modelServer(one)
  const second = await modelServer(two, { host: '127.0.0.2', port: first.port })
  const probe = prober({
    url: `http://models:${first.port}/`,
    resolve: [first.text, second.text],
    timeout: 1_500,
  })
  const wait = (overrides: Partial<AgreementOptions> = {}) =>
    awaitAgreement({
      prober: probe,
      expected: share(1),
      unattributed: 'disagree',
      deadline: systemClock.now() + 20_000,
      clock: systemClock,
      signal: new AbortController().signal,
      stillOurs: () => Promise.resolve(),
      ...overrides,
    })
  return { first, second, wait }
}
const blue = (): Reply => ({ version: 'blue' })
const green = (): Reply => ({ version: 'green' })
const silent = (): Reply => ({ version: null, status: 503, body: 'no healthy upstream' })
const soon = () => systemClock.now() + 400

test('all addresses agree: twenty fresh connections each, and no more', async () => {
  const { first, second, wait } = await gateways(blue, blue)
  expect(await wait()).toEqual({
    kind: 'served',
    verdict: 'pass',
    reason: 'all 2 addresses serve blue: 20 consecutive answers each',
  })
  expect([first.connections(), second.connections()]).toEqual([20, 20])
})

test('one address lags: it is named, and only it is asked again', async () => {
  let lagging = true
  const { first, wait } = await gateways(green, () => (lagging ? blue() : green()))
  const told: string[] = []
  const onWaiting = (_: string, text: string) => {
    told.push(text)
    lagging = false
  }
  const result = await wait({ expected: share(0), onWaiting })
  expect(result.verdict).toBe('pass')
  expect(told).toEqual([
    expect.stringMatching(/^waiting for 127\.0\.0\.2:\d+: (\d+) of \1 answers from blue$/),
  ])
  expect(first.seen.length).toBe(20)
})

test('one address never agrees: inconclusive at the deadline, with what it answers', async () => {
  const { wait } = await gateways(green, blue)
  const result = await wait({ expected: share(0), deadline: systemClock.now() + 3_000, confirmations: 5 })
  expect(result.verdict).toBe('inconclusive')
  expect(result.reason).toMatch(
    /^not every address serves the new route: 127\.0\.0\.2:\d+: 5 of 5 answers from blue$/,
  )
})

test('an address that answers from both sides does not agree', async () => {
  let i = 0
  const { wait } = await gateways(blue, () => (i++ % 10 === 9 ? green() : blue()))
  const result = await wait({ deadline: soon() })
  expect(result.verdict).toBe('inconclusive')
  expect(result.reason).toMatch(/\d+ of \d+ answers from green/)
})

test('a bad answer that tells its version shows the route', async () => {
  const { wait } = await gateways(blue, () => ({ version: 'blue', status: 500 }))
  expect((await wait()).verdict).toBe('pass')
})

describe('answers of nobody', () => {
  test('are no agreement before something is removed', async () => {
    const { wait } = await gateways(blue, silent)
    const result = await wait({ deadline: soon() })
    expect(result.verdict).toBe('inconclusive')
    expect(result.reason).toMatch(/answers told no version \(503: HTTP 503: no healthy upstream\)$/)
  })

  test('are left to the gate after five seconds without the wrong side', async () => {
    const { wait } = await gateways(blue, silent)
    const began = systemClock.now()
    expect((await wait({ unattributed: 'leave-to-gate' })).verdict).toBe('pass')
    expect(systemClock.now() - began).toBeGreaterThanOrEqual(5_000)
  })

  test('are not left to the gate while the wrong side answers too', async () => {
    let i = 0
    const { wait } = await gateways(blue, () => (i++ % 2 === 0 ? silent() : green()))
    const result = await wait({ unattributed: 'leave-to-gate', deadline: systemClock.now() + 6_500 })
    expect(result.verdict).toBe('inconclusive')
  })
})

test('an address that cannot be reached is an error, not a disagreement', async () => {
  const { second, wait } = await gateways(blue, blue)
  await second.close()
  const result = await wait({ deadline: soon(), unattributed: 'leave-to-gate' })
  expect(result.verdict).toBe('error')
  expect(result.reason).toMatch(/^no answer from 127\.0\.0\.2:\d+: .*ECONNREFUSED/)
})

test('an address that hangs is an error', async () => {
  const { wait } = await gateways(blue, () => 'hang')
  expect(await wait({ deadline: soon() })).toMatchObject({
    verdict: 'error',
    reason: expect.stringContaining('timeout'),
  })
})

describe('partial shares', () => {
  const random = seeded(9)
  const at = (percent: number) => (): Reply => (random() * 100 < percent ? blue() : green())

  test('agree when the answers do not contradict them', async () => {
    const { wait } = await gateways(at(10), at(10))
    expect(await wait({ expected: share(0.1) })).toMatchObject({
      verdict: 'pass',
      reason: 'all 2 addresses serve 10 % from blue',
    })
  })

  test('do not agree at an address that still has the old route', async () => {
    const { wait } = await gateways(at(10), at(0))
    const result = await wait({ expected: share(0.1), deadline: soon() })
    expect(result.verdict).toBe('inconclusive')
    expect(result.reason).toMatch(
      /127\.0\.0\.2:\d+: 0 of 100 answers from blue, expected \d+ to \d+ \(10 %\)$/,
    )
  })

  test('a broken canary that tells no version is left to the gate', async () => {
    const broken = () => (random() < 0.5 ? silent() : green())
    const { wait } = await gateways(broken, broken)
    expect((await wait({ expected: share(0.5), unattributed: 'leave-to-gate' })).verdict).toBe('pass')
    expect((await wait({ expected: share(0.5), deadline: soon() })).verdict).toBe('inconclusive')
  })
})

test('whoever takes the rollout over ends the wait before the next request', async () => {
  let polls = 0
  const { second, wait } = await gateways(blue, green)
  const stillOurs = () => (++polls === 3 ? Promise.reject(new Error('abort has begun')) : Promise.resolve())
  await expect(wait({ stillOurs })).rejects.toThrow('abort has begun')
  expect(second.seen.length).toBe(2)
})

test('the signal ends the wait with its reason', async () => {
  const stop = new AbortController()
  const { wait } = await gateways(blue, () => {
    stop.abort(new Error('cancelled'))
    return green()
  })
  await expect(wait({ signal: stop.signal })).rejects.toThrow('cancelled')
})
