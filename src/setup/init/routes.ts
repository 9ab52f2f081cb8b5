import { at, isMap } from '../../workload/json.ts'
import type { FoundObject } from './manifests.ts'

/** Where a rule of a route leads. */
export interface Target {
  readonly service: string
  readonly namespace: string | null
  readonly subset: string | null
  readonly port: number | null
  readonly weight: number
  /** Response headers that the route sets there. */
  readonly headers: readonly string[]
}

export interface FoundRoute {
  readonly kind: 'virtualService' | 'httpRoute'
  readonly name: string
  readonly file: string
  readonly rules: readonly (readonly Target[])[]
  /** Kind and name of what belongs to the route: its Gateways. */
  readonly gateways: readonly string[]
}

/** Routes whose destinations name Services by name, without placeholders. */
export function routesIn(objects: readonly FoundObject[]): FoundRoute[] {
  return objects.flatMap((found) => {
    const route =
      found.kind === 'VirtualService'
        ? virtualService(found)
        : found.kind === 'HTTPRoute'
          ? httpRoute(found)
          : null
    return route && route.rules.length > 0 ? [route] : []
  })
}

function virtualService({ object, name, file }: FoundObject): FoundRoute {
  const rules = maps(at(object, 'spec', 'http')).map((rule) =>
    maps(rule['route']).flatMap((to): Target[] => {
      const host = at(to, 'destination', 'host')
      if (typeof host !== 'string' || host.includes('${')) return []
      const [service, namespace] = host.split('.')
      return [
        {
          service: service!,
          namespace: namespace ?? null,
          subset: textOf(at(to, 'destination', 'subset')),
          port: numberOf(at(to, 'destination', 'port', 'number')),
          weight: numberOf(to['weight']) ?? 0,
          headers: Object.keys(mapOf(at(to, 'headers', 'response', 'set'))),
        },
      ]
    }),
  )
  const gateways = listOf(at(object, 'spec', 'gateways')).filter((g) => typeof g === 'string')
  return { kind: 'virtualService', name, file, rules: rules.filter((r) => r.length > 0), gateways }
}

function httpRoute({ object, name, file }: FoundObject): FoundRoute {
  const rules = maps(at(object, 'spec', 'rules')).map((rule) =>
    maps(rule['backendRefs']).flatMap((to): Target[] => {
      const service = to['name']
      if (typeof service !== 'string' || service.includes('${')) return []
      const set = maps(to['filters']).flatMap((f) => maps(at(f, 'responseHeaderModifier', 'set')))
      return [
        {
          service,
          namespace: textOf(to['namespace']),
          subset: null,
          port: numberOf(to['port']),
          weight: numberOf(to['weight']) ?? 1,
          headers: set.flatMap((header) => textOf(header['name']) ?? []),
        },
      ]
    }),
  )
  const gateways = maps(at(object, 'spec', 'parentRefs')).flatMap((ref) => textOf(ref['name']) ?? [])
  return { kind: 'httpRoute', name, file, rules: rules.filter((r) => r.length > 0), gateways }
}

export const sameTarget = (a: Target, b: Target) => a.service === b.service && a.subset === b.subset

export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : [])
export const maps = (value: unknown) => listOf(value).filter(isMap)
const mapOf = (value: unknown) => (isMap(value) ? value : {})
const textOf = (value: unknown) => (typeof value === 'string' ? value : null)
const numberOf = (value: unknown) => (typeof value === 'number' ? value : null)
