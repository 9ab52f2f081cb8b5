/** One ReplicaSet of a Deployment, in numbers. */
export interface SetCounts {
  readonly name: string
  readonly wanted: number
  readonly ready: number
  readonly available: number
}

export interface RollingLimits {
  readonly replicas: number
  readonly maxSurge: number
  readonly maxUnavailable: number
}

/** `25%` of the replicas, rounded up for surge and down for unavailable; never both 0. */
export function rollingLimits(
  replicas: number,
  maxSurge: number | string,
  maxUnavailable: number | string,
): RollingLimits {
  const amount = (value: number | string, round: (n: number) => number) =>
    typeof value === 'number' ? value : round((Number.parseInt(value, 10) * replicas) / 100)
  const surge = amount(maxSurge, Math.ceil)
  const unavailable = amount(maxUnavailable, Math.floor)
  return {
    replicas,
    maxSurge: surge,
    maxUnavailable: surge === 0 && unavailable === 0 ? 1 : Math.min(unavailable, replicas),
  }
}

/**
 * The next sizes of a rolling update: the new set grows as far as the surge allows, then old sets shrink as far as
 * enough pods stay available, those that are not ready first. Only changed sizes are in the answer.
 */
export function nextSizes(
  current: SetCounts,
  old: readonly SetCounts[],
  limits: RollingLimits,
): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>()
  const total = current.wanted + sum(old, (set) => set.wanted)
  if (current.wanted > limits.replicas) {
    sizes.set(current.name, limits.replicas)
    return sizes
  }
  if (current.wanted < limits.replicas) {
    const room = Math.max(0, limits.replicas + limits.maxSurge - total)
    const wanted = Math.min(limits.replicas, current.wanted + room)
    if (wanted !== current.wanted) {
      sizes.set(current.name, wanted)
      return sizes
    }
  }
  const minAvailable = limits.replicas - limits.maxUnavailable
  const missing = current.wanted - current.available
  let removable = total - minAvailable - missing
  if (removable <= 0) return sizes
  const rest = new Map(old.map((set) => [set.name, set.wanted]))
  for (const set of old) {
    const broken = Math.min(removable, set.wanted - set.available)
    if (broken <= 0) continue
    rest.set(set.name, set.wanted - broken)
    removable -= broken
  }
  let spare = current.available + sum(old, (set) => set.available) - minAvailable
  for (const set of old) {
    const wanted = rest.get(set.name) ?? 0
    const fewer = Math.min(wanted, Math.max(0, spare))
    rest.set(set.name, wanted - fewer)
    spare -= fewer
  }
  for (const set of old) {
    const wanted = rest.get(set.name) ?? 0
    if (wanted !== set.wanted) sizes.set(set.name, wanted)
  }
  return sizes
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}
