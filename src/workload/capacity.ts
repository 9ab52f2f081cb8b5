import type { KubeObject } from '../kube/object.ts'
import type { Role, RouteState } from '../mesh/route-state.ts'
import { at, isMap, textOf } from './json.ts'

/**
 * Replicas that a side needs ready before it gets `weight` percent (0..100 in steps of 0.01) of the traffic that `baseline` ready
 * replicas carried: the share, rounded up. At least 1 for any traffic at all; 0 for none.
 */
export function replicasFor(weight: number, baseline: number): number {
  // Hundredths of a percent are whole numbers; 0.07 * 100 is not.
  const hundredths = Math.round(weight * 100)
  if (hundredths <= 0) return 0
  return Math.max(1, Math.ceil((hundredths * Math.max(0, baseline)) / 10_000))
}

/**
 * Replicas that a side needs for a route state. Mirrored requests count like others, on top of the canary's own share: Envoy copies
 * every request of the rule. Header rules have no known share, so they ask for one replica.
 */
export function replicasForState(state: RouteState, role: Role, baseline: number): number {
  switch (state.kind) {
    case 'single':
      return state.role === role ? replicasFor(100, baseline) : 0
    case 'split': {
      if (role === 'stable') return replicasFor(100 - state.weight, baseline)
      const needed = replicasFor(state.weight + state.mirror, baseline)
      return state.headers.length > 0 ? Math.max(1, needed) : needed
    }
  }
}

/** All autoscalers whose target is this workload; more than one fight over its replicas. */
export function autoscalersOf(hpas: readonly KubeObject[], workload: KubeObject): KubeObject[] {
  return hpas.filter((hpa) => {
    const target = at(hpa, 'spec', 'scaleTargetRef')
    return (
      hpa.kind === 'HorizontalPodAutoscaler' &&
      (hpa.metadata.namespace ?? '') === (workload.metadata.namespace ?? '') &&
      at(target, 'kind') === workload.kind &&
      at(target, 'name') === workload.metadata.name &&
      // Any version of the group names the same workload.
      group(textOf(at(target, 'apiVersion') ?? workload.apiVersion)) === group(workload.apiVersion)
    )
  })
}

/** The autoscaler of a workload, by its target; null when there is none. */
export function autoscalerOf(hpas: readonly KubeObject[], workload: KubeObject): KubeObject | null {
  return autoscalersOf(hpas, workload)[0] ?? null
}

/**
 * The autoscaler with its minimum raised to `needed`, or as far as its maximum allows: the maximum is the team's limit, so whoever
 * needs more than that has to hold. Null when the minimum is high enough already.
 */
export function raisedMinimum(hpa: KubeObject, needed: number): KubeObject | null {
  const minimum = Number(at(hpa, 'spec', 'minReplicas') ?? 1)
  const maximum = Number(at(hpa, 'spec', 'maxReplicas') ?? minimum)
  const raised = Math.min(needed, maximum)
  return raised > minimum
    ? { ...hpa, spec: { ...(isMap(hpa.spec) ? hpa.spec : {}), minReplicas: raised } }
    : null
}

const group = (apiVersion: string) => (apiVersion.includes('/') ? apiVersion.split('/')[0]! : '')
