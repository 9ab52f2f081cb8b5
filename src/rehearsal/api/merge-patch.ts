import { clone, equal, isFields } from './json-value.ts'
import type { Fields, Value } from './json-value.ts'
import { fieldShape } from './shape.ts'
import type { Shape } from './shape.ts'

/** RFC 7386: null removes, objects merge, everything else replaces. */
export function applyMergePatch(object: Value | undefined, patch: Value): Value {
  if (!isFields(patch)) return clone(patch)
  const out: Fields = isFields(object) ? { ...object } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete out[key]
    else out[key] = applyMergePatch(out[key], value)
  }
  return out
}

/**
 * Strategic merge, for built-in kinds: as a merge patch, but lists whose items have a key merge by it (`$patch: delete`
 * removes an item, `$patch: replace` a whole list or object, `$setElementOrder/…` orders, `$deleteFromPrimitiveList/…` removes values).
 */
export function applyStrategicMergePatch(object: Value | undefined, patch: Value, shape: Shape): Value {
  if (!isFields(patch)) return clone(patch)
  if (patch['$patch'] === 'replace') return withoutDirectives(patch)
  const out: Fields = isFields(object) ? { ...object } : {}
  for (const key of patch['$retainKeys'] !== undefined ? Object.keys(out) : []) {
    const retained = patch['$retainKeys']
    if (Array.isArray(retained) && !retained.includes(key)) delete out[key]
  }
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$deleteFromPrimitiveList/')) {
      const list = key.slice('$deleteFromPrimitiveList/'.length)
      const kept = listOf(out[list]).filter((item) => !listOf(value).some((gone) => equal(gone, item)))
      out[list] = kept
    }
    if (key.startsWith('$')) continue
    const inner = fieldShape(shape, key)
    if (value === null) delete out[key]
    else if (Array.isArray(value) && mergeKey(inner)) {
      out[key] = mergeByKey(listOf(out[key]), value, inner, listOf(patch[`$setElementOrder/${key}`]))
    } else if (Array.isArray(value) && inner.set) {
      out[key] = [...listOf(out[key]), ...value.filter((v) => !listOf(out[key]).includes(v))]
    } else out[key] = applyStrategicMergePatch(out[key], value, inner)
  }
  return out
}

// Unlike server-side apply, strategic merge knows one key for each list: ports of containers by containerPort only.
function mergeKey(shape: Shape): string | null {
  const keys = Object.keys(shape.keys ?? {})
  return keys.find((key) => key !== 'protocol') ?? null
}

function mergeByKey(live: Value[], patch: Value[], shape: Shape, order: Value[]): Value[] {
  const key = mergeKey(shape)!
  const indexIn = (list: readonly Value[], item: Value) =>
    list.findIndex((other) => isFields(other) && isFields(item) && equal(other[key], item[key]))
  const directive = (item: Value) => (isFields(item) ? item['$patch'] : undefined)
  if (patch.some((item) => directive(item) === 'replace')) {
    return patch.filter((item) => directive(item) !== 'replace').map(withoutDirectives)
  }
  const gone = patch.filter((item) => directive(item) === 'delete')
  const kept = live.filter((item) => indexIn(gone, item) < 0)
  const sent = patch.filter((item) => directive(item) === undefined)
  const merged = sent.map((item) => {
    const index = indexIn(kept, item)
    return index < 0
      ? withoutDirectives(item)
      : applyStrategicMergePatch(kept[index], item, shape.items ?? {})
  })
  const named = kept.filter((item) => indexIn(sent, item) < 0 && indexIn(order, item) >= 0)
  const theirs = kept.filter((item) => indexIn(sent, item) < 0 && indexIn(order, item) < 0)
  const ours = [...merged, ...named]
  if (order.length > 0) ours.sort((a, b) => indexIn(order, a) - indexIn(order, b))
  return interleave(theirs, ours, (item) => indexIn(live, item))
}

/** Puts the items that the patch does not name before the first that stood behind them in the live list. */
function interleave(theirs: Value[], ours: Value[], place: (item: Value) => number): Value[] {
  const out: Value[] = []
  const left = [...theirs]
  for (const item of ours) {
    while (left[0] !== undefined && place(item) >= 0 && place(left[0]) < place(item)) out.push(left.shift()!)
    out.push(item)
  }
  return [...out, ...left]
}

function withoutDirectives(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutDirectives)
  if (!isFields(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, item]) => !key.startsWith('$') && item !== null)
      .map(([key, item]) => [key, withoutDirectives(item)]),
  )
}

function listOf(value: Value | undefined): Value[] {
  return Array.isArray(value) ? value : []
}
