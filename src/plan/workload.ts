import { deploymentNamed } from '../workload/deployment.ts'
import type { KubeObject } from '../kube/object.ts'
import { identity, refOf } from '../kube/object.ts'
import type { Role } from '../mesh/route-state.ts'
import { ROLLOUT_LABEL } from '../record/record.ts'
import { autoscalersOf, raisedMinimum } from '../workload/capacity.ts'
import { serverDefaultsEqual } from '../workload/compare.ts'
import { lastApplied } from '../workload/last-applied.ts'
import { threeWayMerge, unchanged } from '../workload/merge.ts'
import type { Write } from './plan.ts'

/** What one version should consist of, and what is there. */
export interface WorkloadPlanInput {
  readonly rollout: string
  readonly role: Role
  /** Name of the version's Deployment. */
  readonly deployment: string
  readonly rendered: readonly KubeObject[]
  /** By `identity`; absent when the object does not exist. */
  readonly live: ReadonlyMap<string, KubeObject>
  /** Identities of objects that both versions render alike. */
  readonly shared: ReadonlySet<string>
  readonly autoscalers: readonly KubeObject[]
  /** Pods that have to be ready before the stage's traffic comes. */
  readonly replicas: number
  readonly why: string
}

const ORDER = [
  'Namespace',
  'ServiceAccount',
  'Role',
  'RoleBinding',
  'ConfigMap',
  'PersistentVolumeClaim',
  'Service',
  'PodDisruptionBudget',
]
const LAST = ['Deployment', 'HorizontalPodAutoscaler']

/** The writes that make a version what its rendering says, in an order in which each finds what it needs. */
export function planWorkload(input: WorkloadPlanInput): Write[] {
  const objects = [...input.rendered].sort((a, b) => rank(a.kind) - rank(b.kind))
  return objects.flatMap((object) => planObject(object, input)).concat(raiseForeign(input))
}

function rank(kind: string): number {
  const first = ORDER.indexOf(kind)
  if (first >= 0) return first
  const last = LAST.indexOf(kind)
  return last >= 0 ? 100 + last : 50
}

function planObject(rendered: KubeObject, input: WorkloadPlanInput): Write[] {
  const live = input.live.get(identity(refOf(rendered))) ?? null
  const autoscaled = all(input).some((hpa) => targets(hpa, input.deployment))
  const desired = tune(rendered, live, autoscaled, input)
  const base = { kind: 'write' as const, ref: refOf(rendered), before: live, why: input.why }
  const remember = raisedMinimumOf(rendered, desired)
  if (!live) return [{ ...base, verb: 'apply', after: signed(desired, input), remember }]
  if (isOurs(live, input.rollout)) {
    const after = signed(desired, input)
    if (serverDefaultsEqual(live, after)) return []
    return [{ ...base, verb: 'apply', after: guarded(after, live), remember }]
  }
  const after = threeWayMerge({ original: lastApplied(live), modified: desired, live })
  if (unchanged(live, after)) return []
  return [{ ...base, verb: 'replace', after, remember }]
}

function all(input: WorkloadPlanInput): KubeObject[] {
  return [...input.autoscalers, ...input.rendered.filter((o) => o.kind === 'HorizontalPodAutoscaler')]
}

/** What shiftgate decides over the manifest: enough pods, and none taken away before its successor is ready. */
function tune(
  rendered: KubeObject,
  live: KubeObject | null,
  autoscaled: boolean,
  input: WorkloadPlanInput,
): KubeObject {
  if (rendered.kind === 'Deployment' && rendered.metadata.name === input.deployment) {
    const { replicas: manifest, ...spec } = rendered['spec'] as { replicas?: number; strategy?: Strategy }
    const replicas = Math.max(
      manifest ?? 1,
      input.replicas,
      (live?.['spec']?.replicas as number | undefined) ?? 0,
    )
    return {
      ...rendered,
      spec: { ...spec, ...(autoscaled ? {} : { replicas }), strategy: neverUnavailable(spec.strategy) },
    }
  }
  if (rendered.kind === 'HorizontalPodAutoscaler' && targets(rendered, input.deployment)) {
    const spec = rendered['spec'] as { minReplicas?: number; maxReplicas: number }
    const liveMin = (live?.['spec']?.minReplicas as number | undefined) ?? 0
    // The maximum is the team's limit: who needs more than that holds.
    const minimum = Math.min(spec.maxReplicas, Math.max(spec.minReplicas ?? 1, input.replicas, liveMin))
    return { ...rendered, spec: { ...spec, minReplicas: minimum } }
  }
  return rendered
}

interface Strategy {
  readonly type?: string
  readonly rollingUpdate?: { readonly maxSurge?: number | string; readonly maxUnavailable?: number | string }
}

/** `Recreate` is left alone: its author knows that two pods cannot live side by side. */
function neverUnavailable(strategy: Strategy | undefined): Strategy {
  if (strategy?.type === 'Recreate') return strategy
  const surge = strategy?.rollingUpdate?.maxSurge
  const none = surge === undefined || surge === 0 || surge === '0%'
  return { type: 'RollingUpdate', rollingUpdate: { maxSurge: none ? '25%' : surge, maxUnavailable: 0 } }
}

function raisedMinimumOf(rendered: KubeObject, desired: KubeObject): Write['remember'] {
  if (rendered.kind !== 'HorizontalPodAutoscaler') return null
  const before = (rendered['spec'].minReplicas as number | undefined) ?? 1
  const after = desired['spec'].minReplicas as number
  return after > before ? { kind: 'autoscaler', ref: refOf(rendered), minReplicas: before } : null
}

/** Autoscalers of the team's that are not among the manifests. */
function raiseForeign(input: WorkloadPlanInput): Write[] {
  const own = new Set(input.rendered.map((o) => identity(refOf(o))))
  return input.autoscalers
    .filter((hpa) => targets(hpa, input.deployment) && !own.has(identity(refOf(hpa))))
    .flatMap((hpa) => raiseMinimum(hpa, input.replicas, input.why))
}

/** The write that raises an autoscaler's minimum as far as its maximum allows; none when it is high enough. */
export function raiseMinimum(hpa: KubeObject, needed: number, why: string): Write[] {
  const after = raisedMinimum(hpa, needed)
  if (!after) return []
  const minReplicas = (hpa['spec'].minReplicas as number | undefined) ?? 1
  return [
    {
      kind: 'write',
      verb: 'replace',
      ref: refOf(hpa),
      before: hpa,
      after,
      why,
      remember: { kind: 'autoscaler', ref: refOf(hpa), minReplicas },
    },
  ]
}

/**
 * The writes that give a Deployment at least `needed` replicas: by the minimum of its autoscalers, or by its own number when it has
 * none. None when there are enough.
 */
export function raiseCapacity(
  input: { readonly live: ReadonlyMap<string, KubeObject>; readonly autoscalers: readonly KubeObject[] },
  deployment: string,
  needed: number,
  why: string,
): Write[] {
  const autoscalers = input.autoscalers.filter((hpa) => targets(hpa, deployment))
  if (autoscalers.length > 0) return autoscalers.flatMap((hpa) => raiseMinimum(hpa, needed, why))
  const live = deploymentNamed(input.live.values(), deployment)
  if (!live || ((live['spec'].replicas as number | undefined) ?? 1) >= needed) return []
  const after = { ...live, spec: { ...live['spec'], replicas: needed } }
  return [{ kind: 'write', verb: 'replace', ref: refOf(live), before: live, after, why, remember: null }]
}

export function targets(hpa: KubeObject, deployment: string): boolean {
  const { namespace } = hpa.metadata
  return (
    autoscalersOf([hpa], {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: deployment, namespace },
    }).length > 0
  )
}

export function isOurs(object: KubeObject, rollout: string): boolean {
  return object.metadata.labels?.[ROLLOUT_LABEL] === rollout
}

/** Says by a label that the object is ours to remove. */
function signed(object: KubeObject, input: WorkloadPlanInput): KubeObject {
  const { metadata } = object
  return {
    ...object,
    metadata: { ...metadata, labels: { ...metadata.labels, [ROLLOUT_LABEL]: input.rollout } },
  }
}

function guarded(after: KubeObject, live: KubeObject): KubeObject {
  return { ...after, metadata: { ...after.metadata, resourceVersion: live.metadata.resourceVersion } }
}
