import type { HttpMatch, HttpRule, StringMatch } from './api.ts'

/**
 * Rules of a delegate VirtualService under the root rule that names it. The delegate's matches must be
 * narrower than the root's; a delegate rule that is not is dropped, as istiod does.
 */
export function mergeDelegate(root: HttpRule, rules: readonly HttpRule[]): HttpRule[] {
  const { delegate: _, route: _route, redirect: _redirect, ...shared } = root
  return rules.flatMap((rule) => {
    const match = mergeMatches(root.match ?? [], rule.match ?? [])
    if (!match) return []
    return [{ ...shared, ...defined(rule), name: joinNames(root.name, rule.name), match }]
  })
}

function mergeMatches(root: readonly HttpMatch[], leaf: readonly HttpMatch[]): readonly HttpMatch[] | null {
  if (root.length === 0) return leaf
  if (leaf.length === 0) return root
  const merged: HttpMatch[] = []
  for (const match of leaf) {
    const fitting = root.filter((outer) => !conflicts(outer, match))
    if (fitting.length === 0) return null
    merged.push(...fitting.map((outer) => mergeMatch(outer, match)))
  }
  return merged
}

function mergeMatch(root: HttpMatch, leaf: HttpMatch): HttpMatch {
  return {
    ...root,
    ...defined(leaf),
    name: joinNames(root.name, leaf.name),
    headers: { ...root.headers, ...leaf.headers },
    withoutHeaders: { ...root.withoutHeaders, ...leaf.withoutHeaders },
    queryParams: { ...root.queryParams, ...leaf.queryParams },
    sourceLabels: { ...root.sourceLabels, ...leaf.sourceLabels },
  }
}

function conflicts(root: HttpMatch, leaf: HttpMatch): boolean {
  for (const key of ['uri', 'scheme', 'method', 'authority'] as const) {
    if (textConflicts(root[key], leaf[key])) return true
  }
  for (const key of ['headers', 'withoutHeaders', 'queryParams'] as const) {
    for (const [name, match] of Object.entries(leaf[key] ?? {})) {
      if (textConflicts(root[key]?.[name], match)) return true
    }
  }
  if ((root.ignoreUriCase ?? false) !== (leaf.ignoreUriCase ?? false)) return true
  if (root.port && leaf.port && root.port !== leaf.port) return true
  if (root.sourceNamespace && leaf.sourceNamespace !== root.sourceNamespace) return true
  for (const [key, value] of Object.entries(leaf.sourceLabels ?? {})) {
    if (root.sourceLabels?.[key] !== undefined && root.sourceLabels[key] !== value) return true
  }
  const outer = root.gateways ?? []
  const inner = leaf.gateways ?? []
  return outer.length > 0 && inner.length > 0 && inner.some((gateway) => !outer.includes(gateway))
}

function textConflicts(root: StringMatch | null | undefined, leaf: StringMatch | null | undefined): boolean {
  if (!root || !leaf) return false
  const whole = (match: StringMatch) => match.exact ?? match.prefix
  if (root.regex) return leaf.regex !== undefined || whole(leaf) !== undefined
  if (leaf.regex) return whole(root) !== undefined
  if (root.exact) return leaf.exact !== root.exact
  if (root.prefix) return !(whole(leaf) ?? '').startsWith(root.prefix)
  return true
}

const joinNames = (root = '', leaf = '') => (root && leaf ? `${root}-${leaf}` : root || leaf) || undefined

function defined<T extends object>(object: T): Partial<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Partial<T>
}
