import type { KubeObject } from '../../kube/object.ts'
import { listAt, textAt } from './json-value.ts'
import { ORPHAN, removeObject } from './removal.ts'
import type { Resource } from './resources.ts'
import type { Storage } from './storage.ts'

/**
 * The garbage collector and the namespace controller: removes what its owners left behind, finishes foreground
 * deletions, empties namespaces that end. Works after the request that caused it, as the real ones do.
 */
export function collectGarbage(storage: Storage, wallClock: () => number): () => void {
  let scheduled = false
  let stopped = false
  const stop = storage.listen(({ event }) => {
    const ends = event.type === 'DELETED' || event.object.metadata.deletionTimestamp !== undefined
    const owned = event.type === 'ADDED' && (event.object.metadata.ownerReferences?.length ?? 0) > 0
    if (!scheduled && (ends || owned)) {
      scheduled = true
      setImmediate(() => {
        scheduled = false
        if (!stopped) sweep()
      })
    }
  })

  function sweep() {
    const all = storage.all()
    const owners = new Map(all.map(({ object }) => [object.metadata.uid, object]))
    for (const { resource, object } of all) {
      if (object.metadata.deletionTimestamp !== undefined) finish(resource, object, all)
      const references = listAt(object, 'metadata', 'ownerReferences').map((owner) => textAt(owner, 'uid'))
      const isAlive = (uid: string | undefined) => {
        const owner = owners.get(uid)
        return owner !== undefined && !finalizersOf(owner).includes('foregroundDeletion')
      }
      if (references.length > 0 && !references.some(isAlive)) remove(resource, object)
    }
  }

  function finish(resource: Resource, object: KubeObject, all: ReturnType<Storage['all']>) {
    const finalizers = finalizersOf(object)
    const dependents = all.filter((d) =>
      listAt(d.object, 'metadata', 'ownerReferences').some(
        (owner) => textAt(owner, 'uid') === object.metadata.uid,
      ),
    )
    if (resource.kind === 'Namespace') {
      const inside = all.filter((o) => o.object.metadata.namespace === object.metadata.name)
      for (const one of inside) remove(one.resource, one.object)
      if (inside.length === 0) storage.remove(resource, object)
    } else if (finalizers.includes(ORPHAN)) {
      for (const { resource: kind, object: dependent } of dependents) {
        const rest = (dependent.metadata.ownerReferences ?? []).filter(
          (o) => o['uid'] !== object.metadata.uid,
        )
        storage.write(kind, {
          ...dependent,
          metadata: { ...dependent.metadata, ownerReferences: rest.length > 0 ? rest : undefined },
        })
      }
      release(resource, object, ORPHAN)
    } else if (finalizers.includes('foregroundDeletion') && dependents.length === 0) {
      release(resource, object, 'foregroundDeletion')
    }
  }

  function release(resource: Resource, seen: KubeObject, finalizer: string) {
    const object = storage.get(resource, seen.metadata.namespace ?? '', seen.metadata.name)
    if (!object) return
    const rest = finalizersOf(object).filter((f) => f !== finalizer)
    if (rest.length === 0) return void storage.remove(resource, object)
    storage.write(resource, { ...object, metadata: { ...object.metadata, finalizers: rest } })
  }

  function remove(resource: Resource, object: KubeObject) {
    const { namespace = '', name } = object.metadata
    if (!storage.get(resource, namespace, name)) return
    const target = { resource, version: resource.versions[0]!, namespace, subresource: '' }
    removeObject(storage, target, name, {}, wallClock())
  }

  return () => {
    stopped = true
    stop()
  }
}

function finalizersOf(object: KubeObject): string[] {
  return listAt(object, 'metadata', 'finalizers').map(String)
}
