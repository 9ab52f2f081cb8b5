import type { JsonObject, KubeObject } from '../kube/object.ts'
import type { Problem } from '../process/errors.ts'
import type { PinPolicy, Route } from '../spec/rollout.ts'
import type { Role, RouteState, Sides } from './route-state.ts'

/** What a router must know about the rollout to find and change its part of one route. */
export interface RouteContext {
  readonly sides: Sides
  /** Name of the rollout; it marks the route and our header rules. */
  readonly rollout: string
  /** Namespace of the versions' Services, which can differ from the route's. */
  readonly namespace: string
  /** Name, or 0-based index (our own header rules not counted), of the rule that is ours; null: found by mark and destinations. */
  readonly rule: string | number | null
  readonly pins: PinPolicy
}

/** Another rule that names a version of ours. */
export interface Pin {
  /** Index of the rule in the route as read. */
  readonly index: number
  readonly role: Role
  /** Positions in the rule's list of destinations; empty when only a mirror names the version. */
  readonly destinations: readonly number[]
  readonly mirror: boolean
  /** The rule in words, for the plan. */
  readonly description: string
}

export interface LocatedRule {
  /** Index of the weighted rule in the route as read. */
  readonly index: number
  /** Positions in its list of destinations; null: this version is not named there. */
  readonly stableIndex: number | null
  readonly canaryIndex: number | null
  /** The rule names the shared Service without saying which version; the first write pins it to stable. */
  readonly unpinned: boolean
  readonly pins: readonly Pin[]
  /** Indexes of the header rules that we made. */
  readonly ours: readonly number[]
}

export interface Reading {
  readonly state: RouteState
  /** Sum of our two weights as configured; 0 when the only destination has none. */
  readonly sum: number
  /** False when the configured share is no multiple of 0.01 %, or something of ours is not as we would write it. */
  readonly exact: boolean
}

/**
 * What must be known to go back: the route's part of the record. Plain JSON, written by one router and read by the same
 * one; others store it as it is. It is keyed by version names, so it stays true when the roles are exchanged.
 */
export type RouteMemory = JsonObject

export type Refusal = { readonly ok: false; readonly problems: readonly Problem[] }
export type Located = { readonly ok: true; readonly rule: LocatedRule } | Refusal
export type Remembered = { readonly ok: true; readonly memory: RouteMemory } | Refusal
export type Read = { readonly ok: true; readonly reading: Reading; readonly rule: LocatedRule } | Refusal
export type Rendered =
  { readonly ok: true; readonly object: KubeObject; readonly memory: RouteMemory } | Refusal

/** The pure half of a router: JSON in, JSON out; never throws, whatever the object holds. */
export interface Router {
  readonly kind: Route['kind']
  /** Finds the rule that is ours, or says why it is not clear which one that is. */
  locate(route: KubeObject, context: RouteContext, memory: RouteMemory | null): Located
  /**
   * Called once when a rollout starts, and stored before the first write: what `restore` goes back to. `previous` is the
   * memory of the rollout that finished before on this route; it knows what was dropped and retargeted then.
   */
  remember(route: KubeObject, context: RouteContext, previous: RouteMemory | null): Remembered
  /** What is configured now. */
  read(route: KubeObject, context: RouteContext, memory: RouteMemory | null): Read
  /** The route with only our part changed to serve `target`. Rendering twice changes nothing more. Store `memory` before `object` is written. */
  render(route: KubeObject, target: RouteState, context: RouteContext, memory: RouteMemory): Rendered
  /** The route with our part as it was when `remember` was called; later edits of other people are kept. */
  restore(route: KubeObject, context: RouteContext, memory: RouteMemory): Rendered
  /** The team's own route, before its first write: names only the stable version. It has no state to go back to. */
  fresh(route: KubeObject, context: RouteContext): Rendered
  /** How our part differs from the recorded state, as lines; weights are compared as shares. Empty: no drift. */
  drift(
    route: KubeObject,
    recorded: RouteState,
    context: RouteContext,
    memory: RouteMemory,
  ): readonly string[]
  /** Why the canary already gets traffic by this route, as lines; rules that select it by their match do not count. Empty: it gets none. */
  canaryTraffic(route: KubeObject, context: RouteContext): readonly string[]
  /** The longest time in ms a request can take by the rules that name our versions; null: no rule sets a limit. */
  longestTimeout(route: KubeObject, context: RouteContext): number | null
  /** The changes between two readings of one route, as lines for the plan. */
  diff(before: KubeObject, after: KubeObject): readonly string[]
  /** The route without our marks, for whoever takes it over. */
  removeMarks(route: KubeObject): KubeObject
}
