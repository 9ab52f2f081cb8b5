import type { KubeObject } from '../../kube/object.ts'
import type { Clock } from '../../process/clock.ts'
import type { Store } from '../api/contract.ts'
import { fieldsAt, numberAt, textAt } from '../api/json-value.ts'
import type { RecordEvent } from './event-recorder.ts'
import { controlledBy, ownedBy, ownerKey, randomSuffix, splitKey } from './ownership.ts'
import { isPodReady, readySince } from './pod-status.ts'
import { createWorkQueue } from './work-queue.ts'

const KIND = { apiVersion: 'apps/v1', kind: 'ReplicaSet' }
const POD = { apiVersion: 'v1', kind: 'Pod' }

/** Keeps as many pods as a ReplicaSet wants and counts them in its status. */
export function controlReplicaSets(store: Store, clock: Clock, event: RecordEvent): () => void {
  const queue = createWorkQueue(reconcile)
  const stop = store.subscribe(({ object }) => {
    if (object.kind === 'ReplicaSet') queue.add(`${object.metadata.namespace}/${object.metadata.name}`)
    if (object.kind !== 'Pod') return
    const key = ownerKey(object, 'ReplicaSet')
    if (key !== null) queue.add(key)
  })
  for (const { metadata } of store.list(KIND)) queue.add(`${metadata.namespace}/${metadata.name}`)

  function reconcile(key: string) {
    const set = store.get({ ...KIND, ...splitKey(key) })
    if (!set) return
    const pods = ownedBy(store, set, POD)
    const living = pods.filter(
      (pod) =>
        pod.metadata.deletionTimestamp === undefined &&
        !['Succeeded', 'Failed'].includes(textAt(pod, 'status', 'phase') ?? ''),
    )
    if (set.metadata.deletionTimestamp === undefined) resize(set, living)
    writeStatus(key, set, living)
  }

  function resize(set: KubeObject, living: readonly KubeObject[]) {
    const wanted = numberAt(set, 'spec', 'replicas') ?? 1
    for (let count = living.length; count < wanted; count++) createPod(set)
    const surplus = [...living].sort(removalOrder).slice(0, Math.max(0, living.length - wanted))
    for (const pod of surplus) {
      store.delete({ ...POD, namespace: pod.metadata.namespace, name: pod.metadata.name })
      event(set, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`, 'replicaset-controller')
    }
  }

  function createPod(set: KubeObject) {
    const template = fieldsAt(set, 'spec', 'template')
    const name = `${set.metadata.name}-${randomSuffix()}`
    const { labels, annotations } = fieldsAt(template, 'metadata')
    store.put({
      ...POD,
      metadata: {
        name,
        namespace: set.metadata.namespace,
        ...(labels === undefined ? {} : { labels: labels as Record<string, string> }),
        ...(annotations === undefined ? {} : { annotations: annotations as Record<string, string> }),
        ownerReferences: [controlledBy(set)],
      },
      spec: fieldsAt(template, 'spec'),
    })
    event(set, 'Normal', 'SuccessfulCreate', `Created pod: ${name}`, 'replicaset-controller')
  }

  function writeStatus(key: string, seen: KubeObject, living: readonly KubeObject[]) {
    const set = store.get({ ...KIND, ...splitKey(key) })
    if (set?.metadata.uid !== seen.metadata.uid || !set) return
    const ready = living.filter(isPodReady)
    const minReadyMs = (numberAt(set, 'spec', 'minReadySeconds') ?? 0) * 1_000
    const now = Date.parse(clock.timestamp())
    const available = ready.filter((pod) => minReadyMs === 0 || now - (readySince(pod) ?? now) >= minReadyMs)
    if (available.length < ready.length) queue.addAfter(key, minReadyMs + 10)
    store.putStatus({
      ...set,
      status: {
        replicas: living.length,
        fullyLabeledReplicas: living.length,
        readyReplicas: ready.length,
        availableReplicas: available.length,
        observedGeneration: set.metadata.generation ?? 1,
      },
    })
  }

  return () => {
    stop()
    queue.close()
  }
}

/** Pods that are not ready go first, then the youngest. */
function removalOrder(a: KubeObject, b: KubeObject): number {
  const readiness = Number(isPodReady(a)) - Number(isPodReady(b))
  if (readiness !== 0) return readiness
  return (b.metadata.creationTimestamp ?? '') < (a.metadata.creationTimestamp ?? '') ? -1 : 1
}
