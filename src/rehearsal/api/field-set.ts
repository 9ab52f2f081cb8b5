import { isFields } from './json-value.ts'
import type { Fields } from './json-value.ts'

/**
 * A set of paths into an object, as `managedFields` keeps it. A path element is written as in FieldsV1:
 * `f:NAME` a field, `k:{…}` a list item by its keys, `v:…` a list item by its value.
 */
export interface FieldSet {
  readonly members: Set<string>
  readonly children: Map<string, FieldSet>
}

export const newSet = (): FieldSet => ({ members: new Set(), children: new Map() })

export function isEmptySet(set: FieldSet): boolean {
  return set.members.size === 0 && [...set.children.values()].every(isEmptySet)
}

export function insertPath(set: FieldSet, path: readonly string[]): void {
  let at = set
  path.forEach((element, index) => {
    if (index === path.length - 1) return void at.members.add(element)
    const next = at.children.get(element) ?? newSet()
    at.children.set(element, next)
    at = next
  })
}

export function union(a: FieldSet, b: FieldSet): FieldSet {
  return combine(a, b, (inA, inB) => inA || inB)
}

/** Paths of `a` that are not paths of `b`; a path is not removed because its parent is. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  return combine(a, b, (inA, inB) => inA && !inB)
}

export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  return combine(a, b, (inA, inB) => inA && inB)
}

function combine(a: FieldSet, b: FieldSet, keep: (inA: boolean, inB: boolean) => boolean): FieldSet {
  const out = newSet()
  for (const element of new Set([...a.members, ...b.members])) {
    if (keep(a.members.has(element), b.members.has(element))) out.members.add(element)
  }
  for (const element of new Set([...a.children.keys(), ...b.children.keys()])) {
    const child = combine(a.children.get(element) ?? NONE, b.children.get(element) ?? NONE, keep)
    if (!isEmptySet(child)) out.children.set(element, child)
  }
  return out
}

const NONE = newSet()

export function sameSet(a: FieldSet, b: FieldSet): boolean {
  return isEmptySet(difference(a, b)) && isEmptySet(difference(b, a))
}

export function toFieldsV1(set: FieldSet): Fields {
  const out: Fields = {}
  for (const element of [...new Set([...set.members, ...set.children.keys()])].sort()) {
    const child = set.children.get(element)
    const inner = child && !isEmptySet(child) ? toFieldsV1(child) : null
    if (!inner) out[element] = {}
    else out[element] = set.members.has(element) ? { '.': {}, ...inner } : inner
  }
  return out
}

export function fromFieldsV1(fields: unknown): FieldSet {
  const set = newSet()
  if (!isFields(fields)) return set
  for (const [element, value] of Object.entries(fields)) {
    if (element === '.') continue
    const inner = isFields(value) ? value : {}
    if (Object.keys(inner).length === 0 || '.' in inner) set.members.add(element)
    const child = fromFieldsV1(inner)
    if (!isEmptySet(child)) set.children.set(element, child)
  }
  return set
}

/** Every path as people read it: `.spec.template.spec.containers[name="model"].image`. */
export function pathTexts(set: FieldSet, prefix = ''): string[] {
  const out: string[] = []
  for (const element of [...set.members].sort()) out.push(prefix + elementText(element))
  for (const element of [...set.children.keys()].sort()) {
    out.push(...pathTexts(set.children.get(element)!, prefix + elementText(element)))
  }
  return out
}

function elementText(element: string): string {
  const value = element.slice(2)
  if (element.startsWith('f:')) return `.${value}`
  if (element.startsWith('v:')) return `[=${value}]`
  const keys = JSON.parse(value) as Record<string, unknown>
  return `[${Object.entries(keys)
    .map(([name, key]) => `${name}=${JSON.stringify(key)}`)
    .join(',')}]`
}
