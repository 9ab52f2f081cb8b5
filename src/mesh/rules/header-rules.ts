import type { Json, JsonObject } from '../../kube/object.ts'
import type { Problem } from '../../process/errors.ts'
import type { HeaderRoute } from '../../spec/rollout.ts'
import { deepEqual } from '../json-diff.ts'
import { objectOf } from '../json-reading.ts'
import { describeRule } from './describe.ts'
import type { Combined } from './dialect.ts'
import type { Scope } from './scope.ts'
import { entriesOf, roleOfEntry, withEntries } from './scope.ts'

export type HeaderRules =
  | { readonly ok: true; readonly rules: readonly JsonObject[] }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/**
 * One clone of the weighted rule for each header route: its rewrite, timeout, retries, faults and unknown fields, its match
 * combined with ours, the canary as its only destination, and no mirror to the canary.
 */
export function headerRules(
  rule: JsonObject,
  index: number,
  headers: readonly HeaderRoute[],
  rollout: string,
  scope: Scope,
): HeaderRules {
  const built = headers.map((header, n) => headerRule(rule, index, header, { rollout, n }, scope))
  const problems = built.flatMap((result) => (result.ok ? [] : result.problems))
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, rules: built.flatMap((result) => (result.ok ? result.rules : [])) }
}

function headerRule(
  rule: JsonObject,
  index: number,
  header: HeaderRoute,
  mark: { readonly rollout: string; readonly n: number },
  scope: Scope,
): HeaderRules {
  const { match, mirror, destination, matches } = scope.dialect
  const combined = match.elements(rule).map((element) => ({ element, both: match.combine(element, header) }))
  const unclear = combined.find(({ both }) => both.kind === 'unclear')
  // Alternatives that contradict ours match nothing: they are left out as long as one remains.
  const kept = combined.flatMap(({ element, both }) =>
    both.kind === 'element' ? [{ from: element, to: both.element }] : [],
  )
  if (unclear || kept.length === 0) {
    const why = (unclear ?? combined[0]!).both
    return { ok: false, problems: [notCombinable(rule, index, header, why, scope)] }
  }
  const [first, ...others] = kept.map(({ from, to }) => scope.dialect.headerRules.rewriting(rule, from, to))
  if (!first || others.some((other) => !deepEqual(other, first)))
    return { ok: false, problems: [notRewritable(rule, index, header, first === null, scope)] }
  const canary = entriesOf(first, scope.dialect).find((entry) => roleOfEntry(entry, scope) === 'canary')
  const foreign = mirror.withFields(first, mirror.without(mirror.fields(first), 'canary', scope))
  const alone = withEntries(foreign, [destination.alone(objectOf(canary) ?? {})], scope.dialect)
  const clone = { ...alone, [matches]: kept.map(({ to }) => to) }
  return { ok: true, rules: [scope.dialect.headerRules.marked(clone, mark.rollout, mark.n)] }
}

/** A rewrite replaces the prefix that matched: the canary would be asked for other paths than stable is. */
function notRewritable(
  rule: JsonObject,
  index: number,
  header: HeaderRoute,
  pattern: boolean,
  { dialect }: Scope,
): Problem {
  const text = `${describeRule(rule, index, dialect)}: the header route ${describeHeader(header)} has a path of its own, and this rule replaces the prefix of the path`
  const why = pattern
    ? 'which can only be done the same for a path of the kind prefix'
    : 'which would be done in other ways for the paths that this rule matches'
  const advice = pattern ? 'Write the path as a prefix, or leave it out' : 'Leave the path out'
  return { code: 'header-rewrite', message: `${text}, ${why}. ${advice}` }
}

function notCombinable(
  rule: JsonObject,
  index: number,
  header: HeaderRoute,
  why: Combined,
  { dialect }: Scope,
): Problem {
  const where = why.kind === 'element' ? 'header' : why.where
  const text = `${describeRule(rule, index, dialect)}: the header route ${describeHeader(header)}`
  return why.kind === 'unclear'
    ? {
        code: 'header-overlap',
        message: `${text} and this rule both have a condition on the ${where}, and ${dialect.noun} has room for one. Use another header, or the same condition as the rule`,
      }
    : {
        code: 'header-contradiction',
        message: `${text} can never match: this rule already demands another value of the ${where}`,
      }
}

function describeHeader(header: HeaderRoute): string {
  const conditions = [
    ...Object.entries(header.headers),
    ...(header.path ? [['path', header.path] as const] : []),
  ]
  return conditions
    .map(([name, m]) => (m.kind === 'present' ? name : `${name} ${m.kind} ${m.value}`))
    .join(', ')
}

/** The header routes that our rules in the route express, and whether we would write exactly these rules for them. */
export function readHeaderRules(
  made: readonly Json[],
  rule: JsonObject,
  rollout: string,
  scope: Scope,
): { headers: readonly HeaderRoute[]; exact: boolean } {
  const { match } = scope.dialect
  const headers = made.map((clone, n) => {
    const element = match.elements(clone)[0] ?? {}
    const candidates = match.elements(rule).map((theirs) => match.beyond(element, theirs))
    const written = (header: HeaderRoute) => {
      const result = headerRule(rule, 0, header, { rollout, n }, scope)
      return result.ok && deepEqual(result.rules[0], clone)
    }
    const header = candidates.find(written)
    return header ? { header, exact: true } : { header: candidates[0]!, exact: false }
  })
  return { headers: headers.map(({ header }) => header), exact: headers.every(({ exact }) => exact) }
}
