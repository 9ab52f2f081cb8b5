import type { KubeObject } from '../../kube/object.ts'
import type { Clock } from '../../process/clock.ts'
import type { Store } from '../api/contract.ts'
import { equal, fieldsAt, numberAt, textAt } from '../api/json-value.ts'
import type { Fields } from '../api/json-value.ts'
import { seconds } from './container-run.ts'
import { deploymentStatus } from './deployment-status.ts'
import type { RecordEvent } from './event-recorder.ts'
import { contentHash, controlledBy, ownedBy, ownerKey, splitKey } from './ownership.ts'
import { nextSizes, rollingLimits } from './rolling-update.ts'
import type { SetCounts } from './rolling-update.ts'
import { createWorkQueue } from './work-queue.ts'

const KIND = { apiVersion: 'apps/v1', kind: 'Deployment' }
const SET = { apiVersion: 'apps/v1', kind: 'ReplicaSet' }
const HASH = 'pod-template-hash'
const REVISION = 'deployment.kubernetes.io/revision'

/** Rolls Deployments out through ReplicaSets, as the deployment controller does. */
export function controlDeployments(store: Store, clock: Clock, event: RecordEvent): () => void {
  const queue = createWorkQueue(reconcile)
  const stop = store.subscribe(({ object }) => {
    if (object.kind === 'Deployment') queue.add(`${object.metadata.namespace}/${object.metadata.name}`)
    // `Recreate` waits for the last old pod to be gone, which no ReplicaSet tells: it does not count pods that terminate.
    if (object.kind === 'Pod' && object.metadata.deletionTimestamp !== undefined) addOwnerOf(object)
    if (object.kind !== 'ReplicaSet') return
    const key = ownerKey(object, 'Deployment')
    if (key !== null) queue.add(key)
  })
  for (const { metadata } of store.list(KIND)) queue.add(`${metadata.namespace}/${metadata.name}`)

  function addOwnerOf(pod: KubeObject) {
    const key = ownerKey(pod, 'ReplicaSet')
    const set = key === null ? null : store.get({ ...SET, ...splitKey(key) })
    const owner = set && ownerKey(set, 'Deployment')
    if (owner) queue.add(owner)
  }

  function reconcile(key: string) {
    const deployment = store.get({ ...KIND, ...splitKey(key) })
    if (!deployment || deployment.metadata.deletionTimestamp !== undefined) return
    const isPaused = deployment['spec'] !== undefined && fieldsAt(deployment, 'spec')['paused'] === true
    const sets = ownedBy(store, deployment, SET)
    const found = sets.find((set) => equal(templateOf(set), fieldsAt(deployment, 'spec', 'template')))
    if (!found && isPaused) return
    const current = found ? revised(found, deployment, sets) : createSet(deployment, sets)
    const old = sets.filter((set) => set.metadata.uid !== current.metadata.uid)
    if (!isPaused) roll(deployment, current, old)
    writeStatus(key, deployment)
    removeHistory(deployment, old)
  }

  function createSet(deployment: KubeObject, sets: readonly KubeObject[]): KubeObject {
    const template = fieldsAt(deployment, 'spec', 'template')
    const hash = contentHash(template)
    const labels = { ...fieldsAt(template, 'metadata', 'labels'), [HASH]: hash } as Record<string, string>
    const selector = fieldsAt(deployment, 'spec', 'selector')
    const size = startSize(deployment, sets)
    const set = store.put({
      ...SET,
      metadata: {
        name: `${deployment.metadata.name}-${hash}`,
        namespace: deployment.metadata.namespace,
        labels,
        annotations: { [REVISION]: String(lastRevision(sets) + 1) },
        ownerReferences: [controlledBy(deployment)],
      },
      spec: {
        replicas: size,
        minReadySeconds: numberAt(deployment, 'spec', 'minReadySeconds') ?? 0,
        selector: { ...selector, matchLabels: { ...fieldsAt(selector, 'matchLabels'), [HASH]: hash } },
        template: { ...template, metadata: { ...fieldsAt(template, 'metadata'), labels } },
      },
    })
    tellScaled(deployment, set.metadata.name, 0, size)
    return set
  }

  function startSize(deployment: KubeObject, sets: readonly KubeObject[]): number {
    const { replicas, maxSurge } = limitsOf(deployment)
    const running = sets.reduce((sum, set) => sum + wantedOf(set), 0)
    if (isRecreate(deployment)) return running === 0 ? replicas : 0
    return Math.max(0, Math.min(replicas, replicas + maxSurge - running))
  }

  /** A template that comes back gets the newest revision, as a rollback does. */
  function revised(set: KubeObject, deployment: KubeObject, sets: readonly KubeObject[]): KubeObject {
    const others = sets.filter((one) => one.metadata.uid !== set.metadata.uid)
    const minReady = numberAt(deployment, 'spec', 'minReadySeconds') ?? 0
    const isNewest = revisionOf(set) > lastRevision(others)
    if (isNewest && (numberAt(set, 'spec', 'minReadySeconds') ?? 0) === minReady) return set
    const revision = isNewest ? revisionOf(set) : lastRevision(others) + 1
    return store.put({
      ...set,
      metadata: {
        ...set.metadata,
        annotations: { ...set.metadata.annotations, [REVISION]: String(revision) },
      },
      spec: { ...fieldsAt(set, 'spec'), minReadySeconds: minReady },
    })
  }

  function roll(deployment: KubeObject, current: KubeObject, old: readonly KubeObject[]) {
    const limits = limitsOf(deployment)
    if (isRecreate(deployment)) {
      for (const set of old) resize(deployment, set, 0)
      const isOver = old.every((set) => ownedBy(store, set, { apiVersion: 'v1', kind: 'Pod' }).length === 0)
      if (isOver) resize(deployment, current, limits.replicas)
      return
    }
    const oldest = [...old].sort((a, b) => revisionOf(a) - revisionOf(b))
    const sizes = nextSizes(countsOf(current), oldest.map(countsOf), limits)
    for (const set of [current, ...oldest]) {
      const size = sizes.get(set.metadata.name)
      if (size !== undefined) resize(deployment, set, size)
    }
  }

  function resize(deployment: KubeObject, set: KubeObject, replicas: number) {
    const before = wantedOf(set)
    if (before === replicas) return
    store.put({ ...set, spec: { ...fieldsAt(set, 'spec'), replicas } })
    tellScaled(deployment, set.metadata.name, before, replicas)
  }

  function tellScaled(deployment: KubeObject, name: string, from: number, to: number) {
    const message = `Scaled ${to > from ? 'up' : 'down'} replica set ${name} from ${from} to ${to}`
    if (from !== to) event(deployment, 'Normal', 'ScalingReplicaSet', message, 'deployment-controller')
  }

  function writeStatus(key: string, seen: KubeObject) {
    const deployment = store.get({ ...KIND, ...splitKey(key) })
    if (!deployment || deployment.metadata.uid !== seen.metadata.uid) return
    const sets = ownedBy(store, deployment, SET)
    const current = sets.find((set) => equal(templateOf(set), fieldsAt(deployment, 'spec', 'template')))
    if (!current) return
    const limits = limitsOf(deployment)
    const pods = (set: KubeObject) => numberAt(set, 'status', 'replicas') ?? 0
    const counts = {
      wanted: limits.replicas,
      maxUnavailable: isRecreate(deployment) ? 0 : limits.maxUnavailable,
      current: { ...countsOf(current), pods: pods(current) },
      all: {
        pods: sets.reduce((sum, set) => sum + pods(set), 0),
        ready: sets.reduce((sum, set) => sum + countsOf(set).ready, 0),
        available: sets.reduce((sum, set) => sum + countsOf(set).available, 0),
      },
    }
    const { status, deadlineInMs } = deploymentStatus(deployment, counts, seconds(clock))
    // The sets' status must be of the sizes that they have now, else a rollout would look complete for a moment.
    const isFresh = sets.every(
      (set) => (numberAt(set, 'status', 'observedGeneration') ?? 0) >= (set.metadata.generation ?? 1),
    )
    if (!isFresh) status['conditions'] = fieldsAt(deployment, 'status')['conditions'] ?? []
    const annotations = { ...deployment.metadata.annotations, [REVISION]: String(revisionOf(current)) }
    store.putStatus({ ...deployment, metadata: { ...deployment.metadata, annotations }, status })
    if (deadlineInMs !== null) queue.addAfter(key, deadlineInMs + 1_000)
  }

  function removeHistory(deployment: KubeObject, old: readonly KubeObject[]) {
    const limit = numberAt(deployment, 'spec', 'revisionHistoryLimit') ?? 10
    const empty = old.filter((set) => wantedOf(set) === 0 && (numberAt(set, 'status', 'replicas') ?? 0) === 0)
    const surplus = [...empty]
      .sort((a, b) => revisionOf(a) - revisionOf(b))
      .slice(0, Math.max(0, empty.length - limit))
    for (const set of surplus) {
      store.delete({ ...SET, namespace: set.metadata.namespace, name: set.metadata.name })
    }
  }

  return () => {
    stop()
    queue.close()
  }
}

function templateOf(set: KubeObject): Fields {
  const template = fieldsAt(set, 'spec', 'template')
  const metadata = fieldsAt(template, 'metadata')
  const { [HASH]: _hash, ...labels } = fieldsAt(metadata, 'labels')
  return { ...template, metadata: { ...metadata, labels } }
}

function limitsOf(deployment: KubeObject) {
  const replicas = numberAt(deployment, 'spec', 'replicas') ?? 1
  const rolling = fieldsAt(deployment, 'spec', 'strategy', 'rollingUpdate')
  const amount = (key: string) => {
    const value = rolling[key]
    return typeof value === 'number' || typeof value === 'string' ? value : '25%'
  }
  return rollingLimits(replicas, amount('maxSurge'), amount('maxUnavailable'))
}

const isRecreate = (deployment: KubeObject) => textAt(deployment, 'spec', 'strategy', 'type') === 'Recreate'
const wantedOf = (set: KubeObject) => numberAt(set, 'spec', 'replicas') ?? 0

function countsOf(set: KubeObject): SetCounts {
  return {
    name: set.metadata.name,
    wanted: wantedOf(set),
    ready: numberAt(set, 'status', 'readyReplicas') ?? 0,
    available: numberAt(set, 'status', 'availableReplicas') ?? 0,
  }
}

const revisionOf = (set: KubeObject) => Number(set.metadata.annotations?.[REVISION] ?? 0)
const lastRevision = (sets: readonly KubeObject[]) => Math.max(0, ...sets.map(revisionOf))
