import type { Json, JsonObject, KubeObject } from '../../kube/object.ts'
import { listOf, objectOf, textOf } from '../json-reading.ts'
import type { Role, Sides } from '../route-state.ts'
import type { Backend } from '../../spec/rollout.ts'
import type { Dialect, DialectContext } from './dialect.ts'

/** Where names are looked up: the versions' Services in one namespace, destinations of the route in another. */
export interface Scope {
  readonly sides: Sides
  readonly namespace: string
  readonly routeNamespace: string
  readonly dialect: Dialect
}

export function scopeOf(route: KubeObject, context: DialectContext): Scope {
  const { sides, namespace, dialect } = context
  const routeNamespace = textOf(objectOf(route.metadata)?.['namespace']) ?? namespace
  return { sides, namespace, routeNamespace, dialect }
}

export function rulesOf(route: KubeObject, dialect: Dialect): readonly Json[] {
  return listOf(objectOf(route['spec'])?.[dialect.rules])
}

export function otherRole(role: Role): Role {
  return role === 'stable' ? 'canary' : 'stable'
}

/** The weighted destinations of one rule. */
export function entriesOf(rule: Json | undefined, dialect: Dialect): readonly Json[] {
  return listOf(objectOf(rule)?.[dialect.entries])
}

export function withEntries(rule: JsonObject, entries: readonly Json[], dialect: Dialect): JsonObject {
  return { ...rule, [dialect.entries]: entries }
}

export function destinationOf(entry: Json | undefined, dialect: Dialect): Json | undefined {
  return dialect.destination.of(objectOf(entry) ?? {})
}

/** Which of our versions a destination names. A different port of the same Service is still ours. */
export function roleOf(destination: Json | undefined, scope: Scope): Role | null {
  const roles: readonly Role[] = ['stable', 'canary']
  // A subset is the narrower name: look for it first, in case the other version is the whole Service.
  const narrowFirst = roles.toSorted((a, b) => rank(scope.sides[a].backend) - rank(scope.sides[b].backend))
  const dialect = scope.dialect.destination
  return narrowFirst.find((role) => dialect.names(destination, scope.sides[role].backend, scope)) ?? null
}

function rank(backend: Backend): number {
  return backend.kind === 'subset' ? 0 : 1
}

/** Which version an entry names. */
export function roleOfEntry(entry: Json | undefined, scope: Scope): Role | null {
  return roleOf(destinationOf(entry, scope.dialect), scope)
}

/** The shared Service of two subsets, named without a subset: whichever pod comes first. */
export function isUnpinned(entry: Json | undefined, scope: Scope): boolean {
  return scope.dialect.destination.isUnpinned(destinationOf(entry, scope.dialect), scope)
}

/** A destination for a version that the route never named, after the one it does name. */
export function newDestination(model: JsonObject, role: Role, scope: Scope): JsonObject {
  const { destination } = scope.dialect
  const { port } = scope.sides[role].backend
  return destination.pointAt(model, role, scope, port === null ? model['port'] : destination.port(port))
}

/** The weight of an entry; a missing one is the API's default. Null: not a weight at all. */
export function weightOf(entry: Json | undefined, dialect: Dialect): number | null {
  const weight = objectOf(entry)?.['weight'] ?? dialect.defaultWeight
  return typeof weight === 'number' && Number.isInteger(weight) && weight >= 0 ? weight : null
}
