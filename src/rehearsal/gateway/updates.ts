/** Brings changes to the gateway: bundled for a moment, then late by the delay, and not at all while paused. */
export interface Updates {
  changed(): void
  pause(): void
  resume(): void
  /** Also for changes that are on their way. */
  setDelay(ms: number): void
  close(): void
}

/** Objects that are written one after the other usually belong together. */
const BUNDLE_MS = 5

/**
 * `compile` takes a snapshot when the change happens; `publish` makes it effective. A lagging gateway
 * shows the past as it was, so the snapshot is taken before the delay, not after.
 */
export function createUpdates<T>(compile: () => T, publish: (value: T) => void, delay: number): Updates {
  let waiting: { readonly since: number; readonly value: T }[] = []
  let bundle: NodeJS.Timeout | undefined
  let timer: NodeJS.Timeout | undefined
  let paused = false
  let delayMs = delay

  const deliver = () => {
    clearTimeout(timer)
    if (paused) return
    const now = performance.now()
    const due = waiting.filter(({ since }) => since + delayMs <= now)
    waiting = waiting.slice(due.length)
    // Those before the last one would be replaced at once.
    const last = due.at(-1)
    if (last) publish(last.value)
    const next = waiting[0]
    if (next) timer = setTimeout(deliver, Math.max(1, Math.ceil(next.since + delayMs - now)))
  }
  const take = () => {
    bundle = undefined
    waiting.push({ since: performance.now(), value: compile() })
    deliver()
  }
  return {
    changed() {
      bundle ??= setTimeout(take, BUNDLE_MS)
    },
    pause() {
      paused = true
    },
    resume() {
      paused = false
      deliver()
    },
    setDelay(ms) {
      delayMs = ms
      deliver()
    },
    close() {
      clearTimeout(bundle)
      clearTimeout(timer)
    },
  }
}
