import { HEADER_NAMES, HEADER_VALUES, METHODS, PATHS, QUERY_NAMES, VALUES } from './conditions.ts'
import type { Condition, Element } from './conditions.ts'
import type { Random } from './random.ts'

export interface RouteRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

/** Parts of a request that conditions look at; null: the part is missing. */
interface Draft {
  readonly path: string
  readonly method: string
  readonly headers: ReadonlyMap<string, string | null>
  readonly query: ReadonlyMap<string, string | null>
}

/** At least `count` requests: each element is hit, is missed by one condition at a time, and the rest is chance. */
export function randomRequests(random: Random, elements: readonly Element[], count: number): RouteRequest[] {
  const aimed = elements.flatMap((element) => [hit(random, element), ...nearMisses(random, element)])
  const drafts = [...aimed]
  while (drafts.length < count) {
    drafts.push(random.chance(0.5) && elements.length ? hit(random, random.pick(elements)) : anything(random))
  }
  return drafts.map(toRequest)
}

function hit(random: Random, element: Element): Draft {
  const values = (conditions: ReadonlyMap<string, Condition>) =>
    new Map([...conditions].map(([name, { hits }]) => [name, random.pick(hits)]))
  return {
    path: element.path ? random.pick(element.path.hits) : '/other',
    method: element.method ? random.pick(element.method.hits) : 'GET',
    headers: values(element.headers),
    query: values(element.query),
  }
}

function nearMisses(random: Random, element: Element): Draft[] {
  const one = (
    conditions: ReadonlyMap<string, Condition>,
    change: (at: Map<string, string | null>) => Partial<Draft>,
    base: ReadonlyMap<string, string | null>,
  ) =>
    [...conditions].flatMap(([name, { misses }]) =>
      [null, ...(misses.length > 0 ? [random.pick(misses)] : [])].map((value) => ({
        ...hit(random, element),
        ...change(new Map(base).set(name, value)),
      })),
    )
  const whole = hit(random, element)
  const inPath = (element.path?.misses ?? []).map((path) => ({ ...whole, path }))
  const inMethod = (element.method?.misses ?? []).map((method) => ({ ...whole, method }))
  const without = [...element.withoutHeaders].flatMap(([name, { hits, misses }]) =>
    [...hits, ...misses].map((value) => ({ ...whole, headers: new Map(whole.headers).set(name, value) })),
  )
  return [
    ...inPath,
    ...inMethod,
    ...without,
    ...one(element.headers, (headers) => ({ headers }), whole.headers),
    ...one(element.query, (query) => ({ query }), whole.query),
  ]
}

function anything(random: Random): Draft {
  const text = (condition: Condition) => random.pick([...condition.hits, ...condition.misses])
  const some = (names: readonly string[], values: readonly Condition[]) =>
    new Map(names.filter(() => random.chance(0.4)).map((name) => [name, text(random.pick(values))]))
  return {
    path: text(random.pick(PATHS)),
    method: text(random.pick(METHODS)),
    headers: some([...HEADER_NAMES, 'x-not'], HEADER_VALUES),
    query: some(QUERY_NAMES, VALUES),
  }
}

function toRequest({ path, method, headers, query }: Draft): RouteRequest {
  const given = (values: ReadonlyMap<string, string | null>) =>
    [...values].flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]))
  const pairs = given(query).map(([name, value]) => `${name}=${value}`)
  const joint = path.includes('?') ? '&' : '?'
  return {
    method,
    path: pairs.length > 0 ? `${path}${joint}${pairs.join('&')}` : path,
    headers: Object.fromEntries(given(headers)),
  }
}
