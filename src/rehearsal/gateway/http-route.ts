import type { JsonObject, KubeObject } from '../../kube/object.ts'
import { comparePrecedence } from '../../mesh/gateway/precedence.ts'
import type { Destination, Headers, HttpMatch, HttpRule, Redirect, Rewrite, StringMatch } from './api.ts'
import type { ClusterFactory } from './cluster.ts'
import type {
  BackendRef,
  Filter,
  HeaderModifier,
  HttpRouteSpec,
  ObjectRef,
  RouteMatch,
  RouteRule,
  ValueMatch,
} from './http-route-api.ts'
import type { Permission } from './parents.ts'
import { compileRule, type Route } from './rule.ts'

/** One match of one rule, ready to be put in order with those of other HTTPRoutes for the same host. */
export interface RankedRoute {
  readonly match: RouteMatch
  readonly route: Route
}

export const httpRouteSpec = (object: KubeObject): HttpRouteSpec => (object.spec ?? {}) as HttpRouteSpec

/** Compiled as istiod does: each rule becomes one of Istio's, and the Gateway API's differences are put on top. */
export function compileHttpRoute(
  object: KubeObject,
  clusters: ClusterFactory,
  listenPort: number,
  allowed: Permission,
): RankedRoute[] {
  const namespace = object.metadata.namespace ?? 'default'
  return (httpRouteSpec(object).rules ?? []).flatMap((rule) => {
    const matches = rule.matches?.length ? rule.matches : [{}]
    return matches.flatMap((match) => {
      const compiled = compileOne(rule, match, namespace, clusters, listenPort, allowed)
      return compiled ? [{ match, route: compiled }] : []
    })
  })
}

/** The order in which they are looked at; the list's own order decides between equals. */
export function inPrecedence(routes: readonly RankedRoute[]): Route[] {
  return routes
    .toSorted((a, b) => comparePrecedence(a.match as JsonObject, b.match as JsonObject))
    .map(({ route }) => route)
}

function compileOne(
  rule: RouteRule,
  match: RouteMatch,
  namespace: string,
  clusters: ClusterFactory,
  listenPort: number,
  allowed: Permission,
): Route | null {
  const converted = unsupported(rule) ? SERVER_ERROR : convertRule(rule, match, namespace, allowed)
  try {
    const route = compileRule(converted, convertMatch(match), clusters, listenPort, 'segments')
    const { action } = route
    // A backend that is not there is a mistake of the route's author here, and of the moment in a VirtualService.
    return action.kind === 'forward' ? { ...route, action: { ...action, missing: 500 } } : route
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return null
  }
}

const SERVER_ERROR: HttpRule = { directResponse: { status: 500 } }

/** What this gateway does not do in a rule, by name; null: it does all of it. */
export function unsupported(rule: RouteRule): string | null {
  const filter = [...(rule.filters ?? [])].find(({ type }) => !FILTERS.includes(type))
  if (filter) return `filter ${filter.type}`
  for (const { kind = 'Service', group = '', filters = [] } of rule.backendRefs ?? []) {
    if (kind !== 'Service' || group !== '') return `backendRef of kind ${kind}`
    const other = filters.find(({ type }) => !type.endsWith('HeaderModifier'))
    if (other) return `filter ${other.type} of a backendRef`
  }
  if (rule.retry !== undefined) return 'retry'
  return rule.sessionPersistence === undefined ? null : 'sessionPersistence'
}

const FILTERS = [
  'RequestHeaderModifier',
  'ResponseHeaderModifier',
  'RequestMirror',
  'RequestRedirect',
  'URLRewrite',
]

function convertRule(rule: RouteRule, match: RouteMatch, namespace: string, allowed: Permission): HttpRule {
  const filters = rule.filters ?? []
  const named = <T>(read: (filter: Filter) => T | undefined) => filters.map(read).find((f) => f !== undefined)
  const headers = headersOf(filters)
  const shared: HttpRule = { ...(rule.name ? { name: rule.name } : {}), ...(headers ? { headers } : {}) }
  const redirect = named((f) => f.requestRedirect)
  if (redirect) return { ...shared, redirect: convertRedirect(redirect) }
  const backends = (rule.backendRefs ?? []).filter(({ weight = 1 }) => weight > 0)
  if (backends.length === 0) return { ...shared, ...SERVER_ERROR }
  const target = (ref: ObjectRef): Destination => destinationOf(ref, namespace, allowed)
  const timeout = [rule.timeouts?.request, rule.timeouts?.backendRequest].find(
    (t) => t && !/^(0(h|m|s|ms))+$/.test(t),
  )
  const rewrite = convertRewrite(
    named((f) => f.urlRewrite),
    match,
  )
  return {
    ...shared,
    route: backends.map((ref: BackendRef) => {
      const own = headersOf(ref.filters ?? [])
      return { destination: target(ref), weight: ref.weight ?? 1, ...(own ? { headers: own } : {}) }
    }),
    mirrors: filters.flatMap(({ requestMirror }) => {
      if (!requestMirror) return []
      const { backendRef, fraction, percent = 100 } = requestMirror
      const value = fraction ? (100 * fraction.numerator) / (fraction.denominator ?? 100) : percent
      return [{ destination: target(backendRef), percentage: { value } }]
    }),
    ...(timeout ? { timeout } : {}),
    ...(rewrite ? { rewrite } : {}),
  }
}

/** A reference that no grant allows leads nowhere. */
function destinationOf({ name, namespace, port }: ObjectRef, own: string, allowed: Permission): Destination {
  const owner = namespace ?? own
  const host = owner === own || allowed(own, owner, name) ? `${name}.${owner}.svc.cluster.local` : ''
  return { host, ...(port === undefined ? {} : { port: { number: port } }) }
}

function headersOf(filters: readonly Filter[]): Headers | null {
  const request = filters.map((f) => f.requestHeaderModifier).find((m) => m !== undefined)
  const response = filters.map((f) => f.responseHeaderModifier).find((m) => m !== undefined)
  if (!request && !response) return null
  return {
    ...(request ? { request: changes(request) } : {}),
    ...(response ? { response: changes(response) } : {}),
  }
}

function changes({ set = [], add = [], remove = [] }: HeaderModifier) {
  // A percent sign starts a command in Istio's values, and is only itself here.
  const map = (list: NonNullable<HeaderModifier['set']>) =>
    Object.fromEntries(list.map(({ name, value }) => [name, value.replaceAll('%', '%%')]))
  return { set: map(set), add: map(add), remove }
}

function convertRedirect(filter: NonNullable<Filter['requestRedirect']>): Redirect {
  const { scheme, hostname, port, statusCode = 302, path } = filter
  return {
    redirectCode: statusCode,
    ...(scheme ? { scheme } : {}),
    ...(hostname ? { authority: hostname } : {}),
    ...(port ? { port } : { derivePort: scheme ? 'FROM_PROTOCOL_DEFAULT' : 'FROM_REQUEST_PORT' }),
    ...(path?.replaceFullPath === undefined ? {} : { uri: path.replaceFullPath }),
    ...(path?.replacePrefixMatch === undefined ? {} : { prefixRewrite: path.replacePrefixMatch }),
  }
}

function convertRewrite(filter: Filter['urlRewrite'], match: RouteMatch): Rewrite | null {
  if (!filter) return null
  const { hostname, path } = filter
  const authority = hostname ? { authority: hostname } : {}
  if (path?.replaceFullPath !== undefined) {
    return { ...authority, uriRegexRewrite: { match: '/.*', rewrite: path.replaceFullPath } }
  }
  if (path?.replacePrefixMatch === undefined) return authority
  const uri = path.replacePrefixMatch.replace(/\/$/, '')
  if (uri !== '') return { ...authority, uri }
  const prefix = match.path?.value?.replace(/(.)\/$/, '$1') ?? '/'
  const quoted = prefix.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  return { ...authority, uriRegexRewrite: { match: `^${quoted}(/?)(.*)`, rewrite: '/\\2' } }
}

function convertMatch({ path, headers = [], queryParams = [], method }: RouteMatch): HttpMatch {
  const value = path?.value ?? '/'
  const kind = path?.type ?? 'PathPrefix'
  const uri: StringMatch =
    kind === 'Exact'
      ? { exact: value }
      : kind === 'RegularExpression'
        ? { regex: value }
        : { prefix: value.replace(/(.)\/$/, '$1') }
  return {
    uri,
    headers: valuesOf(headers),
    queryParams: valuesOf(queryParams),
    ...(method ? { method: { exact: method } } : {}),
  }
}

function valuesOf(list: readonly ValueMatch[]): Readonly<Record<string, StringMatch>> {
  return Object.fromEntries(
    list.map(({ name, type, value }) => [
      name,
      type === 'RegularExpression' ? { regex: value } : { exact: value },
    ]),
  )
}
