import type { Json, JsonObject } from '../kube/object.ts'
import { gatewayMatch } from '../mesh/gateway/match.ts'
import { matchElements } from '../mesh/gateway/match-element.ts'
import { comparePrecedence, takenBy } from '../mesh/gateway/precedence.ts'
import { at } from '../workload/json.ts'
import { finding } from './finding.ts'
import type { Finding, Subject } from './finding.ts'

/**
 * Rules of an HTTPRoute that no request reaches. The order of the list only decides between equal matches; what comes first
 * otherwise is the more specific one, so only a match by regular expression can be taken by a wider one.
 */
export function checkReach(route: Subject): Finding[] {
  const list: unknown = at(route.object, 'spec', 'rules')
  const rules = Array.isArray(list) ? (list as Json[]) : []
  return rules.flatMap((rule, index) => {
    const elements = matchElements(rule)
    const taken = elements.map((element) => takenBy(rules, { element, index }))
    const [first] = taken
    if (first !== undefined && first !== null && !taken.includes(null)) {
      const equal = elements.every((element, n) => hasEqual(rules[taken[n]!], element))
      return [
        finding('unreachable-rule', route, ['spec', 'rules', index], {
          what: equal
            ? `has in rules[${index}] only matches that rules[${first}] has too`
            : `has in rules[${index}] (${gatewayMatch.describe(rule)}) a rule whose requests rules[${first}] (${gatewayMatch.describe(rules[first])}) already takes`,
          why: equal ? EQUAL : PATTERN_LAST,
          fix: equal
            ? `put the backendRefs of both into rules[${first}], or remove one rule`
            : 'write the path as Exact or PathPrefix, or remove the rule',
        }),
      ]
    }
    return elements.flatMap((element, n) => {
      const by = taken[n]
      if (by === null || by === undefined) return []
      const equal = hasEqual(rules[by], element)
      return [
        finding('shadowed-match', route, ['spec', 'rules', index, 'matches', n], {
          what: equal
            ? `has in rules[${index}] a match that rules[${by}] has too`
            : `has in rules[${index}] the match ${gatewayMatch.describe({ matches: [element] })}, whose requests rules[${by}] (${gatewayMatch.describe(rules[by])}) takes`,
          why: equal ? EQUAL : PATTERN_LAST,
          fix: equal ? 'remove one of the two' : 'write the path as Exact or PathPrefix, or remove the match',
        }),
      ]
    })
  })
}

const EQUAL = 'of equal matches the first rule gets every request'
const PATTERN_LAST =
  'a path by RegularExpression comes after every other path, wherever the rule stands (in Istio; the Gateway API leaves it open)'

function hasEqual(rule: Json | undefined, element: JsonObject): boolean {
  return matchElements(rule).some((other) => comparePrecedence(other, element) === 0)
}

/** Header rules that a rollout would add, at `ours`, and that other rules take all requests of, in words. */
export function shadowedHeaderRules(rules: readonly Json[], ours: readonly number[]): string[] {
  const others = rules.map((rule, i): Json => (ours.includes(i) ? NOTHING : rule))
  return ours.flatMap((own) => {
    const rule = rules[own]
    const taken = matchElements(rule).map((element) => takenBy(others, { element, index: own }))
    const [by] = taken
    if (by === undefined || by === null || taken.includes(null)) return []
    const team = by - ours.filter((i) => i < by).length
    const equal = matchElements(rule).every((element, n) => hasEqual(rules[taken[n]!], element))
    const why = equal ? 'which has the same match and stands before our rule' : PATTERN_LAST
    return [
      `requests with ${gatewayMatch.describe(rule)} go by rules[${team}] (${gatewayMatch.describe(rules[by])})${equal ? ', ' : ': '}${why}`,
    ]
  })
}

/** Takes no request, so that only other people's rules are looked at. */
const NOTHING: Json = { matches: [{ path: { type: 'Exact', value: '' } }] }
