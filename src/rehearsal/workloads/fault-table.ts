import type { KubeObject } from '../../kube/object.ts'
import { equal, fieldsAt, listAt, textAt } from '../api/json-value.ts'
import type { Fault, Faults, PodMatcher } from './contract.ts'

export interface FaultTable extends Faults {
  of(pod: KubeObject): Fault | null
}

/** Which pods are made bad, and how; the last matching entry counts. */
export function createFaultTable(onChange: () => void): FaultTable {
  let entries: { matcher: PodMatcher; fault: Fault }[] = []
  return {
    set(matcher, fault) {
      entries = entries.filter((entry) => !equal(entry.matcher, matcher))
      if (fault) entries.push({ matcher, fault })
      onChange()
    },
    of: (pod) => entries.findLast((entry) => matches(entry.matcher, pod))?.fault ?? null,
  }
}

function matches({ labels, deployment }: PodMatcher, pod: KubeObject): boolean {
  const own = fieldsAt(pod, 'metadata', 'labels')
  if (Object.entries(labels ?? {}).some(([key, value]) => own[key] !== value)) return false
  return deployment === undefined || deploymentOf(pod) === deployment
}

/** A pod's ReplicaSet is named after its Deployment and the hash of its template. */
function deploymentOf(pod: KubeObject): string | null {
  const owner = listAt(pod, 'metadata', 'ownerReferences').find((o) => textAt(o, 'kind') === 'ReplicaSet')
  const name = textAt(owner, 'name')
  const hash = textAt(pod, 'metadata', 'labels', 'pod-template-hash')
  return name !== undefined && hash !== undefined && name.endsWith(`-${hash}`)
    ? name.slice(0, -hash.length - 1)
    : null
}
