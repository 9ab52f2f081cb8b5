import { entryOf, locateJson } from './located.ts'
import type { Json, Located, LocatedEntry, LocatedMap } from './located.ts'
import { INVALID, quoted, wrongType } from './reading.ts'
import type { Read, Reading } from './reading.ts'
import { oneOf } from './scalar-shapes.ts'
import { converted } from './shape.ts'
import type { JsonSchema, Row, Shape } from './shape.ts'
import { suggest } from './suggest.ts'

export interface Field<T> {
  readonly shape: Shape<T>
  readonly doc: string
  readonly need:
    | { readonly kind: 'required'; readonly example: string }
    /** As it would stand in the file; read by the shape itself. */
    | { readonly kind: 'default'; readonly value: Json }
    /** Null when absent; what happens then, in words. */
    | { readonly kind: 'optional'; readonly otherwise: string }
}

export function required<T>(shape: Shape<T>, example: string, doc: string): Field<T> {
  return { shape, doc, need: { kind: 'required', example } }
}
export function defaulted<T>(shape: Shape<T>, value: Json, doc: string): Field<T> {
  return { shape, doc, need: { kind: 'default', value } }
}
export function optional<T>(shape: Shape<T>, otherwise: string, doc: string): Field<T | null> {
  return { shape, doc, need: { kind: 'optional', otherwise } }
}

type Fields = { readonly [key: string]: Field<unknown> }
export type ValuesOf<F> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never }

/** A mapping with known keys. `empty`: nothing after the key is the same as `{}`. */
export function object<F extends Fields>(
  expected: string,
  fields: F,
  options: { readonly empty?: boolean } = {},
): Shape<ValuesOf<F>> {
  const names = Object.keys(fields)
  const needed = names.filter((name) => fields[name]!.need.kind === 'required')
  return {
    expected,
    type: 'mapping',
    read(found, reading) {
      const node: Located =
        found.kind === 'empty' && options.empty === true
          ? { kind: 'map', place: found.place, entries: [], complete: true }
          : found
      if (node.kind !== 'map')
        return wrongType(node, expected, `write "key: value" with ${oneOf(names)}`, reading)
      const meant = reportUnknownKeys(node, names, reading)
      const values: [string, unknown][] = []
      let broken = false
      for (const [name, field] of Object.entries(fields)) {
        const value = readField(node, name, field, meant, reading)
        if (value === INVALID) broken = true
        else values.push([name, value])
      }
      return broken ? INVALID : (Object.fromEntries(values) as ValuesOf<F>)
    },
    schema: () => ({
      type: options.empty === true ? ['object', 'null'] : 'object',
      properties: Object.fromEntries(
        Object.entries(fields).map(([name, field]) => [name, fieldSchema(field)]),
      ),
      ...(needed.length > 0 ? { required: needed } : {}),
      additionalProperties: false,
    }),
    rows: (path) =>
      Object.entries(fields).flatMap(([name, field]) =>
        fieldRows(path === '' ? name : `${path}.${name}`, field),
      ),
  }
}

function readField(
  node: LocatedMap,
  name: string,
  field: Field<unknown>,
  meant: ReadonlySet<string>,
  reading: Reading,
): Read<unknown> {
  const entry = entryOf(node, name)
  if (entry !== null) return field.shape.read(entry.value, reading)
  switch (field.need.kind) {
    case 'optional':
      return null
    case 'default':
      return field.shape.read(locateJson(field.need.value, node.place), reading)
    case 'required':
      if (meant.has(name) || !node.complete) return INVALID
      return reading.report(
        node.place,
        'missing-key',
        `the key "${name}" is missing; expected ${field.shape.expected}; add "${field.need.example}"`,
      )
  }
}

/** The keys that were probably meant: they are not reported as missing too. */
function reportUnknownKeys(
  node: LocatedMap,
  names: readonly string[],
  reading: Reading,
): ReadonlySet<string> {
  const meant = new Set<string>()
  const absent = names.filter((name) => entryOf(node, name) === null)
  for (const entry of node.entries.filter(({ key }) => !names.includes(key))) {
    const near = suggest(entry.key, absent)
    if (near !== null) meant.add(near)
    reportUnknownKey(entry, near, names, reading)
  }
  return meant
}

function reportUnknownKey(
  entry: LocatedEntry,
  near: string | null,
  names: readonly string[],
  reading: Reading,
): void {
  const known = near === null ? `expected ${oneOf(names)}; correct or remove it` : `did you mean "${near}"?`
  reading.report(entry.place, 'unknown-key', `unknown key ${quoted(entry.key)}; ${known}`)
}

function fieldSchema(field: Field<unknown>): JsonSchema {
  const shown: JsonSchema = field.need.kind === 'default' ? { default: field.need.value } : {}
  return { description: plain(field.doc, field.need), ...shown, ...field.shape.schema() }
}

function plain(doc: string, need: Field<unknown>['need']): string {
  return need.kind === 'optional'
    ? `${doc} Default: ${need.otherwise}.`.replaceAll('`', '')
    : doc.replaceAll('`', '')
}

function fieldRows(path: string, field: Field<unknown>): readonly Row[] {
  const { need, doc, shape } = field
  const otherwise =
    need.kind === 'required'
      ? 'required'
      : need.kind === 'optional'
        ? need.otherwise
        : `\`${showJson(need.value)}\``
  return [{ path, type: shape.type, otherwise, doc }, ...shape.rows(path)]
}

const showJson = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value))

export function list<T>(
  item: Shape<T>,
  expected: string,
  options: { readonly least?: number } = {},
): Shape<readonly T[]> {
  const least = options.least ?? 0
  return {
    expected,
    type: `list of ${item.type}`,
    read(node, reading) {
      if (node.kind !== 'list')
        return wrongType(
          node,
          expected,
          node.kind === 'empty' ? '' : 'write it as a list: put "- " before it, or [ ] around it',
          reading,
        )
      if (node.items.length < least)
        return reading.report(node.place, 'bad-value', `the list is empty; expected ${expected}; add an item`)
      const values = node.items.map((part) => item.read(part, reading))
      return values.includes(INVALID) ? INVALID : (values as T[])
    },
    schema: () => ({ type: 'array', items: item.schema(), ...(least > 0 ? { minItems: least } : {}) }),
    rows: (path) => item.rows(`${path}[]`),
  }
}

export interface MapRule<V> {
  readonly expected: string
  /** For paths in the reference: `NAME`. */
  readonly keyName: string
  /** Says what is wrong with a key and what to do. */
  readonly key: Shape<string>
  readonly value: Shape<V>
  readonly count?: number
  readonly least?: number
}

/** A mapping whose keys the user chooses, in the order of the file. */
export function entries<V>(rule: MapRule<V>): Shape<readonly (readonly [string, V])[]> {
  const { expected, value } = rule
  const least = rule.count ?? rule.least ?? 0
  return {
    expected,
    type: `mapping of ${rule.keyName} to ${value.type}`,
    read(node, reading) {
      if (node.kind !== 'map') return wrongType(node, expected, `write "${rule.keyName}: ..."`, reading)
      const count = node.entries.length
      let broken = false
      if ((count < least && node.complete) || count > (rule.count ?? Infinity)) {
        const names = node.entries
          .map(({ key }) => quoted(key))
          .slice(0, 10)
          .join(', ')
        const todo = count < least ? 'add what is missing' : 'remove the others'
        reading.report(
          node.place,
          'bad-value',
          `${count === 0 ? 'the mapping is empty' : `there ${count === 1 ? 'is' : 'are'} ${count} (${names})`}; expected ${expected}; ${todo}`,
        )
        broken = true
      }
      const values: (readonly [string, V])[] = []
      for (const entry of node.entries) {
        const key = rule.key.read({ kind: 'text', place: entry.place, value: entry.key }, reading)
        const read = value.read(entry.value, reading)
        if (key === INVALID || read === INVALID) broken = true
        else values.push([key, read])
      }
      return broken ? INVALID : values
    },
    schema: () => ({
      type: 'object',
      propertyNames: rule.key.schema(),
      additionalProperties: value.schema(),
      ...(least > 0 ? { minProperties: least } : {}),
      ...(rule.count !== undefined ? { maxProperties: rule.count } : {}),
    }),
    rows: (path) => value.rows(`${path}.<${rule.keyName}>`),
  }
}

export function mapping<V>(rule: MapRule<V>): Shape<{ readonly [key: string]: V }> {
  return converted(entries(rule), (pairs) => Object.fromEntries(pairs))
}
