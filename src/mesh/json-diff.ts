import type { Json, JsonObject } from '../kube/object.ts'
import { isList, objectOf } from './json-reading.ts'

export interface Change {
  /** `spec.http[2].route[1].weight`; `metadata.annotations["shiftgate.dev/rule"]` */
  readonly path: string
  /** Undefined: was not there. */
  readonly before: Json | undefined
  /** Undefined: is gone. */
  readonly after: Json | undefined
}

/** Equal as JSON: the order of keys does not count, a key that holds undefined is not there. */
export function deepEqual(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true
  if (isList(a) || isList(b)) {
    return isList(a) && isList(b) && a.length === b.length && a.every((item, i) => deepEqual(item, b[i]))
  }
  const left = objectOf(a)
  const right = objectOf(b)
  if (!left || !right) return false
  return keysOf(left, right).every((key) => deepEqual(own(left, key), own(right, key)))
}

/** Every leaf that differs. Lists are compared by position; an item or a branch that one side does not have is one change. */
export function changedPaths(
  before: Json | undefined,
  after: Json | undefined,
  path = '',
): readonly Change[] {
  if (deepEqual(before, after)) return []
  if (isList(before) && isList(after)) {
    const length = Math.max(before.length, after.length)
    return Array.from({ length }, (_, i) => i).flatMap((i) =>
      changedPaths(before[i], after[i], `${path}[${i}]`),
    )
  }
  const left = objectOf(before)
  const right = objectOf(after)
  if (!left || !right) return [{ path, before, after }]
  return keysOf(left, right).flatMap((key) =>
    changedPaths(own(left, key), own(right, key), joinKey(path, key)),
  )
}

function keysOf(left: JsonObject, right: JsonObject): string[] {
  return [...new Set([...Object.keys(left), ...Object.keys(right)])]
}

// `constructor` and its like are inherited by every object, but are no fields of it.
function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

function joinKey(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`
  return path === '' ? key : `${path}.${key}`
}
