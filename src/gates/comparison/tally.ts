import { differenceOf } from './answer.ts'
import type { LoggedAnswer } from './answer.ts'

/** What the pairs show, in memory that grows by a few numbers for each. */
export interface Tally {
  add(stable: LoggedAnswer, canary: LoggedAnswer): void
  readonly pairs: number
  /** Pairs that the stable version answered well. */
  readonly judged: number
  /** Of `judged`, those that the canary did not answer well, or not in a way that can be compared. */
  readonly canaryErrors: number
  /** Pairs with labels on both sides, and how many are equal. */
  readonly labelled: number
  readonly equal: number
  /** Sorted. */
  differences(): Float64Array
  /** Milliseconds, sorted. */
  latencies(): { readonly stable: Float64Array; readonly canary: Float64Array }
  /** The commonest pairs of labels that differ. */
  disagreements(most: number): { readonly stable: string; readonly canary: string; readonly count: number }[]
}

/** Kinds of disagreement that are told apart; free text would make as many as there are pairs. */
const MOST_KINDS = 1_000

export function createTally(): Tally {
  const differences = numbers()
  const times = { stable: numbers(), canary: numbers() }
  const kinds = new Map<string, { stable: string; canary: string; count: number }>()
  let pairs = 0
  let judged = 0
  let canaryErrors = 0
  let labelled = 0
  let equal = 0

  return {
    get pairs() {
      return pairs
    },
    get judged() {
      return judged
    },
    get canaryErrors() {
      return canaryErrors
    },
    get labelled() {
      return labelled
    },
    get equal() {
      return equal
    },
    add(stable, canary) {
      pairs++
      if (stable.bad) return
      judged++
      const difference = differenceOf(stable.number, canary.number)
      if (canary.bad || (stable.number !== null && difference === null)) {
        canaryErrors++
        return
      }
      if (difference !== null) differences.push(difference)
      if (stable.latency !== null && canary.latency !== null) {
        times.stable.push(stable.latency)
        times.canary.push(canary.latency)
      }
      if (stable.label === null || canary.label === null) return
      labelled++
      if (stable.label === canary.label) equal++
      else disagree(stable.label, canary.label)
    },
    differences: () => differences.sorted(),
    latencies: () => ({ stable: times.stable.sorted(), canary: times.canary.sorted() }),
    disagreements: (most) => [...kinds.values()].sort((a, b) => b.count - a.count).slice(0, most),
  }

  function disagree(stable: string, canary: string) {
    const key = `${stable}\n${canary}`
    const known = kinds.get(key)
    if (known) known.count++
    else if (kinds.size < MOST_KINDS) kinds.set(key, { stable, canary, count: 1 })
  }
}

/** Eight bytes for each number, where an array would box some of them. */
function numbers() {
  let values = new Float64Array(1_024)
  let n = 0
  return {
    push(value: number) {
      if (n === values.length) {
        const more = new Float64Array(n * 2)
        more.set(values)
        values = more
      }
      values[n++] = value
    },
    sorted: () => values.slice(0, n).sort(),
  }
}
