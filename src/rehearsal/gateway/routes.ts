import type { KubeObject } from '../../kube/object.ts'
import type { Destination, HttpMatch, HttpRule, VirtualServiceSpec } from './api.ts'
import type { ClusterFactory } from './cluster.ts'
import { mergeDelegate } from './delegate.ts'
import { isVisible, resolveGateway, resolveHost } from './names.ts'
import { compileRule, type Route } from './rule.ts'

/** A VirtualService with all its names resolved and its delegates merged in. */
export interface ResolvedRoute {
  readonly hosts: readonly string[]
  /** `namespace/name`, or `mesh`. */
  readonly gateways: readonly string[]
  readonly namespace: string
  readonly rules: readonly HttpRule[]
}

/** What the requests' entrance is, as far as a match element can ask for it. */
export interface Entrance {
  /** `namespace/name` of the Gateway, or `mesh`. */
  readonly gateway: string
  readonly labels: Readonly<Record<string, string>>
  readonly namespace: string
  /** Port number of the Gateway's server, or of the Service in the mesh. */
  readonly listenPort: number
}

/** Oldest first; of the same second, by name and namespace, as istiod sorts. */
export function byAge(objects: readonly KubeObject[]): KubeObject[] {
  const key = ({ metadata }: KubeObject) => `${metadata.name}.${metadata.namespace}`
  return [...objects].sort((a, b) => {
    const [left, right] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '']
    return left < right ? -1 : left > right ? 1 : key(a) < key(b) ? -1 : 1
  })
}

/** All VirtualServices that `viewer` sees, oldest first; delegates (those without hosts) only inside others. */
export function resolveRoutes(virtualServices: readonly KubeObject[], viewer: string): ResolvedRoute[] {
  const specOf = (object: KubeObject) => (object.spec ?? {}) as VirtualServiceSpec
  const isDelegate = (object: KubeObject) => (specOf(object).hosts ?? []).length === 0
  const delegates = new Map(
    virtualServices
      .filter(isDelegate)
      .map((object) => [`${object.metadata.namespace}/${object.metadata.name}`, object]),
  )
  return byAge(virtualServices).flatMap((object) => {
    const spec = specOf(object)
    const namespace = object.metadata.namespace ?? 'default'
    if (isDelegate(object) || !isVisible(spec.exportTo, namespace, viewer)) return []
    const rules = (spec.http ?? []).flatMap((rule) => {
      const resolved = resolveRule(rule, namespace)
      if (!rule.delegate) return [resolved]
      const owner = rule.delegate.namespace || namespace
      const delegate = delegates.get(`${owner}/${rule.delegate.name}`)
      if (!delegate || !isVisible(specOf(delegate).exportTo, owner, namespace)) return []
      return mergeDelegate(
        resolved,
        (specOf(delegate).http ?? []).map((inner) => resolveRule(inner, owner)),
      )
    })
    const gateways = spec.gateways?.length ? spec.gateways : ['mesh']
    return [
      {
        hosts: (spec.hosts ?? []).map((host) => resolveHost(host, namespace)),
        gateways: gateways.map((gateway) => resolveGateway(gateway, namespace)),
        namespace,
        rules,
      },
    ]
  })
}

function resolveRule(rule: HttpRule, namespace: string): HttpRule {
  const destination = (d: Destination): Destination => ({ ...d, host: resolveHost(d.host, namespace) })
  return {
    ...rule,
    match: rule.match?.map((match) => ({
      ...match,
      gateways: match.gateways?.map((gateway) => resolveGateway(gateway, namespace)),
    })),
    route: rule.route?.map((target) => ({ ...target, destination: destination(target.destination) })),
    mirror: rule.mirror && destination(rule.mirror),
    mirrors: rule.mirrors?.map((mirror) => ({ ...mirror, destination: destination(mirror.destination) })),
  }
}

/** Routes in order, up to the first that catches everything. A rule that cannot be compiled is left out. */
export function compileRoutes(route: ResolvedRoute, entrance: Entrance, clusters: ClusterFactory): Route[] {
  const compiled: Route[] = []
  for (const rule of route.rules) {
    for (const match of rule.match?.length ? rule.match : [null]) {
      if (match && !applies(match, entrance)) continue
      try {
        compiled.push(compileRule(rule, match, clusters, entrance.listenPort))
      } catch (error) {
        // Only a pattern that validation would have refused; Envoy would reject the whole configuration.
        if (!(error instanceof SyntaxError)) throw error
        continue
      }
      if (compiled.at(-1)!.catchAll) return compiled
    }
  }
  return compiled
}

function applies(match: HttpMatch, entrance: Entrance): boolean {
  if (match.port && match.port !== entrance.listenPort) return false
  if (match.gateways?.length) return match.gateways.includes(entrance.gateway)
  if (match.sourceNamespace && match.sourceNamespace !== entrance.namespace) return false
  return Object.entries(match.sourceLabels ?? {}).every(([key, value]) => entrance.labels[key] === value)
}

/** Routes of several VirtualServices for one host: in their order, but what catches everything comes last. */
export function catchAllLast(routes: readonly Route[]): Route[] {
  return [...routes.filter((route) => !route.catchAll), ...routes.filter((route) => route.catchAll)]
}
