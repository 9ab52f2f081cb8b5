import type { KubeObject } from '../kube/object.ts'
import { at, mapsIn } from './json.ts'
import type { Fields } from './json.ts'

/** Whether the kubelet calls a pod ready; one that is being deleted can still be. */
export function podReady(pod: KubeObject): boolean {
  return podCondition(pod, 'Ready')?.status === 'True'
}

export function podCondition(pod: KubeObject, type: string): Fields | undefined {
  return mapsIn(at(pod, 'status', 'conditions')).find((c) => c.type === type)
}
