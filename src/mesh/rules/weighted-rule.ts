import type { Json, JsonObject } from '../../kube/object.ts'
import { objectOf, withInserted, withItem, without } from '../json-reading.ts'
import type { Role } from '../route-state.ts'
import type { WeightBase, Weights } from '../weights.ts'
import { divideWeights, sameShares } from '../weights.ts'
import type { Scope } from './scope.ts'
import {
  destinationOf,
  entriesOf,
  isUnpinned,
  newDestination,
  otherRole,
  roleOfEntry,
  weightOf,
  withEntries,
} from './scope.ts'
import type { RulesMemory, RememberedEntry } from './memory.ts'

/** Position of a version in our rule; null: not named. */
export function positionOf(rule: Json | undefined, role: Role, scope: Scope): number | null {
  const position = entriesOf(rule, scope.dialect).findIndex((entry) => roleOfEntry(entry, scope) === role)
  return position < 0 ? null : position
}

/** Our rule with the shared Service's destination narrowed to the stable subset, if nothing says yet which version it is. */
export function pinnedToStable(rule: JsonObject, scope: Scope): JsonObject {
  const { backend } = scope.sides.stable
  if (backend.kind !== 'subset' || positionOf(rule, 'stable', scope) !== null) return rule
  const { dialect } = scope
  const entries = entriesOf(rule, dialect)
  const at = entries.findIndex((entry) => isUnpinned(entry, scope))
  if (at < 0) return rule
  const entry = objectOf(entries[at]) ?? {}
  const destination = { ...objectOf(destinationOf(entry, dialect)), subset: backend.subset }
  return withEntries(rule, withItem(entries, at, dialect.destination.with(entry, destination)), dialect)
}

/** Our rule with the version named: where and as it was before, else beside the other version, with that one's port. */
export function withVersion(
  rule: JsonObject,
  role: Role,
  known: RememberedEntry | undefined,
  scope: Scope,
): JsonObject {
  if (positionOf(rule, role, scope) !== null) return rule
  const { dialect } = scope
  const entries = entriesOf(rule, dialect)
  if (known && roleOfEntry(known.entry, scope) === role) {
    return withEntries(rule, withInserted(entries, known.position, known.entry), dialect)
  }
  const other = positionOf(rule, otherRole(role), scope) ?? 0
  const neighbour = objectOf(entries[other]) ?? {}
  const model = objectOf(destinationOf(neighbour, dialect)) ?? {}
  const key = dialect.entryHeaders
  const headers = renamed(neighbour[key], scope.sides[otherRole(role)].name, scope.sides[role].name)
  const entry = {
    ...dialect.destination.with({}, newDestination(model, role, scope)),
    weight: 0,
    ...(headers === undefined ? {} : { [key]: headers }),
  }
  const position = known?.position ?? (role === 'stable' ? other : other + 1)
  return withEntries(rule, withInserted(entries, position, entry), dialect)
}

/** The header changes of the other version's destination: one that tells the version must tell this one here. */
function renamed(value: Json | undefined, from: string, to: string): Json | undefined {
  if (value === from) return to
  if (Array.isArray(value)) return value.map((item: Json) => renamed(item, from, to) ?? null)
  const map = objectOf(value)
  return map ? Object.fromEntries(Object.entries(map).map(([key, v]) => [key, renamed(v, from, to)])) : value
}

export function withoutVersion(rule: JsonObject, role: Role, scope: Scope): JsonObject {
  const kept = entriesOf(rule, scope.dialect).filter((entry) => roleOfEntry(entry, scope) !== role)
  return withEntries(rule, kept, scope.dialect)
}

/** The weights of a rule as they are: ours together, and everybody else's in order. */
export function weightBase(rule: Json | undefined, scope: Scope): WeightBase {
  const { dialect } = scope
  const entries = entriesOf(pinnedToStable(objectOf(rule) ?? {}, scope), dialect)
  const ours = entries.filter((entry) => roleOfEntry(entry, scope) !== null)
  const others = entries.filter((entry) => roleOfEntry(entry, scope) === null)
  return {
    sum: ours.reduce<number>((sum, entry) => sum + (weightOf(entry, dialect) ?? 0), 0),
    others: others.map((e) => weightOf(e, dialect) ?? 0),
  }
}

/**
 * The numbers to divide: those from before the rollout as long as the rule still has the same shares, so that going back gives
 * the same numbers; the present ones once other people changed theirs.
 */
export function baseFor(rule: Json | undefined, memory: RulesMemory, scope: Scope): WeightBase {
  const present = weightBase(rule, scope)
  const { sum, others } = memory.base
  // A lone destination gets everything whatever its weight, and needs none.
  if (sum === null || sum === 0) return present.others.length > 0 ? present : { sum: 100, others: [] }
  return sameShares(present, { sum, others }) ? { sum, others } : present
}

/** Our rule with `percent` of our part for the canary. A version that is not named is not written. Null: not expressible. */
export function withShare(
  rule: JsonObject,
  percent: number,
  base: WeightBase,
  scope: Scope,
): JsonObject | null {
  const weights = divideWeights(base, percent, scope.dialect.maxWeight)
  return weights && withWeights(rule, weights, scope)
}

function withWeights(rule: JsonObject, weights: Weights, scope: Scope): JsonObject {
  let other = 0
  const entries = entriesOf(rule, scope.dialect).map((entry): Json => {
    const role = roleOfEntry(entry, scope)
    if (role) return { ...objectOf(entry), weight: weights[role] }
    const weight = weights.others[other++] ?? 0
    // What needs no change stays as it is written, which can be without a weight.
    return weightOf(entry, scope.dialect) === weight ? entry : { ...objectOf(entry), weight }
  })
  return withEntries(rule, entries, scope.dialect)
}

/** A rule whose only destination is written as a lone one was before: without a weight, or with the one it had. */
export function withLoneWeight(rule: JsonObject, lone: Json, { dialect }: Scope): JsonObject {
  const [entry] = entriesOf(rule, dialect)
  const bare = without(objectOf(entry) ?? {}, 'weight')
  return withEntries(rule, [lone === null ? bare : { ...bare, weight: lone }], dialect)
}
