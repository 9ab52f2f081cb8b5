import type { JsonObject, KubeObject } from '../../kube/object.ts'
import { deepEqual } from '../json-diff.ts'
import { objectOf, withItem, without } from '../json-reading.ts'
import type { Role } from '../route-state.ts'
import type { Remembered, Rendered, RouteMemory } from '../router.ts'
import type { DialectContext } from './dialect.ts'
import { sameShares } from '../weights.ts'
import type { Scope } from './scope.ts'
import { destinationOf, entriesOf, roleOfEntry, scopeOf, weightOf, withEntries } from './scope.ts'
import { locateRule } from './locate.ts'
import {
  HEADER_RULES_ANNOTATION,
  ROLLOUT_ANNOTATION,
  RULE_ANNOTATION,
  annotationsOf,
  markOf,
  teamRules,
  withAnnotations,
  withRules,
} from './marks.ts'
import type { RulesMemory, RouteStart } from './memory.ts'
import { parseMemory, storeMemory } from './memory.ts'
import { rememberedEntries } from './render.ts'
import { isRetargeted, pointBack, pointForward } from './retarget.ts'
import { pinnedToStable, weightBase, withShare, withVersion, withoutVersion } from './weighted-rule.ts'

/** Everything that going back needs; see `Router.remember`. */
export function rememberRoute(
  vs: KubeObject,
  context: DialectContext,
  previous: RouteMemory | null,
): Remembered {
  const known = parseMemory(previous)
  // A new rollout believes its file; the rule of the last one only counts when the file names none.
  const located = locateRule(vs, context, context.rule === null ? known.rule : null)
  if (!located.ok) return located
  const scope = scopeOf(vs, context)
  const { dialect } = scope
  const { mirror } = dialect
  const { rules, indexes } = teamRules(vs, context.rollout, dialect)
  const own = indexes.indexOf(located.rule.index)
  const rule = objectOf(rules[own]) ?? {}
  const entries = entriesOf(rule, dialect)
  const base = weightBase(rule, scope)
  // It gets everything, and its weight says nothing unless somebody wrote one.
  const isLone = entries.length === 1 && base.sum === dialect.defaultWeight
  const pins = known.pins.filter((pin) => isRetargeted(rules, pin, scope))
  const annotations = annotationsOf(vs)
  const memory: RulesMemory = {
    rule: markOf(rules, own, dialect),
    base: {
      sum: isLone ? null : base.sum,
      lone: isLone ? (objectOf(entries[0])?.['weight'] ?? null) : null,
      others: base.others,
    },
    destinations: rememberedEntries(rule, known.destinations, scope),
    mirror: mirror.without(mirror.fields(rule), 'canary', scope),
    pins,
    start: {
      destinations: startEntries(rule, scope),
      unpinned: located.rule.unpinned ? scope.sides.stable.name : null,
      mirror: mirror.fields(rule),
      annotations: {
        present: objectOf(objectOf(vs.metadata)?.['annotations']) !== null,
        rollout: (annotations[ROLLOUT_ANNOTATION] as string | undefined) ?? null,
        rule: (annotations[RULE_ANNOTATION] as string | undefined) ?? null,
      },
      retargeted: pins.length,
    },
  }
  return { ok: true, memory: storeMemory(memory) }
}

function startEntries(rule: JsonObject, scope: Scope): RouteStart['destinations'] {
  const pinned = entriesOf(pinnedToStable(rule, scope), scope.dialect)
  return Object.fromEntries(
    entriesOf(rule, scope.dialect).flatMap((entry, position) => {
      const role = roleOfEntry(pinned[position], scope)
      return role ? [[scope.sides[role].name, { entry: objectOf(entry) ?? {}, position }]] : []
    }),
  )
}

/** The route with our part as it was before the rollout, and later edits of other people kept; see `Router.restore`. */
export function restoreRoute(vs: KubeObject, context: DialectContext, stored: RouteMemory): Rendered {
  const memory = parseMemory(stored)
  const { start } = memory
  if (!start) {
    const message = 'the route did not exist before the rollout, so there is no state of it to go back to'
    return { ok: false, problems: [{ code: 'no-start', message }] }
  }
  const located = locateRule(vs, context, memory.rule)
  if (!located.ok) return located
  const scope = scopeOf(vs, context)
  const { dialect } = scope
  const { mirror } = dialect
  const { rules, indexes } = teamRules(vs, context.rollout, dialect)
  const own = indexes.indexOf(located.rule.index)
  const before = objectOf(rules[own]) ?? {}

  const weighted = oldWeights(oldVersions(before, start, scope), before, memory, start, scope)
  const left = mirror.withCanary(mirror.fields(before), memory.mirror, {}, 0, scope)
  const rule = mirror.withFields(weighted, deepEqual(left, memory.mirror) ? start.mirror : left)
  const pins = pointForward(
    pointBack(rules, memory.pins, scope),
    memory.pins.slice(0, start.retargeted),
    scope,
  )
  return {
    ok: true,
    object: oldMarks(withRules(vs, withItem(pins, own, rule), dialect), start),
    memory: stored,
  }
}

/** Our rule naming the versions that it named at the start, where it named them. */
function oldVersions(rule: JsonObject, start: RouteStart, scope: Scope): JsonObject {
  const versions = (['stable', 'canary'] as const).map((role) => {
    const { name, backend } = scope.sides[role]
    const known = start.destinations[name]
    if (!known || start.unpinned !== name || backend.kind !== 'subset') return { role, known }
    const { dialect } = scope
    const destination = { ...objectOf(destinationOf(known.entry, dialect)), subset: backend.subset }
    return { role, known: { ...known, entry: dialect.destination.with(known.entry, destination) } }
  })
  // Positions are those in the list of the start: take away what was not there before anything is put back.
  const left = versions.reduce(
    (r, { role, known }) => (known ? r : withoutVersion(r, role, scope)),
    pinnedToStable(rule, scope),
  )
  return versions.reduce((r, { role, known }) => (known ? withVersion(r, role, known, scope) : r), left)
}

function oldWeights(
  rule: JsonObject,
  present: JsonObject,
  memory: RulesMemory,
  start: RouteStart,
  scope: Scope,
): JsonObject {
  const now = weightBase(present, scope)
  const base = { sum: memory.base.sum ?? 0, others: memory.base.others }
  const untouched = sameShares(now, base) || (now.others.length === 0 && base.others.length === 0)
  // Other people changed their weights meanwhile: keep them, and give ours the shares that they had.
  const shared = untouched ? rule : (withShare(rule, startShare(start, scope), now, scope) ?? rule)
  let other = 0
  const entries = entriesOf(shared, scope.dialect).map((entry) => {
    const role = roleOfEntry(entry, scope)
    if (role) return oldEntry(objectOf(entry) ?? {}, scope.sides[role].name, untouched, start, scope)
    const weight = base.others[other++] ?? 0
    return untouched && weightOf(entry, scope.dialect) !== weight ? { ...objectOf(entry), weight } : entry
  })
  return withEntries(shared, entries, scope.dialect)
}

function oldEntry(
  entry: JsonObject,
  version: string,
  withWeight: boolean,
  start: RouteStart,
  { dialect }: Scope,
): JsonObject {
  const weight = start.destinations[version]?.entry['weight']
  const weighted = withWeight
    ? { ...without(entry, 'weight'), ...(weight === undefined ? {} : { weight }) }
    : entry
  if (start.unpinned !== version) return weighted
  const destination = without(objectOf(destinationOf(entry, dialect)) ?? {}, 'subset')
  return dialect.destination.with(weighted, destination)
}

/** Percent of our part that the canary had, to the nearest step. */
function startShare(start: RouteStart, scope: Scope): number {
  const weight = (role: Role) => {
    const known = start.destinations[scope.sides[role].name]
    return known ? (weightOf(known.entry, scope.dialect) ?? 0) : 0
  }
  const sum = weight('stable') + weight('canary')
  if (sum > 0) return Math.round((weight('canary') / sum) * 10_000) / 100
  return start.destinations[scope.sides.stable.name] ? 0 : 100
}

function oldMarks(vs: KubeObject, start: RouteStart): KubeObject {
  const { present, rollout, rule } = start.annotations
  const annotations = {
    ...without(annotationsOf(vs), ROLLOUT_ANNOTATION, RULE_ANNOTATION, HEADER_RULES_ANNOTATION),
    ...(rollout === null ? {} : { [ROLLOUT_ANNOTATION]: rollout }),
    ...(rule === null ? {} : { [RULE_ANNOTATION]: rule }),
  }
  return withAnnotations(vs, Object.keys(annotations).length === 0 && !present ? undefined : annotations)
}
