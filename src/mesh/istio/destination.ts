import type { Json, JsonObject, KubeObject } from '../../kube/object.ts'
import type { Backend } from '../../spec/rollout.ts'
import type { Role, Sides } from '../route-state.ts'
import type { RouteContext } from '../router.ts'
import { listOf, objectOf, textOf, without } from '../json-reading.ts'
import { hostLike, sameHost, shortHost } from './host.ts'

/** Where names are looked up: the versions' Services in one namespace, hosts of the route in another. */
export interface Scope {
  readonly sides: Sides
  readonly namespace: string
  readonly routeNamespace: string
}

export function scopeOf(vs: KubeObject, context: RouteContext): Scope {
  const { sides, namespace } = context
  return { sides, namespace, routeNamespace: textOf(objectOf(vs.metadata)?.['namespace']) ?? namespace }
}

export function httpRules(vs: KubeObject): readonly Json[] {
  return listOf(objectOf(vs['spec'])?.['http'])
}

export function otherRole(role: Role): Role {
  return role === 'stable' ? 'canary' : 'stable'
}

/** The list `route` of one http rule. */
export function routeEntries(rule: Json | undefined): readonly Json[] {
  return listOf(objectOf(rule)?.['route'])
}

/** Which of our versions a `destination` names. A different port of the same Service is still ours. */
export function roleOf(destination: Json | undefined, scope: Scope): Role | null {
  const roles: readonly Role[] = ['stable', 'canary']
  // A subset is the narrower name: look for it first, in case the other version is the whole Service.
  const narrowFirst = roles.toSorted((a, b) => rank(scope.sides[a].backend) - rank(scope.sides[b].backend))
  return narrowFirst.find((role) => names(destination, scope.sides[role].backend, scope)) ?? null
}

function rank(backend: Backend): number {
  return backend.kind === 'subset' ? 0 : 1
}

function names(destination: Json | undefined, backend: Backend, scope: Scope): boolean {
  const host = textOf(objectOf(destination)?.['host'])
  if (!host || !sameHost(host, scope.routeNamespace, backend.service, scope.namespace)) return false
  return backend.kind === 'service' || objectOf(destination)?.['subset'] === backend.subset
}

/** Which version a route entry (`{destination, weight, headers}`) names. */
export function roleOfEntry(entry: Json | undefined, scope: Scope): Role | null {
  return roleOf(objectOf(entry)?.['destination'], scope)
}

/** The shared Service of two subsets, named without a subset: whichever pod comes first. */
export function isUnpinned(entry: Json | undefined, scope: Scope): boolean {
  const { stable, canary } = scope.sides
  const destination = objectOf(objectOf(entry)?.['destination'])
  const host = textOf(destination?.['host'])
  if (!host || textOf(destination?.['subset']) || !sharesService(scope.sides)) return false
  return [stable, canary].every(({ backend }) =>
    sameHost(host, scope.routeNamespace, backend.service, scope.namespace),
  )
}

/** Both versions are subsets of one Service. */
export function sharesService(sides: Sides): boolean {
  const { stable, canary } = sides
  return (
    stable.backend.kind === 'subset' &&
    canary.backend.kind === 'subset' &&
    stable.backend.service === canary.backend.service
  )
}

/** `model`'s destination pointed at another version, in the way it is written there; its port stays unless it is changed by `port`. */
export function pointAt(
  model: JsonObject,
  role: Role,
  scope: Scope,
  port: Json | undefined = model['port'],
): JsonObject {
  const backend = scope.sides[role].backend
  const host = hostLike(textOf(model['host']) ?? '', scope.routeNamespace, backend.service, scope.namespace)
  return {
    ...without(model, 'host', 'subset', 'port'),
    host,
    ...(backend.kind === 'subset' ? { subset: backend.subset } : {}),
    ...(port === undefined ? {} : { port }),
  }
}

/** A destination for a version that the route never named, after the one it does name. */
export function newDestination(model: JsonObject, role: Role, scope: Scope): JsonObject {
  const { port } = scope.sides[role].backend
  return pointAt(model, role, scope, port === null ? model['port'] : { number: port })
}

/** `model-svc-blue`, `image-classifier/resnet50`; for people. */
export function destinationName(destination: Json | undefined): string {
  const host = textOf(objectOf(destination)?.['host'])
  const subset = textOf(objectOf(destination)?.['subset'])
  return `${host ? shortHost(host) : '(no host)'}${subset ? `/${subset}` : ''}`
}

/** The weight of an entry; a missing one is 0. Null: not a weight at all. */
export function weightOf(entry: Json | undefined): number | null {
  const weight = objectOf(entry)?.['weight'] ?? 0
  return typeof weight === 'number' && Number.isInteger(weight) && weight >= 0 ? weight : null
}
