import type { Json, JsonObject, KubeObject } from '../../kube/object.ts'
import type { Problem } from '../../process/errors.ts'
import { deepEqual } from '../json-diff.ts'
import { objectOf, textOf, without } from '../json-reading.ts'
import { httpRules } from './destination.ts'

export const ROLLOUT_ANNOTATION = 'shiftgate.dev/rollout'
export const RULE_ANNOTATION = 'shiftgate.dev/rule'

/** Finds a rule again after other rules came and went. Names are not unique and most rules have none, so the match counts too. */
export type RuleMark = {
  readonly name: Json
  readonly match: Json
  /** 0-based, among rules with the same name and match. */
  readonly nth: number
}

export function markOf(rules: readonly Json[], index: number): RuleMark {
  const { name, match } = identityOf(rules[index])
  const same = rules
    .map((rule, i) => ({ i, ...identityOf(rule) }))
    .filter((r) => deepEqual(r.name, name) && deepEqual(r.match, match))
  return { name, match, nth: same.findIndex((r) => r.i === index) }
}

/** Index of the marked rule; when its match was edited, the only rule of its name; null: not there. */
export function findMarked(rules: readonly Json[], mark: RuleMark): number | null {
  const indexed = rules.map((rule, i) => ({ i, ...identityOf(rule) }))
  const same = indexed.filter((r) => deepEqual(r.name, mark.name) && deepEqual(r.match, mark.match))
  const exact = same[mark.nth] ?? (same.length === 1 ? same[0] : undefined)
  if (exact) return exact.i
  const named = mark.name === null ? [] : indexed.filter((r) => r.name === mark.name)
  return named.length === 1 ? named[0]!.i : null
}

function identityOf(rule: Json | undefined): { name: Json; match: Json } {
  const object = objectOf(rule)
  return { name: textOf(object?.['name']), match: object?.['match'] ?? null }
}

export function parseMark(json: unknown): RuleMark | null {
  const mark = objectOf(json)
  if (!mark || !('match' in mark)) return null
  const nth = mark['nth']
  return {
    name: textOf(mark['name']),
    match: mark['match'] ?? null,
    nth: typeof nth === 'number' && Number.isInteger(nth) && nth >= 0 ? nth : 0,
  }
}

/** The rule that a rollout marked in the route; null when there is no readable mark. */
export function readMark(vs: KubeObject): RuleMark | null {
  const text = textOf(annotationsOf(vs)[RULE_ANNOTATION])
  if (!text) return null
  try {
    return parseMark(JSON.parse(text))
  } catch {
    return null // not JSON: somebody edited it, so it marks nothing
  }
}

export function annotationsOf(vs: KubeObject): JsonObject {
  return objectOf(objectOf(vs.metadata)?.['annotations']) ?? {}
}

/** A route belongs to one rollout file: two would undo each other's weights. */
export function markedByAnother(vs: KubeObject, rollout: string): Problem[] {
  const other = textOf(annotationsOf(vs)[ROLLOUT_ANNOTATION])
  if (other === null || other === rollout) return []
  const name = textOf(objectOf(vs.metadata)?.['name']) ?? ''
  return [
    {
      code: 'route-taken',
      message:
        `VirtualService ${name} is in use by the rollout ${JSON.stringify(other)}, not by ${JSON.stringify(rollout)}. ` +
        `Two rollouts cannot share one route; abort the other one, or remove the annotation ${ROLLOUT_ANNOTATION} if it no longer exists`,
    },
  ]
}

/** The route with these rules, marked as used by `rollout` for the rule at `index`, our header rules counted. */
export function withMarks(vs: KubeObject, rollout: string, mark: RuleMark): KubeObject {
  return withAnnotations(vs, {
    ...annotationsOf(vs),
    [ROLLOUT_ANNOTATION]: rollout,
    [RULE_ANNOTATION]: JSON.stringify(mark),
  })
}

/** The route without our two annotations; an annotation map that only held them goes too. */
export function removeMarks(vs: KubeObject): KubeObject {
  const had = annotationsOf(vs)
  const rest = without(had, ROLLOUT_ANNOTATION, RULE_ANNOTATION)
  if (deepEqual(had, rest)) return vs
  return withAnnotations(vs, Object.keys(rest).length === 0 ? undefined : rest)
}

export function withAnnotations(vs: KubeObject, annotations: JsonObject | undefined): KubeObject {
  const metadata = without(objectOf(vs.metadata) ?? {}, 'annotations')
  return {
    ...vs,
    metadata: { ...metadata, ...(annotations ? { annotations } : {}) } as KubeObject['metadata'],
  }
}

export function withRules(vs: KubeObject, http: readonly Json[]): KubeObject {
  return { ...vs, spec: { ...objectOf(vs['spec']), http } }
}

/** Header rules that we made are known by their name: `shiftgate-<rollout>-<n>`. */
export function headerRuleName(rollout: string, n: number): string {
  return `shiftgate-${rollout}-${n}`
}

export function isHeaderRuleOf(rollout: string, rule: Json | undefined): boolean {
  const name = textOf(objectOf(rule)?.['name'])
  const prefix = `shiftgate-${rollout}-`
  return name !== null && name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length))
}

/** The rules without our header rules, and where each was. */
export function teamRules(
  vs: KubeObject,
  rollout: string,
): { rules: readonly Json[]; indexes: readonly number[] } {
  const kept = httpRules(vs)
    .map((rule, index) => ({ rule, index }))
    .filter(({ rule }) => !isHeaderRuleOf(rollout, rule))
  return { rules: kept.map(({ rule }) => rule), indexes: kept.map(({ index }) => index) }
}
