import type { Json, JsonObject } from '../../kube/object.ts'
import type { Problem } from '../../process/errors.ts'
import { listOf, objectOf } from '../json-reading.ts'
import { matchElements } from './match-element.ts'

/** Limits of the HTTPRoute schema that header rules can run into. */
const RULES = 16
/** The schema's message says "less than", and its rule lets this many through. */
const MATCHES = 128
const HEADERS = 16

export function headerRuleLimits(rules: readonly Json[], clones: readonly JsonObject[]): Problem[] {
  if (clones.length === 0) return []
  const team = rules.length - clones.length
  const problem = (message: string): Problem[] => [{ code: 'too-many-rules', message }]
  if (rules.length > RULES) {
    return problem(
      `an HTTPRoute has at most ${RULES} rules: this one has ${team}, and ${clones.length} header ${clones.length === 1 ? 'route needs one' : 'routes need one each'}. Ask for fewer header routes in the stage, or move rules into another HTTPRoute`,
    )
  }
  const matches = rules.reduce<number>((sum, rule) => sum + matchElements(rule).length, 0)
  if (matches > MATCHES) {
    return problem(
      `an HTTPRoute has at most ${MATCHES} matches in all its rules: with the header rules this one would have ${matches}, because each repeats the conditions of the weighted rule`,
    )
  }
  const most = Math.max(
    ...clones.flatMap((clone) =>
      matchElements(clone).map((element) => listOf(objectOf(element)?.['headers']).length),
    ),
  )
  if (most > HEADERS) return problem(`a match of an HTTPRoute has at most ${HEADERS} headers, not ${most}`)
  return []
}
