import type { Json, JsonObject, KubeObject } from '../../kube/object.ts'
import type { Problem } from '../../process/errors.ts'
import { deepEqual } from '../json-diff.ts'
import { objectOf, textOf, without } from '../json-reading.ts'
import type { Dialect } from './dialect.ts'
import { rulesOf } from './scope.ts'

export const ROLLOUT_ANNOTATION = 'shiftgate.dev/rollout'
export const RULE_ANNOTATION = 'shiftgate.dev/rule'
/** What tells the header rules that we made, where the rules themselves have no room for it. */
export const HEADER_RULES_ANNOTATION = 'shiftgate.dev/header-rules'

/** Finds a rule again after other rules came and went. Names are not unique and most rules have none, so the match counts too. */
export type RuleMark = {
  readonly name: Json
  readonly match: Json
  /** 0-based, among rules with the same name and match. */
  readonly nth: number
}

export function markOf(rules: readonly Json[], index: number, dialect: Dialect): RuleMark {
  const { name, match } = identityOf(rules[index], dialect)
  const same = rules
    .map((rule, i) => ({ i, ...identityOf(rule, dialect) }))
    .filter((r) => deepEqual(r.name, name) && deepEqual(r.match, match))
  return { name, match, nth: same.findIndex((r) => r.i === index) }
}

/** Index of the marked rule; when its match was edited, the only rule of its name; null: not there. */
export function findMarked(rules: readonly Json[], mark: RuleMark, dialect: Dialect): number | null {
  const indexed = rules.map((rule, i) => ({ i, ...identityOf(rule, dialect) }))
  const same = indexed.filter((r) => deepEqual(r.name, mark.name) && deepEqual(r.match, mark.match))
  const exact = same[mark.nth] ?? (same.length === 1 ? same[0] : undefined)
  if (exact) return exact.i
  const named = mark.name === null ? [] : indexed.filter((r) => r.name === mark.name)
  return named.length === 1 ? named[0]!.i : null
}

function identityOf(rule: Json | undefined, { match }: Dialect): { name: Json; match: Json } {
  const object = objectOf(rule) ?? {}
  return { name: textOf(object['name']), match: match.identity(object) }
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
export function markedByAnother(vs: KubeObject, rollout: string, { noun }: Dialect): Problem[] {
  const other = textOf(annotationsOf(vs)[ROLLOUT_ANNOTATION])
  if (other === null || other === rollout) return []
  const name = textOf(objectOf(vs.metadata)?.['name']) ?? ''
  return [
    {
      code: 'route-taken',
      message:
        `${noun} ${name} is in use by the rollout ${JSON.stringify(other)}, not by ${JSON.stringify(rollout)}. ` +
        `Two rollouts cannot share one route; abort the other one, or remove the annotation ${ROLLOUT_ANNOTATION} if it no longer exists`,
    },
  ]
}

/** The route marked as used by `rollout` for this rule; `others` tell its header rules. */
export function withMarks(vs: KubeObject, rollout: string, mark: RuleMark, others: JsonObject): KubeObject {
  return withAnnotations(vs, {
    ...without(annotationsOf(vs), HEADER_RULES_ANNOTATION),
    [ROLLOUT_ANNOTATION]: rollout,
    [RULE_ANNOTATION]: JSON.stringify(mark),
    ...others,
  })
}

/** The route without our annotations; an annotation map that only held them goes too. */
export function removeMarks(vs: KubeObject): KubeObject {
  const had = annotationsOf(vs)
  const rest = without(had, ROLLOUT_ANNOTATION, RULE_ANNOTATION, HEADER_RULES_ANNOTATION)
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

export function withRules(vs: KubeObject, rules: readonly Json[], dialect: Dialect): KubeObject {
  return { ...vs, spec: { ...objectOf(vs['spec']), [dialect.rules]: rules } }
}

/** The rules without our header rules, and where each was. */
export function teamRules(
  vs: KubeObject,
  rollout: string,
  dialect: Dialect,
): { rules: readonly Json[]; indexes: readonly number[] } {
  const ours = dialect.headerRules.indexes(vs, rollout)
  const kept = rulesOf(vs, dialect)
    .map((rule, index) => ({ rule, index }))
    .filter(({ index }) => !ours.includes(index))
  return { rules: kept.map(({ rule }) => rule), indexes: kept.map(({ index }) => index) }
}
