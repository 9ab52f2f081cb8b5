import type { IncomingHttpHeaders } from 'node:http'
import type { HttpMatch, StringMatch } from './api.ts'
import { compileFullMatch } from './regex.ts'

/** A request as routing sees it. Built once; parts that few rules need are made on demand. */
export interface RequestView {
  readonly method: string
  /** Without query. */
  readonly path: string
  /** With the question mark, or empty. */
  readonly query: string
  /** Value of the Host header, with its port. */
  readonly authority: string
  readonly scheme: string
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders
  /** All values of a header that came more than once; Envoy looks at each by itself. */
  readonly distinct: () => NodeJS.Dict<string[]>
}

export type Condition = (request: RequestView) => boolean

/** How the rule's path was matched: a prefix rewrite replaces just that part. */
export interface PathMatch {
  readonly kind: 'prefix' | 'exact' | 'regex'
  readonly value: string
}

export interface CompiledMatch {
  readonly conditions: readonly Condition[]
  readonly path: PathMatch
  /** Matches every request: istiod puts such rules behind all others of the same host. */
  readonly catchAll: boolean
}

/** A prefix counts characters in a VirtualService, and whole segments of the path in the Gateway API. */
export type PrefixKind = 'characters' | 'segments'

const EVERY_PATH: PathMatch = { kind: 'prefix', value: '/' }

/**
 * Conditions of one match element, all of which must hold. `port`, `gateways` and source conditions are
 * decided by the caller, once for all requests.
 */
export function compileMatch(match: HttpMatch | null, prefix: PrefixKind = 'characters'): CompiledMatch {
  if (!match) return { conditions: [], path: EVERY_PATH, catchAll: true }
  const conditions: Condition[] = []
  const path = match.uri ? pathMatch(match.uri) : EVERY_PATH
  const everyPath =
    (path.kind === 'prefix' && path.value === '/') || (path.kind === 'regex' && path.value === '.*')
  if (path.kind !== 'prefix' || path.value !== '/')
    conditions.push(pathCondition(path, match.ignoreUriCase === true, prefix))
  const others = conditions.length

  for (const [name, value] of Object.entries(match.headers ?? {}))
    conditions.push(headerCondition(name, value))
  for (const [name, value] of Object.entries(match.withoutHeaders ?? {})) {
    conditions.push(withoutHeader(name, value))
  }
  if (match.method) conditions.push(on(match.method, (request) => request.method))
  if (match.authority) conditions.push(on(match.authority, (request) => request.authority))
  if (match.scheme) conditions.push(on(match.scheme, (request) => request.scheme))
  const plain = conditions.length === others
  for (const [name, value] of Object.entries(match.queryParams ?? {})) {
    conditions.push(queryCondition(name, value))
  }
  const noQuery = Object.keys(match.queryParams ?? {}).length === 0
  return { conditions, path, catchAll: everyPath && plain && noQuery }
}

function pathMatch(uri: StringMatch): PathMatch {
  if (uri.exact !== undefined) return { kind: 'exact', value: uri.exact }
  if (uri.prefix !== undefined) return { kind: 'prefix', value: uri.prefix }
  if (uri.regex !== undefined) return { kind: 'regex', value: uri.regex }
  return EVERY_PATH
}

function pathCondition(path: PathMatch, ignoreCase: boolean, prefix: PrefixKind): Condition {
  if (path.kind === 'regex') {
    const regex = compileFullMatch(path.value)
    return (request) => regex.test(request.path)
  }
  const { value } = path
  const folded = value.toLowerCase()
  if (path.kind === 'exact') {
    return ignoreCase
      ? (request) => request.path.toLowerCase() === folded
      : (request) => request.path === value
  }
  if (prefix === 'segments') {
    return ({ path: asked }) => asked === value || asked.startsWith(`${value}/`)
  }
  return ignoreCase
    ? (request) => request.path.toLowerCase().startsWith(folded)
    : (request) => request.path.startsWith(value)
}

/** Null: only presence counts. A regex of `*` means presence too, by istiod's own convention. */
function textTest(match: StringMatch | null): ((text: string) => boolean) | null {
  if (!match || match.regex === '*') return null
  const { exact, prefix, regex } = match
  if (exact !== undefined) return (text) => text === exact
  if (prefix !== undefined) return (text) => text.startsWith(prefix)
  if (regex !== undefined) {
    const compiled = compileFullMatch(regex)
    return (text) => compiled.test(text)
  }
  return null
}

/** True when some value of the header passes. `missing` is what to say when there is none. */
function someValue(
  request: RequestView,
  name: string,
  test: (value: string) => boolean,
  missing: boolean,
): boolean {
  const value = name.startsWith(':') ? pseudoHeader(request, name) : request.headers[name]
  if (value === undefined) return missing
  if (Array.isArray(value)) return value.some(test)
  if (!value.includes(', ') || name.startsWith(':')) return test(value)
  return (request.distinct()[name] ?? [value]).some(test)
}

function pseudoHeader(request: RequestView, name: string): string | undefined {
  if (name === ':method') return request.method
  if (name === ':authority') return request.authority
  if (name === ':path') return request.path + request.query
  return name === ':scheme' ? request.scheme : undefined
}

const anything = () => true

function headerCondition(name: string, match: StringMatch | null): Condition {
  const key = name.toLowerCase()
  const test = textTest(match) ?? anything
  return (request) => someValue(request, key, test, false)
}

function withoutHeader(name: string, match: StringMatch | null): Condition {
  const key = name.toLowerCase()
  const test = textTest(match)
  // A missing header counts as an empty one, except where only presence is asked for.
  const missing = test ? test('') : false
  return (request) => !someValue(request, key, test ?? anything, missing)
}

function on(match: StringMatch, read: (request: RequestView) => string): Condition {
  const test = textTest(match)
  return test ? (request) => test(read(request)) : () => true
}

/** Envoy compares the value as it stands in the URL, still encoded. */
function queryCondition(name: string, match: StringMatch | null): Condition {
  const test = textTest(match) ?? anything
  return (request) => {
    const value = queryValue(request.query, name)
    return value !== null && test(value)
  }
}

function queryValue(query: string, name: string): string | null {
  for (const part of query.slice(1).split('&')) {
    const equals = part.indexOf('=')
    if ((equals < 0 ? part : part.slice(0, equals)) === name) return equals < 0 ? '' : part.slice(equals + 1)
  }
  return null
}
