import { isScalar, parseDocument } from 'yaml'
import { entryOf, keyPath } from './located.ts'
import type { Located, LocatedEntry, LocatedMap, LocatedScalar, Place } from './located.ts'
import { describeNode, INVALID } from './reading.ts'
import type { Read, Reading } from './reading.ts'

/** One value of the rollout file that the caller gives instead of the file: `image.scoring.script=scoring/scoreB.py`. */
export interface Setting {
  /** As messages write it: `versions.blue.deployment`, `stages[1].weight`. */
  readonly path: string
  readonly segments: readonly (string | number)[]
  readonly value: string
}

const SEGMENTS = /^[A-Za-z_][\w-]*(\[\d{1,4}\])*(\.[\w-]+(\[\d{1,4}\])*)*$/

const RESERVED = /(^|\.)(__proto__|constructor|prototype)([.[]|$)/

/** `PATH=VALUE`, or what is wrong with it. */
export function parseSetting(text: string): Setting | { readonly problem: string } {
  const at = text.indexOf('=')
  const path = (at === -1 ? text : text.slice(0, at)).trim()
  const value = at === -1 ? '' : text.slice(at + 1).trim()
  if (at === -1) return { problem: 'it has no "="' }
  if (!SEGMENTS.test(path) || RESERVED.test(path))
    return { problem: `${JSON.stringify(path.slice(0, 60))} is no path` }
  if (value === '') return { problem: `${path} has no value` }
  const segments = [...path.matchAll(/([\w-]+)|\[(\d+)\]/g)].map(([, key, index]) => key ?? Number(index))
  return { path, segments, value }
}

/** The file as if it had said the values of `settings`; maps on the way to one are made where the file has none. */
export function withSettings(root: Located, settings: readonly Setting[], reading: Reading): Read<Located> {
  let result: Located = root
  for (const setting of settings) {
    const changed = put(result, setting, 0, root.place, reading)
    if (changed === INVALID) return INVALID
    result = changed
  }
  return result
}

function put(
  node: Located | null,
  setting: Setting,
  depth: number,
  near: Place,
  reading: Reading,
): Read<Located> {
  const { segments, path, value } = setting
  const segment = segments[depth]
  const place = node?.place ?? near
  if (segment === undefined) return scalarOf(value, { ...place, path })
  if (typeof segment === 'number') {
    const item = node?.kind === 'list' ? node.items[segment] : undefined
    if (node?.kind !== 'list' || item === undefined)
      return refused(place, `there is no item ${segment} in a list`, path, reading)
    const changed = put(item, setting, depth + 1, place, reading)
    if (changed === INVALID) return INVALID
    return { ...node, items: node.items.map((other, i) => (i === segment ? changed : other)) }
  }
  if (node !== null && node.kind !== 'map' && node.kind !== 'empty')
    return refused(place, `${describeNode(node)}, not a mapping that has "${segment}"`, path, reading)
  const map: LocatedMap = node?.kind === 'map' ? node : { kind: 'map', place, entries: [], complete: true }
  const known = entryOf(map, segment)
  const below = { ...place, path: keyPath(place.path, segment) }
  const changed = put(known?.value ?? null, setting, depth + 1, known?.place ?? below, reading)
  if (changed === INVALID) return INVALID
  const entry: LocatedEntry = { key: segment, place: known?.place ?? below, value: changed }
  const entries = known
    ? map.entries.map((other) => (other.key === segment ? entry : other))
    : [...map.entries, entry]
  return { ...map, entries }
}

function refused(place: Place, why: string, path: string, reading: Reading): typeof INVALID {
  const message = `${why}; expected a place for ${path}; correct the path, or write this part of the file out`
  return reading.report({ ...place, path }, 'set', message)
}

/** Numbers, true and false as YAML has them; what is in quotes is text; everything else is text as it stands. */
function scalarOf(value: string, place: Place): LocatedScalar {
  const document = parseDocument(value, { logLevel: 'silent' })
  const node = document.errors.length === 0 ? document.contents : null
  if (isScalar(node)) {
    const { value: read, source = value, type } = node
    if (typeof read === 'number') return { kind: 'number', place, value: read, source }
    if (typeof read === 'boolean') return { kind: 'flag', place, value: read, source }
    if (typeof read === 'string' && (type === 'QUOTE_SINGLE' || type === 'QUOTE_DOUBLE'))
      return { kind: 'text', place, value: read }
  }
  return { kind: 'text', place, value }
}

/** Problems of such values are not the file's: each says so. */
export function namingSettings(reading: Reading, settings: readonly Setting[]): Reading {
  if (settings.length === 0) return reading
  const inside = (path: string, { path: set }: Setting) =>
    path === set || path.startsWith(`${set}.`) || path.startsWith(`${set}[`)
  const parents = (path: string, { path: set }: Setting) => set.startsWith(`${path}.`)
  return {
    report(place, code, message) {
      const known = settings.some((s) => inside(place.path, s))
      // An unknown key above the value is one that the setting has made.
      const made = code === 'unknown-key' && settings.some((s) => parents(place.path, s))
      const said = known || made ? `${message} (this was set from outside, it is not in the file)` : message
      return reading.report(place, code, said)
    },
  }
}
