import type { Json, JsonObject } from '../../kube/object.ts'
import type { HeaderRoute, StringMatch } from '../../spec/rollout.ts'
import { deepEqual } from '../json-diff.ts'
import { listOf, objectOf, textOf, without } from '../json-reading.ts'
import type { Combined, MatchDialect } from '../rules/dialect.ts'
import type { Both } from '../rules/string-match.ts'
import { bothOf } from '../rules/string-match.ts'
import { fromHeader, fromPath, pathOrder, sameCondition, toHeader, toPath } from './condition.ts'
import { storedMatches } from './defaults.ts'
import { takesTheRest } from './precedence.ts'
import { headerName, matchElements, pathOf } from './match-element.ts'

export const gatewayMatch: MatchDialect = {
  elements: matchElements,
  identity: storedMatches,
  matchesEverything,
  takesTheRest: (other, ours, behind) =>
    matchesEverything(other) || takesTheRest(matchElements(other), matchElements(ours), behind),
  combine,
  beyond,
  describe,
}

function matchesEverything(rule: Json | undefined): boolean {
  return matchElements(rule).some((element) => {
    const path = pathOf(element)
    return (
      Object.keys(without(element, 'path')).length === 0 && path.type === 'PathPrefix' && path.value === '/'
    )
  })
}

function combine(element: JsonObject, ours: HeaderRoute): Combined {
  let headers = listOf(element['headers'])
  for (const [name, condition] of Object.entries(ours.headers)) {
    const at = headers.findIndex((header) => headerName(header) === name)
    const both = at < 0 ? condition : bothOf(fromHeader(headers[at]), condition)
    if (both === 'never' || both === 'unclear') return { kind: both, where: `header ${name}` }
    const theirName = textOf(objectOf(headers[at])?.['name']) ?? name
    const written = toHeader(theirName, both)
    const kept = at >= 0 && sameCondition(headers[at], both)
    headers = at < 0 ? [...headers, written] : headers.map((old, i) => (i === at && !kept ? written : old))
  }
  const path = objectOf(element['path']) ?? { type: 'PathPrefix', value: '/' }
  const combined = { ...element, path, ...(headers.length > 0 ? { headers } : {}) }
  if (!ours.path || ours.path.kind === 'present') return { kind: 'element', element: combined }
  const both = bothPaths(fromPath(element), ours.path)
  if (both === 'never' || both === 'unclear') return { kind: both, where: 'path' }
  return { kind: 'element', element: { ...combined, path: toPath(both) } }
}

function bothPaths(theirs: StringMatch, ours: StringMatch): Both {
  // Every path starts with a slash, so a prefix of `/` leaves the other condition as it is, a regular expression too.
  if (theirs.kind === 'prefix' && theirs.value === '/') return ours
  return bothOf(theirs, ours, pathOrder)
}

function beyond(combined: JsonObject, element: JsonObject): HeaderRoute {
  const theirs = listOf(element['headers'])
  const headers = Object.fromEntries(
    listOf(combined['headers'])
      .filter((header) => !theirs.some((old) => deepEqual(old, header)))
      .map((header) => [headerName(header), fromHeader(header)]),
  )
  const [path, before] = [pathOf(combined), pathOf(element)]
  return { headers, path: deepEqual(path, before) ? null : fromPath(combined) }
}

/** `everything`, `path PathPrefix /score, header x-api-version Exact blue or method GET`. */
function describe(rule: Json | undefined): string {
  if (matchesEverything(rule)) return 'everything'
  const text = matchElements(rule).map(describeElement).join(' or ')
  return text.length > 160 ? `${text.slice(0, 157)}...` : text
}

function describeElement(element: JsonObject): string {
  const { type, value } = pathOf(element)
  const list = (key: string, noun: string) =>
    listOf(element[key]).map((item) => {
      const said = (field: string) => textOf(objectOf(item)?.[field])
      return `${noun} ${said('name') ?? '(no name)'} ${said('type') ?? 'Exact'} ${said('value') ?? ''}`
    })
  return [
    ...(type === 'PathPrefix' && value === '/' ? [] : [`path ${type} ${value}`]),
    ...list('headers', 'header'),
    ...list('queryParams', 'query parameter'),
    ...(textOf(element['method']) ? [`method ${textOf(element['method'])}`] : []),
  ].join(', ')
}
