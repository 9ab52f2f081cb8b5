import type { Json, JsonObject, KubeObject } from '../../kube/object.ts'
import type { Problem } from '../../process/errors.ts'
import { objectOf, withInserted, withItem, without } from '../json-reading.ts'
import type { RouteState } from '../route-state.ts'
import { canaryShare } from '../route-state.ts'
import type { RouteMemory, Refusal, Rendered } from '../router.ts'
import type { DialectContext } from './dialect.ts'
import type { Scope } from './scope.ts'
import { destinationOf, entriesOf, otherRole, roleOfEntry, scopeOf } from './scope.ts'
import { describeRule } from './describe.ts'
import { headerRules } from './header-rules.ts'
import { locateRule } from './locate.ts'
import { markOf, teamRules, withMarks, withRules } from './marks.ts'
import type { RulesMemory } from './memory.ts'
import { parseMemory, storeMemory } from './memory.ts'
import { danglingPins, pointBack, retargetPins } from './retarget.ts'
import {
  baseFor,
  pinnedToStable,
  positionOf,
  withLoneWeight,
  withShare,
  withVersion,
  withoutVersion,
} from './weighted-rule.ts'

/** The route with only our part changed to serve `target`; see `Router.render`. */
export function renderRoute(
  vs: KubeObject,
  target: RouteState,
  context: DialectContext,
  stored: RouteMemory,
): Rendered {
  const memory = parseMemory(stored)
  const located = locateRule(vs, context, memory.rule)
  if (!located.ok) return located
  const scope = scopeOf(vs, context)
  const { dialect } = scope
  const { rules, indexes } = teamRules(vs, context.rollout, dialect)
  const own = indexes.indexOf(located.rule.index)
  const before = objectOf(rules[own]) ?? {}

  const changed = weightedRule(before, own, target, memory, scope)
  if (!changed.ok) return changed
  const destinations = rememberedEntries(before, memory.destinations, scope)
  const pinned = pins(vs, rules, own, target, context, { ...memory, destinations }, scope)
  if (!pinned.ok) return pinned
  const clones =
    target.kind === 'split'
      ? headerRules(changed.rule, own, target.headers, context.rollout, scope)
      : noHeaderRules
  if (!clones.ok) return clones

  const teams = withItem(pinned.rules, own, changed.rule)
  const problems = dialect.headerRules.problems(
    withInserted(teams, own, ...clones.rules),
    own + clones.rules.length,
    clones.rules,
    scope,
  )
  if (problems.length > 0) return { ok: false, problems }
  const mark = markOf(teams, own, dialect)
  const routed = withRules(vs, withInserted(teams, own, ...clones.rules), dialect)
  const object = withMarks(routed, context.rollout, mark, dialect.headerRules.annotations(clones.rules))
  return {
    ok: true,
    object,
    memory: storeMemory({ ...memory, rule: mark, destinations, pins: pinned.records }),
  }
}

const noHeaderRules = { ok: true, rules: [] } as const

type ChangedRule = { readonly ok: true; readonly rule: JsonObject } | Refusal

function weightedRule(
  before: JsonObject,
  own: number,
  target: RouteState,
  memory: RulesMemory,
  scope: Scope,
): ChangedRule {
  const base = baseFor(before, memory, scope)
  const named = namingVersions(pinnedToStable(before, scope), target, memory, scope)
  const lone =
    target.kind === 'single' && memory.base.sum === null && entriesOf(named, scope.dialect).length === 1
  const weighted = lone
    ? withLoneWeight(named, memory.base.lone, scope)
    : withShare(named, canaryShare(target), base, scope)
  if (!weighted) return { ok: false, problems: [notExpressible(before, own, target, base.sum, scope)] }

  const canary = positionOf(weighted, 'canary', scope)
  const destination =
    canary === null
      ? {}
      : (objectOf(destinationOf(entriesOf(weighted, scope.dialect)[canary], scope.dialect)) ?? {})
  const percent = target.kind === 'split' ? target.mirror : 0
  const { mirror } = scope.dialect
  const fields = mirror.withCanary(mirror.fields(before), memory.mirror, destination, percent, scope)
  return { ok: true, rule: mirror.withFields(weighted, fields) }
}

function namingVersions(rule: JsonObject, target: RouteState, memory: RulesMemory, scope: Scope): JsonObject {
  const { stable, canary } = scope.sides
  const both = withVersion(
    withVersion(rule, 'stable', memory.destinations[stable.name], scope),
    'canary',
    memory.destinations[canary.name],
    scope,
  )
  if (target.kind === 'split') return both
  return withoutVersion(both, otherRole(target.role), scope)
}

function notExpressible(
  rule: JsonObject,
  own: number,
  target: RouteState,
  sum: number,
  { dialect }: Scope,
): Problem {
  const text = describeRule(rule, own, dialect)
  const share = `${canaryShare(target)} %`
  return sum > 0
    ? {
        code: 'weights-too-large',
        message: `${text}: ${share} cannot be written exactly with these weights; use smaller ones, such as a sum of 100`,
      }
    : {
        code: 'no-weight',
        message: `${text}: our versions have no weight here, so there is nothing to divide; give stable a weight above 0`,
      }
}

type Pinned =
  { readonly ok: true; readonly rules: readonly Json[]; readonly records: RulesMemory['pins'] } | Refusal

function pins(
  vs: KubeObject,
  rules: readonly Json[],
  own: number,
  target: RouteState,
  context: DialectContext,
  memory: RulesMemory,
  scope: Scope,
): Pinned {
  const back = pointBack(rules, memory.pins, scope)
  if (target.kind === 'split') return { ok: true, rules: back, records: memory.pins }
  const gone = otherRole(target.role)
  const problems = danglingPins(vs, back, own, gone, context.pins === 'retarget', scope)
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, ...retargetPins(back, own, gone, memory.pins, memory.destinations, scope) }
}

/** What is known of our destinations, by version name and without weights, after seeing this rule. */
export function rememberedEntries(
  rule: Json,
  known: RulesMemory['destinations'],
  scope: Scope,
): RulesMemory['destinations'] {
  const entries = entriesOf(rule, scope.dialect)
  const ours = entries.flatMap((entry, position) => {
    const role = roleOfEntry(entry, scope)
    return role
      ? [{ name: scope.sides[role].name, entry: without(objectOf(entry) ?? {}, 'weight'), position }]
      : []
  })
  // A position in a list without the other version would put the two in the wrong order later.
  const seen = ours.map(({ name, entry, position }) => {
    const old = ours.length < 2 ? known[name]?.position : undefined
    return [name, { entry, position: old ?? position }] as const
  })
  return { ...known, ...Object.fromEntries(seen) }
}
