import type { Json, JsonObject, KubeObject } from '../../kube/object.ts'
import type { Problem } from '../../process/errors.ts'
import { deepEqual } from '../json-diff.ts'
import { objectOf, withItem } from '../json-reading.ts'
import type { Role } from '../route-state.ts'
import type { Scope } from './scope.ts'
import { destinationOf, entriesOf, otherRole, withEntries } from './scope.ts'
import { findMarked, markOf } from './marks.ts'
import type { RulesMemory, PinRecord } from './memory.ts'
import { pinsOf } from './pins.ts'

/** The rules with every reference that we changed as it was before, unless somebody changed it since. */
export function pointBack(
  rules: readonly Json[],
  records: readonly PinRecord[],
  scope: Scope,
): readonly Json[] {
  return records.reduce(
    (current, record) => exchange(current, record, record.after, record.before, scope),
    rules,
  )
}

/** The rules with these references changed again. */
export function pointForward(
  rules: readonly Json[],
  records: readonly PinRecord[],
  scope: Scope,
): readonly Json[] {
  return records.reduce(
    (current, record) => exchange(current, record, record.before, record.after, scope),
    rules,
  )
}

/** Whether the reference is as we left it. */
export function isRetargeted(rules: readonly Json[], record: PinRecord, scope: Scope): boolean {
  const index = findMarked(rules, record.rule, scope.dialect)
  return index !== null && deepEqual(reference(rules[index], record.position, scope), record.after)
}

function exchange(
  rules: readonly Json[],
  record: PinRecord,
  from: JsonObject,
  to: JsonObject,
  scope: Scope,
): readonly Json[] {
  const index = findMarked(rules, record.rule, scope.dialect)
  const rule = index === null ? null : objectOf(rules[index])
  if (index === null || !rule || !deepEqual(reference(rule, record.position, scope), from)) return rules
  return withItem(rules, index, withReference(rule, record.position, to, scope))
}

function reference(rule: Json | undefined, position: number | null, { dialect }: Scope): Json | undefined {
  if (position === null) return dialect.mirror.fields(objectOf(rule) ?? {})
  return destinationOf(entriesOf(rule, dialect)[position], dialect)
}

function withReference(
  rule: JsonObject,
  position: number | null,
  value: JsonObject,
  { dialect }: Scope,
): JsonObject {
  if (position === null) return dialect.mirror.withFields(rule, value)
  const entries = entriesOf(rule, dialect)
  const entry = dialect.destination.with(objectOf(entries[position]) ?? {}, value)
  return withEntries(rule, withItem(entries, position, entry), dialect)
}

export interface Retargeted {
  readonly rules: readonly Json[]
  readonly records: readonly PinRecord[]
}

/**
 * The rules, except the one at `own`, with no reference to the version of `gone`: its destinations become the other
 * version's, copies to it stop. What was there goes into the records. `destinations`: both versions' own, for their ports.
 */
export function retargetPins(
  rules: readonly Json[],
  own: number,
  gone: Role,
  known: readonly PinRecord[],
  destinations: RulesMemory['destinations'],
  scope: Scope,
): Retargeted {
  const remaining = otherRole(gone)
  const version = scope.sides[gone].name
  const { dialect } = scope
  const portOf = (role: Role) =>
    objectOf(destinationOf(destinations[scope.sides[role].name]?.entry, dialect))?.['port']
  const [oldPort, newPort] = [portOf(gone), portOf(remaining)]
  let changed: readonly Json[] = rules
  let records = known
  for (const pin of pinsIn(rules, own, gone, scope)) {
    const rule = markOf(rules, pin.index, dialect)
    const positions: readonly (number | null)[] = [...pin.destinations, ...(pin.mirror ? [null] : [])]
    for (const position of positions) {
      const before = objectOf(reference(rules[pin.index], position, scope)) ?? {}
      const samePort = oldPort !== undefined && newPort !== undefined && deepEqual(before['port'], oldPort)
      const after =
        position === null
          ? dialect.mirror.without(before, gone, scope)
          : dialect.destination.pointAt(before, remaining, scope, samePort ? newPort : before['port'])
      const record: PinRecord = { rule, version, position, before, after }
      const old = records.findIndex(
        (r) => r.version === version && r.position === position && deepEqual(r.rule, rule),
      )
      records = old < 0 ? [...records, record] : records.map((r, i) => (i === old ? record : r))
      changed = withItem(
        changed,
        pin.index,
        withReference(objectOf(changed[pin.index]) ?? {}, position, after, scope),
      )
    }
  }
  return { rules: changed, records }
}

function pinsIn(rules: readonly Json[], own: number, role: Role, scope: Scope) {
  return rules
    .flatMap((rule, i) => (i === own ? [] : pinsOf(rule, i, scope)))
    .filter((pin) => pin.role === role)
}

/** References to the version of `gone` that would dangle: those of other http rules when they may not be changed, those of tcp and tls always. */
export function danglingPins(
  vs: KubeObject,
  rules: readonly Json[],
  own: number,
  gone: Role,
  retarget: boolean,
  scope: Scope,
): Problem[] {
  const http = retarget ? [] : pinsIn(rules, own, gone, scope)
  const other = scope.dialect.otherReferences(vs, gone, scope)
  const { name } = scope.sides[gone]
  return [
    ...(http.length === 0
      ? []
      : [
          {
            code: 'dangling-pin',
            message: [
              `these rules would point at nothing without the version ${name}; set \`pins: retarget\` to make them point at the other version, or remove them:`,
              ...http.map((pin) => `  ${pin.description}`),
            ].join('\n'),
          },
        ]),
    ...(other.length === 0
      ? []
      : [
          {
            code: 'dangling-pin',
            message: [
              `these rules would point at nothing without the version ${name}, and only http rules are changed; remove them:`,
              ...other.map((text) => `  ${text}`),
            ].join('\n'),
          },
        ]),
  ]
}
