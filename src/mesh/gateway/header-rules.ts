import type { Json, JsonObject, KubeObject } from '../../kube/object.ts'
import type { Problem } from '../../process/errors.ts'
import { deepEqual } from '../json-diff.ts'
import { isList, listOf, objectOf, textOf, without } from '../json-reading.ts'
import type { HeaderRuleDialect } from '../rules/dialect.ts'
import { describeRule } from '../rules/describe.ts'
import { HEADER_RULES_ANNOTATION, ROLLOUT_ANNOTATION, annotationsOf } from '../rules/marks.ts'
import type { Scope } from '../rules/scope.ts'
import { storedMatches } from './defaults.ts'
import { headerRuleLimits } from './limits.ts'
import { matchElements } from './match-element.ts'
import { beats, overlap } from './precedence.ts'
import { rewriting } from './rewrite.ts'

/**
 * Rules have no field that could hold a mark (`name` is newer than many clusters' API, which would drop it without a word), so
 * an annotation of the route lists the conditions of ours.
 */
export const gatewayHeaderRules: HeaderRuleDialect = {
  indexes,
  rewriting,
  // A name must be unique in the route, and it is the weighted rule's.
  marked: (clone) => without(clone, 'name'),
  annotations: (clones): JsonObject =>
    clones.length === 0 ? {} : { [HEADER_RULES_ANNOTATION]: JSON.stringify(clones.map(storedMatches)) },
  problems: (rules, own, clones, scope) => [
    ...headerRuleLimits(rules, clones),
    ...clones.flatMap((clone) => stolen(rules, own, clone, clones, scope)),
  ],
}

function indexes(route: KubeObject, rollout: string): readonly number[] {
  const annotations = annotationsOf(route)
  if (annotations[ROLLOUT_ANNOTATION] !== rollout) return []
  const rules = listOf(objectOf(route['spec'])?.['rules'])
  const found: number[] = []
  for (const matches of marked(textOf(annotations[HEADER_RULES_ANNOTATION]))) {
    // Ours stand directly before the weighted rule: of equal ones the last is ours, the first is the one that counts.
    const at = rules.findLastIndex(
      (rule, i) => !found.includes(i) && deepEqual(storedMatches(objectOf(rule) ?? {}), matches),
    )
    if (at >= 0) found.push(at)
  }
  return found.toSorted((a, b) => a - b)
}

function marked(text: string | null): readonly Json[] {
  try {
    const list: unknown = JSON.parse(text ?? '[]')
    return isList(list) ? list : []
  } catch {
    return [] // not JSON: somebody edited it, so nothing is known to be ours
  }
}

/**
 * More conditions come first here, wherever they stand in the list: a header rule could take requests from a rule of other people
 * that were never ours.
 */
function stolen(
  rules: readonly Json[],
  own: number,
  clone: JsonObject,
  clones: readonly JsonObject[],
  scope: Scope,
): Problem[] {
  const { dialect } = scope
  const index = rules.indexOf(clone)
  const placed = (rule: Json | undefined, i: number) =>
    matchElements(rule).map((element) => ({ element, index: i }))
  const ours = placed(rules[own], own)
  return rules.flatMap((rule, i): Problem[] => {
    if (i === own || clones.includes(objectOf(rule) ?? {})) return []
    const taken = placed(rule, i).some(
      (theirs) =>
        ours.some((o) => overlap(theirs.element, o.element) && beats(theirs, o)) &&
        placed(clone, index).some((c) => overlap(theirs.element, c.element) && beats(c, theirs)),
    )
    if (!taken) return []
    const text = describeRule(rule, i < index ? i : i - clones.length, dialect)
    return [
      {
        code: 'header-precedence',
        message: `the header route (${dialect.match.describe(clone)}) has more conditions than ${text}, so HTTPRoute would serve it first and take requests of that rule. Ask for fewer headers, or exclude that rule's requests by another value of its header`,
      },
    ]
  })
}
