import type { KubeObject } from '../../kube/object.ts'
import { listAt, numberAt, textAt } from './json-value.ts'
import { conflict, notFound } from './status-error.ts'
import type { Storage } from './storage.ts'
import { isGraceful } from './write-rules.ts'
import type { Target } from './write-rules.ts'

export interface DeleteOptions {
  readonly uid?: string
  readonly resourceVersion?: string
  readonly graceSeconds?: number
  readonly propagation?: string
  readonly dryRun?: boolean
}

/** What is left: `object` while it ends gracefully, else it is gone and `object` is its last state. */
export interface Removal {
  readonly object: KubeObject
  readonly gone: boolean
}

const FOREGROUND = 'foregroundDeletion'
export const ORPHAN = 'orphan'

/** Deletes as the API server does: at once, or by a deletion timestamp that a finalizer or the kubelet waits for. */
export function removeObject(
  storage: Storage,
  target: Target,
  name: string,
  options: DeleteOptions,
  now: number,
): Removal {
  const { resource } = target
  const object = storage.get(resource, target.namespace, name)
  if (!object) throw notFound(resource, name)
  checkPreconditions(target, object, options)
  if (options.dryRun) return { object, gone: true }
  if (resource.kind === 'Namespace')
    return { object: endNamespace(storage, target, object, now), gone: false }

  const finalizers = listAt(object, 'metadata', 'finalizers').map(String)
  const waits = { Foreground: FOREGROUND, Orphan: ORPHAN }[options.propagation ?? '']
  if (waits && !finalizers.includes(waits)) finalizers.push(waits)
  const grace = isGraceful(resource, object)
    ? (options.graceSeconds ?? numberAt(object, 'spec', 'terminationGracePeriodSeconds') ?? 30)
    : 0
  if (grace === 0 && finalizers.length === 0) return { object: storage.remove(resource, object), gone: true }

  const before = numberAt(object, 'metadata', 'deletionGracePeriodSeconds')
  if (object.metadata.deletionTimestamp !== undefined && (before ?? 0) <= grace) {
    return { object, gone: false }
  }
  const ending: KubeObject = {
    ...object,
    metadata: {
      ...object.metadata,
      ...(finalizers.length > 0 ? { finalizers } : {}),
      ...(object.metadata.generation === undefined ? {} : { generation: object.metadata.generation + 1 }),
      deletionTimestamp: isoSeconds(now + grace * 1_000),
      deletionGracePeriodSeconds: grace,
    },
  }
  return { object: storage.write(resource, ending), gone: false }
}

function endNamespace(storage: Storage, target: Target, object: KubeObject, now: number): KubeObject {
  if (object.metadata.deletionTimestamp !== undefined) return object
  return storage.write(target.resource, {
    ...object,
    metadata: { ...object.metadata, deletionTimestamp: isoSeconds(now) },
    status: { phase: 'Terminating' },
  })
}

// For this check the real server names the kind, not the plural (registry/rest/delete.go).
function checkPreconditions(target: Target, object: KubeObject, options: DeleteOptions): void {
  const { resource } = target
  const named = { ...resource, plural: resource.kind }
  const { name, uid, resourceVersion } = object.metadata
  if (options.uid !== undefined && options.uid !== uid) {
    throw conflict(
      named,
      name,
      `the UID in the precondition (${options.uid}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
    )
  }
  if (options.resourceVersion !== undefined && options.resourceVersion !== resourceVersion) {
    throw conflict(
      named,
      name,
      `the ResourceVersion in the precondition (${options.resourceVersion}) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`,
    )
  }
}

export function isoSeconds(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')
}

/** Options from the body and query of a DELETE. */
export function deleteOptions(body: unknown, query: URLSearchParams): DeleteOptions {
  const seconds = numberAt(body, 'gracePeriodSeconds') ?? query.get('gracePeriodSeconds')
  const dryRun = listAt(body, 'dryRun').includes('All') || query.get('dryRun') === 'All'
  return {
    uid: textAt(body, 'preconditions', 'uid'),
    resourceVersion: textAt(body, 'preconditions', 'resourceVersion'),
    ...(seconds === null ? {} : { graceSeconds: Number(seconds) }),
    propagation: textAt(body, 'propagationPolicy') ?? query.get('propagationPolicy') ?? undefined,
    dryRun,
  }
}
