import { matchElements, matchesEverything, describeMatch } from '../mesh/istio/match.ts'
import type { Json, JsonObject } from '../kube/object.ts'
import { at, isMap } from '../workload/json.ts'
import { covers } from './cover.ts'
import { finding } from './finding.ts'
import type { Finding, Subject } from './finding.ts'
import type { Scene } from './scene.ts'

/** Rules of VirtualServices, which are tried in order: what an earlier one takes never comes to a later one. */
export function checkRules(scene: Scene): Finding[] {
  return scene.ofKind('VirtualService').flatMap((route) => {
    const http: unknown = at(route.object, 'spec', 'http')
    const rules = Array.isArray(http) ? (http as Json[]) : []
    return [
      ...rules.flatMap((rule, i) => reach(route, rules, rule, i)),
      ...rules.flatMap((rule, i) => ignoredKeys(route, rule, i)),
    ]
  })
}

function reach(route: Subject, rules: readonly Json[], rule: Json, index: number): Finding[] {
  const before = rules.slice(0, index)
  const all = before.findIndex((earlier) => isMap(earlier) && matchesEverything(earlier))
  // One finding for the rule that takes everything; the rules behind it need none each.
  if (all >= 0) {
    if (index !== rules.length - 1) return []
    const behind = rules.length - 1 - all
    return [
      finding('unreachable-rule', route, ['spec', 'http', all], {
        what: `has in http[${all}]${nameOf(rules[all])} a rule that takes every request (${describeMatch(rules[all])}), in front of ${behind === 1 ? `http[${index}]` : `${behind} others`}`,
        why: `${behind === 1 ? 'that one is' : 'those are'} never reached`,
        fix: 'move it to the end',
      }),
    ]
  }
  const elements = matchElements(rule)
  const taken = elements.map((element) => takenBy(before, element))
  if (taken.some((by) => by === null)) {
    return elements.flatMap((element, n) => {
      const by = taken[n]
      if (by === null || by === undefined) return []
      return [
        finding('shadowed-match', route, ['spec', 'http', index, 'match', n], {
          what: `has in http[${index}]${nameOf(rule)} the match ${describeMatch({ match: [element] })}, which http[${by}]${nameOf(rules[by])} takes first`,
          fix: `move the rule before http[${by}], or remove the match`,
        }),
      ]
    })
  }
  const by = [...new Set(taken)].map((i) => `http[${i}]${nameOf(rules[i!])}`).join(', ')
  return [
    finding('unreachable-rule', route, ['spec', 'http', index], {
      what: `has in http[${index}]${nameOf(rule)} (${describeMatch(rule)}) a rule whose requests ${by} already takes`,
      fix: `move it before ${by}, or remove it`,
    }),
  ]
}

function takenBy(before: readonly Json[], element: JsonObject): number | null {
  const index = before.findIndex(
    (earlier) => isMap(earlier) && matchElements(earlier).some((other) => covers(other, element)),
  )
  return index < 0 ? null : index
}

function nameOf(rule: Json | undefined): string {
  const name = at(rule, 'name')
  return typeof name === 'string' ? ` ${JSON.stringify(name)}` : ''
}

const IGNORED = ['uri', 'scheme', 'method', 'authority']

function ignoredKeys(route: Subject, rule: Json, index: number): Finding[] {
  return matchElements(rule).flatMap((element, n) => {
    const headers = at(element, 'headers')
    return Object.keys(isMap(headers) ? headers : {})
      .filter((key) => IGNORED.includes(key))
      .map((key) =>
        finding('ignored-header-match', route, ['spec', 'http', index, 'match', n, 'headers', key], {
          what: `has in http[${index}] a match on a header called ${key}`,
          fix: `write ${key}: beside headers:, not below`,
        }),
      )
  })
}

/** Header rules that a rollout would add, at `ours`, and that earlier rules of the team take all requests of, in words. */
export function shadowedHeaderRules(rules: readonly Json[], ours: readonly number[]): string[] {
  return ours.flatMap((own) => {
    const rule = rules[own]
    const before = rules.slice(0, own).map((earlier, i) => (ours.includes(i) ? null : earlier))
    const taken = matchElements(rule).map((element) => takenBy(before, element))
    const [by] = taken
    if (by === undefined || by === null || taken.includes(null)) return []
    return [
      `requests with ${describeMatch(rule)} go by http[${by}]${nameOf(rules[by])} (${describeMatch(rules[by])}), which stands before our rule`,
    ]
  })
}
