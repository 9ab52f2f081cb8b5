import type { Json, KubeObject } from '../../kube/object.ts'
import type { Problem } from '../../process/errors.ts'
import { deepEqual } from '../json-diff.ts'
import { objectOf, textOf } from '../json-reading.ts'
import type { Located } from '../router.ts'
import type { DialectContext } from './dialect.ts'
import type { Role } from '../route-state.ts'
import { describeRule } from './describe.ts'
import type { Scope } from './scope.ts'
import { entriesOf, isUnpinned, roleOfEntry, scopeOf } from './scope.ts'
import type { RuleMark } from './marks.ts'
import { findMarked, markedByAnother, readMark, teamRules } from './marks.ts'
import { pinsOf } from './pins.ts'
import { unsupportedRoute, unsupportedRule } from './shapes.ts'

/** What is known about a rule before one is chosen. */
interface Candidate {
  /** Index in the route as read. */
  readonly index: number
  readonly rule: Json
  readonly roles: readonly Role[]
  readonly unpinned: boolean
}
type Choice =
  { readonly ok: true; readonly candidate: Candidate } | { readonly ok: false; readonly problem: Problem }

/**
 * Finds the weighted rule that is ours: the one that is recorded once a rollout began, else the one that the rollout file names,
 * else the one that is marked in the route, else the only one that routes to both versions, else the only one that routes to one of them. Refuses what
 * is not clear, with the rules in question, and what is not supported.
 */
export function locateRule(vs: KubeObject, context: DialectContext, recorded: RuleMark | null): Located {
  const scope = scopeOf(vs, context)
  const { dialect } = scope
  const early = [
    ...sameBackend(scope),
    ...unsupportedRoute(vs, dialect),
    ...markedByAnother(vs, context.rollout, dialect),
  ]
  if (early.length > 0) return { ok: false, problems: early }

  const { rules, indexes } = teamRules(vs, context.rollout, dialect)
  const candidates = rules.map((rule, i): Candidate => {
    const roles = entriesOf(rule, dialect).map((entry) => roleOfEntry(entry, scope))
    return {
      index: indexes[i]!,
      rule,
      roles: (['stable', 'canary'] as const).filter((role) => roles.includes(role)),
      unpinned: entriesOf(rule, dialect).some((entry) => isUnpinned(entry, scope)),
    }
  })
  const choice = choose(vs, context.rule, candidates, rules, recorded, scope)
  if (!choice.ok) return { ok: false, problems: [choice.problem] }

  const { index, rule } = choice.candidate
  const problems = unsupportedRule(rule, index, scope)
  if (problems.length > 0) return { ok: false, problems }

  const roles = entriesOf(rule, dialect).map((entry) => roleOfEntry(entry, scope))
  const unpinnedAt = entriesOf(rule, dialect).findIndex((entry) => isUnpinned(entry, scope))
  const position = (role: Role) => (roles.includes(role) ? roles.indexOf(role) : null)
  const unpinned = !roles.includes('stable') && unpinnedAt >= 0
  return {
    ok: true,
    rule: {
      index,
      stableIndex: unpinned ? unpinnedAt : position('stable'),
      canaryIndex: position('canary'),
      unpinned,
      pins: candidates.filter((c) => c.index !== index).flatMap((c) => pinsOf(c.rule, c.index, scope)),
      ours: dialect.headerRules.indexes(vs, context.rollout),
    },
  }
}

function choose(
  vs: KubeObject,
  said: string | number | null,
  candidates: readonly Candidate[],
  rules: readonly Json[],
  recorded: RuleMark | null,
  scope: Scope,
): Choice {
  const marked = (mark: RuleMark | null) => {
    const candidate = candidates[(mark && findMarked(rules, mark, scope.dialect)) ?? -1]
    return candidate && isOurs(candidate) ? candidate : null
  }
  const known = marked(recorded)
  if (known) return { ok: true, candidate: known }
  // An index says where the rule was when the rollout began: somebody may have put another one in front since.
  if (typeof said === 'string' || (said !== null && !recorded)) return named(said, candidates, scope)
  const inRoute = marked(readMark(vs))
  return inRoute ? { ok: true, candidate: inRoute } : find(candidates, rules, scope)
}

function named(rule: string | number, candidates: readonly Candidate[], scope: Scope): Choice {
  const found =
    typeof rule === 'number'
      ? candidates.slice(rule, rule + 1)
      : candidates.filter((c) => textOf(objectOf(c.rule)?.['name']) === rule)
  const said = `rule: ${JSON.stringify(rule)}`
  const [candidate, second] = found
  if (!candidate)
    return no('no-such-rule', `${said} is not in the ${scope.dialect.noun}, which has`, candidates, scope)
  if (second)
    return no('ambiguous-rule', `${said} names ${found.length} rules; use the index instead`, found, scope)
  if (isOurs(candidate) || isForwarding(candidate.rule, scope)) return { ok: true, candidate }
  return no('rule-not-ours', `${said} routes neither to ${bothNames(scope)}`, candidates, scope)
}

function find(candidates: readonly Candidate[], rules: readonly Json[], scope: Scope): Choice {
  const groups = [
    candidates.filter((c) => c.roles.length === 2),
    candidates.filter((c) => c.roles[0] === 'stable'),
    candidates.filter((c) => c.roles[0] === 'canary'),
    candidates.filter((c) => c.unpinned),
  ]
  const group = groups.find((g) => g.length > 0)
  const candidate = group?.[0]
  if (!group || !candidate)
    return no(
      'no-rule',
      `no http rule routes to ${bothNames(scope)}${delegates(rules)}; the rules are`,
      candidates,
      scope,
    )
  if (group.length > 1)
    return no(
      'ambiguous-rule',
      `${group.length} http rules could be the one to shift; set \`rule:\` to a name or an index`,
      group,
      scope,
    )
  const apart = candidates.filter(
    (c) =>
      c !== candidate &&
      isOurs(c) &&
      !c.roles.includes(candidate.roles[0]!) &&
      takesTheRest(c, candidate, scope),
  )
  if (apart.length === 0 || candidate.roles.length === 2) return { ok: true, candidate }
  return no(
    'versions-apart',
    'the two versions are in different http rules, which have no common weight; route to both in one rule, or set `rule:`',
    [candidate, ...apart].toSorted((a, b) => a.index - b.index),
    scope,
  )
}

// A rule in front of ours that selects one version by its match is a pin; behind ours, or without a match, it is the other half of the traffic.
function takesTheRest(other: Candidate, ours: Candidate, { dialect }: Scope): boolean {
  return dialect.match.takesTheRest(other.rule, ours.rule, other.index > ours.index)
}

function isOurs(candidate: Candidate): boolean {
  return candidate.roles.length > 0 || candidate.unpinned
}

// Named by its user, so it is refused for what it is and not for what it lacks.
function isForwarding(rule: Json, { dialect }: Scope): boolean {
  return dialect.instead(objectOf(rule) ?? {}) !== null
}

function delegates(rules: readonly Json[]): string {
  const names = rules.flatMap((rule) => textOf(objectOf(objectOf(rule)?.['delegate'])?.['name']) ?? [])
  return names.length > 0
    ? ` (it delegates to ${names.join(', ')}: name that VirtualService in the rollout file)`
    : ''
}

function sameBackend(scope: Scope): Problem[] {
  const { stable, canary } = scope.sides
  const where = ({ kind, service, ...rest }: typeof stable.backend) => ({
    kind,
    service,
    subset: 'subset' in rest ? rest.subset : null,
  })
  if (!deepEqual(where(stable.backend), where(canary.backend))) return []
  return [
    {
      code: 'same-backend',
      message: `the versions ${stable.name} and ${canary.name} are the same destination ${stable.backend.service}: give each its own service or subset`,
    },
  ]
}

function bothNames(scope: Scope): string {
  const text = (role: Role) => {
    const { backend } = scope.sides[role]
    return backend.kind === 'subset' ? `${backend.service}/${backend.subset}` : backend.service
  }
  return `${text('stable')} or ${text('canary')}`
}

function no(code: string, message: string, listed: readonly Candidate[], { dialect }: Scope): Choice {
  const list = listed.map((c) => `  ${describeRule(c.rule, c.index, dialect)}`)
  return {
    ok: false,
    problem: { code, message: [`${message}${list.length > 0 ? ':' : ''}`, ...list].join('\n') },
  }
}
