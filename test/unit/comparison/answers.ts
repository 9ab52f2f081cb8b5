import type { LoggedAnswer } from '../../../src/gates/comparison/answer.ts'
import type { ComparisonLimits } from '../../../src/spec/rollout.ts'

export const answer = (id: string, more: Partial<LoggedAnswer> = {}): LoggedAnswer => ({
  id,
  at: 10_000,
  bad: false,
  label: 'cat',
  number: null,
  latency: null,
  ...more,
})

export const NO_LIMITS: ComparisonLimits = {
  agreement: null,
  maxDifference: null,
  p50Difference: null,
  p99Difference: null,
  errors: 0.99,
  latency: null,
  p99Latency: null,
  coverage: null,
  minPairs: 1,
}

/** Uniform in [0, 1), the same in every run. Source: mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
