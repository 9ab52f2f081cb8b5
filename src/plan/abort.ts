import { deploymentNamed } from '../workload/deployment.ts'
import type { KubeObject } from '../kube/object.ts'
import { identity, refOf } from '../kube/object.ts'
import type { RolloutRecord } from '../record/record.ts'
import { replicasFor } from '../workload/capacity.ts'
import { threeWayMerge, unchanged } from '../workload/merge.ts'
import { LAST_APPLIED } from '../workload/last-applied.ts'
import type { Action, Write } from './plan.ts'
import { routeRef } from './route.ts'
import { planRemoval, releaseFields, restoreAutoscalers } from './removal.ts'
import { drain } from './stage.ts'
import type { StageInput } from './stage.ts'
import type { Present } from '../mesh/istio/index.ts'
import { removeSubsets, settle, usesSubsets } from './subsets.ts'
import { isOurs, raiseCapacity, targets } from './workload.ts'

export interface AbortInput extends StageInput {
  readonly record: RolloutRecord
  /** Live objects as they were when the rollout began. */
  readonly snapshot: readonly KubeObject[]
  /** One ready pod of stable is enough to go back to it. */
  readonly fewerPods: boolean
  /** Writes that put the routes back as they were. */
  readonly restoreRoutes: (why: string) => Write[]
  /** Some route stays once they are restored. */
  readonly routeRemains: boolean
  /** Subsets that the routes name once they are restored: an earlier rollout may have added them. */
  readonly subsetsRemain: Present
}

const WHY = 'as it was before the rollout'

/**
 * The way back, from any stage, by the record alone. The order keeps traffic served: stable is made whole where no weighted
 * traffic goes, then the routes go back and are confirmed, and only then does anything disappear.
 */
export function planAbort(input: AbortInput): Action[] {
  const removals = planRemoval('canary', input)
  const there = new Set(input.snapshot.map((o) => identity(refOf(o))))
  const stableRemovals = planRemoval('stable', input).filter(
    (w) => input.firstRun || !there.has(identity(w.ref)),
  )
  const touched = input.record.routes.some((r) => r.memory !== null && (r.state !== null || r.created))
  const pending = input.record.intent?.route !== undefined && input.record.intent?.route !== null
  const routes = input.restoreRoutes(WHY)
  const agreed: Action[] =
    touched || pending || routes.length > 0
      ? [
          ...(input.routeRemains && !input.firstRun && hadTraffic(input.record)
            ? [
                {
                  kind: 'confirm' as const,
                  state: { kind: 'single' as const, role: 'stable' as const },
                  beforeRemoval: true,
                },
              ]
            : []),
          drain(input, `before ${input.roles.canary.name} is removed`),
        ]
      : []
  const restored = restoreCanary(input)
  const gone = [...removals, ...stableRemovals, ...removeSupporting(input)]
  const stable = input.firstRun ? [] : stableWhole(input)
  const removal = [...restored, ...gone]
  const shared = restoreShared(input)
  const created = [...shared, ...stable].flatMap((a) => (a.kind === 'write' && !a.before ? [a.ref] : []))
  return [
    ...shared,
    ...stable,
    ...(wasUnpinned(input)
      ? [...pinned(input, agreed), ...removal, awaitGone(input), ...routes, ...settle(input, 'the old route')]
      : [...routes, ...agreed]),
    ...removeSubsets(input, input.subsetsRemain, WHY),
    ...(wasUnpinned(input) ? [] : removal),
    ...restoreMinimums(input, stable, gone),
    ...releaseFields(input, gone, created),
  ]
}

/**
 * Some stage so far sent requests to the canary. Before that there is nothing to agree on, and a "traffic" block that cannot tell the
 * versions apart, which the first stage brings to light, must not keep an abort from ending.
 */
function hadTraffic({ file, stage }: RolloutRecord): boolean {
  const reached = file.stages.slice(0, file.stages.findIndex((s) => s.name === stage) + 1)
  return reached.some((s) => s.kind !== 'weight' || s.weight > 0 || s.headers.length > 0 || s.mirror > 0)
}

/** The old route sends to the shared Service without saying which pods: it may come back only when there are no canary pods any more. */
function wasUnpinned(input: AbortInput): boolean {
  return usesSubsets(input) && input.routeRemains && !input.firstRun && !input.subsetsRemain.stable
}

function pinned(input: AbortInput, agreed: readonly Action[]): Action[] {
  const canary = deploymentNamed(input.rendered.canary, input.roles.canary.deployment)
  if (!canary || !input.live.has(identity(refOf(canary)))) return []
  return [
    ...input.routesTo({ kind: 'split', weight: 0, headers: [], mirror: 0 }, 'all traffic on stable'),
    ...agreed,
  ]
}

function awaitGone(input: AbortInput): Action {
  const { deployment } = input.roles.canary
  const rendered = deploymentNamed(input.rendered.canary, deployment)
  const labels = (rendered?.['spec']?.selector?.matchLabels ?? {}) as { [name: string]: string }
  return { kind: 'await-gone', deployment, labels }
}

/** Gateways and the like that came with a route which did not exist. */
function removeSupporting(input: AbortInput): Write[] {
  const rendered = [...input.rendered.stable, ...input.rendered.canary].map(refOf)
  const known = new Set([...rendered, ...input.rollout.routes.map(routeRef)].map(identity))
  return input.record.created.flatMap((ref): Write[] => {
    const live =
      known.has(identity(ref)) || ref.kind === 'Namespace' ? undefined : input.live.get(identity(ref))
    if (!live || !isOurs(live, input.rollout.name)) return []
    return [{ kind: 'write', verb: 'delete', ref, before: live, after: null, why: WHY, remember: null }]
  })
}

/** Autoscalers as they were: those of the manifests by the snapshot, the team's other ones by the minimum that was raised. */
function restoreMinimums(input: AbortInput, stable: readonly Action[], gone: readonly Write[]): Write[] {
  const removed = new Set(gone.map((w) => identity(w.ref)))
  const raises = stable.flatMap((a) =>
    a.kind === 'write' && a.remember?.kind === 'autoscaler' ? [a.remember] : [],
  )
  const raised = new Set(raises.map((r) => identity(r.ref)))
  const snapshot = input.snapshot.filter((o) => o.kind === 'HorizontalPodAutoscaler')
  const whole = snapshot.flatMap((before): Write[] => {
    const live = input.live.get(identity(refOf(before)))
    if (!live || removed.has(identity(refOf(before)))) return []
    const after = mergeBack(before, live, input)
    if (unchanged(live, after) && !raised.has(identity(refOf(before)))) return []
    return [
      { kind: 'write', verb: 'replace', ref: refOf(before), before: live, after, why: WHY, remember: null },
    ]
  })
  const inSnapshot = new Set(snapshot.map((o) => identity(refOf(o))))
  const minimums = [...input.record.autoscalers, ...raises].filter(
    (a, i, all) =>
      !inSnapshot.has(identity(a.ref)) && all.findIndex((b) => identity(b.ref) === identity(a.ref)) === i,
  )
  return [...whole, ...restoreAutoscalers(minimums, input.autoscalers, gone, raised)]
}

/** Stable as it was, ready, and with the pods for the whole load; needed before any traffic goes back to it. */
function stableWhole(input: AbortInput): Action[] {
  const { record } = input
  const share = input.configured ?? 0
  const ready = (role: 'stable' | 'canary'): Action => ({
    kind: 'await-ready',
    role,
    deployment: input.roles[role].deployment,
    replicas: input.fewerPods && role === 'stable' ? 1 : Math.max(1, replicasFor(100, input.baseline)),
    // Traffic that goes to nobody is better served by too few.
    unlessNone: role === 'stable' ? input.roles.canary.deployment : null,
  })
  const copying = record.progress === 'copying'
  // Before that nobody but us changed stable; what somebody deleted has to be there again before it can serve.
  const back = restoreVersion(input, 'stable').filter((w) => copying || w.before === null)
  const whole: Action[] = [
    ...back,
    // A Deployment that is restored gets its number there.
    ...raiseStable(input).filter((w) => !back.some((b) => identity(b.ref) === identity(w.ref))),
    ready('stable'),
  ]
  if (back.length === 0 && !copying) return share > 0 ? whole : []
  // Whole already, and serving alone: an abort that is done once more.
  if (back.length === 0 && share === 0) return []
  const aside: Action[] =
    back.length > 0 && share < 100 && copying
      ? [
          ready('canary'),
          ...input.routesTo(
            { kind: 'split', weight: 100, headers: [], mirror: 0 },
            'abort: clear stable of traffic',
          ),
          {
            kind: 'confirm',
            state: { kind: 'split', weight: 100, headers: [], mirror: 0 },
            beforeRemoval: true,
          },
          drain(input, `before ${input.roles.stable.name} is redeployed`),
        ]
      : []
  return [
    ...aside,
    ...whole,
    ...(input.rollout.traffic
      ? [{ kind: 'warm-up' as const, role: 'stable' as const, deployment: input.roles.stable.deployment }]
      : []),
    ...(back.length > 0 ? settle(input, `the pods of ${input.roles.stable.deployment}`) : []),
  ]
}

function raiseStable(input: AbortInput): Write[] {
  return raiseCapacity(input, input.roles.stable.deployment, Math.max(1, input.baseline), WHY)
}

/** A canary Deployment that was there before us goes back to what it was; what we created is removed elsewhere. */
function restoreCanary(input: AbortInput): Write[] {
  return restoreVersion(input, 'canary').filter(
    (w) => w.before !== null && !isOurs(w.before, input.rollout.name),
  )
}

/** Objects that both versions use: stable needs its old ones before it serves again. */
function restoreShared(input: AbortInput): Write[] {
  return restore(input, 'stable', (key) => input.shared.has(key))
}

/** Snapshot objects of one version. */
function restoreVersion(input: AbortInput, role: 'stable' | 'canary'): Write[] {
  return restore(input, role, (key) => !input.shared.has(key))
}

/** What was there before, merged into what is live: our own changes go, what other people added later stays. */
function restore(input: AbortInput, role: 'stable' | 'canary', wants: (key: string) => boolean): Write[] {
  const rendered = new Set(input.rendered[role].map((o) => identity(refOf(o))))
  return input.snapshot
    .filter((o) => rendered.has(identity(refOf(o))) && wants(identity(refOf(o))))
    .flatMap((before): Write[] => {
      const live = input.live.get(identity(refOf(before)))
      const base = { kind: 'write' as const, ref: refOf(before), why: WHY, remember: null }
      if (!live) return [{ ...base, verb: 'create', before: null, after: before }]
      // An autoscaler's minimum has a memory of its own.
      if (before.kind === 'HorizontalPodAutoscaler') return []
      const after = mergeBack(keepReplicas(before, live, input, role), live, input)
      return unchanged(live, after) ? [] : [{ ...base, verb: 'replace', before: live, after }]
    })
}

/** kubectl's note of its last apply goes back too: the snapshot as a whole is nobody's manifest. */
function mergeBack(before: KubeObject, live: KubeObject, input: AbortInput): KubeObject {
  const key = identity(refOf(before))
  const ours = [...input.rendered.stable, ...input.rendered.canary].find((o) => identity(refOf(o)) === key)
  const merged = threeWayMerge({ original: ours ?? null, modified: before, live })
  const note = before.metadata.annotations?.[LAST_APPLIED]
  if (note === undefined) return merged
  return {
    ...merged,
    metadata: { ...merged.metadata, annotations: { ...merged.metadata.annotations, [LAST_APPLIED]: note } },
  }
}

/** Whoever scaled the Deployment meanwhile had a reason; fewer pods than carry the load there must not be. */
function keepReplicas(
  before: KubeObject,
  live: KubeObject,
  input: AbortInput,
  role: 'stable' | 'canary',
): KubeObject {
  if (before.kind !== 'Deployment') return before
  const { replicas = 1, ...spec } = before['spec'] as { replicas?: number }
  if (input.autoscalers.some((hpa) => targets(hpa, before.metadata.name))) return { ...before, spec }
  const now = (live['spec']?.replicas as number | undefined) ?? 1
  return {
    ...before,
    spec: { ...spec, replicas: Math.max(replicas, now, role === 'stable' ? input.baseline : 0) },
  }
}
