import type { Json, JsonObject, KubeObject } from '../../kube/object.ts'
import type { Problem } from '../../process/errors.ts'
import { deepEqual } from '../json-diff.ts'
import { listOf, objectOf, withItem } from '../json-reading.ts'
import type { Role } from '../route-state.ts'
import { describeRule } from './describe.ts'
import type { Scope } from './destination.ts'
import { otherRole, pointAt, roleOfEntry, routeEntries } from './destination.ts'
import { findMarked, markOf } from './marks.ts'
import type { IstioMemory, PinRecord } from './memory.ts'
import { mirrorFields, withMirrorFields, withoutRole } from './mirror.ts'
import { pinsOf } from './pins.ts'

/** The rules with every reference that we changed as it was before, unless somebody changed it since. */
export function pointBack(rules: readonly Json[], records: readonly PinRecord[]): readonly Json[] {
  return records.reduce((current, record) => exchange(current, record, record.after, record.before), rules)
}

/** The rules with these references changed again. */
export function pointForward(rules: readonly Json[], records: readonly PinRecord[]): readonly Json[] {
  return records.reduce((current, record) => exchange(current, record, record.before, record.after), rules)
}

/** Whether the reference is as we left it. */
export function isRetargeted(rules: readonly Json[], record: PinRecord): boolean {
  const index = findMarked(rules, record.rule)
  return index !== null && deepEqual(reference(rules[index], record.position), record.after)
}

function exchange(
  rules: readonly Json[],
  record: PinRecord,
  from: JsonObject,
  to: JsonObject,
): readonly Json[] {
  const index = findMarked(rules, record.rule)
  const rule = index === null ? null : objectOf(rules[index])
  if (index === null || !rule || !deepEqual(reference(rule, record.position), from)) return rules
  return withItem(rules, index, withReference(rule, record.position, to))
}

function reference(rule: Json | undefined, position: number | null): Json | undefined {
  if (position === null) return mirrorFields(objectOf(rule) ?? {})
  return objectOf(routeEntries(rule)[position])?.['destination']
}

function withReference(rule: JsonObject, position: number | null, value: JsonObject): JsonObject {
  if (position === null) return withMirrorFields(rule, value)
  const route = routeEntries(rule)
  return { ...rule, route: withItem(route, position, { ...objectOf(route[position]), destination: value }) }
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
  destinations: IstioMemory['destinations'],
  scope: Scope,
): Retargeted {
  const remaining = otherRole(gone)
  const version = scope.sides[gone].name
  const portOf = (role: Role) =>
    objectOf(destinations[scope.sides[role].name]?.entry['destination'])?.['port']
  const [oldPort, newPort] = [portOf(gone), portOf(remaining)]
  let changed: readonly Json[] = rules
  let records = known
  for (const pin of pinsIn(rules, own, gone, scope)) {
    const rule = markOf(rules, pin.index)
    const positions: readonly (number | null)[] = [...pin.destinations, ...(pin.mirror ? [null] : [])]
    for (const position of positions) {
      const before = objectOf(reference(rules[pin.index], position)) ?? {}
      const samePort = oldPort !== undefined && newPort !== undefined && deepEqual(before['port'], oldPort)
      const after =
        position === null
          ? withoutRole(before, gone, scope)
          : pointAt(before, remaining, scope, samePort ? newPort : before['port'])
      const record: PinRecord = { rule, version, position, before, after }
      const old = records.findIndex(
        (r) => r.version === version && r.position === position && deepEqual(r.rule, rule),
      )
      records = old < 0 ? [...records, record] : records.map((r, i) => (i === old ? record : r))
      changed = withItem(
        changed,
        pin.index,
        withReference(objectOf(changed[pin.index]) ?? {}, position, after),
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
  const other = (['tcp', 'tls'] as const).flatMap((kind) =>
    listOf(objectOf(vs['spec'])?.[kind]).flatMap((rule, i) =>
      routeEntries(rule).some((entry) => roleOfEntry(entry, scope) === gone)
        ? [describeRule(rule, i).replace(/^http/, kind)]
        : [],
    ),
  )
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
