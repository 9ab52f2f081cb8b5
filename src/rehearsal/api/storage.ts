import type { KubeObject } from '../../kube/object.ts'
import type { StoreEvent } from './contract.ts'
import type { Resource } from './resources.ts'

/** One change as watches replay it. */
export interface HistoryEntry {
  readonly version: number
  readonly resource: Resource
  readonly event: StoreEvent
}

/** Objects by name with one counter of versions, and the last changes; knows nothing of the API's rules. */
export interface Storage {
  version(): number
  get(resource: Resource, namespace: string, name: string): KubeObject | null
  /** In order of namespace and name; all namespaces when `namespace` is null. */
  list(resource: Resource, namespace: string | null): KubeObject[]
  all(): readonly { resource: Resource; object: KubeObject }[]
  /** Stores under the next version and tells the listeners. */
  write(resource: Resource, object: KubeObject): KubeObject
  remove(resource: Resource, object: KubeObject): KubeObject
  /** Changes after a version, null when they are no longer known. */
  since(version: number): readonly HistoryEntry[] | null
  listen(listener: (entry: HistoryEntry) => void): () => void
}

const HISTORY = 20_000

export function createStorage(): Storage {
  const tables = new Map<Resource, Map<string, KubeObject>>()
  const listeners = new Set<(entry: HistoryEntry) => void>()
  let history: HistoryEntry[] = []
  // Real clusters do not begin at 1 either: a client that thinks so is wrong.
  let version = 1000
  let oldest = version
  const pending: HistoryEntry[] = []
  let telling = false

  const table = (resource: Resource) => {
    const found = tables.get(resource) ?? new Map<string, KubeObject>()
    tables.set(resource, found)
    return found
  }
  const keyOf = (namespace: string, name: string) => `${namespace}\u0000${name}`

  // A listener that writes makes further changes; they are told after the one it was told of, so all see one order.
  function tell(resource: Resource, event: StoreEvent) {
    const entry = { version, resource, event }
    history.push(entry)
    if (history.length > HISTORY) {
      history = history.slice(HISTORY / 2)
      oldest = history[0]!.version - 1
    }
    pending.push(entry)
    if (telling) return
    telling = true
    try {
      for (let next = pending.shift(); next; next = pending.shift()) {
        for (const listener of [...listeners]) listener(next)
      }
    } finally {
      telling = false
    }
  }

  const stamped = (object: KubeObject): KubeObject => ({
    ...object,
    metadata: { ...object.metadata, resourceVersion: String(++version) },
  })

  return {
    version: () => version,
    get: (resource, namespace, name) => table(resource).get(keyOf(namespace, name)) ?? null,
    list: (resource, namespace) =>
      [...table(resource)]
        .filter(([, object]) => namespace === null || (object.metadata.namespace ?? '') === namespace)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, object]) => object),
    all: () =>
      [...tables].flatMap(([resource, objects]) =>
        [...objects.values()].map((object) => ({ resource, object })),
      ),
    write(resource, object) {
      const key = keyOf(object.metadata.namespace ?? '', object.metadata.name)
      const old = table(resource).get(key) ?? null
      const stored = stamped(object)
      table(resource).set(key, stored)
      tell(resource, { type: old ? 'MODIFIED' : 'ADDED', object: stored, old })
      return stored
    },
    remove(resource, object) {
      const key = keyOf(object.metadata.namespace ?? '', object.metadata.name)
      const old = table(resource).get(key) ?? null
      table(resource).delete(key)
      const last = stamped(object)
      tell(resource, { type: 'DELETED', object: last, old })
      return last
    },
    since: (after) => (after < oldest ? null : history.filter((entry) => entry.version > after)),
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
