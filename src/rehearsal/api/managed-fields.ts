import { compare } from './field-walk.ts'
import {
  difference,
  fromFieldsV1,
  insertPath,
  isEmptySet,
  newSet,
  sameSet,
  toFieldsV1,
  union,
} from './field-set.ts'
import type { FieldSet } from './field-set.ts'
import { isFields, listAt, textAt } from './json-value.ts'
import type { Fields, Value } from './json-value.ts'
import type { Shape } from './shape.ts'

/** One entry of `metadata.managedFields`. */
export interface Manager {
  readonly name: string
  readonly operation: 'Apply' | 'Update'
  readonly apiVersion: string
  readonly subresource: string
  readonly time: string
  readonly set: FieldSet
}

export type Managers = ReadonlyMap<string, Manager>

/** Who writes, for the bookkeeping. */
export interface Writer {
  readonly name: string
  readonly apiVersion: string
  readonly subresource: string
}

/** An applier is the same whatever version it applies; an updater is not. */
export function managerId(manager: Omit<Manager, 'time' | 'set'>): string {
  const version = manager.operation === 'Apply' ? '' : manager.apiVersion
  return JSON.stringify([manager.name, manager.operation, version, manager.subresource])
}

const STRIPPED = newSet()
for (const path of [['f:apiVersion'], ['f:kind'], ['f:metadata']]) insertPath(STRIPPED, path)
for (const field of [
  'name',
  'namespace',
  'creationTimestamp',
  'selfLink',
  'uid',
  'clusterName',
  'generation',
  'managedFields',
  'resourceVersion',
]) {
  insertPath(STRIPPED, ['f:metadata', `f:${field}`])
}

/** What no manager owns: identity, and `status` or everything else, depending on the subresource written. */
export function ownable(set: FieldSet, subresource: string): FieldSet {
  const out = difference(set, STRIPPED)
  const isStatus = subresource === 'status'
  for (const element of [...out.members, ...out.children.keys()]) {
    const reset = isStatus ? element === 'f:spec' : element === 'f:status'
    if (!reset) continue
    out.members.delete(element)
    out.children.delete(element)
  }
  return out
}

export function readManagers(object: unknown): Managers {
  const out = new Map<string, Manager>()
  for (const entry of listAt(object, 'metadata', 'managedFields')) {
    const operation = textAt(entry, 'operation')
    const apiVersion = textAt(entry, 'apiVersion')
    if ((operation !== 'Apply' && operation !== 'Update') || !apiVersion) return new Map()
    const manager: Manager = {
      name: textAt(entry, 'manager') ?? 'unknown',
      operation,
      apiVersion,
      subresource: textAt(entry, 'subresource') ?? '',
      time: textAt(entry, 'time') ?? '',
      set: fromFieldsV1(isFields(entry) ? entry['fieldsV1'] : {}),
    }
    out.set(managerId(manager), manager)
  }
  return out
}

export function writeManagers(managers: Managers): Fields[] {
  const key = (m: Manager) => [m.operation, m.time, m.name, m.apiVersion, m.subresource].join('\u0000')
  return [...managers.values()]
    .sort((a, b) => (key(a) < key(b) ? -1 : 1))
    .map((m) => ({
      manager: m.name,
      operation: m.operation,
      apiVersion: m.apiVersion,
      ...(m.time === '' ? {} : { time: m.time }),
      fieldsType: 'FieldsV1',
      fieldsV1: toFieldsV1(m.set),
      ...(m.subresource === '' ? {} : { subresource: m.subresource }),
    }))
}

/**
 * The managers that a PUT or PATCH starts from: those in the request when it has any (so a client can drop entries),
 * else the stored ones. `[{}]` resets all of them.
 */
export function managersOfRequest(live: unknown, request: unknown, subresource: string): Managers {
  if (subresource !== '') return readManagers(live)
  const sent = listAt(request, 'metadata', 'managedFields')
  if (sent.length === 1 && isFields(sent[0]) && Object.keys(sent[0]).length === 0) return new Map()
  const managers = readManagers(request)
  return managers.size > 0 ? managers : readManagers(live)
}

/** Takes the changed and removed paths from everybody but `except`; entries without paths end. */
export function takeAway(managers: Managers, gone: FieldSet, except: string | null): Map<string, Manager> {
  const out = new Map<string, Manager>()
  for (const [id, manager] of managers) {
    const set = id === except ? manager.set : difference(manager.set, gone)
    if (!isEmptySet(set)) out.set(id, { ...manager, set })
  }
  return out
}

/** Bookkeeping of an update: the writer owns what it changed, nobody owns what it removed. */
export function trackUpdate(
  before: Value | undefined,
  after: Value,
  managers: Managers,
  writer: Writer,
  shape: Shape,
  time: string,
): Managers {
  const diff = compare(before, after, shape)
  const changed = ownable(union(diff.added, diff.modified), writer.subresource)
  const out = takeAway(managers, union(union(diff.added, diff.modified), diff.removed), null)
  if (isEmptySet(changed)) return out
  const identity = { ...writer, operation: 'Update' as const }
  const id = managerId(identity)
  const previous = out.get(id)
  out.set(id, { ...identity, time, set: previous ? union(previous.set, changed) : changed })
  return out
}

export function sameManagers(a: Managers, b: Managers): boolean {
  if (a.size !== b.size) return false
  return [...a].every(([id, manager]) => {
    const other = b.get(id)
    return other !== undefined && sameSet(manager.set, other.set) && manager.apiVersion === other.apiVersion
  })
}
