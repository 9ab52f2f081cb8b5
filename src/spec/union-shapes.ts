import { entryOf } from './located.ts'
import type { Located } from './located.ts'
import { INVALID, quoted, wrongType } from './reading.ts'
import { oneOf } from './scalar-shapes.ts'
import type { JsonSchema, Row, Shape } from './shape.ts'
import { suggest } from './suggest.ts'

/** Alternatives that differ in their YAML type, such as text or a mapping. */
export function byType<T>(
  expected: string,
  shapes: { readonly [K in Located['kind']]?: Shape<T> },
): Shape<T> {
  const all = [...new Set(Object.values(shapes))]
  return {
    expected,
    type: oneOf(all.map((shape) => shape.type)),
    read(node, reading) {
      const shape = shapes[node.kind]
      return shape === undefined
        ? wrongType(node, expected, `write ${expected}`, reading)
        : shape.read(node, reading)
    },
    schema: () => ({ anyOf: all.map((shape) => shape.schema()) }),
    rows: (path) => distinct(all.flatMap((shape) => shape.rows(path))),
  }
}

/** Mappings that are told apart by the key which only one of them has. */
export function byKey<T>(expected: string, shapes: { readonly [key: string]: Shape<T> }): Shape<T> {
  const keys = Object.keys(shapes)
  return {
    expected,
    type: 'mapping',
    read(node, reading) {
      if (node.kind !== 'map')
        return wrongType(
          node,
          expected,
          `write a mapping with ${oneOf(keys.map((key) => `"${key}: ..."`))}`,
          reading,
        )
      const [found, other] = keys.filter((key) => entryOf(node, key) !== null)
      if (found !== undefined && other !== undefined) {
        return reading.report(
          entryOf(node, other)!.place,
          'conflict',
          `both "${found}" and "${other}" are given; expected only one of them; remove one`,
        )
      }
      const key = found ?? keyThatWasMeant(node, keys)
      if (key !== null) return shapes[key]!.read(node, reading)
      if (!node.complete) return INVALID
      const what =
        keys.length === 2
          ? `neither "${keys[0]}" nor "${keys[1]}" is given`
          : `none of ${keys.join(', ')} is given`
      const others = node.entries.map((entry) => quoted(entry.key)).slice(0, 5)
      return reading.report(
        node.place,
        'missing-key',
        `${what}${others.length === 0 ? '' : `, only ${others.join(', ')}`}; expected ${expected}; add one of these keys`,
      )
    },
    schema: () => ({ oneOf: Object.values(shapes).map((shape): JsonSchema => shape.schema()) }),
    rows: (path) => alternatives(path, shapes),
  }
}

/** A misspelt key still says which alternative was meant, and is then reported as unknown there. */
function keyThatWasMeant(node: Located, keys: readonly string[]): string | null {
  if (node.kind !== 'map') return null
  for (const { key } of node.entries) {
    const near = suggest(key, keys)
    if (near !== null) return near
  }
  return null
}

/** Says which keys tell the alternatives apart, and which others exist in one alternative only. */
function alternatives(path: string, shapes: { readonly [key: string]: Shape<unknown> }): readonly Row[] {
  const keys = Object.keys(shapes)
  const each = keys.map((key) => ({ key, rows: shapes[key]!.rows(path) }))
  const choice = `one of ${oneOf(keys.map((key) => `\`${key}\``))}`
  const rows = each.flatMap(({ key, rows: own }) => {
    const others = each
      .filter((one) => one.key !== key)
      .flatMap((one) => one.rows.map((row) => JSON.stringify(row)))
    return own.map((row) => {
      if (row.path === `${path}.${key}`) return { ...row, otherwise: choice }
      const isDirect = !row.path.slice(path.length + 1).match(/[.[]/)
      return isDirect && !others.includes(JSON.stringify(row))
        ? { ...row, doc: `${row.doc} Only with \`${key}\`.` }
        : row
    })
  })
  return distinct(rows)
}

function distinct(rows: readonly Row[]): readonly Row[] {
  const seen = new Map<string, Row>()
  for (const row of rows) seen.set(JSON.stringify(row), row)
  return [...seen.values()]
}
