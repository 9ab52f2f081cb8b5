import type { KubeObject, Ref } from '../../kube/object.ts'
import type { Store } from './contract.ts'
import { inVersion } from './answer.ts'
import type { Fields } from './json-value.ts'
import type { Registry } from './registry.ts'
import { removeObject } from './removal.ts'
import { resourceOfKind, splitVersion } from './resources.ts'
import { parseFieldSelector, parseLabelSelector } from './selector.ts'
import { ApiError, badRequest } from './status-error.ts'
import type { Storage } from './storage.ts'
import type { Target } from './write-rules.ts'

const CONTROLLER = 'kube-controller-manager'

/** The storage as controllers use it, by the same rules as over HTTP. */
export function createStore(storage: Storage, registry: Registry, wallClock: () => number): Store {
  return {
    get(ref) {
      const target = targetOf(ref)
      const object = target && storage.get(target.resource, target.namespace, ref.name)
      return object ? inVersion(target, object) : null
    },
    list(query) {
      const target = targetOf({ ...query, name: '' })
      if (!target) return []
      const labels = parseLabelSelector(query.labelSelector ?? '')
      const fields = parseFieldSelector(query.fieldSelector ?? '')
      return storage
        .list(target.resource, query.namespace ?? null)
        .filter((object) => labels(object) && fields(object))
        .map((object) => inVersion(target, object))
    },
    put: (object, manager = CONTROLLER) => write(object, '', manager),
    putStatus: (object, manager = CONTROLLER) => write(object, 'status', manager),
    delete(ref, options = {}) {
      const target = required(ref)
      try {
        removeObject(storage, target, ref.name, options, wallClock())
        return true
      } catch (error) {
        if (error instanceof ApiError && error.code === 404) return false
        throw error
      }
    },
    subscribe: (listener) => storage.listen(({ event }) => listener(event)),
  }

  function write(object: KubeObject, subresource: string, manager: string): KubeObject {
    const { apiVersion, kind, metadata } = object
    const ref = { apiVersion, kind, namespace: metadata.namespace, name: metadata.name }
    const target = { ...required(ref), subresource }
    const options = { manager, dryRun: false, warn: () => undefined }
    const old = storage.get(target.resource, target.namespace, ref.name)
    const body = object as unknown as Fields
    if (!old && subresource === '') return inVersion(target, registry.create(target, body, options))
    // Custom resources want a version with every update; without one, a controller means the newest.
    const versioned = {
      ...body,
      metadata: {
        ...(metadata as unknown as Fields),
        resourceVersion: metadata.resourceVersion ?? old?.metadata.resourceVersion ?? '',
      },
    }
    return inVersion(target, registry.update(target, ref.name, versioned, options))
  }
}

function targetOf(ref: Ref): Target | null {
  const resource = resourceOfKind(ref.apiVersion, ref.kind)
  if (!resource) return null
  const { version } = splitVersion(ref.apiVersion)
  return { resource, version, namespace: resource.namespaced ? (ref.namespace ?? '') : '', subresource: '' }
}

function required(ref: Ref): Target {
  const target = targetOf(ref)
  if (!target) throw badRequest(`no matches for kind "${ref.kind}" in version "${ref.apiVersion}"`)
  return target
}
