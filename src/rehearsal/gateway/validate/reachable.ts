import type { HttpMatch, HttpRule, StringMatch } from '../api.ts'
import type { Report } from './report.ts'

/** Warns of rules and matches that no request can reach. The API server accepts them. */
export function warnOfUnreachable(rules: readonly HttpRule[], report: Report): void {
  const seen = new Map<string, number>()
  const prefixes: Prefix[] = []
  let matchless = false
  rules.forEach((rule, index) => {
    const name = label(rule.name, index)
    const matches = rule.match ?? []
    const unused = (reason: string) => report.warn(`virtualService rule ${name} not used (${reason})`)
    if (matches.length === 0) {
      if (matchless) unused('only the last rule can have no matches')
      matchless = true
      return
    }
    let duplicates = 0
    matches.forEach((match, position) => {
      if (matchless) return unused('route without matches defined before')
      const key = JSON.stringify(sorted(match))
      const earlier = seen.get(key)
      if (earlier !== undefined) {
        duplicates++
        const other = label(rules[earlier]?.name, earlier)
        return report.warn(ineffective(name, label(match.name, position), other))
      }
      seen.set(key, index)
      const prefix = prefixOf(match, name, label(match.name, position))
      if (prefix) prefixes.push(prefix)
    })
    if (duplicates === matches.length) unused('all matches used by prior rules')
  })
  prefixes.forEach((first, index) => {
    for (const later of prefixes.slice(index + 1)) {
      if (later.prefix === first.prefix || !covers(first, later)) continue
      const dead = `${later.match} of prefix ${later.prefix}`
      report.warn(ineffective(later.rule, dead, `${first.match} of prefix ${first.prefix} on ${first.rule}`))
    }
  })
}

const label = (name: string | undefined, index: number) => (name ? JSON.stringify(name) : `#${index}`)

const ineffective = (rule: string, match: string, other: string) =>
  `virtualService rule ${rule} match ${match} is not used (duplicate/overlapping match in rule ${other})`

interface Prefix {
  readonly rule: string
  readonly match: string
  readonly prefix: string
  readonly port: number
  readonly method: string
  readonly authority: string
  readonly maps: readonly Readonly<Record<string, string>>[]
}

function prefixOf(match: HttpMatch, rule: string, name: string): Prefix | null {
  if (!match.uri?.prefix) return null
  const flat = (map: HttpMatch['headers']) =>
    Object.fromEntries(Object.entries(map ?? {}).map(([key, value]) => [key, text(value)]))
  return {
    rule,
    match: name,
    prefix: match.uri.prefix,
    port: match.port ?? 0,
    method: text(match.method) || 'exact GET',
    authority: text(match.authority),
    maps: [match.headers, match.queryParams, match.withoutHeaders].map(flat),
  }
}

const text = (match: StringMatch | null | undefined) =>
  match?.exact ? `exact ${match.exact}` : match?.prefix ? `prefix ${match.prefix}` : ''

/** istiod's own notion: values that begin alike count as covered. */
function covers(first: Prefix, later: Prefix): boolean {
  return (
    later.prefix.startsWith(first.prefix) &&
    later.port === first.port &&
    first.method.startsWith(later.method) &&
    first.authority.startsWith(later.authority) &&
    first.maps.every((map, index) => {
      const other = later.maps[index] ?? {}
      const keys = Object.keys(map)
      return (
        keys.length === Object.keys(other).length &&
        keys.every((key) => other[key] !== undefined && map[key]!.startsWith(other[key]))
      )
    })
  )
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}
