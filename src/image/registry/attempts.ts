import type { Clock } from '../../process/clock.ts'
import type { RegistryError } from './registry.ts'

/** An attempt that may do better when it is made again. `error` is what to say when it never does. */
export class Interruption extends Error {
  readonly error: RegistryError
  /** Milliseconds the server asked us to wait. */
  readonly wait: number | null
  /** Made again at once, and not counted: nothing was done with the request. */
  readonly free: boolean

  constructor(error: RegistryError, facts: { wait?: number | null; free?: boolean } = {}) {
    super(error.message)
    this.error = error
    this.wait = facts.wait ?? null
    this.free = facts.free ?? false
  }
}

/** Tries after the first one, without progress between them. */
const AGAIN = 5
/** There are rarely more connections that have died silently than are used by one piece of work. */
const FREE = 2
const FIRST_DELAY = 500
/** A server that wants us to wait longer than this is as good as gone for a pipeline. */
export const LONGEST_WAIT = 120_000

/** Counts the attempts of one piece of work, and waits between them. */
export interface Patience {
  /** Returns when the next attempt may begin; throws what the interruption says when there have been enough. */
  after(interruption: Interruption, signal: AbortSignal | undefined): Promise<void>
  /** Something was achieved: the count starts again. */
  progressed(): void
}

export function createPatience(clock: Clock): Patience {
  let failed = 0
  let free = 0
  return {
    async after({ error, wait, free: uncounted }, signal) {
      if (uncounted && free++ < FREE) return
      if (failed++ >= AGAIN || (wait !== null && wait > LONGEST_WAIT)) throw error
      const backoff = FIRST_DELAY * 2 ** (failed - 1)
      // Spread out, so that the layers of one push do not come back all at once.
      await clock.sleep(wait ?? backoff * (0.75 + Math.random() / 2), signal)
    },
    progressed() {
      failed = 0
    },
  }
}

export async function withRetries<T>(
  work: () => Promise<T>,
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<T> {
  const patience = createPatience(clock)
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Interruption)) throw error
      await patience.after(error, signal)
    }
  }
}

/** Milliseconds of a `Retry-After` header: seconds, or a date. Null when there is none that can be read. */
export function retryAfter(header: string | undefined, now: number): number | null {
  if (header === undefined) return null
  const text = header.trim()
  if (/^\d+$/.test(text)) return Number(text) * 1_000
  const date = Date.parse(text)
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}
