import type { Json, JsonObject } from '../../kube/object.ts'
import type { Role } from '../route-state.ts'
import { deepEqual } from '../json-diff.ts'
import { listOf, objectOf, without } from '../json-reading.ts'
import type { Mirror, MirrorDialect } from '../rules/dialect.ts'
import type { Scope } from '../rules/scope.ts'
import { roleOf } from '../rules/scope.ts'
import { referenceOf } from './backend-ref.ts'

/** Copies are filters of type RequestMirror; the rest of the list goes along, so that its order is kept. */
export const gatewayMirror: MirrorDialect = {
  all: (rule, scope) => listOf(rule['filters']).flatMap((filter) => mirrorOf(filter, scope) ?? []),
  fields: (rule) => (rule['filters'] === undefined ? {} : { filters: rule['filters'] }),
  withFields: (rule, fields) => ({ ...without(rule, 'filters'), ...fields }),
  withCanary,
  without: withoutRole,
}

function mirrorOf(filter: Json | undefined, scope: Scope): Mirror | null {
  const object = objectOf(filter)
  if (object?.['type'] !== 'RequestMirror') return null
  const mirror = objectOf(object['requestMirror']) ?? {}
  return { role: roleOf(mirror['backendRef'], scope), percent: percentOf(mirror) }
}

/** Whether one of our versions gets copies by a filter of a single backendRef, where none of ours ever is. */
export function mirrorsOfBackends(rule: JsonObject, role: Role, scope: Scope): boolean {
  return listOf(rule['backendRefs']).some((entry) =>
    listOf(objectOf(entry)?.['filters']).some((filter) => mirrorOf(filter, scope)?.role === role),
  )
}

/** No percentage means everything (GEP-3171). */
function percentOf(mirror: JsonObject): number {
  const fraction = objectOf(mirror['fraction'])
  const number = (value: Json | undefined, otherwise: number) =>
    typeof value === 'number' ? value : otherwise
  if (fraction)
    return (number(fraction['numerator'], 0) * 100) / (number(fraction['denominator'], 100) || 100)
  return number(mirror['percent'], 100)
}

function withCanary(
  fields: JsonObject,
  remembered: JsonObject,
  destination: JsonObject,
  percent: number,
  scope: Scope,
): JsonObject {
  const left = withoutRole(fields, 'canary', scope)
  const theirs = deepEqual(listOf(left['filters']), listOf(remembered['filters'])) ? remembered : left
  if (percent <= 0) return theirs
  const backendRef = { group: '', kind: 'Service', ...referenceOf(destination) }
  const ours = { type: 'RequestMirror', requestMirror: { backendRef, ...share(percent) } }
  return { filters: [...listOf(theirs['filters']), ours] }
}

/** Everything needs no number, which every version of the API understands; `percent` is a whole one. */
function share(percent: number): JsonObject {
  if (percent >= 100) return {}
  if (Number.isInteger(percent)) return { percent }
  return { fraction: { numerator: Math.round(percent * 100), denominator: 10_000 } }
}

function withoutRole(fields: JsonObject, role: Role, scope: Scope): JsonObject {
  const list = listOf(fields['filters'])
  const kept = list.filter((filter) => mirrorOf(filter, scope)?.role !== role)
  if (kept.length === list.length) return fields
  return kept.length === 0 ? {} : { filters: kept }
}
