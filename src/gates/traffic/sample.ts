import type { Answer } from './probing.ts'

/** What a number of requests came to. Keys are those of `traffic.identify`. */
export interface Sample {
  /** Requests that ended. */
  readonly n: number
  /** Attributed answers, good or bad. */
  readonly counts: Counts
  /** Bad ones among them. */
  readonly bad: Counts
  /** Answers that told no version, and requests without an answer. All of them are errors. */
  readonly unattributed: number
  /** Bad attributed answers and all unattributed ones. */
  readonly errors: number
  readonly errorKinds: { readonly [kind: string]: ErrorKind }
  /** Milliseconds of the good answers. */
  readonly latencies: { readonly [key: string]: readonly number[] }
  /** By `Address.text`. */
  readonly perAddress: { readonly [address: string]: AddressSample }
  /** Monotonic milliseconds of the clock. */
  readonly interval: { readonly from: number; readonly to: number }
}
export interface Counts {
  readonly [key: string]: number
}
export interface ErrorKind {
  readonly count: number
  /** Up to three different ones, each one harmless line. */
  readonly examples: readonly string[]
}
export interface AddressSample {
  readonly n: number
  readonly counts: Counts
  readonly errors: number
  /** Requests for which no connection was made. */
  readonly unreached: number
}

const EXAMPLES = 3

/** Collects answers; `sample` is a snapshot that later answers do not change. */
export interface SampleBuilder {
  add(answer: Answer): void
  sample(to: number): Sample
}

export function sampleBuilder(from: number): SampleBuilder {
  let n = 0
  let unattributed = 0
  let errors = 0
  const counts = new Map<string, number>()
  const bad = new Map<string, number>()
  const kinds = new Map<string, { count: number; examples: string[] }>()
  const latencies = new Map<string, number[]>()
  const addresses = new Map<
    string,
    { n: number; counts: Map<string, number>; errors: number; unreached: number }
  >()
  return {
    add(answer) {
      n++
      const address = entry(addresses, answer.address, () => ({
        n: 0,
        counts: new Map<string, number>(),
        errors: 0,
        unreached: 0,
      }))
      address.n++
      if (!answer.reached) address.unreached++
      if (answer.version === null) unattributed++
      else {
        increment(counts, answer.version)
        increment(address.counts, answer.version)
        if (answer.good) entry(latencies, answer.version, () => []).push(answer.ms)
        else increment(bad, answer.version)
      }
      if (answer.good) return
      errors++
      address.errors++
      const kind = entry(kinds, answer.kind ?? 'error', () => ({ count: 0, examples: [] }))
      kind.count++
      if (answer.error !== null) addExample(kind.examples, answer.error)
    },
    sample: (to) => ({
      n,
      counts: Object.fromEntries(counts),
      bad: Object.fromEntries(bad),
      unattributed,
      errors,
      errorKinds: Object.fromEntries([...kinds].map(([k, v]) => [k, { ...v, examples: [...v.examples] }])),
      latencies: Object.fromEntries([...latencies].map(([k, v]) => [k, [...v]])),
      perAddress: Object.fromEntries(
        [...addresses].map(([k, v]) => [k, { ...v, counts: Object.fromEntries(v.counts) }]),
      ),
      interval: { from, to },
    }),
  }
}

/** Both samples as one. */
export function mergeSamples(a: Sample, b: Sample): Sample {
  return {
    n: a.n + b.n,
    counts: merge(a.counts, b.counts, (x = 0, y = 0) => x + y),
    bad: merge(a.bad, b.bad, (x = 0, y = 0) => x + y),
    unattributed: a.unattributed + b.unattributed,
    errors: a.errors + b.errors,
    errorKinds: merge(a.errorKinds, b.errorKinds, (x, y) => {
      const examples = [...(x?.examples ?? [])]
      for (const example of y?.examples ?? []) addExample(examples, example)
      return { count: (x?.count ?? 0) + (y?.count ?? 0), examples }
    }),
    latencies: merge(a.latencies, b.latencies, (x = [], y = []) => [...x, ...y]),
    perAddress: merge(a.perAddress, b.perAddress, (x, y) => ({
      n: (x?.n ?? 0) + (y?.n ?? 0),
      counts: merge(x?.counts ?? {}, y?.counts ?? {}, (p = 0, q = 0) => p + q),
      errors: (x?.errors ?? 0) + (y?.errors ?? 0),
      unreached: (x?.unreached ?? 0) + (y?.unreached ?? 0),
    })),
    interval: {
      from: Math.min(a.interval.from, b.interval.from),
      to: Math.max(a.interval.to, b.interval.to),
    },
  }
}

function merge<T>(
  a: { readonly [key: string]: T },
  b: { readonly [key: string]: T },
  join: (x: T | undefined, y: T | undefined) => T,
): { [key: string]: T } {
  return Object.fromEntries(
    [...new Set([...Object.keys(a), ...Object.keys(b)])].map((key) => [key, join(a[key], b[key])]),
  )
}

function addExample(examples: string[], example: string): void {
  if (examples.length < EXAMPLES && !examples.includes(example)) examples.push(example)
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function entry<T>(map: Map<string, T>, key: string, create: () => T): T {
  const found = map.get(key)
  if (found !== undefined) return found
  const created = create()
  map.set(key, created)
  return created
}
