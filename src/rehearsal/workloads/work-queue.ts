/** Calls `reconcile` once for each key that was added since, soon; a key may be added again for later. */
export interface WorkQueue {
  add(key: string): void
  addAfter(key: string, ms: number): void
  close(): void
}

export function createWorkQueue(reconcile: (key: string) => void): WorkQueue {
  const keys = new Set<string>()
  const timers = new Map<string, NodeJS.Timeout>()
  let scheduled = false
  let closed = false

  function add(key: string) {
    if (closed) return
    keys.add(key)
    if (scheduled) return
    scheduled = true
    setImmediate(() => {
      scheduled = false
      const batch = [...keys]
      keys.clear()
      for (const one of batch) if (!closed) reconcile(one)
    })
  }

  return {
    add,
    addAfter(key, ms) {
      if (closed) return
      clearTimeout(timers.get(key))
      timers.set(
        key,
        setTimeout(() => {
          timers.delete(key)
          add(key)
        }, ms),
      )
    },
    close() {
      closed = true
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
      keys.clear()
    },
  }
}
