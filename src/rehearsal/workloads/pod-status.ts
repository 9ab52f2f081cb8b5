import { fieldsAt, listAt, textAt } from '../api/json-value.ts'
import type { Fields, Value } from '../api/json-value.ts'
import type { KubeObject } from '../../kube/object.ts'
import type { ContainerRun } from './container-run.ts'

export interface PodFacts {
  readonly podIP: string
  readonly startTime: string
  readonly containers: readonly ContainerRun[]
}

/** The pod's status as the kubelet writes it; conditions keep their time while they do not change. */
export function podStatus(pod: KubeObject, facts: PodFacts, now: string): Fields {
  const { containers, podIP, startTime } = facts
  const unready = containers.filter((c) => !c.isReady()).map((c) => c.name)
  const isReady = unready.length === 0
  const why: Fields = isReady
    ? {}
    : { reason: 'ContainersNotReady', message: `containers with unready status: [${unready.join(' ')}]` }
  const before = listAt(pod, 'status', 'conditions')
  const condition = (type: string, status: boolean, extra: Fields = {}): Fields =>
    withTime(before, { type, status: status ? 'True' : 'False', ...extra }, now)
  return {
    ...fieldsAt(pod, 'status'),
    phase: phaseOf(containers),
    conditions: [
      condition('PodReadyToStartContainers', true),
      condition('Initialized', true),
      condition('Ready', isReady, why),
      condition('ContainersReady', isReady, why),
      condition('PodScheduled', true),
    ],
    observedGeneration: pod.metadata.generation ?? 1,
    hostIP: '127.0.0.1',
    hostIPs: [{ ip: '127.0.0.1' }],
    podIP,
    podIPs: [{ ip: podIP }],
    startTime,
    containerStatuses: containers.map((c) => c.status()),
  }
}

function phaseOf(containers: readonly ContainerRun[]): string {
  if (containers.every((c) => c.hasEnded())) {
    const failed = containers.some((c) => fieldsAt(c.status(), 'state', 'terminated')['exitCode'] !== 0)
    return failed ? 'Failed' : 'Succeeded'
  }
  return containers.every((c) => c.hasStarted()) ? 'Running' : 'Pending'
}

/** The condition with the time of its last transition. */
export function withTime(before: readonly Value[], condition: Fields, now: string): Fields {
  const old = before.find((c) => textAt(c, 'type') === condition['type'])
  const same = old !== undefined && textAt(old, 'status') === condition['status']
  return { ...condition, lastTransitionTime: (same ? textAt(old, 'lastTransitionTime') : undefined) ?? now }
}

export function isPodReady(pod: KubeObject): boolean {
  return listAt(pod, 'status', 'conditions').some(
    (c) => textAt(c, 'type') === 'Ready' && textAt(c, 'status') === 'True',
  )
}

/** When the pod became ready; null while it is not. */
export function readySince(pod: KubeObject): number | null {
  const ready = listAt(pod, 'status', 'conditions').find((c) => textAt(c, 'type') === 'Ready')
  if (textAt(ready, 'status') !== 'True') return null
  return Date.parse(textAt(ready, 'lastTransitionTime') ?? '')
}
