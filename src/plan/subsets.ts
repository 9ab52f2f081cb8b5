import { podLabelsOf } from '../workload/deployment.ts'
import type { KubeObject } from '../kube/object.ts'
import { refOf } from '../kube/object.ts'
import { renderSubsets } from '../mesh/istio/index.ts'
import type { Present } from '../mesh/istio/index.ts'
import { deepEqual } from '../mesh/json-diff.ts'
import type { Role } from '../mesh/route-state.ts'
import { refused } from '../process/errors.ts'
import type { Rollout, Version } from '../spec/rollout.ts'
import type { Fields } from '../workload/json.ts'
import type { Action, Drain, Write } from './plan.ts'

export interface SubsetPlanInput {
  readonly rollout: Rollout
  readonly roles: { readonly [role in Role]: Version }
  readonly rendered: { readonly [role in Role]: readonly KubeObject[] }
  /** The DestinationRule of the shared Service; null: there is none. */
  readonly destinationRule: KubeObject | null
}

/**
 * Nothing in the data plane tells from outside that a subset, or a pod that has become ready, has arrived before a route names it; a
 * route that comes first answers 503. Istio sends both within about 100 ms, and Envoy may keep a change of endpoints back for a second.
 */
export function settle({ rollout }: { readonly rollout: Rollout }, what: string): Drain[] {
  const { settle: duration } = rollout.timeouts
  return duration > 0 ? [{ kind: 'drain', duration, why: `until every gateway knows ${what}` }] : []
}

export function usesSubsets(input: Pick<SubsetPlanInput, 'roles'>): boolean {
  return input.roles.canary.backend.kind === 'subset'
}

/** The subsets that have to be there, and the wait until every gateway knows a new one. */
export function addSubsets(input: SubsetPlanInput, why: string): Action[] {
  const write = subsetWrite(input, { stable: true, canary: true }, why)
  return write ? [write, ...settle(input, 'the new subset')] : []
}

/** Takes away the subsets that we added and that no route names any more. */
export function removeSubsets(input: SubsetPlanInput, keep: Present, why: string): Action[] {
  const write = subsetWrite(input, keep, why)
  return write ? [write] : []
}

function subsetWrite(input: SubsetPlanInput, present: Present, why: string): Write | null {
  if (!usesSubsets(input)) return null
  const { rollout, roles, destinationRule } = input
  const route = rollout.routes.find((r) => r.kind === 'virtualService')
  const name = route?.kind === 'virtualService' ? route.destinationRule : null
  const rendered = renderSubsets(destinationRule, {
    sides: {
      stable: { name: roles.stable.name, backend: roles.stable.backend },
      canary: { name: roles.canary.name, backend: roles.canary.backend },
    },
    labels: distinguishingLabels(input),
    present,
    namespace: rollout.namespace,
    name,
    apiVersion: 'networking.istio.io/v1',
  })
  if (!rendered.ok) throw refused(...rendered.problems)
  if (rendered.object === null) {
    if (!destinationRule || rendered.action === 'unchanged') return null
    return {
      kind: 'write',
      verb: 'delete',
      ref: refOf(destinationRule),
      before: destinationRule,
      after: null,
      why,
      remember: null,
    }
  }
  if (destinationRule && deepEqual(rendered.object, destinationRule)) return null
  const verb = destinationRule ? 'replace' : 'create'
  return {
    kind: 'write',
    verb,
    ref: refOf(rendered.object),
    before: destinationRule,
    after: rendered.object,
    why,
    remember: null,
  }
}

/** Labels that both pod templates have, with different values: what tells the versions apart behind one Service. */
export function distinguishingLabels(input: Pick<SubsetPlanInput, 'roles' | 'rendered'>): {
  readonly [role in Role]: { readonly [name: string]: string }
} {
  const labelsOf = (role: Role) => podLabelsOf(input.rendered[role], input.roles[role].deployment)
  const stable = labelsOf('stable')
  const canary = labelsOf('canary')
  const names = Object.keys(stable).filter((name) => name in canary && canary[name] !== stable[name])
  if (names.length === 0) {
    throw refused({
      code: 'no-subset-labels',
      message: `the pods of ${input.roles.stable.name} and ${input.roles.canary.name} have the same labels, so no subset can tell them apart; give both a label with different values, e.g. version: \${version}`,
    })
  }
  const pick = (labels: Fields) => Object.fromEntries(names.map((n) => [n, labels[n] as string]))
  return { stable: pick(stable), canary: pick(canary) }
}
