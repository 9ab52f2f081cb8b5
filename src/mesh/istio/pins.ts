import type { Json } from '../../kube/object.ts'
import type { Pin } from '../router.ts'
import { objectOf } from '../json-reading.ts'
import { describeRule } from './describe.ts'
import type { Scope } from './destination.ts'
import { roleOfEntry, routeEntries } from './destination.ts'
import { mirrorsOf } from './mirror.ts'

/** The versions that a rule names, in its destinations or as a mirror. */
export function pinsOf(rule: Json | undefined, index: number, scope: Scope): Pin[] {
  const roles = routeEntries(rule).map((entry) => roleOfEntry(entry, scope))
  const mirrored = mirrorsOf(objectOf(rule) ?? {}, scope).map(({ role }) => role)
  return (['stable', 'canary'] as const).flatMap((role): Pin[] => {
    const destinations = roles.flatMap((found, i) => (found === role ? [i] : []))
    const mirror = mirrored.includes(role)
    if (destinations.length === 0 && !mirror) return []
    return [{ index, role, destinations, mirror, description: describeRule(rule, index) }]
  })
}
