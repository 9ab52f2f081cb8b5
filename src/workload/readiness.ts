import type { KubeObject } from '../kube/object.ts'
import { at, mapsIn } from './json.ts'

export { explainNotReady } from './not-ready.ts'

/**
 * Whether a Deployment has `needed` ready pods of its newest template; `onlyNew` also wants all older pods gone. The text is for
 * people: `2 of 3 pods ready, generation 4 observed`. With `minReadySeconds` a pod counts when it has been ready that long, as the
 * team asked.
 */
export function deploymentReady(
  deployment: KubeObject,
  needed: number,
  options: { readonly onlyNew?: boolean } = {},
): { readonly ready: boolean; readonly text: string } {
  const generation = count(deployment, 'metadata', 'generation')
  const observed = count(deployment, 'status', 'observedGeneration')
  if (observed < generation) {
    return {
      ready: false,
      text: `generation ${generation} not observed yet${observed > 0 ? `, only ${observed}` : ''}`,
    }
  }
  const total = count(deployment, 'status', 'replicas')
  const updated = count(deployment, 'status', 'updatedReplicas')
  const waits = count(deployment, 'spec', 'minReadySeconds') > 0
  const answering = count(deployment, 'status', waits ? 'availableReplicas' : 'readyReplicas')
  // The status does not say which pods are ready: old ones may be all of them.
  const old = Math.max(0, total - updated)
  const ready = Math.min(updated, Math.max(0, answering - old))
  const text = [
    `${ready} of ${needed} pods ready`,
    ...(old > 0 ? [`${old} old ${old === 1 ? 'pod' : 'pods'} left`] : []),
    ...(at(deployment, 'spec', 'paused') === true ? ['the Deployment is paused'] : []),
    ...stalled(deployment),
    `generation ${observed} observed`,
  ].join(', ')
  return { ready: ready >= needed && !(options.onlyNew && old > 0), text }
}

function stalled(deployment: KubeObject): string[] {
  return mapsIn(at(deployment, 'status', 'conditions'))
    .filter(
      ({ type, status, reason }) =>
        type === 'Progressing' && status === 'False' && reason === 'ProgressDeadlineExceeded',
    )
    .map(() => 'its progress deadline is exceeded')
}

function count(object: KubeObject, ...path: string[]): number {
  const value = at(object, ...path)
  return typeof value === 'number' ? value : 0
}
