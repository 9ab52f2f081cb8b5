import { createHash } from 'node:crypto'
import type { Store } from '../api/contract.ts'
import { numberAt, textAt } from '../api/json-value.ts'
import type { KubeObject } from '../../kube/object.ts'

/** Writes a v1 Event about an object; the same event again only counts up. */
export type RecordEvent = (
  about: KubeObject,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
  component?: string,
) => void

export function createEventRecorder(store: Store, timestamp: () => string): RecordEvent {
  return (about, type, reason, message, component = 'kubelet') => {
    const { namespace = 'default', name, uid = '', resourceVersion = '' } = about.metadata
    const digest = createHash('sha256').update([uid, reason, message].join('\u0000')).digest('hex')
    const ref = { apiVersion: 'v1', kind: 'Event', namespace, name: `${name}.${digest.slice(0, 16)}` }
    const { apiVersion, kind } = about
    const old = store.get(ref)
    const now = timestamp()
    // A namespace that ends takes no new objects.
    if (store.get({ apiVersion: 'v1', kind: 'Namespace', name: namespace })?.metadata.deletionTimestamp)
      return
    store.put(
      {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: ref.name, namespace },
        involvedObject: { apiVersion, kind, namespace, name, uid, resourceVersion },
        reason,
        message,
        type,
        count: (numberAt(old, 'count') ?? 0) + 1,
        firstTimestamp: textAt(old, 'firstTimestamp') ?? now,
        lastTimestamp: now,
        source: { component },
        reportingComponent: component,
      },
      component,
    )
  }
}
