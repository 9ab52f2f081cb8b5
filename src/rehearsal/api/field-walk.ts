import { insertPath, isEmptySet, newSet } from './field-set.ts'
import type { FieldSet } from './field-set.ts'
import { equal, isEmpty, isFields } from './json-value.ts'
import type { Fields, Value } from './json-value.ts'
import { fieldShape, isWhole, itemElement } from './shape.ts'
import type { Shape } from './shape.ts'

/** Paths that an applied configuration has: leaves, list items, and empty objects. */
export function fieldsOf(value: Value, shape: Shape): FieldSet {
  const out = newSet()
  collect(value, shape, [], out)
  return out
}

function collect(value: Value, shape: Shape, path: string[], out: FieldSet): void {
  if (isWhole(shape, value)) {
    if (path.length > 0) insertPath(out, path)
  } else if (Array.isArray(value)) {
    for (const item of value) {
      const at = [...path, itemElement(shape, item)]
      collect(item, shape.items ?? {}, at, out)
      insertPath(out, at)
    }
  } else if (isFields(value)) {
    for (const [key, item] of Object.entries(value)) {
      const at = [...path, `f:${key}`]
      collect(item, fieldShape(shape, key), at, out)
      if (item === null || (isFields(item) && isEmpty(item)) || shape.map) insertPath(out, at)
    }
  }
}

export interface Comparison {
  readonly added: FieldSet
  readonly modified: FieldSet
  readonly removed: FieldSet
}

/** What differs from `before` to `after`; containers that come or go are themselves paths, as the API server records them. */
export function compare(before: Value | undefined, after: Value | undefined, shape: Shape): Comparison {
  const out: Comparison = { added: newSet(), modified: newSet(), removed: newSet() }
  compareAt(before, after, shape, [], out)
  return out
}

function compareAt(
  before: Value | undefined,
  after: Value | undefined,
  shape: Shape,
  path: string[],
  out: Comparison,
): void {
  if (before === undefined && after === undefined) return
  const leaf =
    (before === undefined || isWhole(shape, before) || isEmpty(before)) &&
    (after === undefined || isWhole(shape, after) || isEmpty(after))
  if (!leaf) compareInside(before, after, shape, path, out)
  if (path.length === 0) return
  if (before === undefined) insertPath(out.added, path)
  else if (after === undefined) insertPath(out.removed, path)
  else if (leaf && !equal(before, after)) insertPath(out.modified, path)
}

function compareInside(
  before: Value | undefined,
  after: Value | undefined,
  shape: Shape,
  path: string[],
  out: Comparison,
): void {
  if (Array.isArray(before ?? after) || Array.isArray(after)) {
    const old = byElement(before, shape)
    const now = byElement(after, shape)
    for (const element of new Set([...old.keys(), ...now.keys()])) {
      compareAt(old.get(element), now.get(element), shape.items ?? {}, [...path, element], out)
    }
    return
  }
  const old: Fields = isFields(before) ? before : {}
  const now: Fields = isFields(after) ? after : {}
  for (const key of new Set([...Object.keys(old), ...Object.keys(now)])) {
    compareAt(old[key], now[key], fieldShape(shape, key), [...path, `f:${key}`], out)
  }
}

function byElement(list: Value | undefined, shape: Shape): Map<string, Value> {
  return new Map((Array.isArray(list) ? list : []).map((item) => [itemElement(shape, item), item]))
}

/** `live` with the applied configuration put over it; items of keyed lists keep the applied order. */
export function merge(live: Value | undefined, applied: Value | undefined, shape: Shape): Value | undefined {
  if (applied === undefined) return live
  if (live === undefined || isWhole(shape, applied) || isWhole(shape, live)) return applied
  if (isEmpty(applied)) return isEmpty(live) ? applied : live
  if (Array.isArray(applied) && Array.isArray(live)) return mergeLists(live, applied, shape)
  if (!isFields(applied) || !isFields(live)) return applied
  const out: Fields = {}
  for (const key of new Set([...Object.keys(live), ...Object.keys(applied)])) {
    const merged = merge(live[key], applied[key], fieldShape(shape, key))
    if (merged !== undefined) out[key] = merged
  }
  return out
}

function mergeLists(live: Value[], applied: Value[], shape: Shape): Value[] {
  const old = byElement(live, shape)
  const now = byElement(applied, shape)
  const out: Value[] = []
  const done = new Set<string>()
  const take = (element: string) => {
    if (done.has(element)) return
    done.add(element)
    const merged = merge(old.get(element), now.get(element), shape.items ?? {})
    if (merged !== undefined) out.push(merged)
  }
  const wanted = [...now.keys()]
  for (const element of old.keys()) {
    if (!now.has(element)) take(element)
    // Everything that the applied list has before this item comes before it.
    else wanted.slice(0, wanted.indexOf(element) + 1).forEach(take)
  }
  wanted.forEach(take)
  return out
}

/** The value without the paths of the set; what stands below a removed path goes with it. */
export function withoutPaths(value: Value, set: FieldSet, shape: Shape): Value | undefined {
  if (isEmptySet(set) || isWhole(shape, value)) return value
  if (Array.isArray(value)) {
    const rest = value.flatMap((item) => {
      const element = itemElement(shape, item)
      return keepItem(item, element, set, shape.items ?? {})
    })
    return rest.length > 0 ? rest : undefined
  }
  if (!isFields(value)) return value
  const out: Fields = {}
  for (const [key, item] of Object.entries(value)) {
    const [kept] = keepItem(item, `f:${key}`, set, fieldShape(shape, key))
    if (kept !== undefined) out[key] = kept
  }
  return isEmpty(out) ? undefined : out
}

function keepItem(item: Value, element: string, set: FieldSet, shape: Shape): Value[] {
  if (set.members.has(element)) return []
  const below = set.children.get(element)
  if (!below) return [item]
  const kept = withoutPaths(item, below, shape)
  return kept === undefined ? [] : [kept]
}

/** With the fields above every path as members too, except free keys: a struct is only there because of what is in it. */
export function withParents(set: FieldSet, shape: Shape): FieldSet {
  const out: FieldSet = { members: new Set(set.members), children: new Map() }
  for (const [element, child] of set.children) {
    const inner = element.startsWith('f:') ? fieldShape(shape, element.slice(2)) : (shape.items ?? {})
    if (element.startsWith('f:') && !shape.map) out.members.add(element)
    out.children.set(element, withParents(child, inner))
  }
  return out
}
