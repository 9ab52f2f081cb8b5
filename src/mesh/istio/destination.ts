import type { Json, JsonObject } from '../../kube/object.ts'
import type { Backend } from '../../spec/rollout.ts'
import { objectOf, textOf, without } from '../json-reading.ts'
import type { Role, Sides } from '../route-state.ts'
import type { DestinationDialect } from '../rules/dialect.ts'
import type { Scope } from '../rules/scope.ts'
import { hostLike, sameHost, shortHost } from './host.ts'

/** `{host, subset, port: {number}}`. */
export const istioDestination: DestinationDialect = {
  of: (entry) => entry['destination'],
  with: (entry, destination) => ({ ...entry, destination }),
  names,
  isUnpinned,
  pointAt,
  port: (number) => ({ number }),
  name: destinationName,
  alone: (entry) => without(entry, 'weight'),
}

function names(destination: Json | undefined, backend: Backend, scope: Scope): boolean {
  const host = textOf(objectOf(destination)?.['host'])
  if (!host || !sameHost(host, scope.routeNamespace, backend.service, scope.namespace)) return false
  return backend.kind === 'service' || objectOf(destination)?.['subset'] === backend.subset
}

function isUnpinned(json: Json | undefined, scope: Scope): boolean {
  const { stable, canary } = scope.sides
  const destination = objectOf(json)
  const host = textOf(destination?.['host'])
  if (!host || textOf(destination?.['subset']) || !sharesService(scope.sides)) return false
  return [stable, canary].every(({ backend }) =>
    sameHost(host, scope.routeNamespace, backend.service, scope.namespace),
  )
}

/** Both versions are subsets of one Service. */
function sharesService(sides: Sides): boolean {
  const { stable, canary } = sides
  return (
    stable.backend.kind === 'subset' &&
    canary.backend.kind === 'subset' &&
    stable.backend.service === canary.backend.service
  )
}

function pointAt(model: JsonObject, role: Role, scope: Scope, port: Json | undefined): JsonObject {
  const backend = scope.sides[role].backend
  const host = hostLike(textOf(model['host']) ?? '', scope.routeNamespace, backend.service, scope.namespace)
  return {
    ...without(model, 'host', 'subset', 'port'),
    host,
    ...(backend.kind === 'subset' ? { subset: backend.subset } : {}),
    ...(port === undefined ? {} : { port }),
  }
}

/** `model-svc-blue`, `image-classifier/resnet50`. */
function destinationName(destination: Json | undefined): string {
  const host = textOf(objectOf(destination)?.['host'])
  const subset = textOf(objectOf(destination)?.['subset'])
  return `${host ? shortHost(host) : '(no host)'}${subset ? `/${subset}` : ''}`
}
