import type { KubeObject } from '../kube/object.ts'
import { describe, refOf } from '../kube/object.ts'
import type { Role } from '../mesh/route-state.ts'
import type { Problem } from '../process/errors.ts'
import type { Rollout, Version } from '../spec/rollout.ts'
import { deploymentNamed, podLabelsOf } from '../workload/deployment.ts'
import { at, isMap, mapsIn, same } from '../workload/json.ts'
import type { Fields } from '../workload/json.ts'
import { lastApplied } from '../workload/last-applied.ts'
import { threeWayMerge } from '../workload/merge.ts'
import { podLabels } from '../workload/pod-template.ts'
import { formatLabels, isEmptySelector, labelsMatch } from '../workload/selector.ts'
import { distinguishingLabels } from './subsets.ts'
import { isOurs } from './workload.ts'

/** What a rollout finds when it begins, next to what its manifests say. */
export interface AdoptionInput {
  readonly rollout: Rollout
  readonly roles: { readonly [role in Role]: Version }
  readonly rendered: { readonly [role in Role]: readonly KubeObject[] }
  /** By `identity`. */
  readonly live: ReadonlyMap<string, KubeObject>
  /** The Services that the routes send to, as they are now; null: not there. */
  readonly services: { readonly [role in Role]: KubeObject | null }
}

/**
 * The manifests were checked against each other; this is where the cluster differs from them so that a stage would lose requests, give
 * the canary traffic that no route gave it, or fail after the traffic has moved. Asked when a rollout begins and a stable is there.
 */
export function adoptionProblems(input: AdoptionInput): Problem[] {
  const subsets = input.roles.stable.backend.kind === 'subset'
  return [
    ...selectors(input),
    ...(subsets ? outsideTheirSubset(input) : reachedByStable(input)),
    ...withoutService(input),
  ]
}

/** The API server refuses another selector for a Deployment that exists; for stable that would be at `promote: copy`. */
function selectors({ rollout, roles, rendered, live }: AdoptionInput): Problem[] {
  const copy = rollout.stages.find((s) => s.kind === 'promote' && s.mode === 'copy')
  const redeployed = [
    { role: 'canary' as const, stage: rollout.stages[0]! },
    ...(copy ? [{ role: 'stable' as const, stage: copy }] : []),
  ]
  return redeployed.flatMap(({ role, stage }) => {
    const { name, deployment } = roles[role]
    const there = deploymentNamed(live.values(), deployment)
    const wanted = deploymentNamed(rendered[role], deployment)
    if (!there || !wanted || same(selectorOf(there), selectorOf(wanted))) return []
    const [has, asks] = [there, wanted].map((o) => show(selectorOf(o)))
    const otherwise =
      role === 'canary'
        ? `or name another Deployment in versions.${name}.deployment`
        : `or let a Deployment with the new selector and another name take its place first, and name that in versions.${name}.deployment`
    return {
      code: 'selector-differs',
      message: `${describe(refOf(there))} has the selector ${has}, and the manifests want ${asks}. A selector cannot be changed, so stage ${stage.name} could not redeploy it: write the selector that it has into the manifests, ${otherwise}`,
    }
  })
}

function selectorOf(deployment: KubeObject) {
  const { matchLabels = {}, matchExpressions = [] } = (at(deployment, 'spec', 'selector') ?? {}) as Fields
  return { matchLabels, matchExpressions: mapsIn(matchExpressions) }
}

function show({ matchLabels, matchExpressions }: ReturnType<typeof selectorOf>): string {
  const expressions = matchExpressions.map((e) => JSON.stringify(e))
  return [formatLabels(matchLabels), ...expressions].filter((text) => text !== '').join(',')
}

/** A Service of stable that selects the canary's pods too gives them traffic as soon as they are ready, whatever the route says. */
function reachedByStable({ roles, rendered, live, services }: AdoptionInput): Problem[] {
  const selector = at(services.stable, 'spec', 'selector')
  const pods = podLabelsOf(rendered.canary, roles.canary.deployment)
  if (!services.stable || isEmptySelector({ matchLabels: selector }) || !labelsMatch(selector, pods))
    return []
  const wanted = at(serviceIn(rendered.stable, roles.stable), 'spec', 'selector')
  const stable = podLabelsOf(live.values(), roles.stable.deployment)
  const advice =
    isMap(wanted) && !labelsMatch(wanted, pods) && labelsMatch(wanted, stable)
      ? `let it select ${formatLabels(wanted)} first, as the manifests say`
      : `give the pods of ${roles.stable.deployment}, which have ${formatLabels(stable) || 'no labels'}, a label of their own first, and let the Service select it`
  return [
    {
      code: 'service-overlap',
      message: `${describe(refOf(services.stable))} selects ${formatLabels(selector)}, and so the pods of ${roles.canary.name} too: they would get traffic that no route gave them; ${advice}`,
    },
  ]
}

/** The first stage pins the route to stable's subset: pods without its labels would leave nobody to answer. */
function outsideTheirSubset(input: AdoptionInput): Problem[] {
  const { roles, live } = input
  const { name, deployment, backend } = roles.stable
  const there = deploymentNamed(live.values(), deployment)
  const wanted = distinguishingLabels(input).stable
  if (!there || labelsMatch(wanted, podLabels(there))) return []
  const subset = backend.kind === 'subset' ? backend.subset : name
  return [
    {
      code: 'subset-without-pods',
      message: `the pods of ${describe(refOf(there))} have ${formatLabels(podLabels(there)) || 'no labels'}, and subset ${subset} is those with ${formatLabels(wanted)}: with the route pinned to it nobody would answer. Roll that label out to them first (spec.template.metadata.labels)`,
    },
  ]
}

/** Whether the Service that the route will send to has, or will have, the canary's pods behind it. */
function withoutService({ rollout, roles, rendered, services }: AdoptionInput): Problem[] {
  const { name, backend } = roles.canary
  const wanted = serviceIn(rendered.canary, roles.canary)
  const there = services.canary
  if (!there) {
    if (wanted) return []
    const message = `Service ${rollout.namespace}/${backend.service} does not exist and is not among the manifests, so the route would send requests of ${name} nowhere: add it to the manifests, or create it`
    return [{ code: 'no-service', message }]
  }
  const after =
    wanted && !isOurs(there, rollout.name)
      ? threeWayMerge({ original: lastApplied(there), modified: wanted, live: there })
      : (wanted ?? there)
  const selector = at(after, 'spec', 'selector')
  const pods = podLabelsOf(rendered.canary, roles.canary.deployment)
  // Without a selector somebody else says who is behind it.
  if (isEmptySelector({ matchLabels: selector }) || labelsMatch(selector, pods)) return []
  return [
    {
      code: 'service-misses',
      message: `${describe(refOf(there))} ${wanted ? 'would select' : 'selects'} ${formatLabels(selector)}, and the pods of ${name} have ${formatLabels(pods)}: nobody would answer there; let it select what they have`,
    },
  ]
}

function serviceIn(objects: readonly KubeObject[], { backend }: Version): KubeObject | undefined {
  return objects.find((o) => o.kind === 'Service' && o.metadata.name === backend.service)
}
