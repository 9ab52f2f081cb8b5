import type { HeaderChanges } from './api.ts'

/** Changes to a flat header list (`[name, value, name, value, …]`), as node:http gives and takes them. */
export interface HeaderEdit {
  /** Lower case. Removals come before all else. */
  readonly remove: readonly string[]
  readonly put: readonly { readonly name: string; readonly value: string; readonly append: boolean }[]
}

const internal = (name: string) => name.startsWith(':') || name.toLowerCase() === 'host'

/** Null when there is nothing to change. `%%` is a percent sign in Istio's header values. */
export function compileHeaders(changes: HeaderChanges | undefined): HeaderEdit | null {
  if (!changes) return null
  const puts = (map: Readonly<Record<string, string>> = {}, append: boolean) =>
    Object.entries(map)
      .filter(([name]) => !internal(name))
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([name, value]) => ({ name, value: value.replaceAll('%%', '%'), append }))
  const edit: HeaderEdit = {
    remove: (changes.remove ?? []).filter((name) => !internal(name)).map((name) => name.toLowerCase()),
    put: [...puts(changes.set, false), ...puts(changes.add, true)],
  }
  return edit.remove.length + edit.put.length === 0 ? null : edit
}

/** The authority that `set` or `add` of `host` or `:authority` asks for. */
export function authorityOf(changes: HeaderChanges | undefined): string | null {
  const find = (map: Readonly<Record<string, string>> = {}) =>
    Object.entries(map).find(([name]) => /^(:authority|host)$/i.test(name))?.[1]
  return find(changes?.set) ?? find(changes?.add) ?? null
}

/** One edit that does what both would do within one Envoy route. */
export function joinEdits(first: HeaderEdit | null, second: HeaderEdit | null): HeaderEdit | null {
  if (!first || !second) return first ?? second
  return { remove: [...first.remove, ...second.remove], put: [...first.put, ...second.put] }
}

/** Edits the list in place. */
export function applyEdit(headers: string[], edit: HeaderEdit): void {
  for (const name of edit.remove) removeHeader(headers, name)
  for (const { name, value, append } of edit.put) {
    if (!append) removeHeader(headers, name.toLowerCase())
    headers.push(name, value)
  }
}

/** `name` in lower case. */
export function removeHeader(headers: string[], name: string): void {
  for (let i = headers.length - 2; i >= 0; i -= 2) {
    if (headers[i]!.toLowerCase() === name) headers.splice(i, 2)
  }
}
