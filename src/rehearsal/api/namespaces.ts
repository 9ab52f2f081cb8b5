import { randomBytes } from 'node:crypto'
import type { Store } from './contract.ts'
import type { Storage } from './storage.ts'

/** Puts into every namespace what the real cluster's controllers put there, and makes the ones that always exist. */
export function keepNamespaces(storage: Storage, store: Store): () => void {
  const certificate = randomBytes(32).toString('base64')
  const stop = storage.listen(({ resource, event }) => {
    if (resource.kind !== 'Namespace' || event.type !== 'ADDED') return
    const namespace = event.object.metadata.name
    store.put({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } })
    store.put({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'kube-root-ca.crt', namespace },
      data: { 'ca.crt': certificate },
    })
  })
  for (const name of ['default', 'kube-system']) {
    store.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, 'kube-apiserver')
  }
  return stop
}
