/**
 * Scenarios that do not touch each other: all start together, at most `width` at once, and each is reported as a test of its own.
 * A rollout spends most of its time waiting, so that they take little longer than the longest of them.
 */
export function concurrently(
  scenarios: { readonly [name: string]: () => Promise<void> },
  { width = 2 }: { readonly width?: number } = {},
): void {
  const outcomes = new Map<string, PromiseSettledResult<void>>()
  const waiting = new Map<string, () => void>()
  beforeAll(() => {
    const left = Object.entries(scenarios)
    const worker = async () => {
      for (let next = left.shift(); next; next = left.shift()) {
        const [name, scenario] = next
        const [outcome] = await Promise.allSettled([Promise.resolve().then(scenario)])
        outcomes.set(name, outcome)
        waiting.get(name)?.()
      }
    }
    for (let i = 0; i < width; i++) void worker()
  })
  for (const name of Object.keys(scenarios)) {
    test(name, async () => {
      if (!outcomes.has(name)) await new Promise<void>((done) => waiting.set(name, done))
      const outcome = outcomes.get(name)!
      if (outcome.status === 'rejected') throw outcome.reason
    })
  }
}
