import { difference, intersection, isEmptySet, pathTexts, union } from './field-set.ts'
import type { FieldSet } from './field-set.ts'
import { compare, fieldsOf, merge, withParents, withoutPaths } from './field-walk.ts'
import { equal } from './json-value.ts'
import type { Value } from './json-value.ts'
import { managerId, ownable, takeAway } from './managed-fields.ts'
import type { Manager, Managers, Writer } from './managed-fields.ts'
import type { Shape } from './shape.ts'
import { ApiError } from './status-error.ts'

export interface Applied {
  readonly object: Value
  readonly managers: Managers
}

/**
 * Server-side apply: `live` with the configuration merged in, without what this manager applied before, applies no more
 * and nobody else owns. Throws the server's 409 when others own what would change, unless `force`.
 * After k8s.io structured-merge-diff `merge.Updater.Apply`.
 */
export function serverSideApply(
  live: Value,
  config: Value,
  managers: Managers,
  writer: Writer,
  shape: Shape,
  options: { force: boolean; time: string },
): Applied {
  const identity = { ...writer, operation: 'Apply' as const }
  const id = managerId(identity)
  const last = managers.get(id)
  const applied = new Map(managers)
  applied.set(id, { ...identity, time: options.time, set: fieldsOf(config, shape) })
  const merged = merge(live, config, shape) ?? live
  const object = last ? prune(merged, applied, last.set, shape) : merged

  const diff = compare(live, object, shape)
  const changed = union(diff.added, diff.modified)
  if (!options.force) refuseConflicts(applied, changed, id)
  const after = takeAway(applied, union(changed, diff.removed), id)
  const own = ownable(applied.get(id)!.set, writer.subresource)
  // An apply that changes nothing keeps the time it had, even none.
  const unchanged = equal(object, live)
  if (isEmptySet(own)) after.delete(id)
  else after.set(id, { ...identity, time: unchanged ? (last?.time ?? '') : options.time, set: own })
  return { object, managers: after }
}

function prune(merged: Value, managers: Managers, lastSet: FieldSet, shape: Shape): Value {
  const full = (set: FieldSet) => withParents(set, shape)
  const last = full(lastSet)
  const all = full(fieldsOf(merged, shape))
  let pruned = withoutPaths(merged, last, shape) ?? {}
  const owned = full([...managers.values()].map((m) => m.set).reduce(union))
  pruned = withoutPaths(merged, difference(all, union(full(fieldsOf(pruned, shape)), owned)), shape) ?? {}
  const gone = intersection(difference(all, full(fieldsOf(pruned, shape))), last)
  return withoutPaths(merged, gone, shape) ?? {}
}

function refuseConflicts(managers: Managers, changed: FieldSet, own: string): void {
  const causes: { manager: string; field: string }[] = []
  for (const [id, manager] of [...managers].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (id === own) continue
    for (const field of pathTexts(intersection(manager.set, changed))) {
      causes.push({ manager: managerText(manager), field })
    }
  }
  if (causes.length === 0) return
  const [first] = causes
  const message =
    causes.length === 1 && first
      ? `Apply failed with 1 conflict: conflict with ${first.manager}: ${first.field}`
      : `Apply failed with ${causes.length} conflicts: ${grouped(causes)}`
  throw new ApiError(409, 'Conflict', message, {
    causes: causes.map(({ manager, field }) => ({
      reason: 'FieldManagerConflict',
      message: `conflict with ${manager}`,
      field,
    })),
  })
}

function grouped(causes: readonly { manager: string; field: string }[]): string {
  const lines: string[] = []
  for (const manager of [...new Set(causes.map((c) => c.manager))]) {
    lines.push(`conflicts with ${manager}:`)
    for (const cause of causes) if (cause.manager === manager) lines.push(`- ${cause.field}`)
  }
  return lines.join('\n')
}

function managerText(manager: Manager): string {
  const name = JSON.stringify(manager.name)
  const subresource =
    manager.subresource === '' ? '' : ` with subresource ${JSON.stringify(manager.subresource)}`
  return manager.operation === 'Update'
    ? `${name}${subresource} using ${manager.apiVersion}`
    : name + subresource
}
