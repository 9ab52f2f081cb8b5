import type { KubeObject, Ref } from '../kube/object.ts'
import { identity, refOf } from '../kube/object.ts'
import type { Role } from '../mesh/route-state.ts'
import type { RolloutRecord } from '../record/record.ts'
import type { Action, Write } from './plan.ts'
import { routeRef } from './route.ts'
import type { StageInput } from './stage.ts'
import { isOurs } from './workload.ts'

const REMOVAL = [
  'HorizontalPodAutoscaler',
  'Deployment',
  'PodDisruptionBudget',
  'ConfigMap',
  'ServiceAccount',
  'Service',
]

/** Removes the objects of one version that this rollout's team let us create; what was there before us, or is shared, stays. */
export function planRemoval(
  role: Role,
  input: Pick<StageInput, 'rendered' | 'live' | 'shared' | 'rollout' | 'roles'>,
): Write[] {
  const own = input.rendered[role].filter((o) => !input.shared.has(identity(refOf(o))))
  return removeOurs(own.map(refOf), input, `${input.roles[role].name} is no longer routed to`)
}

/** Removes what only the release before had: a ConfigMap with the hash of its content in the name, say. */
export function planObsolete(input: Pick<StageInput, 'obsolete' | 'live' | 'rollout'>): Write[] {
  return removeOurs(input.obsolete, input, 'this release does not have it any more')
}

function removeOurs(
  refs: readonly Ref[],
  { live, rollout }: Pick<StageInput, 'live' | 'rollout'>,
  why: string,
): Write[] {
  return refs
    .filter((ref) => ref.kind !== 'Namespace')
    .map((ref) => live.get(identity(ref)))
    .filter((o): o is KubeObject => o !== undefined && isOurs(o, rollout.name))
    .sort((a, b) => removalRank(a.kind) - removalRank(b.kind))
    .map((o) => ({
      kind: 'write',
      verb: 'delete',
      ref: refOf(o),
      before: o,
      after: null,
      why,
      remember: null,
    }))
}

function removalRank(kind: string): number {
  const index = REMOVAL.indexOf(kind)
  return index < 0 ? 2.5 : index
}

/** Puts raised minimums back, except on autoscalers that are removed. `raised`: those that the same plan raises before. */
export function restoreAutoscalers(
  known: RolloutRecord['autoscalers'],
  autoscalers: readonly KubeObject[],
  removals: readonly Write[],
  raised: ReadonlySet<string> = new Set(),
): Write[] {
  const removed = new Set(removals.map((w) => identity(w.ref)))
  return known.flatMap(({ ref, minReplicas }) => {
    const live = autoscalers.find((hpa) => identity(refOf(hpa)) === identity(ref))
    if (!live || removed.has(identity(ref))) return []
    if (live['spec'].minReplicas === minReplicas && !raised.has(identity(ref))) return []
    return [
      {
        kind: 'write' as const,
        verb: 'replace' as const,
        ref,
        before: live,
        after: { ...live, spec: { ...live['spec'], minReplicas } },
        why: 'the minimum was raised for the shift only',
        remember: null,
      },
    ]
  })
}

/** Objects of others that we have written and that stay; `created`: those that this plan puts back for them. */
export function releaseFields(
  input: Pick<StageInput, 'rollout' | 'live' | 'autoscalers' | 'rendered' | 'destinationRule'>,
  removals: readonly Write[],
  created: readonly Ref[] = [],
): Action[] {
  const removed = new Set(removals.map((w) => identity(w.ref)))
  const routes: Ref[] = input.rollout.routes.map(routeRef)
  const adopted = [...input.rendered.stable, ...input.rendered.canary]
    .map((o) => input.live.get(identity(refOf(o))))
    .filter((o): o is KubeObject => o !== undefined && !isOurs(o, input.rollout.name))
    .map(refOf)
  const rules = input.destinationRule ? [refOf(input.destinationRule)] : []
  return dedupe([...routes, ...rules, ...adopted, ...created, ...input.autoscalers.map(refOf)])
    .filter((ref) => !removed.has(identity(ref)))
    .map((ref) => ({ kind: 'release-fields', ref }))
}

function dedupe(refs: Ref[]): Ref[] {
  return [...new Map(refs.map((ref) => [identity(ref), ref])).values()]
}
