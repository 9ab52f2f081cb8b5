import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { KubeError } from '../../../src/kube/client.ts'
import { createKubeClient } from '../../../src/kube/rest.ts'
import { loadKubeconfig } from '../../../src/kube/kubeconfig.ts'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { systemClock } from '../../../src/process/clock.ts'
import { LeaseStale, Preempted, openSession } from '../../../src/record/session.ts'
import type { SessionOptions } from '../../../src/record/session.ts'
import { createRecordStore } from '../../../src/record/store.ts'
import type { Lease, RecordStore } from '../../../src/record/store.ts'
import type { RolloutRecord } from '../../../src/record/record.ts'
import { startApi } from '../../../src/rehearsal/api/api.ts'
import type { EmbeddedApi } from '../../../src/rehearsal/api/contract.ts'

const DURATION = 600

let api: EmbeddedApi
let folder: string
let store: RecordStore
let count = 0
const clients: { close(): void }[] = []

beforeAll(async () => {
  api = await startApi()
  folder = await mkdtemp(path.join(tmpdir(), 'shiftgate-session-'))
  await writeFile(path.join(folder, 'kubeconfig'), api.kubeconfig())
})
beforeEach(async () => {
  api.intercept(null)
  store = await storeNamed(`rollout-${++count}`)
})
afterAll(async () => {
  for (const client of clients) client.close()
  await api.close()
  await rm(folder, { recursive: true, force: true })
})

async function storeNamed(rollout: string, fence?: (what: string) => void): Promise<RecordStore> {
  const config = await loadKubeconfig({ paths: [path.join(folder, 'kubeconfig')] })
  const kube = createKubeClient(config, {
    retries: { attempts: 1 },
    requestTimeout: 2_000,
    ...(fence ? { fence } : {}),
  })
  clients.push(kube)
  return createRecordStore(kube, 'default', rollout)
}

/** What a session does not look into. */
function record(stage: string): RolloutRecord {
  return {
    schema: 1,
    phase: 'active',
    stageState: 'entering',
    rollout: 'r',
    release: 'x',
    owner: null,
    stage,
    history: [],
  } as unknown as RolloutRecord
}

function options(who: string, more: Partial<SessionOptions> = {}): SessionOptions {
  return {
    store,
    clock: systemClock,
    duration: DURATION,
    who,
    onWait: () => undefined,
    preempt: false,
    ...more,
  }
}

const open = async (who: string, more: Partial<SessionOptions> = {}) =>
  openSession(options(who, more), await store.read(), (r) => r ?? record('first'))

const renewals = async () => (await store.read()).lease?.renewal
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe('a session', () => {
  test('writes record and lease as one object, and takes the lease off at its end', async () => {
    const session = await open('one')
    expect(await store.read()).toMatchObject({
      record: { stage: 'first' },
      lease: { who: 'one', renewal: 0, duration: DURATION },
    })
    await session.save((r) => ({ ...r, stage: 'second' }))
    expect(await store.read()).toMatchObject({ record: { stage: 'second' }, lease: { renewal: 1 } })
    await session.end((r) => ({ ...r, stage: 'third' }))
    expect(await store.read()).toMatchObject({ record: { stage: 'third' }, lease: null })
  })

  test('renews its lease while it only looks: a look shows no sign of life to whoever waits', async () => {
    const session = await open('busy')
    const end = performance.now() + DURATION * 2
    while (performance.now() < end) {
      await session.check()
      await later(20)
    }
    expect(await renewals()).toBeGreaterThanOrEqual(3)
    await session.abandon()
  })

  test('that is alive is never taken over by a second one, which is told who works', async () => {
    const session = await open('run-7 (host, process 1)')
    const checks = setInterval(() => void session.check().catch(() => undefined), 30)
    await expect(open('second')).rejects.toMatchObject({
      outcome: 'refused',
      problems: [{ code: 'lease-held', message: expect.stringContaining('run-7 (host, process 1)') }],
    })
    clearInterval(checks)
    await session.end((r) => r)
  })

  test('ends only after the lease of a dead one has not moved for its whole length', async () => {
    await dead('dead')
    const began = performance.now()
    const session = await open('second')
    expect(performance.now() - began).toBeGreaterThanOrEqual(DURATION)
    expect(session.tookOver).toBe(true)
    await session.end((r) => r)
  })

  test('takes a lease at once that is given back while it waits', async () => {
    const first = await open('first')
    const second = open('second')
    await later(30)
    await first.end((r) => ({ ...r, stage: 'left behind' }))
    const session = await second
    expect(session.tookOver).toBe(false)
    expect(session.record.stage).toBe('left behind')
    await session.end((r) => r)
  })

  test('that pre-empts does not wait, and the other one stops at its next look or write', async () => {
    const first = await open('first')
    const abort = await open('abort', { preempt: true })
    expect(abort.tookOver).toBe(true)
    await expect(first.save((r) => ({ ...r, stage: 'too late' }))).rejects.toThrow(Preempted)
    await later(250)
    await expect(first.check()).rejects.toThrow(/abort has taken over/)
    expect(() => first.fence('VirtualService a/b')).toThrow(Preempted)
    expect((await store.read()).record?.stage).toBe('first')
    await abort.end((r) => r)
  })

  test('that slept past its lease and was not missed goes on; the fence is shut until it has looked', async () => {
    const clock = { ...systemClock, now: () => performance.now() + slept }
    let slept = 0
    const session = await open('sleeper', { clock })
    session.fence('VirtualService a/b')
    slept = DURATION * 10
    expect(() => session.fence('VirtualService a/b')).toThrow(LeaseStale)
    await session.check()
    session.fence('VirtualService a/b')
    await session.end((r) => r)
  })

  test('that slept past its lease and was replaced reads, sees it, and writes nothing', async () => {
    const clock = { ...systemClock, now: () => performance.now() + slept }
    let slept = 0
    const session = await open('sleeper', { clock })
    const other = await open('other', { preempt: true })
    await other.end((r) => ({ ...r, stage: 'done by the other' }))
    slept = DURATION * 10
    const mark = api.requests.length
    await expect(session.save((r) => ({ ...r, stage: 'zombie' }))).rejects.toThrow(Preempted)
    await expect(session.check()).rejects.toThrow(Preempted)
    await session.abandon()
    await later(DURATION / 2)
    expect(api.requests.slice(mark).filter((r) => r.mutating)).toEqual([])
  })

  test('opens once when two want to begin at the same moment', async () => {
    const began = await Promise.allSettled([
      openSession(options('a'), await store.read(), begin),
      openSession(options('b'), await store.read(), begin),
    ])
    expect(began.map((b) => b.status).sort()).toEqual(['fulfilled', 'rejected'])
    for (const b of began) if (b.status === 'fulfilled') await b.value.end((r) => r)
  })
})

const begin = (r: RolloutRecord | null) => {
  if (r) throw new Error('another one has begun')
  return record('first')
}

describe('an answer that is lost', () => {
  const lose = (when: 'before' | 'after', status: number | null) => {
    let once = true
    const react = () =>
      status === null ? ({ kind: 'reset' } as const) : ({ kind: 'respond', status, body: {} } as const)
    const trap = ({ mutating }: { mutating: boolean }) => {
      if (!mutating || !once) return undefined
      once = false
      return react()
    }
    if (when === 'before') api.intercept(trap)
    else api.intercept(null, trap)
  }

  for (const [name, status] of [
    ['500', 500],
    ['503', 503],
    ['a reset', null],
  ] as const) {
    for (const when of ['before', 'after'] as const) {
      test(`(${name}, ${when} the write took effect) to opening: the lease is held once`, async () => {
        lose(when, status)
        const session = await open('one')
        expect(await store.read()).toMatchObject({ lease: { who: 'one' } })
        await session.save((r) => ({ ...r, stage: 'second' }))
        await session.end((r) => r)
        expect(await store.read()).toMatchObject({ record: { stage: 'second' }, lease: null })
      })

      test(`(${name}, ${when} the write took effect) to a change that adds: it is added once`, async () => {
        const session = await open('one')
        lose(when, status)
        await session.save((r) => ({ ...r, history: [...r.history, 'entry'] as never }))
        expect((await store.read()).record?.history).toEqual(['entry'])
        await session.end((r) => r)
      })

      test(`(${name}, ${when} the write took effect) to the end: it has ended`, async () => {
        const session = await open('one')
        lose(when, status)
        await session.end((r) => ({ ...r, history: [...r.history, 'entry'] as never }))
        expect(await store.read()).toMatchObject({ record: { history: ['entry'] }, lease: null })
      })
    }
  }

  test('for good: an error, not an endless attempt', async () => {
    api.intercept(({ mutating }) => (mutating ? { kind: 'respond', status: 500, body: {} } : undefined))
    await expect(open('one')).rejects.toThrow(KubeError)
  })
})

/** A process that was killed while it held the lease. */
async function dead(who: string): Promise<void> {
  const lease: Lease = { holder: 'nonce', renewal: 3, duration: DURATION, who }
  await store.write(await store.read(), { record: record('first'), lease })
}

describe('work that may be done twice', () => {
  test('is done again after a lost answer, and after a sleep that nobody used', async () => {
    let slept = 0
    const session = await open('one', { clock: { ...systemClock, now: () => performance.now() + slept } })
    let tries = 0
    const result = await session.repeat(async () => {
      tries++
      if (tries === 1) throw new KubeError('server', 'gone', { ambiguous: true })
      if (tries === 2) slept += DURATION * 10
      session.fence('VirtualService a/b')
      return tries
    })
    expect(result).toBe(3)
    await session.end((r) => r)
  })

  test('is given up when another process has taken the lease, and after any other error', async () => {
    const first = await open('first')
    await expect(first.repeat(() => Promise.reject(new KubeError('forbidden', 'no')))).rejects.toThrow('no')
    const abort = await open('abort', { preempt: true })
    let slept = false
    const work = () => {
      if (slept) throw new Error('must not be tried again')
      slept = true
      throw new LeaseStale('slept')
    }
    await later(250)
    await expect(first.repeat(async () => work())).rejects.toThrow(/abort has taken over/)
    await abort.end((r) => r)
  })
})
