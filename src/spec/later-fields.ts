import type { Rollout } from './rollout.ts'

/**
 * What came into the rollout file after the first records were written, with the value that means "as before". A record without a
 * field gets this value, and a file that has it is the release that it was without: a newer tool goes on with what an older one began.
 */
const LATER = {
  metrics: null,
  timeouts: { settle: 2_000 },
} as const

/**
 * A file as a record has it, in today's shape. What is there keeps its order: a record that is read and written again is the same
 * text, which is how an answer that was lost is told from a write that was.
 */
export function completed(file: Rollout): Rollout {
  const { timeouts } = file
  return {
    ...file,
    metrics: file.metrics ?? LATER.metrics,
    timeouts: { ...timeouts, settle: timeouts.settle ?? LATER.timeouts.settle },
  }
}

/** A file without the later fields that say nothing new; for the release only. */
export function withoutLater(file: Rollout): object {
  const { metrics, timeouts, ...rest } = file
  const { settle, ...others } = timeouts
  return {
    ...rest,
    ...(metrics === LATER.metrics ? {} : { metrics }),
    timeouts: settle === LATER.timeouts.settle ? others : timeouts,
  }
}
