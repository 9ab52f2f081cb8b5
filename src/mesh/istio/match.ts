import type { Json, JsonObject } from '../../kube/object.ts'
import type { HeaderRoute, StringMatch } from '../../spec/rollout.ts'
import { deepEqual } from '../json-diff.ts'
import { listOf, objectOf, textOf, without } from '../json-reading.ts'
import type { Combined, MatchDialect } from '../rules/dialect.ts'
import type { Both } from '../rules/string-match.ts'
import { anyCase, bothOf, exactText } from '../rules/string-match.ts'

export const istioMatch: MatchDialect = {
  elements: matchElements,
  identity: (rule) => rule['match'] ?? null,
  matchesEverything: takesEverything,
  takesTheRest: (other, _ours, behind) => behind || takesEverything(other),
  combine,
  beyond,
  describe: describeMatch,
}

/** The elements of a rule's `match`, which are alternatives; a rule without any matches everything, as one element `{}` does. */
export function matchElements(rule: Json | undefined): readonly JsonObject[] {
  const elements = listOf(objectOf(rule)?.['match']).map((element) => objectOf(element) ?? {})
  return elements.length === 0 ? [{}] : elements
}

/** True when it has no condition. A `name` is for people and none. */
export function matchesEverything(rule: Json | undefined): boolean {
  return matchElements(rule).some((element) => Object.keys(without(element, 'name')).length === 0)
}

/** The same, and true for conditions that every path fulfils: each begins with a slash. */
function takesEverything(rule: Json | undefined): boolean {
  return matchElements(rule).some((element) => {
    const uri = fromIstio(element['uri'] ?? {})
    const every =
      uri?.kind === 'present' ||
      (uri?.kind === 'prefix' && uri.value === '/') ||
      (uri?.kind === 'regex' && ['.*', '/.*'].includes(uri.value))
    return every && Object.keys(without(element, 'name', 'uri', 'ignoreUriCase')).length === 0
  })
}

export function toIstio(match: StringMatch): JsonObject {
  return match.kind === 'present' ? {} : { [match.kind]: match.value }
}

/** Null: not a form we know. */
export function fromIstio(json: Json | undefined): StringMatch | null {
  const match = objectOf(json)
  if (!match) return null
  const [kind, ...rest] = Object.keys(match)
  if (kind === undefined) return { kind: 'present' }
  const value = match[kind]
  if (rest.length > 0 || typeof value !== 'string') return null
  return kind === 'exact' || kind === 'prefix' || kind === 'regex' ? { kind, value } : null
}

/** One match element of the team's rule AND our header route. */
function combine(element: JsonObject, ours: HeaderRoute): Combined {
  let headers = objectOf(element['headers']) ?? {}
  for (const [name, condition] of Object.entries(ours.headers)) {
    const theirs = Object.keys(headers).find((key) => key.toLowerCase() === name)
    const both = theirs === undefined ? condition : bothJson(headers[theirs], condition)
    if (both === 'never' || both === 'unclear') return { kind: both, where: `header ${name}` }
    if (excludes(objectOf(element['withoutHeaders']), name, both))
      return { kind: 'never', where: `header ${name}` }
    headers = { ...headers, [theirs ?? name]: toIstio(both) }
  }
  let combined: JsonObject = Object.keys(headers).length > 0 ? { ...element, headers } : element
  if (ours.path && ours.path.kind !== 'present') {
    const both =
      element['uri'] === undefined
        ? ours.path
        : bothJson(element['uri'], ours.path, element['ignoreUriCase'] === true)
    if (both === 'never' || both === 'unclear') return { kind: both, where: 'path' }
    combined = { ...combined, uri: toIstio(both) }
  }
  return { kind: 'element', element: combined }
}

function bothJson(theirs: Json | undefined, ours: StringMatch, ignoreCase = false): Both {
  const parsed = fromIstio(theirs)
  return parsed ? bothOf(parsed, ours, ignoreCase ? anyCase : exactText) : 'unclear'
}

/** Whether the team's rule wants exactly the header away that ours asks for. Other exclusions stay beside our condition. */
function excludes(withoutHeaders: JsonObject | null, name: string, ours: StringMatch): boolean {
  const key = Object.keys(withoutHeaders ?? {}).find((key) => key.toLowerCase() === name)
  const excluded = key === undefined ? null : fromIstio(withoutHeaders?.[key])
  if (!excluded) return false
  if (excluded.kind === 'present') return true
  const both = bothOf(excluded, ours)
  return both !== 'never' && both !== 'unclear' && deepEqual(toIstio(both), toIstio(ours))
}

/** What `combined` demands beyond `element`: the header route that made it, as far as it can be seen. */
function beyond(combined: JsonObject, element: JsonObject): HeaderRoute {
  const theirs = objectOf(element['headers']) ?? {}
  const headers: Record<string, StringMatch> = {}
  for (const [name, condition] of Object.entries(objectOf(combined['headers']) ?? {})) {
    const parsed = fromIstio(condition)
    if (parsed && !(Object.hasOwn(theirs, name) && deepEqual(theirs[name], condition)))
      headers[name.toLowerCase()] = parsed
  }
  const path = deepEqual(combined['uri'], element['uri']) ? null : fromIstio(combined['uri'])
  return { headers, path }
}

/** `no match`, `uri prefix /score, header x-api-version exact blue or method exact GET`; for people. */
export function describeMatch(rule: Json | undefined): string {
  if (listOf(objectOf(rule)?.['match']).length === 0) return 'no match'
  const text = matchElements(rule).map(describeElement).join(' or ')
  return text.length > 160 ? `${text.slice(0, 157)}...` : text
}

function describeElement(element: JsonObject): string {
  const parts = Object.entries(without(element, 'name')).flatMap(([key, value]) => {
    const many =
      key === 'headers' || key === 'withoutHeaders' || key === 'queryParams' ? objectOf(value) : null
    if (!many) return [`${key} ${describeCondition(value)}`]
    const noun =
      key === 'headers' ? 'header' : key === 'withoutHeaders' ? 'without header' : 'query parameter'
    return Object.entries(many).map(([name, condition]) => `${noun} ${name} ${describeCondition(condition)}`)
  })
  return parts.length === 0 ? 'everything' : parts.join(', ')
}

function describeCondition(json: Json | undefined): string {
  const match = fromIstio(json)
  if (!match) return textOf(json) ?? JSON.stringify(json)
  return match.kind === 'present' ? 'present' : `${match.kind} ${match.value}`
}
