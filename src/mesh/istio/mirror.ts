import type { Json, JsonObject } from '../../kube/object.ts'
import type { Role } from '../route-state.ts'
import { deepEqual } from '../json-diff.ts'
import { listOf, objectOf, without } from '../json-reading.ts'
import type { Mirror, MirrorDialect } from '../rules/dialect.ts'
import type { Scope } from '../rules/scope.ts'
import { roleOf } from '../rules/scope.ts'

export const istioMirror: MirrorDialect = {
  all: mirrorsOf,
  fields: mirrorFields,
  withFields: withMirrorFields,
  withCanary: withCanaryMirror,
  without: withoutRole,
}

/** All spellings; `mirror_percent` and `mirrorPercent` are deprecated but still in the CRD. */
const PERCENT_KEYS = ['mirrorPercentage', 'mirror_percent', 'mirrorPercent'] as const
const MIRROR_KEYS = ['mirror', ...PERCENT_KEYS, 'mirrors'] as const

/** Everything that a rule copies requests to. */
function mirrorsOf(rule: JsonObject, scope: Scope): readonly Mirror[] {
  const legacy = objectOf(rule['mirror'])
  return [
    ...(legacy ? [{ role: roleOf(legacy, scope), percent: legacyPercent(rule) }] : []),
    ...listOf(rule['mirrors']).map((entry) => ({
      role: roleOf(objectOf(entry)?.['destination'], scope),
      percent: percentOf(objectOf(entry)?.['percentage']) ?? 100,
    })),
  ]
}

/** The part of a rule that is about mirrors. */
function mirrorFields(rule: JsonObject): JsonObject {
  return Object.fromEntries(MIRROR_KEYS.flatMap((key) => (rule[key] === undefined ? [] : [[key, rule[key]]])))
}

function withMirrorFields(rule: JsonObject, fields: JsonObject): JsonObject {
  return { ...without(rule, ...MIRROR_KEYS), ...fields }
}

/**
 * Mirror fields with `percent` of the requests copied to the canary, and everybody else's mirrors as they are. `remembered` is
 * how these were written before we came: a `mirror` had to become the first of `mirrors`, because Istio refuses both together.
 */
function withCanaryMirror(
  fields: JsonObject,
  remembered: JsonObject,
  destination: JsonObject,
  percent: number,
  scope: Scope,
): JsonObject {
  const left = withoutRole(fields, 'canary', scope)
  const theirs = deepEqual(left, withRoom(remembered)) ? remembered : left
  if (percent <= 0) return theirs
  const room = withRoom(theirs)
  const list = listOf(room['mirrors'])
  const percentage = { value: percent }
  if (list.length === 0) return { ...room, mirror: destination, mirrorPercentage: percentage }
  return { ...room, mirrors: [...list, { destination, percentage }] }
}

/** Mirror fields without the copies to one of our versions. */
function withoutRole(fields: JsonObject, role: Role, scope: Scope): JsonObject {
  const list = listOf(fields['mirrors'])
  const kept = list.filter((entry) => roleOf(objectOf(entry)?.['destination'], scope) !== role)
  const legacyGone =
    roleOf(fields['mirror'], scope) === role ? without(fields, 'mirror', ...PERCENT_KEYS) : fields
  if (kept.length === list.length) return legacyGone
  return kept.length === 0 ? without(legacyGone, 'mirrors') : { ...legacyGone, mirrors: kept }
}

/** Other people's mirrors, written so that another one can stand beside them. */
function withRoom(theirs: JsonObject): JsonObject {
  const list = listOf(theirs['mirrors'])
  const legacy = theirs['mirror'] ?? null
  if (legacy === null) return list.length === 0 ? without(theirs, ...MIRROR_KEYS) : theirs
  const limited = PERCENT_KEYS.some((key) => (theirs[key] ?? null) !== null)
  const percentage = limited ? { percentage: { value: legacyPercent(theirs) } } : {}
  const first: Json = { destination: legacy, ...percentage }
  return { ...without(theirs, 'mirror', ...PERCENT_KEYS), mirrors: [first, ...list] }
}

/** `mirrorPercentage` wins, then the deprecated spellings, and nothing at all means everything (seeds 1.8). */
function legacyPercent(rule: JsonObject): number {
  const deprecated = rule['mirror_percent'] ?? rule['mirrorPercent'] ?? null
  return percentOf(rule['mirrorPercentage']) ?? (typeof deprecated === 'number' ? deprecated : 100)
}

/** `{value: 10}`; a message without its value is a value of 0. */
function percentOf(percentage: Json | undefined): number | null {
  const object = objectOf(percentage)
  if (!object) return null
  const value = object['value'] ?? 0
  return typeof value === 'number' ? value : 0
}
