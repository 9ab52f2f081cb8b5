import type { EmbeddedGateway } from './gateway/config.ts'

export interface Mirrored {
  /** Requests that gateways took, and how many of these they copied. */
  readonly requests: number
  readonly copies: number
}

/** Up to now. A request and its copy are counted at once, so their share is exact at any moment. */
export function mirroredBy(gateways: readonly EmbeddedGateway[]): Mirrored {
  const all = gateways.flatMap(({ stats }) => [...stats.clusters().values()])
  const sum = (of: 'requests' | 'mirrored') => all.reduce((n, stats) => n + stats[of], 0)
  return { requests: sum('requests'), copies: sum('mirrored') }
}

export function mirroredBetween(before: Mirrored, after: Mirrored): Mirrored {
  return { requests: after.requests - before.requests, copies: after.copies - before.copies }
}
