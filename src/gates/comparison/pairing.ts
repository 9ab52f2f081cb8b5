import type { Role } from '../../mesh/route-state.ts'
import type { LoggedAnswer } from './answer.ts'

export interface PairingOptions {
  /** Milliseconds since 1970: what is older is from before the route change. */
  readonly since: number
  /** Milliseconds around both ends of the window in which a missing partner says nothing. */
  readonly settle: number
  readonly onPair: (stable: LoggedAnswer, canary: LoggedAnswer) => void
  /** Answers without partner that are kept at most; beyond that the older half is given up. */
  readonly mostPending?: number
  /** Ids of complete pairs that are kept at least to recognize retries, twice as many at most. */
  readonly mostRemembered?: number
}

/** Counts of one side. `lines` is filled in by whoever reads. */
export interface SideCounts {
  answers: number
  errors: number
  duplicates: number
}

export interface Pairing {
  add(role: Role, answer: LoggedAnswer): void
  readonly counts: { readonly [role in Role]: SideCounts }
  readonly pairs: number
  /** Stable answers in the settled part of the window, and how many of them have a partner. */
  coverage(): { readonly wanted: number; readonly arrived: number }
  unpaired(role: Role): number
}

const MOST_PENDING = 200_000
const MOST_REMEMBERED = 100_000

/**
 * Pairs answers to the same request, in whatever order they come, in bounded memory. The first answer of a side counts, but
 * a good one replaces a bad one that still waits: a retry that went well is what the client saw. An id never makes two
 * pairs (as long as it is remembered), so that a client that sends the same id always is no evidence.
 */
export function createPairing(options: PairingOptions): Pairing {
  const { since, settle, onPair, mostPending = MOST_PENDING, mostRemembered = MOST_REMEMBERED } = options
  const pending = { stable: new Map<string, LoggedAnswer>(), canary: new Map<string, LoggedAnswer>() }
  // Two generations: to take single ids from the front of a Set costs more the more were taken before.
  let complete = new Set<string>()
  let completeBefore = new Set<string>()
  const counts = { stable: emptyCounts(), canary: emptyCounts() }
  const givenUp = { stable: 0, canary: 0 }
  const step = Math.max(50, settle / 10)
  /** Stable answers and their partners by time: what is too near the newest line is only known at the end. */
  const times = new Map<number, { wanted: number; arrived: number }>()
  let newest = -Infinity
  let pairs = 0

  function bucketOf(at: number) {
    const key = Math.floor((at - since) / step)
    const known = times.get(key)
    if (known) return known
    const fresh = { wanted: 0, arrived: 0 }
    times.set(key, fresh)
    return fresh
  }

  /** The older half at once, for the same reason as above. */
  function giveUp(role: Role) {
    const own = pending[role]
    const most = Math.floor(mostPending / 2)
    let surplus = own.size - most
    givenUp[role] += surplus
    pending[role] = new Map([...own].filter(() => surplus-- <= 0))
  }

  return {
    counts,
    get pairs() {
      return pairs
    },
    add(role, answer) {
      const { id, at } = answer
      if (at < since) return
      if (at > newest) newest = at
      const own = pending[role]
      const before = own.get(id)
      if (before !== undefined || complete.has(id) || completeBefore.has(id)) {
        counts[role].duplicates++
        if (before?.bad === true && !answer.bad) {
          own.set(id, { ...answer, at: before.at })
          counts[role].errors--
        }
        return
      }
      counts[role].answers++
      if (answer.bad) counts[role].errors++
      if (role === 'stable') bucketOf(at).wanted++
      const others = pending[role === 'stable' ? 'canary' : 'stable']
      const other = others.get(id)
      if (other === undefined) {
        own.set(id, answer)
        if (own.size > mostPending) giveUp(role)
        return
      }
      others.delete(id)
      complete.add(id)
      if (complete.size >= mostRemembered) {
        completeBefore = complete
        complete = new Set()
      }
      pairs++
      const [stable, canary] = role === 'stable' ? [answer, other] : [other, answer]
      bucketOf(stable.at).arrived++
      onPair(stable, canary)
    },
    coverage() {
      let wanted = 0
      let arrived = 0
      for (const [key, bucket] of times) {
        const from = since + key * step
        if (from < since + settle || from + step > newest - settle) continue
        wanted += bucket.wanted
        arrived += bucket.arrived
      }
      return { wanted, arrived }
    },
    unpaired: (role) => pending[role].size + givenUp[role],
  }
}

const emptyCounts = (): SideCounts => ({ answers: 0, errors: 0, duplicates: 0 })
