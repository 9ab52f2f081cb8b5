/** Small seeded generator (mulberry32): a failing case can be had again from its seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export type Json = null | string | number | boolean | Json[] | { [key: string]: Json }
type Random = () => number

const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)]!

const VALUES: readonly Json[] = [
  null,
  true,
  false,
  0,
  1,
  2,
  50,
  100,
  101,
  -1,
  0.005,
  1e21,
  '',
  ' ',
  '0',
  '50%',
  '10m',
  '10',
  'copy',
  'traffic',
  'runner',
  'green',
  'stable',
  'a b',
  '../x',
  '/x',
  'https://x/y',
  '[',
  '(',
  '$a',
  'x'.repeat(300),
  '\u0000',
  '\u2028',
  'é',
  [],
  {},
  [[]],
  [{}],
  { env: 'A' },
  { a: null },
  { name: 'A', weight: 1 },
  { weight: 1 },
  { exact: 'a' },
]
const KEYS = [
  'name',
  'weight',
  'weigth',
  'headers',
  'path',
  'soak',
  'checks',
  'traffic',
  'promote',
  'finish',
  'values',
  'subset',
  'service',
  'rollout',
  'a',
  'X-A',
  'green',
  'toString',
  'hasOwnProperty',
  '__proto__',
  'constructor',
  '',
  '1',
  '<<',
]

/** Changes one place of a document: another value, a key more, less, or renamed, a list item more or twice. */
export function mutateJson(document: Json, random: Random): Json {
  const copy = structuredClone(document)
  const nodes: (Json[] | { [key: string]: Json })[] = []
  collect(copy, nodes)
  const node = pick(random, nodes)
  if (Array.isArray(node)) {
    const at = Math.floor(random() * (node.length + 1))
    const kind = random()
    if (kind < 0.3) node.splice(at, 1)
    else if (kind < 0.6) node.splice(at, 0, structuredClone(pick(random, VALUES)))
    else if (kind < 0.8 && node.length > 0) node.splice(at, 0, structuredClone(pick(random, node)))
    else if (node.length > 1) node.reverse()
    return copy
  }
  const keys = Object.keys(node)
  const key = keys.length > 0 && random() < 0.7 ? pick(random, keys) : pick(random, KEYS)
  const kind = random()
  if (kind < 0.25) delete node[key]
  else if (kind < 0.4 && Object.hasOwn(node, key)) {
    put(node, pick(random, KEYS), node[key]!)
    delete node[key]
  } else if (kind < 0.5) put(node, key, structuredClone(pick(random, nodes) as Json))
  else put(node, key, structuredClone(pick(random, VALUES)))
  return copy
}

/** Plain assignment would change the prototype for `__proto__`. */
function put(node: object, key: string, value: Json): void {
  Object.defineProperty(node, key, { value, enumerable: true, configurable: true, writable: true })
}

function collect(value: Json, nodes: (Json[] | { [key: string]: Json })[]): void {
  if (typeof value !== 'object' || value === null) return
  nodes.push(value)
  for (const part of Object.values(value)) collect(part, nodes)
}

const SIGNS = [
  ...'{}[]:,-#&*!|>\'"%@`?\t\n\r \\/.<~=0aé',
  '\u0000',
  '\ufeff',
  '\u2028',
  '- ',
  ': ',
  '? ',
  '<<: ',
  '*a',
  '&a ',
  '!!',
  '---\n',
  '...\n',
  '\n\n',
  '  ',
  '.inf',
  '1e999',
  '0x',
  'null',
  '|-\n',
  '>+2\n',
]

/** Changes some characters of a text: signs put in, ranges taken out, doubled, or moved. */
export function mutateText(text: string, random: Random): string {
  let result = text
  for (let rounds = 1 + Math.floor(random() * 4); rounds > 0; rounds--) {
    const at = Math.floor(random() * (result.length + 1))
    const end = Math.min(result.length, at + 1 + Math.floor(random() * (random() < 0.2 ? 400 : 12)))
    const kind = random()
    if (kind < 0.4) result = result.slice(0, at) + pick(random, SIGNS) + result.slice(at)
    else if (kind < 0.6) result = result.slice(0, at) + result.slice(end)
    else if (kind < 0.75) result = result.slice(0, end) + result.slice(at, end) + result.slice(end)
    else if (kind < 0.9) result = result.slice(0, at) + pick(random, SIGNS) + result.slice(end)
    else
      result =
        result.slice(0, at) + pick(random, SIGNS).repeat(1 + Math.floor(random() * 200)) + result.slice(at)
  }
  return result
}
