import type { Json, Located } from './located.ts'
import { INVALID } from './reading.ts'
import type { Read, Reading } from './reading.ts'

/**
 * What may stand at one place of the rollout file. One description serves the parser (`read`), editors (`schema`)
 * and the reference table (`type`, `rows`), so the three cannot disagree.
 */
export interface Shape<T> {
  /** Noun phrase for messages: `a number from 0 to 100`. */
  readonly expected: string
  /** For the reference table: `number 0–100`. */
  readonly type: string
  read(node: Located, reading: Reading): Read<T>
  /** JSON Schema, draft 2020-12. Accepts everything that `read` accepts. */
  schema(): JsonSchema
  /** The keys below, each with its path under `path`. */
  rows(path: string): readonly Row[]
}

export interface JsonSchema {
  readonly [keyword: string]: Json | JsonSchema | readonly JsonSchema[]
}

export interface Row {
  readonly path: string
  readonly type: string
  /** `required`, or the default in words. */
  readonly otherwise: string
  readonly doc: string
}

export type TypeOf<S> = S extends Shape<infer T> ? T : never

/** The same surface, another value; `convert` may still find problems. */
export function converted<T, U>(
  shape: Shape<T>,
  convert: (value: T, node: Located, reading: Reading) => Read<U>,
): Shape<U> {
  return {
    ...shape,
    read(node, reading) {
      const value = shape.read(node, reading)
      return value === INVALID ? INVALID : convert(value, node, reading)
    },
  }
}

/** The same shape under another name in messages and in the reference. */
export function named<T>(shape: Shape<T>, names: { expected?: string; type?: string }): Shape<T> {
  return { ...shape, ...names }
}
