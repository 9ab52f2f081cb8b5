import type { KubeObject, Ref } from '../kube/object.ts'
import type { Role, RouteState } from '../mesh/route-state.ts'
import type { RouteMemory } from '../record/record.ts'

/** What is going to be done, in order. A value: it can be printed, stored and compared; computing it writes nothing. */
export interface Plan {
  readonly stage: string | null
  readonly actions: readonly Action[]
  /** Things worth knowing before it happens: other owners, pins, weaker stages. */
  readonly notes: readonly string[]
}

export type Action =
  Write | AwaitReady | AwaitGone | WarmUp | Confirm | Drain | CompareTemplates | ReleaseFields

/** One guarded change of one object. `before` null creates it, `after` null removes it. */
export interface Write {
  readonly kind: 'write'
  /** `apply`: server-side apply of an object of ours; `replace`: guarded update of an object of others. */
  readonly verb: 'create' | 'apply' | 'replace' | 'delete'
  readonly ref: Ref
  readonly before: KubeObject | null
  readonly after: KubeObject | null
  readonly why: string
  /** What the record has to know before it happens. */
  readonly remember: Remember | null
}

export type Remember =
  /** One of the rollout's routes, by its index in the file. */
  | { readonly kind: 'route'; readonly index: number; readonly memory: RouteMemory }
  /** An autoscaler's minimum is raised; this is what it was. */
  | { readonly kind: 'autoscaler'; readonly ref: Ref; readonly minReplicas: number }

/** At least `replicas` pods of the role's Deployment, all of its newest template, are ready. */
export interface AwaitReady {
  readonly kind: 'await-ready'
  readonly role: Role
  readonly deployment: string
  readonly replicas: number
  /** While this Deployment has no ready pod, one of ours is enough: what it serves fails anyway. Null: no such exception. */
  readonly unlessNone: string | null
}

/** No pod of a Deployment that was deleted is left behind the Service that the versions share. */
export interface AwaitGone {
  readonly kind: 'await-gone'
  readonly deployment: string
  readonly labels: { readonly [name: string]: string }
}

/** One real request to one pod of the role, before it gets traffic. */
export interface WarmUp {
  readonly kind: 'warm-up'
  readonly role: Role
  readonly deployment: string
}

/** Every gateway address that can be reached agrees with the route state. */
export interface Confirm {
  readonly kind: 'confirm'
  readonly state: RouteState
  /** Something is removed next: answers that tell no version are no agreement. Otherwise the gate that follows judges them. */
  readonly beforeRemoval: boolean
}

/** Requests in flight to what is no longer routed to may end. */
export interface Drain {
  readonly kind: 'drain'
  /** Milliseconds. */
  readonly duration: number
  readonly why: string
}

/** After promote by copy: stable is what canary is. */
export interface CompareTemplates {
  readonly kind: 'compare-templates'
}

/** Our `managedFields` entry is dropped from an object that stays, so that the team's next apply does not conflict with it. */
export interface ReleaseFields {
  readonly kind: 'release-fields'
  readonly ref: Ref
}

/** The JSON contract's `changes`. */
export interface Change {
  readonly kind: string
  readonly name: string
  readonly namespace: string | null
  readonly action: 'created' | 'updated' | 'deleted' | 'unchanged'
}

export function changeOf(write: Write): Change {
  const { kind, name, namespace } = write.ref
  const action = write.after === null ? 'deleted' : write.before === null ? 'created' : 'updated'
  return { kind, name, namespace: namespace ?? null, action }
}

export function writesOf(plan: Plan): Write[] {
  return plan.actions.filter((a): a is Write => a.kind === 'write')
}
