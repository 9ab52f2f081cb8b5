import type { Identify } from '../../spec/rollout.ts'

/** The parts of an HTTP answer that can tell its version. Header names are lower case. */
export interface Content {
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined }
  readonly body: string
}

export type Side =
  | { readonly key: string }
  /** `problem` is for counting; `found` is text from outside, not yet escaped. */
  | { readonly key: null; readonly problem: 'unidentified' | 'ambiguous'; readonly found: string }

/**
 * Compiles `traffic.identify` into a function that tells the key of an answer's version. `versions` are the names that a
 * header may hold when the file gives no values. Throws SyntaxError for a pattern or field path that cannot be read.
 */
export function identifier(identify: Identify, versions: readonly string[]): (content: Content) => Side {
  switch (identify.by) {
    case 'header': {
      const header = identify.header.toLowerCase()
      const values = identify.values ?? Object.fromEntries(versions.map((name) => [name, name]))
      return ({ headers }) => {
        const value = [headers[header] ?? []].flat().join(', ').trim()
        const found = headers[header] === undefined ? `no header ${header}` : `${header}: ${value}`
        return theOnly(
          keysWhere(values, (wanted) => wanted === value),
          found,
        )
      }
    }
    case 'body': {
      const patterns = mapValues(identify.patterns, (pattern) => new RegExp(pattern))
      return ({ body }) =>
        theOnly(
          keysWhere(patterns, (pattern) => pattern.test(body)),
          `body: ${body}`,
        )
    }
    case 'json': {
      const path = fieldPath(identify.field)
      return ({ body }) => {
        const value = fieldAt(body, path)
        const text = typeof value === 'string' ? value : JSON.stringify(value)
        return theOnly(
          keysWhere(identify.values, (wanted) => wanted === text),
          fieldText(identify.field, value, body),
        )
      }
    }
    case 'band': {
      const path = fieldPath(identify.field)
      return ({ body }) => {
        const value = fieldAt(body, path)
        const inside = ([low, high]: readonly [number, number]) =>
          typeof value === 'number' && value >= low && value <= high
        return theOnly(keysWhere(identify.bands, inside), fieldText(identify.field, value, body))
      }
    }
  }
}

function theOnly(keys: readonly string[], found: string): Side {
  if (keys.length === 1) return { key: keys[0]! }
  if (keys.length === 0) return { key: null, problem: 'unidentified', found: `of no version: ${found}` }
  return { key: null, problem: 'ambiguous', found: `of ${keys.join(' and ')}: ${found}` }
}

/**
 * Keys and indexes of a field path: `predictions[0].label`, `["a.b"].c`, `[0]`; an empty text or `$` is the document itself.
 * Throws SyntaxError.
 */
export function fieldPath(text: string): readonly (string | number)[] {
  const path: (string | number)[] = []
  let rest = text.replace(/^\$\.?/, '')
  while (rest !== '') {
    const part = /^(?:\[(\d+)\]|\["([^"]*)"\]|([^.[\]]+))(?:\.(?=[^.[\]])|(?=\[)|$)/.exec(rest)
    if (part === null)
      throw new SyntaxError(`field path ${text}: expected keys and indexes, like predictions[0].label`)
    path.push(part[1] !== undefined ? Number(part[1]) : (part[2] ?? part[3]!))
    rest = rest.slice(part[0].length)
  }
  return path
}

function fieldAt(body: string, path: readonly (string | number)[]): unknown {
  return valueAt(json(body), path)
}

/** The value at a path of a parsed document; undefined when there is none. */
export function valueAt(document: unknown, path: readonly (string | number)[]): unknown {
  let value = document
  for (const step of path) {
    // Azure ML's scoring server sends the JSON text that `run` returned as a JSON string: a document in a document.
    if (typeof value === 'string') value = json(value)
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as { [key: string | number]: unknown })[step]
  }
  return value
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON: the answer has no field, which is what the caller reports.
    return undefined
  }
}

function fieldText(field: string, value: unknown, body: string): string {
  return value === undefined ? `no field ${field} in ${body}` : `${field}: ${JSON.stringify(value)}`
}

function keysWhere<T>(sides: { readonly [side: string]: T }, holds: (value: T) => boolean): string[] {
  return Object.keys(sides).filter((side) => holds(sides[side]!))
}

function mapValues<A, B>(sides: { readonly [side: string]: A }, map: (value: A) => B): { [side: string]: B } {
  return Object.fromEntries(Object.entries(sides).map(([side, value]) => [side, map(value)]))
}
