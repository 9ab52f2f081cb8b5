import type { Json, JsonObject, KubeObject } from '../../kube/object.ts'
import { deepEqual } from '../json-diff.ts'
import { objectOf, withItem } from '../json-reading.ts'
import type { RouteState } from '../route-state.ts'
import type { LocatedRule, Read, Reading, RouteMemory } from '../router.ts'
import { greatestCommonDivisor } from '../weights.ts'
import { describeRule } from './describe.ts'
import type { Dialect, DialectContext } from './dialect.ts'
import { diffRoutes } from './diff.ts'
import { destinationOf, entriesOf, roleOfEntry, rulesOf, scopeOf, weightOf, withEntries } from './scope.ts'
import type { Scope } from './scope.ts'
import { readHeaderRules } from './header-rules.ts'
import { locateRule } from './locate.ts'
import { removeMarks, withRules } from './marks.ts'
import { parseMemory } from './memory.ts'
import { renderRoute } from './render.ts'

export function readRoute(vs: KubeObject, context: DialectContext, memory: RouteMemory | null): Read {
  const located = locateRule(vs, context, parseMemory(memory).rule)
  if (!located.ok) return located
  return { ok: true, rule: located.rule, reading: readState(vs, located.rule, context) }
}

/** What our rule is configured to serve. Weights are relative, and a lone destination gets everything. */
export function readState(vs: KubeObject, located: LocatedRule, context: DialectContext): Reading {
  const scope = scopeOf(vs, context)
  const { dialect } = scope
  const rules = rulesOf(vs, dialect)
  const rule = objectOf(rules[located.index]) ?? {}
  const entries = entriesOf(rule, dialect)
  const weightAt = (index: number | null) => (index === null ? 0 : (weightOf(entries[index], dialect) ?? 0))
  const { stableIndex, canaryIndex } = located
  const sum = weightAt(stableIndex) + weightAt(canaryIndex)
  const mirrors = dialect.mirror.all(rule, scope).filter(({ role }) => role === 'canary')
  const header = readHeaderRules(
    located.ours.map((index) => rules[index]!),
    rule,
    context.rollout,
    scope,
  )
  const inFront = located.ours.every((index, n) => index === located.index - located.ours.length + n)
  const named = stableIndex === null ? 'canary' : 'stable'
  const elsewhere =
    located.pins.some(({ role }) => role !== named) || located.ours.length > 0 || mirrors.length > 0
  if ((stableIndex === null || canaryIndex === null) && !elsewhere) {
    return { state: { kind: 'single', role: named }, sum, exact: !located.unpinned }
  }
  const share = sum > 0 ? (weightAt(canaryIndex) * 10_000) / sum : stableIndex === null ? 10_000 : 0
  const state: RouteState = {
    kind: 'split',
    weight: Math.round(share) / 100,
    headers: header.headers,
    mirror: mirrors[0]?.percent ?? 0,
  }
  return { state, sum, exact: Number.isInteger(share) && header.exact && inFront && mirrors.length <= 1 }
}

/** How our part differs from the recorded state; see `Router.drift`. Marks are for us and no drift. */
export function routeDrift(
  vs: KubeObject,
  recorded: RouteState,
  context: DialectContext,
  memory: RouteMemory,
): readonly string[] {
  const rendered = renderRoute(vs, recorded, context, memory)
  if (!rendered.ok) return rendered.problems.map((problem) => problem.message)
  return diffRoutes(
    removeMarks(rendered.object),
    removeMarks(withSameNumbers(vs, rendered.object, context)),
    context.dialect,
  )
}

/** `vs` with the numbers of `expected` in our rule where both say the same: shares by other weights, copies in another spelling. */
function withSameNumbers(vs: KubeObject, expected: KubeObject, context: DialectContext): KubeObject {
  const mine = locateRule(vs, context, null)
  const other = locateRule(expected, context, null)
  if (!mine.ok || !other.ok) return vs
  const { dialect } = context
  const rules = rulesOf(vs, dialect)
  const rule = objectOf(rules[mine.rule.index]) ?? {}
  const wanted = objectOf(rulesOf(expected, dialect)[other.rule.index]) ?? {}
  const same = withSameCopies(withSameWeights(rule, wanted, dialect), wanted, scopeOf(vs, context))
  return withRules(vs, withItem(rules, mine.rule.index, same), dialect)
}

function withSameWeights(rule: JsonObject, wantedRule: JsonObject, dialect: Dialect): JsonObject {
  const wanted = entriesOf(wantedRule, dialect)
  const entries = entriesOf(rule, dialect)
  const destinations = (list: typeof entries) => list.map((entry) => destinationOf(entry, dialect) ?? null)
  if (
    !deepEqual(destinations(entries), destinations(wanted)) ||
    !deepEqual(shares(entries, dialect), shares(wanted, dialect))
  )
    return rule
  const same = entries.map((entry, i) => {
    const { weight: _weight, ...rest } = objectOf(entry) ?? {}
    const weight = objectOf(wanted[i])?.['weight']
    return weight === undefined ? rest : { ...rest, weight }
  })
  return withEntries(rule, same, dialect)
}

/** The fields of a mirror have had several names, and may say a share in several ways. */
function withSameCopies(rule: JsonObject, wanted: JsonObject, scope: Scope): JsonObject {
  const { mirror } = scope.dialect
  const ours = (one: JsonObject) =>
    mirror.all(one, scope).flatMap((m) => (m.role === 'canary' ? [m.percent] : []))
  const others = (one: JsonObject) => mirror.without(mirror.fields(one), 'canary', scope)
  if (!deepEqual(ours(rule), ours(wanted)) || !deepEqual(others(rule), others(wanted))) return rule
  return mirror.withFields(rule, mirror.fields(wanted))
}

function shares(entries: readonly Json[], dialect: Dialect): number[] {
  const weights = entries.map((entry) => weightOf(entry, dialect) ?? 0)
  if (weights.length === 1) return [1]
  const divisor = weights.reduce(greatestCommonDivisor, 0)
  return divisor === 0 ? weights : weights.map((weight) => weight / divisor)
}

/** Why the canary already gets traffic; see `Router.canaryTraffic`. A route that is not understood is refused elsewhere. */
export function canaryTraffic(vs: KubeObject, context: DialectContext): readonly string[] {
  const located = locateRule(vs, context, null)
  if (!located.ok) return []
  const scope = scopeOf(vs, context)
  const { name } = scope.sides.canary
  const { dialect } = scope
  return rulesOf(vs, dialect).flatMap((rule, index) => {
    const text = describeRule(rule, index, dialect)
    const entries = entriesOf(rule, dialect)
    const roles = entries.map((entry) => roleOfEntry(entry, scope))
    const at = roles.indexOf('canary')
    const weighted = at >= 0 && (entries.length === 1 || (weightOf(entries[at], dialect) ?? 0) > 0)
    const selected =
      !roles.includes('stable') && !dialect.match.matchesEverything(rule) && index !== located.rule.index
    const copies = dialect.mirror
      .all(objectOf(rule) ?? {}, scope)
      .filter(({ role, percent }) => role === 'canary' && percent > 0)
    return [
      ...(located.rule.ours.includes(index)
        ? [`${text}: a header rule of an earlier rollout sends requests to ${name}`]
        : []),
      ...(weighted && !selected ? [`${text}: sends requests to ${name}`] : []),
      ...copies.map(({ percent }) => `${text}: copies ${percent} % of the requests to ${name}`),
    ]
  })
}
