import type { JsonObject } from '../../kube/object.ts'
import { deepEqual } from '../json-diff.ts'
import { objectOf, textOf } from '../json-reading.ts'
import { fromIstio } from './match.ts'

/** `rewrite.uri` replaces the prefix that matched, or all of a path that was matched as a whole. See `HeaderRuleDialect.rewriting`. */
export function rewriting(rule: JsonObject, from: JsonObject, to: JsonObject): JsonObject | null {
  const rewrite = objectOf(rule['rewrite'])
  const uri = textOf(rewrite?.['uri'])
  if (uri === null || deepEqual(from['uri'] ?? null, to['uri'] ?? null)) return rule
  const wide = from['uri'] === undefined ? { kind: 'prefix', value: '/' } : fromIstio(from['uri'])
  const narrow = fromIstio(to['uri'])
  if (wide?.kind !== 'prefix' || !('value' in wide)) return null
  if (narrow?.kind !== 'prefix' && narrow?.kind !== 'exact') return null
  return { ...rule, rewrite: { ...rewrite, uri: uri + narrow.value.slice(wide.value.length) } }
}
