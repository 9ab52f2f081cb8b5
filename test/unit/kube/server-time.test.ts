import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { createKubeClient } from '../../../src/kube/rest.ts'
import { serverTime } from '../../../src/kube/server-time.ts'
import { systemClock } from '../../../src/process/clock.ts'
import { configFor } from './api-server.ts'

const NOON = Date.parse('2026-11-21T12:00:00Z')

/** This machine's clock, and a server's that is `ahead` ms ahead of it; answers take 40 ms each way. */
function machines(ahead: number) {
  let now = NOON
  const time = serverTime({ timestamp: () => new Date(now).toISOString() })
  return {
    pass: (ms: number) => void (now += ms),
    ask() {
      const asked = now
      now += 40
      const date = new Date(now + ahead).toUTCString()
      now += 40
      time.heard(date, asked)
    },
    error: () => Date.parse(time.timestamp()) - (now + ahead),
    own: () => Date.parse(time.timestamp()) - now,
    heard: time.heard.bind(time),
    set: (ms: number) => void (ahead = ms),
  }
}

test.each([0, 12, -35])('a server %d ms ahead is not told from an equal clock', (ahead) => {
  const at = machines(ahead)
  for (let i = 0; i < 50; i++) {
    at.pass(373)
    at.ask()
    expect(at.own()).toBe(0)
  }
})

test.each([3_600_000, -3_600_000, 7_321, -1_580])('a server %d ms ahead sets the time', (ahead) => {
  const at = machines(ahead)
  expect(at.own()).toBe(0)
  at.ask()
  // To the second from the first answer on; answers at other parts of a second tell more.
  expect(Math.abs(at.error())).toBeLessThanOrEqual(1_080)
  for (let i = 0; i < 20; i++) {
    at.pass(373)
    at.ask()
  }
  expect(Math.abs(at.error())).toBeLessThanOrEqual(150)
})

test('a clock that is set later counts from then on', () => {
  const at = machines(0)
  at.ask()
  at.set(60_000)
  at.ask()
  expect(Math.abs(at.error())).toBeLessThanOrEqual(1_080)
})

test.each([undefined, '', 'yesterday'])('a date %p tells nothing', (date) => {
  const at = machines(0)
  at.heard(date, NOON)
  expect(at.own()).toBe(0)
})

test('the client has it from the answers of its API server', async () => {
  const server = http.createServer((_, response) => {
    response.setHeader('date', new Date(Date.now() - 86_400_000).toUTCString())
    response.writeHead(404, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ kind: 'Status', apiVersion: 'v1', reason: 'NotFound', code: 404 }))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const client = createKubeClient(configFor(`http://127.0.0.1:${port}`), { clock: systemClock })
  try {
    await client.get({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'abtesting', name: 'record' })
    const yesterday = Date.now() - 86_400_000
    expect(Math.abs(Date.parse(client.timestamp()) - yesterday)).toBeLessThan(10_000)
  } finally {
    client.close()
    server.close()
  }
})
