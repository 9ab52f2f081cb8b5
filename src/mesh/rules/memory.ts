import type { Json, JsonObject } from '../../kube/object.ts'
import { listOf, objectOf, textOf } from '../json-reading.ts'
import type { RouteMemory } from '../router.ts'
import type { RuleMark } from './marks.ts'
import { parseMark } from './marks.ts'

// Type aliases and not interfaces: only these are JSON objects to the compiler.

/** What this router stores in the record; see `RouteMemory`. */
export type RulesMemory = {
  readonly rule: RuleMark | null
  /** The numbers that shares are computed from. `sum` null: a lone destination without a weight of its own. */
  readonly base: { readonly sum: number | null; readonly lone: Json; readonly others: readonly number[] }
  /** By version name: its destination when it was last in our rule. */
  readonly destinations: { readonly [version: string]: RememberedEntry }
  /** Other people's mirrors of our rule, as they wrote them. */
  readonly mirror: JsonObject
  /** References to a removed version that we changed. */
  readonly pins: readonly PinRecord[]
  /** Our part before the rollout; null: the route did not exist. */
  readonly start: RouteStart | null
}

export type RememberedEntry = {
  readonly entry: JsonObject
  /** In the list of destinations when it last named both versions. */
  readonly position: number
}

export type RouteStart = {
  readonly destinations: { readonly [version: string]: RememberedEntry }
  /** The version whose destination was the whole shared Service; null: none. */
  readonly unpinned: string | null
  readonly mirror: JsonObject
  /** Our annotations, and whether there was a map at all. */
  readonly annotations: {
    readonly present: boolean
    readonly rollout: string | null
    readonly rule: string | null
  }
  /** How many of `pins` (its first ones) were retargeted by the rollout before. */
  readonly retargeted: number
}

/** One reference, before and after it was retargeted. */
export type PinRecord = {
  readonly rule: RuleMark
  /** Name of the version that it named. */
  readonly version: string
  /** Position in the rule's destinations; null: the rule's mirror fields. */
  readonly position: number | null
  readonly before: JsonObject
  readonly after: JsonObject
}

const SCHEMA = 1

export function storeMemory(memory: RulesMemory): RouteMemory {
  return { schema: SCHEMA, ...memory }
}

/** Reads what is there; a field that an older version did not store, or that was spoiled, is as if nothing was remembered. */
export function parseMemory(json: RouteMemory | null): RulesMemory {
  const memory = objectOf(json) ?? {}
  const base = objectOf(memory['base']) ?? {}
  const start = objectOf(memory['start'])
  const annotations = objectOf(start?.['annotations'])
  const pins = listOf(memory['pins']).flatMap(parsePin)
  return {
    rule: parseMark(memory['rule']),
    base: {
      sum: countOf(base['sum']),
      lone: base['lone'] ?? null,
      others: listOf(base['others']).map((w) => countOf(w) ?? 0),
    },
    destinations: parseEntries(memory['destinations']),
    mirror: objectOf(memory['mirror']) ?? {},
    pins,
    start: start && {
      destinations: parseEntries(start['destinations']),
      unpinned: textOf(start['unpinned']),
      mirror: objectOf(start['mirror']) ?? {},
      annotations: {
        present: annotations?.['present'] === true,
        rollout: textOf(annotations?.['rollout']),
        rule: textOf(annotations?.['rule']),
      },
      retargeted: Math.min(countOf(start['retargeted']) ?? 0, pins.length),
    },
  }
}

function parseEntries(json: Json | undefined): { [version: string]: RememberedEntry } {
  return Object.fromEntries(
    Object.entries(objectOf(json) ?? {}).flatMap(([version, value]) => {
      const entry = objectOf(objectOf(value)?.['entry'])
      return entry ? [[version, { entry, position: countOf(objectOf(value)?.['position']) ?? 0 }]] : []
    }),
  )
}

function parsePin(json: Json): PinRecord[] {
  const pin = objectOf(json)
  const rule = parseMark(pin?.['rule'])
  const version = textOf(pin?.['version'])
  const before = objectOf(pin?.['before'])
  const after = objectOf(pin?.['after'])
  return rule && version && before && after
    ? [{ rule, version, position: countOf(pin?.['position']), before, after }]
    : []
}

function countOf(json: Json | undefined): number | null {
  return typeof json === 'number' && Number.isInteger(json) && json >= 0 ? json : null
}
