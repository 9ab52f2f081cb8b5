import { mapping, object, optional, required } from './collection-shapes.ts'
import type { MapRule } from './collection-shapes.ts'
import type { Located } from './located.ts'
import { headerName } from './name-shapes.ts'
import { jsonField, ownPattern } from './pattern-shapes.ts'
import { INVALID, wrongType } from './reading.ts'
import type { Identify } from './rollout.ts'
import { text, written } from './scalar-shapes.ts'
import { converted } from './shape.ts'
import type { Shape } from './shape.ts'
import { byKey } from './union-shapes.ts'

/** Which names these may be is known only together with the versions: see side-rules. */
const sideName = text({ expected: 'a version, or stable or canary', type: 'side', most: 63 })

function bothSides<V>(what: string, value: Shape<V>): Shape<{ readonly [side: string]: V }> {
  const rule: MapRule<V> = {
    expected: `${what} for both versions`,
    keyName: 'side',
    key: sideName,
    value,
    count: 2,
  }
  return mapping(rule)
}

/** Any size, any decimals. */
const plainNumber: Shape<number> = {
  expected: 'a number',
  type: 'number',
  read(node, reading) {
    if (node.kind !== 'number') return wrongType(node, 'a number', 'write for example 0.4', reading)
    if (Number.isFinite(node.value)) return node.value + 0
    return reading.report(
      node.place,
      'bad-value',
      `${node.source} is no usable number; expected a number; write for example 0.4`,
    )
  },
  schema: () => ({ type: 'number' }),
  rows: () => [],
}

/** `[low, high]`. */
const band: Shape<readonly [number, number]> = {
  expected: 'two numbers [low, high]',
  type: '`[low, high]`',
  read(node: Located, reading) {
    if (node.kind !== 'list') return wrongType(node, band.expected, 'write for example [0.4, 0.5]', reading)
    if (node.items.length !== 2)
      return reading.report(
        node.place,
        'bad-value',
        `the list has ${node.items.length} items; expected two numbers [low, high]; write for example [0.4, 0.5]`,
      )
    const [low, high] = node.items.map((item) => plainNumber.read(item, reading))
    if (low === undefined || high === undefined || low === INVALID || high === INVALID) return INVALID
    if (low < high) return [low, high]
    return reading.report(
      node.place,
      'bad-value',
      `${low} is not below ${high}; expected two numbers [low, high]; write the lower one first`,
    )
  },
  schema: () => ({ type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 }),
  rows: () => [],
}

const byHeader = object('a header', {
  header: required(headerName, 'header: x-model-version', 'Header of the answer that names the version.'),
  values: optional(
    bothSides('the header value', written()),
    "the versions' names",
    'What the header says for each version.',
  ),
})
const byBody = object('patterns of the body', {
  body: required(
    bothSides('a regular expression', ownPattern),
    'body: { green: "Model B", blue: "Model A" }',
    'Regular expression that only the bodies of this version match.',
  ),
})
const byJson = object('a JSON field with its values', {
  json: required(jsonField, 'json: predictions[0].label', 'JSON field of the answer.'),
  values: required(
    bothSides('the value of the field', written()),
    'values: { green: v1, blue: v2 }',
    'What the field holds for each version.',
  ),
})
const byBand = object('a numeric JSON field with its bands', {
  band: required(jsonField, 'band: predictions[0].probability', 'Numeric JSON field of the answer.'),
  bands: required(
    bothSides('[low, high]', band),
    'bands: { green: [0.4, 0.5], blue: [0.9, 0.98] }',
    'Lowest and highest value for each version.',
  ),
})

export const identifyShape: Shape<Identify> = byKey<Identify>('"header", "body", "json" or "band"', {
  header: converted(byHeader, ({ header, values }): Identify => ({
    by: 'header',
    header: header.toLowerCase(),
    values,
  })),
  body: converted(byBody, ({ body }): Identify => ({ by: 'body', patterns: body })),
  json: converted(byJson, ({ json, values }): Identify => ({ by: 'json', field: json, values })),
  band: converted(byBand, ({ band: field, bands }): Identify => ({ by: 'band', field, bands })),
})
