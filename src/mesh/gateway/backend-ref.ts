import type { Json, JsonObject } from '../../kube/object.ts'
import type { Backend } from '../../spec/rollout.ts'
import { objectOf, textOf, without } from '../json-reading.ts'
import type { Role } from '../route-state.ts'
import type { DestinationDialect } from '../rules/dialect.ts'
import type { Scope } from '../rules/scope.ts'

const KEYS = ['group', 'kind', 'name', 'namespace', 'port'] as const

/** `{group, kind, name, namespace, port}` among the other fields of a backendRef. */
export const backendRef: DestinationDialect = {
  of: referenceOf,
  with: (entry, destination) => ({ ...without(entry, ...KEYS), ...destination }),
  names,
  // There are no subsets: a Service that both versions share cannot be told apart.
  isUnpinned: () => false,
  pointAt,
  port: (number) => number,
  name: (destination) => textOf(objectOf(destination)?.['name']) ?? '(no name)',
  // The only one gets everything, but with a weight of 0 nothing at all.
  alone: (entry) => ({ ...entry, weight: 1 }),
}

export function referenceOf(entry: JsonObject): JsonObject {
  return Object.fromEntries(KEYS.flatMap((key) => (entry[key] === undefined ? [] : [[key, entry[key]]])))
}

function names(destination: Json | undefined, backend: Backend, scope: Scope): boolean {
  const reference = objectOf(destination)
  if (!reference || backend.kind !== 'service') return false
  if ((reference['kind'] ?? 'Service') !== 'Service' || (reference['group'] ?? '') !== '') return false
  const { name, namespace } = serviceOf(backend, scope)
  return reference['name'] === name && (textOf(reference['namespace']) ?? scope.routeNamespace) === namespace
}

function pointAt(model: JsonObject, role: Role, scope: Scope, port: Json | undefined): JsonObject {
  const { name, namespace } = serviceOf(scope.sides[role].backend, scope)
  const said = model['namespace'] !== undefined || namespace !== scope.routeNamespace
  return {
    ...without(model, 'name', 'namespace', 'port'),
    name,
    ...(said ? { namespace } : {}),
    ...(port === undefined ? {} : { port }),
  }
}

/** `svc`, `svc.ns` and `svc.ns.svc.cluster.local` of a rollout file; a backendRef takes name and namespace apart. */
function serviceOf({ service }: Backend, scope: Scope): { name: string; namespace: string } {
  const [name, namespace] = service.split('.')
  return { name: name ?? service, namespace: textOf(namespace) ?? scope.namespace }
}
