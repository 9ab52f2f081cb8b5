import { randomBytes } from 'node:crypto'
import type { Clock } from '../process/clock.ts'
import { describe } from '../kube/object.ts'
import { CommandError } from '../process/errors.ts'
import type { RolloutRecord } from './record.ts'
import { isConflict } from './store.ts'
import type { Lease, RecordStore, Stored } from './store.ts'

/** Somebody else may write now; this process must not write any more. */
export class Preempted extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'Preempted'
  }
}

/** This process slept for longer than its lease is safe; whether it still holds it has to be looked up. */
export class LeaseStale extends Preempted {}

/** One process's right to write, with the record as it last saw it. */
export interface Session {
  readonly record: RolloutRecord
  /** Makes sure that the lease is ours still, and fresh; throws Preempted when not. Called before each write and each poll. */
  check(): Promise<void>
  /** Changes the record; a foreign edit in between is read again first. */
  save(change: (record: RolloutRecord) => RolloutRecord): Promise<void>
  /** Does what may be done twice: again after a conflict, when the answer was lost, or when this process slept before it could write. */
  repeat<T>(work: () => Promise<T>): Promise<T>
  /** Synchronous last look before bytes are sent for `what` ("Kind namespace/name"): throws LeaseStale when this process slept past its lease. */
  fence(what: string): void
  /** Writes the last change, and gives the lease back. Never throws Preempted. */
  end(change: (record: RolloutRecord) => RolloutRecord): Promise<void>
  /** Gives the lease back, quietly; for errors, whose one-line reason is kept on record, and for cancellation. */
  abandon(because?: string): Promise<void>
  /** True when the lease was taken from a process that had not given it back. */
  readonly tookOver: boolean
}

export interface SessionOptions {
  readonly store: RecordStore
  readonly clock: Clock
  /** Milliseconds. */
  readonly duration: number
  readonly who: string
  readonly signal?: AbortSignal
  readonly onWait: (text: string) => void
  /** Takes the lease at once instead of waiting for it (abort). */
  readonly preempt: boolean
}

/** A check or write younger than this stands for the next check. */
const FRESH_MS = 200
/** A gap between a look and the write after it that no running process has. */
const SLEPT_MS = 2_000
/** Of one write, when others write in between or answers are lost. */
const MAX_TRIES = 5
const pause = (attempt: number) => Math.min(2_000, 50 * 2 ** attempt)

/**
 * Takes the lease together with a first change of the record. `change` sees the record as it is at that moment and may
 * throw to refuse. Waits for a lease that nobody renews; refuses when somebody does.
 */
export async function openSession(
  options: SessionOptions,
  first: Stored,
  change: (record: RolloutRecord | null) => RolloutRecord,
): Promise<Session> {
  const { store, clock } = options
  const holder = randomBytes(9).toString('base64url')
  const lease: Lease = { holder, renewal: 0, duration: options.duration, who: options.who }
  let seen = first
  let tookOver = false
  for (let attempt = 0; ; attempt++) {
    const next = change(seen.record)
    if (seen.lease && !options.preempt) {
      seen = await outwait(options, seen, seen.lease)
      tookOver = seen.lease !== null
      if (tookOver === false) continue
    } else {
      tookOver = seen.lease !== null
    }
    const record = tookOver ? change(seen.record) : next
    const before = clock.now()
    try {
      const stored = await store.write(seen, { record, lease })
      return hold(options, lease, stored, record, { tookOver, renewed: before })
    } catch (error) {
      const unknown = isAmbiguous(error)
      if (!isConflict(error) && !(unknown && attempt < MAX_TRIES)) throw error
      seen = await store.read()
      // The answer was lost, the write was not.
      if (seen.lease?.holder === holder && seen.record) {
        return hold(options, lease, seen, seen.record, { tookOver, renewed: before })
      }
    }
  }
}

/** Watches another process's lease for its whole length by our own clock. Returns the state in which it may be taken. */
async function outwait(options: SessionOptions, first: Stored, lease: Lease): Promise<Stored> {
  const { store, clock } = options
  options.onWait(`waiting up to ${Math.ceil(lease.duration / 1000)} s for the lease of ${lease.who}`)
  const until = clock.now() + lease.duration
  let seen = first
  while (clock.now() < until) {
    await clock.sleep(Math.min(500, lease.duration / 5), options.signal)
    seen = await store.read()
    if (!seen.lease) return seen
    if (seen.lease.holder !== lease.holder || seen.lease.renewal !== lease.renewal) {
      throw new CommandError('refused', [
        {
          code: 'lease-held',
          message: `another process is working on this rollout right now: ${seen.lease.who}; wait for it to end, or stop it with "abort"`,
        },
      ])
    }
  }
  return seen
}

function hold(
  options: SessionOptions,
  { holder }: Lease,
  opened: Stored,
  openedRecord: RolloutRecord,
  { tookOver, renewed: first }: { tookOver: boolean; renewed: number },
): Session {
  const { store, clock } = options
  const recordItself = describe(store.ref)
  let stored = opened
  let record = openedRecord
  // Only a write renews the lease in the eyes of whoever waits for it; a look tells no more than that nobody has taken it yet.
  let renewed = first
  let looked = first
  let ended = false
  let lost: Preempted | null = null
  // Two thirds: the taker waits for the whole length, so there is no moment at which both may write.
  // Every write follows a look within milliseconds; after a longer gap this process was stopped, and an abort may have come and gone.
  const slept = () => clock.now() - Math.max(looked, renewed) > SLEPT_MS
  const stale = () => clock.now() - renewed > (options.duration * 2) / 3 || slept()
  // Reads and writes of the record take turns, so that our own renewal never conflicts with our own save.
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work, work)
    turn = next.catch(() => undefined)
    return next
  }

  async function look(): Promise<void> {
    const before = clock.now()
    const now = await store.read()
    if (now.lease?.holder !== holder) {
      stop()
      lost = new Preempted(preemptedBy(now))
      throw lost
    }
    stored = now
    if (now.record) record = now.record
    looked = before
  }

  async function put(change: (record: RolloutRecord) => RolloutRecord, keep: boolean): Promise<void> {
    if (lost) throw lost
    if (stale()) await look()
    for (let attempt = 0; ; attempt++) {
      const before = clock.now()
      const next = change(record)
      const lease = keep && stored.lease ? { ...stored.lease, renewal: stored.lease.renewal + 1 } : null
      try {
        stored = await store.write(stored, { record: next, lease })
      } catch (error) {
        const unknown = isAmbiguous(error)
        if (!(isConflict(error) || unknown) || attempt >= MAX_TRIES) throw error
        if (unknown) await clock.sleep(pause(attempt))
        const now = unknown ? await store.read() : null
        if (!now || !sameContent(now, { record: next, lease })) {
          await look()
          continue
        }
        stored = now
      }
      record = next
      renewed = before
      looked = before
      return
    }
  }

  const timer = setInterval(() => {
    if (clock.now() - renewed < options.duration / 4) return
    inTurn(() =>
      ended || clock.now() - renewed < options.duration / 4 ? Promise.resolve() : put((r) => r, true),
    ).catch(() => undefined)
  }, options.duration / 8)
  timer.unref()
  const stop = () => {
    ended = true
    clearInterval(timer)
  }

  const check = () =>
    inTurn(async () => {
      if (clock.now() - renewed > options.duration / 2) await put((r) => r, true)
      else if (clock.now() - looked > FRESH_MS) await look()
    })

  return {
    get record() {
      return record
    },
    tookOver,
    check,
    async repeat(work) {
      for (let attempt = 0; ; attempt++) {
        await check()
        try {
          return await work()
        } catch (error) {
          const again = error instanceof LeaseStale || isAmbiguous(error) || isConflict(error)
          if (!again || attempt >= MAX_TRIES) throw error
          await clock.sleep(pause(attempt), options.signal)
        }
      }
    },
    save: (change) => inTurn(() => put(change, true)),
    fence(what) {
      // The record's own writes are compare-and-swap: they conflict with whoever has taken the lease.
      if (what === recordItself) return
      if (lost) throw lost
      if (stale())
        throw new LeaseStale(
          'this process was stopped for longer than its lease lasts; nothing was written since',
        )
    },
    end: (change) =>
      inTurn(async () => {
        stop()
        await put(change, false)
      }),
    abandon: (because) =>
      inTurn(async () => {
        stop()
        await put((r) => (because === undefined ? r : { ...r, heldBecause: because }), false)
      }).catch(() => undefined),
  }
}

/** The answer to a write was lost: what is stored tells whether it took effect. */
function sameContent(now: Stored, wanted: { record: RolloutRecord; lease: Lease | null }): boolean {
  const text = (s: { record: RolloutRecord | null; lease: Lease | null }) =>
    JSON.stringify([s.record, s.lease])
  return text(now) === text(wanted)
}

function preemptedBy(now: Stored): string {
  if (now.record?.intent?.command === 'abort')
    return `an abort has taken over (${now.lease?.who ?? 'it has ended already'})`
  return now.lease ? `${now.lease.who} has taken over` : 'another process has taken over and ended'
}

function isAmbiguous(error: unknown): boolean {
  return error instanceof Error && 'ambiguous' in error && error.ambiguous === true
}
