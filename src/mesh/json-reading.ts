import type { Json, JsonObject } from '../kube/object.ts'

// Objects come from other people: a field can hold anything. Reading one never throws and never guesses.

export function objectOf(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null
}

export function isList(value: unknown): value is readonly Json[] {
  return Array.isArray(value)
}

/** Empty when the value is no list. */
export function listOf(value: unknown): readonly Json[] {
  return isList(value) ? value : []
}

/** Null when the value is no text or empty. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/** The object without these keys. */
export function without(object: JsonObject, ...keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)))
}

/** The list with one item replaced. */
export function withItem(list: readonly Json[], index: number, item: Json): readonly Json[] {
  return list.map((old, i) => (i === index ? item : old))
}

/** The list with one item added before `index`, or at its end when it is shorter. */
export function withInserted(
  list: readonly Json[],
  index: number,
  ...items: readonly Json[]
): readonly Json[] {
  return [...list.slice(0, index), ...items, ...list.slice(index)]
}
