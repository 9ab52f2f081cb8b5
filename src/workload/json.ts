import { createHash } from 'node:crypto'

export type Fields = { readonly [key: string]: unknown }

/** True for a JSON map; lists and null are none. */
export function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value at a path of keys; undefined when something on the way is no map. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let found = value
  for (const key of path) found = isMap(found) ? found[key] : undefined
  return found
}

/** The maps in a list; everything else that users may have written there is left out. */
export function mapsIn(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isMap) : []
}

/** A scalar as text; nothing for anything else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : ''
}

/** Same content: the order of keys does not count, and a missing key is the same as an undefined one. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i]))
  }
  if (!isMap(a) || !isMap(b)) return false
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => same(a[key], b[key]))
}

/** JSON with sorted keys: equal content gives equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`
  if (!isMap(value)) return JSON.stringify(value ?? null)
  const keys = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`).join(',')}}`
}

/** `sha256:` and the first 16 hex digits of the hash of a text: enough to tell the releases of one service apart. */
export function shortHash(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex').slice(0, 16)}`
}
