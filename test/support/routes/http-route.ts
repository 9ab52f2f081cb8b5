import type { JsonObject } from '../../../src/kube/object.ts'
import { HEADER_VALUES, METHODS, PATHS, VALUES } from './conditions.ts'
import { randomElement, type Condition, type Element } from './conditions.ts'
import type { Random } from './random.ts'

const known = ({ kind }: Condition) => kind === 'exact' || kind === 'regex'
const WORDS = {
  paths: PATHS,
  headers: HEADER_VALUES.filter(known),
  query: VALUES.filter(known),
  methods: METHODS.filter(({ kind }) => kind === 'exact'),
  withoutHeaders: false,
}
const TYPES = { exact: 'Exact', prefix: 'PathPrefix', regex: 'RegularExpression', present: '' } as const

const values = (conditions: ReadonlyMap<string, Condition>) =>
  [...conditions].map(([name, { kind, value }]) => ({ name, type: TYPES[kind], value }))

function toMatch({ path, headers, query, method }: Element): JsonObject {
  return {
    ...(path ? { path: { type: TYPES[path.kind], value: path.value } } : {}),
    ...(headers.size > 0 ? { headers: values(headers) } : {}),
    ...(query.size > 0 ? { queryParams: values(query) } : {}),
    ...(method ? { method: method.value } : {}),
  }
}

const BACKENDS: readonly JsonObject[] = [
  { name: 'a', port: 80 },
  { name: 'a', port: 80, weight: 7 },
  { name: 'b', port: 5000 },
  { name: 'empty', port: 80 },
  { name: 'nosuch', port: 80 },
]

const replaceFull = (replaceFullPath: string) => ({ path: { type: 'ReplaceFullPath', replaceFullPath } })
const replacePrefix = (replacePrefixMatch: string) => ({
  path: { type: 'ReplacePrefixMatch', replacePrefixMatch },
})

/** The API allows a prefix to be replaced only in a rule with one match, by prefix. */
function pathChanges(elements: readonly Element[]): JsonObject[] {
  const lone = elements.length === 1 && elements[0]!.path?.kind === 'prefix'
  return [replaceFull('/one'), ...(lone ? [replacePrefix('/new'), replacePrefix('/')] : [])]
}

/** The rule that answers names itself: in a header that the backend sees, or by its redirect. */
function randomRule(random: Random, index: number): { rule: JsonObject; elements: Element[] } {
  const elements = Array.from({ length: random.between(random.chance(0.1) ? 0 : 1, 3) }, () =>
    randomElement(random, WORDS),
  )
  const match = elements.length > 0 ? { matches: elements.map(toMatch) } : {}
  const changes = pathChanges(elements)
  if (random.chance(0.08)) {
    const hostname = { hostname: `rule-${index}.test` }
    const requestRedirect = {
      ...hostname,
      ...(random.chance(0.5) ? random.pick(changes) : {}),
      ...(random.chance(0.3) ? { scheme: 'https' } : {}),
      ...(random.chance(0.3) ? { statusCode: 301 } : {}),
    }
    return { elements, rule: { ...match, filters: [{ type: 'RequestRedirect', requestRedirect }] } }
  }
  const requestHeaderModifier = {
    set: [{ name: 'x-rule', value: String(index) }],
    ...(random.chance(0.2) ? { add: [{ name: 'x-group', value: 'added' }] } : {}),
    ...(random.chance(0.2) ? { remove: ['x-tenant'] } : {}),
  }
  const responseHeaderModifier = { set: [{ name: 'x-answer', value: String(index) }], remove: ['x-secret'] }
  const urlRewrite = random.pick([{ hostname: 'inner.test' }, ...changes])
  const filters = [
    { type: 'RequestHeaderModifier', requestHeaderModifier },
    ...(random.chance(0.2) ? [{ type: 'ResponseHeaderModifier', responseHeaderModifier }] : []),
    ...(random.chance(0.2) ? [{ type: 'URLRewrite', urlRewrite }] : []),
  ]
  return { elements, rule: { ...match, filters, backendRefs: [random.pick(BACKENDS)] } }
}

/** Rules of an HTTPRoute whose answer never depends on chance, and the matches in them. */
export function randomRules(random: Random): { rules: JsonObject[]; elements: Element[] } {
  const made = Array.from({ length: random.between(1, 5) }, (_, index) => randomRule(random, index))
  return { rules: made.map(({ rule }) => rule), elements: made.flatMap(({ elements }) => elements) }
}
