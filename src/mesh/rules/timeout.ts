import type { KubeObject } from '../../kube/object.ts'
import { objectOf } from '../json-reading.ts'
import type { DialectContext } from './dialect.ts'
import { entriesOf, isUnpinned, roleOfEntry, rulesOf, scopeOf } from './scope.ts'

/** The longest time in ms that a request to one of our versions can take by the rules of this route; null: no rule says. */
export function longestTimeout(route: KubeObject, context: DialectContext): number | null {
  const scope = scopeOf(route, context)
  const { dialect } = scope
  const limits = rulesOf(route, dialect)
    .filter((rule) =>
      entriesOf(rule, dialect).some(
        (entry) => roleOfEntry(entry, scope) !== null || isUnpinned(entry, scope),
      ),
    )
    .flatMap((rule) => dialect.timeout(objectOf(rule) ?? {}) ?? [])
  return limits.length === 0 ? null : Math.max(...limits)
}
