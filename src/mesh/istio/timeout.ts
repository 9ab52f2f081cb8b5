import type { JsonObject, KubeObject } from '../../kube/object.ts'
import { parseDuration } from '../../process/duration.ts'
import { objectOf, textOf } from '../json-reading.ts'
import type { RouteContext } from '../router.ts'
import { httpRules, isUnpinned, roleOfEntry, routeEntries, scopeOf } from './destination.ts'

/**
 * The longest time in ms that a request to one of our versions can take by the rules of this route; null: no rule says.
 * Envoy's route timeout covers all tries. Without one, `attempts` retries follow the first try, each within perTryTimeout.
 */
export function longestTimeout(vs: KubeObject, context: RouteContext): number | null {
  const scope = scopeOf(vs, context)
  const limits = httpRules(vs)
    .filter((rule) =>
      routeEntries(rule).some((entry) => roleOfEntry(entry, scope) !== null || isUnpinned(entry, scope)),
    )
    .flatMap((rule) => ruleTimeout(objectOf(rule) ?? {}) ?? [])
  return limits.length === 0 ? null : Math.max(...limits)
}

export function ruleTimeout(rule: JsonObject): number | null {
  const total = durationOf(rule['timeout'])
  if (total !== null) return total
  const retries = objectOf(rule['retries'])
  const perTry = durationOf(retries?.['perTryTimeout'])
  const attempts = retries?.['attempts']
  return perTry === null ? null : perTry * (1 + (typeof attempts === 'number' && attempts > 0 ? attempts : 0))
}

/** `10s`, `1.5s`, `1m`; `0s` means no limit, and so does what is no duration. */
function durationOf(value: unknown): number | null {
  const text = textOf(value)
  const ms = text === null ? null : parseDuration(text)
  return ms === null || ms <= 0 ? null : ms
}
