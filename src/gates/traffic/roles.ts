import type { Role } from '../../mesh/route-state.ts'
import type { Counts } from './sample.ts'

/** Version names by role. */
export interface RoleNames {
  readonly stable: string
  readonly canary: string
}

/** Role of a key of `traffic.identify`: a version's name wins over the role words, for a team may call a version `canary`. */
export function keyToRole(key: string, names: RoleNames): Role | null {
  if (key === names.stable) return 'stable'
  if (key === names.canary) return 'canary'
  return key === 'stable' || key === 'canary' ? key : null
}

/** Sum of the counts whose keys have this role. */
export function countOf(role: Role, counts: Counts, names: RoleNames): number {
  let sum = 0
  for (const [key, count] of Object.entries(counts)) if (keyToRole(key, names) === role) sum += count
  return sum
}
