import {
  isRetryable,
  parseRetryAfter,
  retryDelay,
  type Failure,
  type RetryPolicy,
} from '../../../src/kube/retry.ts'

const answered = (status: number, notProcessed = false): Failure => ({
  kind: 'status',
  status,
  retryAfter: null,
  notProcessed,
})

describe('which failures are tried again', () => {
  const rows: [name: string, failure: Failure, read: boolean, write: boolean][] = [
    ['429', answered(429), true, true],
    ['500', answered(500), true, false],
    ['500 of a webhook that could not be called', answered(500, true), true, true],
    ['502', answered(502), true, false],
    ['503', answered(503), true, false],
    ['504', answered(504), true, false],
    ['501', answered(501), false, false],
    ['400', answered(400), false, false],
    ['401', answered(401), false, false],
    ['404', answered(404), false, false],
    ['409', answered(409), false, false],
    ['422', answered(422), false, false],
    ['200', answered(200), false, false],
    ['reset before sending', { kind: 'network', sent: false, transient: true }, true, true],
    ['reset after sending', { kind: 'network', sent: true, transient: true }, true, false],
    ['wrong certificate', { kind: 'network', sent: false, transient: false }, false, false],
    ['timeout while connecting', { kind: 'timeout', sent: false }, true, true],
    ['timeout after sending', { kind: 'timeout', sent: true }, true, false],
  ]
  test.each(rows)('%s', (_name, failure, read, write) => {
    expect({ read: isRetryable(false, failure), write: isRetryable(true, failure) }).toEqual({ read, write })
  })
})

describe('how long to wait', () => {
  const policy: RetryPolicy = { attempts: 4, total: 10_000, firstDelay: 100, maxDelay: 250 }
  const rows: [name: string, state: Parameters<typeof retryDelay>[1], delay: number | null][] = [
    ['first wait, least jitter', { tried: 1, elapsed: 0, retryAfter: null, random: 0 }, 50],
    ['first wait, most jitter', { tried: 1, elapsed: 0, retryAfter: null, random: 1 }, 100],
    ['doubles', { tried: 2, elapsed: 0, retryAfter: null, random: 1 }, 200],
    ['is capped', { tried: 3, elapsed: 0, retryAfter: null, random: 1 }, 250],
    ['ends with the tries', { tried: 4, elapsed: 0, retryAfter: null, random: 0 }, null],
    ['never earlier than the server asked', { tried: 1, elapsed: 0, retryAfter: 3_000, random: 0 }, 3_000],
    ['not shortened by a small Retry-After', { tried: 2, elapsed: 0, retryAfter: 1, random: 1 }, 200],
    [
      'gives up when the server asks for too much',
      { tried: 1, elapsed: 9_000, retryAfter: 3_000, random: 0 },
      null,
    ],
    ['gives up when the total is used', { tried: 1, elapsed: 10_000, retryAfter: null, random: 0 }, null],
  ]
  test.each(rows)('%s', (_name, state, delay) => {
    expect(retryDelay(policy, state)).toBe(delay)
  })
})

describe('Retry-After', () => {
  const now = Date.parse('2030-01-01T00:00:00Z')
  const rows: [name: string, header: string | undefined, milliseconds: number | null][] = [
    ['absent', undefined, null],
    ['empty', ' ', null],
    ['seconds', '7', 7_000],
    ['zero', '0', 0],
    ['a date to come', 'Tue, 01 Jan 2030 00:00:05 GMT', 5_000],
    ['a date in the past', 'Mon, 31 Dec 2029 23:59:00 GMT', 0],
    ['nonsense', 'soon', null],
  ]
  test.each(rows)('%s', (_name, header, milliseconds) => {
    expect(parseRetryAfter(header, now)).toBe(milliseconds)
  })
})
