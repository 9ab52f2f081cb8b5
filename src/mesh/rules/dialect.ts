import type { Json, JsonObject, KubeObject } from '../../kube/object.ts'
import type { Problem } from '../../process/errors.ts'
import type { Backend, HeaderRoute, Route } from '../../spec/rollout.ts'
import type { Role } from '../route-state.ts'
import type { RouteContext } from '../router.ts'
import type { Scope } from './scope.ts'

/**
 * How one routing API writes what all of them have: a list of rules, each with conditions, weighted destinations and copies.
 * What a rollout does to such a list is the same for every API and is in this folder.
 */
export interface Dialect {
  readonly kind: Route['kind']
  /** `VirtualService`; for messages. */
  readonly noun: string
  /** Fields: of the spec the list of rules, of a rule its conditions and its destinations. */
  readonly rules: string
  readonly matches: string
  readonly entries: string
  /** The field of an entry that can tell the version in its headers. */
  readonly entryHeaders: string
  /** Of an entry that says none. */
  readonly defaultWeight: number
  readonly maxWeight: number
  readonly destination: DestinationDialect
  readonly match: MatchDialect
  readonly mirror: MirrorDialect
  readonly headerRules: HeaderRuleDialect
  /** Why this route cannot be ours at all. */
  unsupportedRoute(route: KubeObject, name: string): Problem[]
  /** What a rule does instead of routing by weights, and what to do about it; null: it routes. */
  instead(rule: JsonObject): { readonly what: string; readonly advice: string } | null
  /** What else makes this rule one that cannot be ours; `text` describes it. */
  unsupportedRule(rule: JsonObject, path: string, text: string, scope: Scope): Problem[]
  /** Problems of references to this version outside of the rules that can be pointed elsewhere. */
  otherReferences(route: KubeObject, role: Role, scope: Scope): readonly string[]
  /** Longest time in ms that a request can take by this rule; null: it sets no limit. */
  timeout(rule: JsonObject): number | null
  /** The route with what the API server fills in where nothing is said. */
  withDefaults(route: KubeObject): KubeObject
}

export interface DestinationDialect {
  of(entry: JsonObject): Json | undefined
  with(entry: JsonObject, destination: JsonObject): JsonObject
  names(destination: Json | undefined, backend: Backend, scope: Scope): boolean
  /** The Service that both versions share, named without saying which version. */
  isUnpinned(destination: Json | undefined, scope: Scope): boolean
  /** `model` pointed at another version, in the way it is written there. */
  pointAt(model: JsonObject, role: Role, scope: Scope, port: Json | undefined): JsonObject
  /** As the field `port` holds it. */
  port(number: number): Json
  /** For people. */
  name(destination: Json | undefined): string
  /** A destination that is its rule's only one. */
  alone(entry: JsonObject): JsonObject
}

export type Combined =
  | { readonly kind: 'element'; readonly element: JsonObject }
  /** No request fulfils both. */
  | { readonly kind: 'never'; readonly where: string }
  /** One condition cannot say both, and the API has room for one. */
  | { readonly kind: 'unclear'; readonly where: string }

export interface MatchDialect {
  /** The alternatives; a rule without any matches everything, as one element `{}` does. */
  elements(rule: Json | undefined): readonly JsonObject[]
  /** What a rule is known by beside its name; the same before and after the API server has stored it. */
  identity(rule: JsonObject): Json
  matchesEverything(rule: Json | undefined): boolean
  /** Whether another rule gets what ours leaves over, and is not one that picks some of our requests first. `behind`: it stands behind ours. */
  takesTheRest(other: Json, ours: Json, behind: boolean): boolean
  /** One element of the team's rule AND our header route. */
  combine(element: JsonObject, ours: HeaderRoute): Combined
  /** What `combined` demands beyond `element`, as far as it can be seen. */
  beyond(combined: JsonObject, element: JsonObject): HeaderRoute
  describe(rule: Json | undefined): string
}

export interface Mirror {
  readonly role: Role | null
  /** 0..100 */
  readonly percent: number
}

/** The part of a rule that is about copies: some of its fields, kept as an object of their own. */
export interface MirrorDialect {
  all(rule: JsonObject, scope: Scope): readonly Mirror[]
  fields(rule: JsonObject): JsonObject
  withFields(rule: JsonObject, fields: JsonObject): JsonObject
  /** `percent` of the requests copied to the canary, and everybody else's copies as they are. `remembered`: how these were written before we came. */
  withCanary(
    fields: JsonObject,
    remembered: JsonObject,
    destination: JsonObject,
    percent: number,
    scope: Scope,
  ): JsonObject
  /** Without the copies to one of our versions. */
  without(fields: JsonObject, role: Role, scope: Scope): JsonObject
}

/** Header rules that we made have to be known again, each API in its own way. */
export interface HeaderRuleDialect {
  /** Indexes of those of this rollout. */
  indexes(route: KubeObject, rollout: string): readonly number[]
  /**
   * The rule, for the match `to` in place of its own `from`, of which `to` is a part: what it does to the path of a request has to
   * stay the same, although it may depend on the match. Null: it cannot.
   */
  rewriting(rule: JsonObject, from: JsonObject, to: JsonObject): JsonObject | null
  /** A clone of our rule as the `n`th header rule. */
  marked(clone: JsonObject, rollout: string, n: number): JsonObject
  /** Annotations of the route that tell them. */
  annotations(clones: readonly JsonObject[]): JsonObject
  /** Why these cannot stand in this list, which holds them already. */
  problems(rules: readonly Json[], own: number, clones: readonly JsonObject[], scope: Scope): Problem[]
}

/** A route's context in one API. */
export interface DialectContext extends RouteContext {
  readonly dialect: Dialect
}
