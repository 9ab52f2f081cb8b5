import type { HeaderRoute, StringMatch } from '../../spec/rollout.ts'
import { matchingText, wholeMatch } from './matching-text.ts'

/** A kind of request that shows whether a header rule is served as it should be. */
export interface HeaderProbe {
  /** For people: `x-group: canary`, `x-group: CANARY (other case)`. */
  readonly text: string
  readonly headers: { readonly [name: string]: string }
  /** Null: the path of the file's url. */
  readonly path: string | null
  /** All answers are the canary's, or they follow the weights. */
  readonly expects: 'canary' | 'weights'
}
export interface HeaderProbes {
  readonly probes: readonly HeaderProbe[]
  /** Rules for which no matching request was found, in words. */
  readonly unprobed: readonly string[]
}

/**
 * Requests for the header rules of a stage: for each rule one that matches, and for each of its headers the negatives: another
 * value, the same in another case (values are case-sensitive), and none. A negative that another rule would catch is
 * left out. `path` is that of the file's url.
 */
export function headerProbes(rules: readonly HeaderRoute[], path: string): HeaderProbes {
  const probes = new Map<string, HeaderProbe>()
  const unprobed: string[] = []
  for (const rule of rules) {
    const positive = matchingRequest(rule, path)
    if (positive === null) {
      unprobed.push(`no request was found that matches ${describe(rule)}`)
      continue
    }
    const add = (headers: { readonly [name: string]: string }, note: string) => {
      const expects = rules.some((r) => matches(r, headers, positive.path ?? path)) ? 'canary' : 'weights'
      const text = `${describeHeaders(headers)}${note}${positive.path === null ? '' : ` on ${positive.path}`}`
      // The request without any of the headers, on the usual path, is the measurement of the weights itself.
      const isUsual = Object.keys(headers).length === 0 && positive.path === null
      if (note !== '' && (expects === 'canary' || isUsual)) return
      const key = JSON.stringify([headers, positive.path])
      if (!probes.has(key)) probes.set(key, { text, headers, path: positive.path, expects })
    }
    add(positive.headers, '')
    for (const [name, match] of Object.entries(rule.headers)) {
      const { [name]: value = '', ...others } = positive.headers
      for (const { text, note } of otherValues(match, value)) add({ ...others, [name]: text }, note)
      add(others, ` (without ${name})`)
    }
  }
  return { probes: [...probes.values()], unprobed }
}

/** Whether a request matches all conditions of the rule. Header names are lower case; `path` may have a query. */
export function matches(
  rule: HeaderRoute,
  headers: { readonly [name: string]: string },
  path: string,
): boolean {
  if (rule.path !== null && !holds(rule.path, path.split('?')[0])) return false
  return Object.entries(rule.headers).every(([name, match]) => holds(match, headers[name]))
}

function holds(match: StringMatch, value: string | undefined): boolean {
  if (value === undefined) return false
  switch (match.kind) {
    case 'exact':
      return value === match.value
    case 'prefix':
      return value.startsWith(match.value)
    case 'regex':
      // A rule that cannot be read may match anything: negatives that it could catch are left out.
      return wholeMatch(match.value)?.(value) ?? true
    case 'present':
      return true
  }
}

function matchingRequest(
  rule: HeaderRoute,
  path: string,
): { headers: { [name: string]: string }; path: string | null } | null {
  const headers: { [name: string]: string } = {}
  for (const [name, match] of Object.entries(rule.headers)) {
    const value = matchingValue(match)
    if (value === null) return null
    headers[name] = value
  }
  if (rule.path === null || holds(rule.path, path.split('?')[0])) return { headers, path: null }
  const other = matchingValue(rule.path)
  return other === null ? null : { headers, path: other }
}

function matchingValue(match: StringMatch): string | null {
  switch (match.kind) {
    case 'exact':
    case 'prefix':
      return match.value
    case 'regex':
      return matchingText(match.value)
    case 'present':
      return 'any'
  }
}

function otherValues(match: StringMatch, value: string): { text: string; note: string }[] {
  if (match.kind === 'present') return []
  const others = [
    { text: match.kind === 'prefix' ? `other-${value}` : `${value}-other`, note: ' (other value)' },
  ]
  const swapped = value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase()
  if (swapped !== value) others.push({ text: swapped, note: ' (other case)' })
  return others.filter(({ text }) => !holds(match, text))
}

function describe(rule: HeaderRoute): string {
  const parts = Object.entries(rule.headers).map(([name, match]) => `${name} ${condition(match)}`)
  if (rule.path !== null) parts.push(`path ${condition(rule.path)}`)
  return parts.join(' and ')
}

function condition(match: StringMatch): string {
  return match.kind === 'present' ? 'present' : `${match.kind} ${match.value}`
}

function describeHeaders(headers: { readonly [name: string]: string }): string {
  const text = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return text.length === 0 ? 'no header' : text.join(', ')
}
