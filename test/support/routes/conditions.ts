import type { Random } from './random.ts'

/** A test of one text, with texts that pass it and texts that just do not. */
export interface Condition {
  readonly kind: 'exact' | 'prefix' | 'regex' | 'present'
  readonly value: string
  readonly hits: readonly string[]
  readonly misses: readonly string[]
}

const of = (
  kind: Condition['kind'],
  value: string,
  hits: readonly string[],
  misses: readonly string[],
): Condition => ({ kind, value, hits, misses })

export const PATHS: readonly Condition[] = [
  of('exact', '/score', ['/score', '/score?x=1'], ['/score/', '/Score', '/scores', '/scor', '/x/../score']),
  of('exact', '/', ['/', '/?v=1'], ['//', '/x', '/.']),
  of('exact', '/v1/models/m:predict', ['/v1/models/m:predict'], ['/v1/models/m', '/v1/models/m%3Apredict']),
  of('prefix', '/', ['/', '/any', '/score?x'], []),
  of(
    'prefix',
    '/api',
    ['/api', '/api/', '/api/x', '/api?q=1'],
    ['/ap', '/API/x', '/x/api', '/apis', '/%61pi'],
  ),
  of(
    'prefix',
    '/v1/models',
    ['/v1/models', '/v1/models/m:predict'],
    ['/v1/model', '/v2/models', '/v1//models'],
  ),
  of('prefix', '/v1', ['/v1', '/v1/x', '/v1/models'], ['/v10', '/v', '/V1']),
  of('prefix', '/api/', ['/api/', '/api/x'], ['/api', '/api?x=/']),
  of('regex', '/v[0-9]+', ['/v1', '/v12?x=1'], ['/v', '/v1x', '/v1/']),
  of('regex', '/(score|predict)(/.*)?', ['/score', '/predict/x/y'], ['/scores', '/predictx']),
  of('regex', '/.*\\.json', ['/x.json', '/api/y.json'], ['/x.json/', '/xjson']),
]

/** For headers and query parameters alike: nothing that a URL would encode. */
export const VALUES: readonly Condition[] = [
  of('exact', 'canary', ['canary'], ['Canary', 'canary2', 'canar']),
  of('exact', '1', ['1'], ['01', '10', '']),
  of('prefix', 'can', ['can', 'canary'], ['acan', 'Can', 'ca']),
  of('prefix', 'user-', ['user-', 'user-1'], ['user', 'xuser-1']),
  of('regex', 'user-[0-9]+', ['user-1', 'user-42'], ['user-', 'user-1x', 'xuser-1']),
  of('regex', '(a|b)+c?', ['a', 'abc'], ['c', 'abd']),
  of('regex', '^can.*', ['canary', 'can'], ['acan', 'ca']),
  of('present', '', ['anything', '1'], []),
]

/** What comes by a header only. */
export const HEADER_VALUES: readonly Condition[] = [
  ...VALUES,
  of('exact', 'two words', ['two words'], ['two', 'two  words']),
  of('regex', '.*(Chrome|Firefox).*', ['Mozilla Firefox/1', 'Chrome'], ['chrome', 'Safari']),
  of('regex', '(?i)beta', ['beta', 'BETA'], ['beta1']),
]

export const METHODS: readonly Condition[] = [
  of('exact', 'POST', ['POST'], ['GET', 'PUT']),
  of('exact', 'GET', ['GET'], ['POST', 'DELETE']),
  of('regex', 'GET|PUT', ['PUT', 'GET'], ['POST']),
  of('prefix', 'P', ['PUT', 'POST'], ['GET']),
]

export const HEADER_NAMES = ['x-group', 'X-Tenant', 'target'] as const
export const QUERY_NAMES = ['v', 'user_id'] as const

/** One match element. Every condition counts. */
export interface Element {
  readonly path: Condition | null
  readonly ignoreCase: boolean
  readonly headers: ReadonlyMap<string, Condition>
  readonly withoutHeaders: ReadonlyMap<string, Condition>
  readonly query: ReadonlyMap<string, Condition>
  readonly method: Condition | null
}

/** Which conditions an API knows. */
export interface Vocabulary {
  readonly paths: readonly Condition[]
  readonly headers: readonly Condition[]
  readonly query: readonly Condition[]
  readonly methods: readonly Condition[]
  readonly withoutHeaders: boolean
}

export function randomElement(random: Random, words: Vocabulary): Element {
  const some = (names: readonly string[], conditions: readonly Condition[], chance: number) =>
    new Map(names.filter(() => random.chance(chance)).map((name) => [name, random.pick(conditions)]))
  const path = random.chance(0.75) ? random.pick(words.paths) : null
  return {
    path,
    ignoreCase: words.withoutHeaders && path !== null && path.kind !== 'regex' && random.chance(0.1),
    headers: some(HEADER_NAMES, words.headers, 0.25),
    withoutHeaders: words.withoutHeaders ? some(['x-not'], words.headers, 0.15) : new Map(),
    query: some(QUERY_NAMES, words.query, 0.15),
    method: random.chance(0.25) ? random.pick(words.methods) : null,
  }
}
