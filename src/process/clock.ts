/** Time as the engine sees it: monotonic milliseconds, and waiting that ends early when the signal aborts. */
export interface Clock {
  /** Monotonic milliseconds since some fixed moment; goes on while the process is stopped. */
  now(): number
  /** Wall clock as ISO 8601 in UTC; for people and history only, never for decisions between machines. */
  timestamp(): string
  /** Resolves after `ms`; rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: () => performance.now(),
  timestamp: () => new Date().toISOString(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const stop = () => {
        clearTimeout(timer)
        reject(signal?.reason)
      }
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop)
        resolve()
      }, ms)
      signal?.addEventListener('abort', stop, { once: true })
    }),
}
