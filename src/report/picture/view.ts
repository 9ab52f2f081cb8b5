import type { Json, JsonObject, KubeObject } from '../../kube/object.ts'
import { gatewayDialect } from '../../mesh/gateway/dialect.ts'
import { istioDialect } from '../../mesh/istio/dialect.ts'
import { listOf, objectOf, textOf } from '../../mesh/json-reading.ts'
import type { Role } from '../../mesh/route-state.ts'
import type { LocatedRule, RouteContext } from '../../mesh/router.ts'
import type { Scope } from '../../mesh/rules/scope.ts'
import {
  destinationOf,
  entriesOf,
  isUnpinned,
  roleOfEntry,
  rulesOf,
  scopeOf,
  weightOf,
} from '../../mesh/rules/scope.ts'

/** What a route does, as it can be drawn: who comes in, by which rules, and where they go. */
export interface RouteView {
  readonly hosts: readonly string[]
  /** `Gateway edge`, `sidecars (mesh)`. */
  readonly via: readonly string[]
  readonly rules: readonly RuleView[]
}
export interface RuleView {
  /** Alternatives; none: every request that comes to it. */
  readonly conditions: readonly string[]
  /** `weighted`: whose weights the rollout moves; `added`: a header rule of a stage; `team`: somebody else's. */
  readonly owner: 'weighted' | 'added' | 'team'
  readonly timeout: string | null
  readonly arrows: readonly Arrow[]
}
export interface Elsewhere {
  /** Name of the destination. */
  readonly other: string
  /** The Service of both versions, which does not say whose pods. */
  readonly unpinned: boolean
}
export interface Arrow {
  /** A version, or the name of another destination. */
  readonly to: Role | Elsewhere
  /** Of the requests that come by the rule, 0..100. */
  readonly percent: number
  readonly copy: boolean
}

export function routeView(route: KubeObject, context: RouteContext, located: LocatedRule): RouteView {
  const dialect = route.kind === 'HTTPRoute' ? gatewayDialect : istioDialect
  const scope = scopeOf(route, { ...context, dialect })
  return {
    ...entrance(route),
    rules: rulesOf(route, dialect).map((rule, index) => ({
      conditions: conditions(rule, scope),
      owner: index === located.index ? 'weighted' : located.ours.includes(index) ? 'added' : 'team',
      timeout:
        textOf(objectOf(rule)?.['timeout']) ?? textOf(objectOf(objectOf(rule)?.['timeouts'])?.['request']),
      arrows: [...destinations(rule, scope), ...copies(rule, scope)],
    })),
  }
}

function conditions(rule: Json, { dialect }: Scope): string[] {
  if (dialect.match.matchesEverything(rule)) return []
  return dialect.match
    .elements(rule)
    .map((element) => dialect.match.describe({ [dialect.matches]: [element] }).replaceAll(' Exact ', ' '))
    .map((text) =>
      text
        .replaceAll(' exact ', ' = ')
        .replace(/(^|, )(?:uri|path) /g, '$1path ')
        .replace('path PathPrefix ', 'path prefix '),
    )
}

function destinations(rule: Json, scope: Scope): Arrow[] {
  const entries = entriesOf(rule, scope.dialect)
  const weights = entries.map((entry) => weightOf(entry, scope.dialect) ?? 0)
  const sum = weights.reduce((a, b) => a + b, 0)
  return entries.map((entry, i) => ({
    to: roleOfEntry(entry, scope) ?? {
      other: scope.dialect.destination.name(destinationOf(entry, scope.dialect)),
      unpinned: isUnpinned(entry, scope),
    },
    // A lone destination gets everything whatever its weight.
    percent: entries.length === 1 ? 100 : sum === 0 ? 0 : (weights[i]! * 100) / sum,
    copy: false,
  }))
}

function copies(rule: Json, scope: Scope): Arrow[] {
  return scope.dialect.mirror
    .all(objectOf(rule) ?? {}, scope)
    .filter(({ percent }) => percent > 0)
    .map(({ role, percent }) => ({
      to: role ?? { other: 'another service', unpinned: false },
      percent,
      copy: true,
    }))
}

function entrance(route: KubeObject): Pick<RouteView, 'hosts' | 'via'> {
  const spec = objectOf(route['spec']) ?? {}
  const texts = (key: string) => listOf(spec[key]).flatMap((item) => textOf(item) ?? [])
  if (route.kind === 'HTTPRoute') {
    const parents = listOf(spec['parentRefs']).map((ref) => objectOf(ref) ?? {})
    return { hosts: texts('hostnames'), via: parents.map(parentName) }
  }
  const gateways = texts('gateways')
  return {
    hosts: texts('hosts').map((host) => (host === '*' ? 'any host' : host)),
    via: (gateways.length === 0 ? ['mesh'] : gateways).map((name) =>
      name === 'mesh' ? 'sidecars (mesh)' : `Gateway ${name}`,
    ),
  }
}

function parentName(ref: JsonObject): string {
  const name = textOf(ref['name']) ?? ''
  const port = typeof ref['port'] === 'number' ? `:${ref['port']}` : ''
  return textOf(ref['kind']) === 'Service' ? `Service ${name}${port} (mesh)` : `Gateway ${name}`
}
