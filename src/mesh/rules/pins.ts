import type { Json } from '../../kube/object.ts'
import type { Pin } from '../router.ts'
import { objectOf } from '../json-reading.ts'
import { describeRule } from './describe.ts'
import type { Scope } from './scope.ts'
import { roleOfEntry, entriesOf } from './scope.ts'

/** The versions that a rule names, in its destinations or as a mirror. */
export function pinsOf(rule: Json | undefined, index: number, scope: Scope): Pin[] {
  const roles = entriesOf(rule, scope.dialect).map((entry) => roleOfEntry(entry, scope))
  const mirrored = scope.dialect.mirror.all(objectOf(rule) ?? {}, scope).map(({ role }) => role)
  return (['stable', 'canary'] as const).flatMap((role): Pin[] => {
    const destinations = roles.flatMap((found, i) => (found === role ? [i] : []))
    const mirror = mirrored.includes(role)
    if (destinations.length === 0 && !mirror) return []
    return [{ index, role, destinations, mirror, description: describeRule(rule, index, scope.dialect) }]
  })
}
