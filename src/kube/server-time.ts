import type { Clock } from '../process/clock.ts'

/** The API server's wall clock: the one that all machines of a rollout share. */
export interface ServerTime {
  /** Takes note of an answer's `Date` header; `asked` is this machine's time, in ms, when its request began. */
  heard(date: string | undefined, asked: number): void
  /** ISO 8601 in UTC. This machine's own time, moved no further than the answers so far prove it wrong. */
  timestamp(): string
}

/** A `Date` header has whole seconds (RFC 9110, 5.6.7), and cuts off the rest. */
const GRAIN = 1_000

export function serverTime(clock: Pick<Clock, 'timestamp'>): ServerTime {
  const own = () => Date.parse(clock.timestamp())
  // Between these, in ms, lies what has to be added to this machine's time.
  let least = -Infinity
  let most = Infinity
  return {
    heard(date, asked) {
      const told = date === undefined ? NaN : Date.parse(date)
      if (Number.isNaN(told)) return
      const from = told - own()
      const to = told + GRAIN - asked
      // One of the clocks was set in the meantime: only the newest answer counts.
      const moved = from > most || to < least
      least = moved ? from : Math.max(least, from)
      most = moved ? to : Math.min(most, to)
    },
    timestamp: () => new Date(own() + Math.min(Math.max(0, least), most)).toISOString(),
  }
}
