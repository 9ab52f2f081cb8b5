const UNITS: Record<string, number> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
}

/** Milliseconds of a Go duration (`1.5s`, `1h30m`, `250ms`); null when it is none. */
export function parseGoDuration(text: string): number | null {
  if (text === '0') return 0
  const found = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|ms|s|m|h))+)$/.exec(text)
  if (!found) return null
  let total = 0
  for (const [, amount, unit] of found[2]!.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h)/g)) {
    total += Number(amount) * UNITS[unit!]!
  }
  return found[1] === '-' ? -total : total
}
