import type { KubeObject } from '../../kube/object.ts'
import { listAt, numberAt, textAt } from '../api/json-value.ts'
import type { Fields, Value } from '../api/json-value.ts'
import type { SetCounts } from './rolling-update.ts'

export interface DeploymentCounts {
  readonly wanted: number
  readonly maxUnavailable: number
  /** Pods of the newest template and of all. */
  readonly current: SetCounts & { readonly pods: number }
  readonly all: { readonly pods: number; readonly ready: number; readonly available: number }
}

/** The status of a Deployment with its conditions Available and Progressing, in the controller's words. */
export function deploymentStatus(
  deployment: KubeObject,
  counts: DeploymentCounts,
  now: string,
): { status: Fields; isComplete: boolean; deadlineInMs: number | null } {
  const { wanted, current, all } = counts
  const before = listAt(deployment, 'status', 'conditions')
  const isComplete =
    current.pods === wanted && all.pods === wanted && current.available === wanted && all.available === wanted
  const progress = progressing(deployment, counts, isComplete, before, now)
  const status: Fields = {
    observedGeneration: deployment.metadata.generation ?? 1,
    replicas: all.pods,
    updatedReplicas: current.pods,
    readyReplicas: all.ready,
    availableReplicas: all.available,
    unavailableReplicas: Math.max(0, Math.max(wanted, all.pods) - all.available),
    conditions: [
      availability(all.available >= wanted - counts.maxUnavailable, before, now),
      ...(progress.condition ? [progress.condition] : []),
    ],
  }
  return { status, isComplete, deadlineInMs: progress.deadlineInMs }
}

function availability(isAvailable: boolean, before: readonly Value[], now: string): Fields {
  const condition = isAvailable
    ? {
        type: 'Available',
        status: 'True',
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
      }
    : {
        type: 'Available',
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      }
  return stamped(condition, before, now)
}

/** The deadline counts from the last progress; the condition's update time is that moment. */
function progressing(
  deployment: KubeObject,
  counts: DeploymentCounts,
  isComplete: boolean,
  before: readonly Value[],
  now: string,
): { condition: Fields | null; deadlineInMs: number | null } {
  const name = JSON.stringify(counts.current.name)
  const old = before.find((c) => textAt(c, 'type') === 'Progressing')
  if (isComplete) {
    const message = `ReplicaSet ${name} has successfully progressed.`
    const condition = { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable', message }
    return { condition: stamped(condition, before, now), deadlineInMs: null }
  }
  const count = (key: string) => numberAt(deployment, 'status', key) ?? 0
  const isNew = textAt(old, 'reason') === undefined || textAt(old, 'reason') === 'NewReplicaSetAvailable'
  const moved =
    counts.current.pods > count('updatedReplicas') ||
    counts.all.ready > count('readyReplicas') ||
    counts.all.available > count('availableReplicas') ||
    counts.all.pods - counts.current.pods < count('replicas') - count('updatedReplicas')
  const message = `ReplicaSet ${name} is progressing.`
  const ongoing = { type: 'Progressing', status: 'True', reason: 'ReplicaSetUpdated', message }
  const deadline = (numberAt(deployment, 'spec', 'progressDeadlineSeconds') ?? 600) * 1_000
  if (isNew || moved || !textAt(old, 'message')?.includes(name)) {
    const fresh = { ...stamped(ongoing, before, now), lastUpdateTime: now }
    return { condition: fresh, deadlineInMs: deadline }
  }
  const since = Date.parse(textAt(old, 'lastUpdateTime') ?? now)
  const left = since + deadline - Date.parse(now)
  if (left > 0) return { condition: stamped(ongoing, before, now), deadlineInMs: left }
  const late = {
    type: 'Progressing',
    status: 'False',
    reason: 'ProgressDeadlineExceeded',
    message: `ReplicaSet ${name} has timed out progressing.`,
  }
  return { condition: stamped(late, before, now), deadlineInMs: null }
}

function stamped(condition: Fields, before: readonly Value[], now: string): Fields {
  const old = before.find((c) => textAt(c, 'type') === condition['type'])
  const sameStatus = textAt(old, 'status') === condition['status']
  const same = sameStatus && textAt(old, 'reason') === condition['reason']
  return {
    ...condition,
    lastUpdateTime: (same ? textAt(old, 'lastUpdateTime') : undefined) ?? now,
    lastTransitionTime: (sameStatus ? textAt(old, 'lastTransitionTime') : undefined) ?? now,
  }
}
