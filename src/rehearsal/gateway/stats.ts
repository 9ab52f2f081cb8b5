import type { ClusterStats, GatewayStats } from './config.ts'

/** The gateway's own counters; they survive configuration changes. */
export interface Counters {
  cluster(name: string): ClusterStats
  noRoute: number
  generation: number
}

export function createCounters(): { counters: Counters; stats: GatewayStats } {
  const clusters = new Map<string, ClusterStats>()
  const counters: Counters = {
    noRoute: 0,
    generation: 0,
    cluster(name) {
      let found = clusters.get(name)
      if (!found) clusters.set(name, (found = zero()))
      return found
    },
  }
  return {
    counters,
    stats: {
      cluster: (name) => clusters.get(name) ?? zero(),
      clusters: () => clusters,
      noRoute: () => counters.noRoute,
      generation: () => counters.generation,
    },
  }
}

const zero = (): ClusterStats => ({
  requests: 0,
  status: { '1xx': 0, '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 0 },
  mirrored: 0,
  retries: 0,
})

const CLASSES = ['1xx', '1xx', '2xx', '3xx', '4xx', '5xx'] as const

export function countAnswer(stats: ClusterStats, status: number): void {
  stats.status[CLASSES[Math.floor(status / 100)] ?? '5xx']++
}
