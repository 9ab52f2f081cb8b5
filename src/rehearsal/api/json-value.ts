/** Mutable JSON, as it comes from a request body. */
export type Value = null | boolean | number | string | Value[] | Fields
export interface Fields {
  [key: string]: Value
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object under a key, empty when there is none; for reading only. */
export function fieldsAt(value: unknown, ...path: string[]): Fields {
  let at = value
  for (const key of path) at = isFields(at) ? at[key] : undefined
  return isFields(at) ? at : {}
}

/** The list under a path, empty when there is none; for reading only. */
export function listAt(value: unknown, ...path: string[]): Value[] {
  const last = path.at(-1)
  const list: unknown = last === undefined ? value : fieldsAt(value, ...path.slice(0, -1))[last]
  return Array.isArray(list) ? (list as Value[]) : []
}

export function textAt(value: unknown, ...path: string[]): string | undefined {
  const found = fieldsAt(value, ...path.slice(0, -1))[path.at(-1) ?? '']
  return typeof found === 'string' ? found : undefined
}

export function numberAt(value: unknown, ...path: string[]): number | undefined {
  const found = fieldsAt(value, ...path.slice(0, -1))[path.at(-1) ?? '']
  return typeof found === 'number' ? found : undefined
}

export function clone<T>(value: T): T {
  return structuredClone(value)
}

/** Same JSON; the order of keys does not count, an absent key and `undefined` are the same. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, index) => equal(item, b[index]))
    )
  }
  if (!isFields(a) || !isFields(b)) return false
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    if (!equal(a[key], b[key])) return false
  }
  return true
}

export function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0
  return isFields(value) && Object.keys(value).length === 0
}

/** A scalar as text; lists and objects as JSON. */
export function show(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}
