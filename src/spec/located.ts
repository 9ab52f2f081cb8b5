/** A YAML or JSON value with the place of each part: all that the rest of the parser sees of a file. */
export type Located = LocatedMap | LocatedList | LocatedScalar

export interface Place {
  /** From the top of the file, `stages[2].weight`; empty for the whole. */
  readonly path: string
  /** 1-based. */
  readonly line: number
  /** 1-based, in UTF-16 units. */
  readonly column: number
}
export interface LocatedMap {
  readonly kind: 'map'
  readonly place: Place
  readonly entries: readonly LocatedEntry[]
  /** False when a key was reported and left out: then nobody can say what is missing. */
  readonly complete: boolean
}
export interface LocatedEntry {
  readonly key: string
  /** Of the key; `value.place` is where the value starts. */
  readonly place: Place
  readonly value: Located
}
export interface LocatedList {
  readonly kind: 'list'
  readonly place: Place
  readonly items: readonly Located[]
}
export type LocatedScalar =
  | { readonly kind: 'text'; readonly place: Place; readonly value: string }
  /** `source` is what the user wrote: `1.10`, `0x1F`. */
  | { readonly kind: 'number'; readonly place: Place; readonly value: number; readonly source: string }
  | { readonly kind: 'flag'; readonly place: Place; readonly value: boolean; readonly source: string }
  | { readonly kind: 'empty'; readonly place: Place }

export type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json }

export function keyPath(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`
  return path === '' ? key : `${path}.${key}`
}

/** A value of our own (a default) as if the file had said so. */
export function locateJson(value: Json, place: Place): Located {
  if (typeof value === 'string') return { kind: 'text', place, value }
  if (typeof value === 'number') return { kind: 'number', place, value, source: String(value) }
  if (typeof value === 'boolean') return { kind: 'flag', place, value, source: String(value) }
  if (isList(value)) return { kind: 'list', place, items: value.map((item) => locateJson(item, place)) }
  const entries = Object.entries(value).map(([key, item]) => ({ key, place, value: locateJson(item, place) }))
  return { kind: 'map', place, entries, complete: true }
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)

/** The part under `segments`; null when the file has none there. */
export function partAt(root: Located, ...segments: readonly (string | number)[]): Located | null {
  let node: Located | null = root
  for (const segment of segments) {
    if (typeof segment === 'number') node = node?.kind === 'list' ? (node.items[segment] ?? null) : null
    else node = entryOf(node, segment)?.value ?? null
  }
  return node
}

export function entryOf(node: Located | null, key: string): LocatedEntry | null {
  return node?.kind === 'map' ? (node.entries.find((entry) => entry.key === key) ?? null) : null
}
