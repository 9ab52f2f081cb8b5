import type { Json, JsonObject } from '../../kube/object.ts'
import { deepEqual } from '../json-diff.ts'
import { listOf, objectOf, textOf } from '../json-reading.ts'
import { pathOf } from './match-element.ts'

/** `ReplacePrefixMatch` counts whole elements of the path, and is only taken where the path is a prefix. See `HeaderRuleDialect.rewriting`. */
export function rewriting(rule: JsonObject, from: JsonObject, to: JsonObject): JsonObject | null {
  const [wide, narrow] = [pathOf(from), pathOf(to)]
  const entries = listOf(rule['backendRefs'])
  const filters = [rule, ...entries].flatMap((holder) => listOf(objectOf(holder)?.['filters']))
  if (deepEqual(wide, narrow) || filters.every((filter) => replacement(filter) === null)) return rule
  if (wide.type !== 'PathPrefix' || narrow.type !== 'PathPrefix') return null
  const more = bare(narrow.value).slice(bare(wide.value).length)
  if (more === '') return rule
  return {
    ...withLonger(rule, more),
    backendRefs: entries.map((entry) => withLonger(objectOf(entry) ?? {}, more)),
  }
}

const bare = (path: string) => path.replace(/\/$/, '')

function withLonger(holder: JsonObject, more: string): JsonObject {
  const { filters } = holder
  return filters === undefined
    ? holder
    : { ...holder, filters: listOf(filters).map((filter) => longer(filter, more)) }
}

/** Null: the filter replaces no prefix. */
function replacement(filter: Json): string | null {
  const path = objectOf(objectOf(objectOf(filter)?.['urlRewrite'])?.['path'])
  return path?.['type'] === 'ReplacePrefixMatch' ? (textOf(path['replacePrefixMatch']) ?? '/') : null
}

function longer(filter: Json, more: string): Json {
  const now = replacement(filter)
  if (now === null) return filter
  const urlRewrite = objectOf(objectOf(filter)?.['urlRewrite'])
  const path = { type: 'ReplacePrefixMatch', replacePrefixMatch: `${bare(now)}${more}` }
  return { ...objectOf(filter), urlRewrite: { ...urlRewrite, path } }
}
