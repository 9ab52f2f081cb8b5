import { deploymentNamed } from '../workload/deployment.ts'
import type { Json, KubeObject, Ref } from '../kube/object.ts'
import { deepEqual } from '../mesh/json-diff.ts'
import type { Role, RouteState } from '../mesh/route-state.ts'
import type { RolloutRecord } from '../record/record.ts'
import type { FinishStage, PromoteStage, Rollout, Stage, Version, WeightStage } from '../spec/rollout.ts'
import { replicasFor, replicasForState } from '../workload/capacity.ts'
import { deploymentReady } from '../workload/readiness.ts'
import type { Action, Drain, Write } from './plan.ts'
import { planObsolete, planRemoval, releaseFields, restoreAutoscalers } from './removal.ts'
import { addSubsets, removeSubsets, settle, usesSubsets } from './subsets.ts'
import { planWorkload, raiseCapacity, targets } from './workload.ts'

/** Everything a stage is planned from. All of it is data; planning reads nothing. */
export interface StageInput {
  readonly rollout: Rollout
  readonly roles: { readonly [role in Role]: Version }
  readonly firstRun: boolean
  /** Ready replicas of stable while it carried the whole load. */
  readonly baseline: number
  /** The new release, rendered for each role's version. */
  readonly rendered: { readonly [role in Role]: readonly KubeObject[] }
  readonly shared: ReadonlySet<string>
  readonly live: ReadonlyMap<string, KubeObject>
  /** What the release before had and this one has not; known when a rollout finishes. */
  readonly obsolete: readonly Ref[]
  readonly destinationRule: KubeObject | null
  readonly autoscalers: readonly KubeObject[]
  /** Writes that bring all routes to a state; empty when they are there already. */
  readonly routesTo: (state: RouteState, why: string) => Write[]
  /** Percent that the routes give to the canary now, null when there is no route yet. */
  readonly configured: number | null
  readonly record: RolloutRecord | null
  /** The longest time that a request may take by the routes' own timeouts, in ms; null: they set none. */
  readonly longestTimeout: number | null
}

/** The state that the routes have while, and after, a stage is on. */
export function routeStateOf(
  stage: Stage,
  input: Pick<StageInput, 'rollout' | 'firstRun'>,
): RouteState | null {
  if (stage.kind === 'weight') {
    if (!input.firstRun) {
      return { kind: 'split', weight: stage.weight, headers: stage.headers, mirror: stage.mirror }
    }
    const opens = stage.weight > 0 || stage.headers.length > 0 || stage.mirror > 0
    return opens ? { kind: 'single', role: 'stable' } : null
  }
  if (input.firstRun) return { kind: 'single', role: 'stable' }
  if (stage.kind === 'promote') return { kind: 'split', weight: 100, headers: [], mirror: 0 }
  return { kind: 'single', role: promoteMode(input.rollout) === 'copy' ? 'stable' : 'canary' }
}

export function promoteMode(rollout: Rollout): 'copy' | 'swap' {
  const promote = rollout.stages.find((s): s is PromoteStage => s.kind === 'promote')
  return promote?.mode ?? 'copy'
}

export function planStage(stage: Stage, input: StageInput): Action[] {
  if (input.firstRun) return planFirstRun(stage, input)
  switch (stage.kind) {
    case 'weight':
      return planWeight(stage, input)
    case 'promote':
      return planPromote(stage, input)
    case 'finish':
      return planFinish(stage, input)
  }
}

/** Nothing is stable yet: the image becomes stable, and the world sees it when a stage first lets traffic through. */
function planFirstRun(stage: Stage, input: StageInput): Action[] {
  const deploy = planVersion('stable', input, 1, 'first release')
  const state = routeStateOf(stage, input)
  return [
    ...deploy,
    ...ready('stable', input, podsWanted('stable', input)),
    ...warmUp('stable', input, deploy.length > 0 || input.configured === null),
    ...(state ? openRoute(input, state) : []),
    ...(stage.kind === 'finish' ? releaseFields(input, []) : []),
  ]
}

/** As many as the manifests say: nobody has measured yet how many it takes. */
function podsWanted(role: Role, input: StageInput): number {
  const { deployment } = input.roles[role]
  const minimums = [...input.autoscalers, ...input.rendered[role]]
    .filter((o) => o.kind === 'HorizontalPodAutoscaler' && targets(o, deployment))
    .map((hpa) => (hpa['spec'].minReplicas as number | undefined) ?? 1)
  if (minimums.length > 0) return Math.max(1, ...minimums)
  const rendered = deploymentNamed(input.rendered[role], deployment)
  return Math.max(1, (rendered?.['spec'].replicas as number | undefined) ?? 1)
}

/** A DestinationRule among the route's own manifests brings the subsets along. */
function openRoute(input: StageInput, state: RouteState): Action[] {
  const why = 'open the route'
  const writes = input.routesTo(state, why)
  const subsets = writes.some((w) => w.ref.kind === 'DestinationRule') ? [] : addSubsets(input, why)
  // What stands open already was confirmed by the stage that opened it.
  if (writes.length === 0) return subsets
  // Who opens a new address waits for it anyway; whoever has the old one must not be sent to pods that no gateway knows.
  const wait = subsets.length > 0 ? [] : settle(input, `the pods of ${input.roles.stable.deployment}`)
  return [...subsets, ...wait, ...writes, { kind: 'confirm', state, beforeRemoval: false }]
}

function planWeight(stage: WeightStage, input: StageInput): Action[] {
  const state = routeStateOf(stage, input)!
  const needed = Math.max(1, replicasForState(state, 'canary', input.baseline))
  const why = `stage ${stage.name}`
  const deploy = planVersion('canary', input, needed, why)
  const unserved = (input.configured ?? 0) === 0
  const fenced = fence(input, unserved, why)
  // The fence may have brought the route to this very state.
  const there = deepEqual(json(state), json(PINNED)) && fenced.some((a) => a.kind === 'confirm')
  return [
    ...fenced,
    ...deploy,
    ...(deploy.length === 0 && seenReady('canary', input, needed) ? [] : ready('canary', input, needed)),
    ...stableCapacity(100 - stage.weight, input, why),
    ...warmUp('canary', input, deploy.length > 0 || unserved),
    ...(opensNow(stage, input) ? settle(input, `the pods of ${input.roles.canary.deployment}`) : []),
    ...(there ? [] : input.routesTo(state, why)),
  ]
}

/** The routes send nobody to the canary yet, and this stage makes them do it. */
function opensNow(stage: WeightStage, { configured, record }: StageInput): boolean {
  const opens = (s: Pick<WeightStage, 'weight' | 'headers' | 'mirror'>) =>
    s.weight > 0 || s.headers.length > 0 || s.mirror > 0
  const before = (record?.routes ?? []).some(({ state }) => state?.kind === 'split' && opens(state))
  return opens(stage) && !before && (configured ?? 0) === 0
}

const PINNED: RouteState = { kind: 'split', weight: 0, headers: [], mirror: 0 }
const json = (state: RouteState) => state as unknown as Json

/** A shared Service picks up the first canary pod at once: the subsets and the pinned route have to stand, and be served, before it. */
function fence(input: StageInput, unserved: boolean, why: string): Action[] {
  if (!usesSubsets(input) || !unserved) return []
  const { deployment } = input.roles.canary
  const canary = deploymentNamed(input.live.values(), deployment)
  // Once there are pods the route is pinned, and may have header rules that must not be taken away for a moment.
  if (canary && (canary['status']?.replicas ?? 0) > 0) return addSubsets(input, why)
  return [
    ...addSubsets(input, why),
    ...input.routesTo(PINNED, 'keep all traffic on stable'),
    { kind: 'confirm', state: PINNED, beforeRemoval: false },
  ]
}

/** Redeploys stable while it has no weighted traffic; its pods are replaced one by one, for the pinned rules that still reach it. */
function planPromote(stage: PromoteStage, input: StageInput): Action[] {
  if (stage.mode === 'swap') return ready('canary', input, Math.max(1, input.baseline))
  const needed = Math.max(1, input.baseline)
  const deploy = planVersion(
    'stable',
    input,
    needed,
    `promote ${input.roles.canary.name} to ${input.roles.stable.name}`,
  )
  // The pods of the old release go now: no gateway may send to them any more, and what they are answering has to end.
  const agreed: Action[] =
    deploy.length > 0
      ? [
          { kind: 'confirm', state: routeStateOf(stage, input)!, beforeRemoval: true },
          drain(input, `before ${input.roles.stable.name} is redeployed`),
        ]
      : []
  return [
    ...agreed,
    ...deploy,
    ...ready('stable', input, needed),
    ...warmUp('stable', input, true),
    { kind: 'compare-templates' },
  ]
}

function planFinish(stage: FinishStage, input: StageInput): Action[] {
  const state = routeStateOf(stage, input)!
  const remaining: Role = state.kind === 'single' ? state.role : 'stable'
  const leaving: Role = remaining === 'stable' ? 'canary' : 'stable'
  const why = `only ${input.roles[remaining].name} remains`
  const removals = [...planRemoval(leaving, input), ...planObsolete(input)]
  const routes = input.routesTo(state, why)
  return [
    ...planVersionCapacity(remaining, input, why),
    ...ready(remaining, input, Math.max(1, input.baseline)),
    ...(remaining === 'stable' && routes.length > 0
      ? settle(input, `the pods of ${input.roles.stable.deployment}`)
      : []),
    ...routes,
    { kind: 'confirm', state, beforeRemoval: true },
    drain(
      input,
      removals.length > 0 ? `before ${input.roles[leaving].name} is removed` : 'after the last route change',
    ),
    ...removeSubsets(input, { stable: remaining === 'stable', canary: remaining === 'canary' }, why),
    ...removals,
    ...restoreAutoscalers(input.record?.autoscalers ?? [], input.autoscalers, removals),
    ...releaseFields(input, removals),
  ]
}

function planVersion(role: Role, input: StageInput, replicas: number, why: string): Write[] {
  return planWorkload({
    rollout: input.rollout.name,
    role,
    deployment: input.roles[role].deployment,
    rendered: input.rendered[role],
    live: input.live,
    shared: input.shared,
    autoscalers: input.autoscalers,
    replicas,
    why,
  })
}

/** The side that remains may have been scaled down by its autoscaler while it had no traffic. */
function planVersionCapacity(role: Role, input: StageInput, why: string): Write[] {
  return raiseCapacity(input, input.roles[role].deployment, Math.max(1, input.baseline), why)
}

/** Stable keeps, or gets back, the pods for its share. */
function stableCapacity(share: number, input: StageInput, why: string): Action[] {
  const needed = replicasFor(share, input.baseline)
  if (needed === 0) return []
  const raise = raiseCapacity(input, input.roles.stable.deployment, needed, why)
  const grows = canaryShareOf(input) > 100 - share
  return [...raise, ...(grows || raise.length > 0 ? ready('stable', input, needed) : [])]
}

function canaryShareOf(input: StageInput): number {
  return input.configured ?? 0
}

function ready(role: Role, input: StageInput, replicas: number): Action[] {
  const { deployment } = input.roles[role]
  return [{ kind: 'await-ready', role, deployment, replicas, unlessNone: null }]
}

/** Nothing that this plan does makes it otherwise, so there is nothing to wait for. */
function seenReady(role: Role, input: StageInput, replicas: number): boolean {
  const { deployment } = input.roles[role]
  const live = deploymentNamed(input.live.values(), deployment)
  return live !== undefined && deploymentReady(live, replicas).ready
}

function warmUp(role: Role, input: StageInput, wanted: boolean): Action[] {
  if (!wanted || !input.rollout.traffic) return []
  return [{ kind: 'warm-up', role, deployment: input.roles[role].deployment }]
}

/** Until requests that were sent by the old route have ended. */
export function drain(input: Pick<StageInput, 'rollout' | 'longestTimeout'>, before: string): Drain {
  const why = `for requests in flight to end, ${before}`
  return { kind: 'drain', duration: Math.max(input.rollout.timeouts.drain, input.longestTimeout ?? 0), why }
}
