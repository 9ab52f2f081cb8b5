import { FIELD_MANAGER } from '../kube/client.ts'
import type { KubeObject } from '../kube/object.ts'
import { isMap, same } from './json.ts'
import type { Fields } from './json.ts'
import { LAST_APPLIED } from './last-applied.ts'
import { byKey, isSet, listKeys } from './list-keys.ts'
import { isQuantityPath, sameQuantity } from './quantity.ts'
import { asStored } from './secret-data.ts'

/**
 * True when `live` already is what `rendered` asks for: everything in `rendered` is there (amounts may be written differently, the
 * server may have added defaults), and nothing that we applied before, or that `original` had, is left over.
 */
export function serverDefaultsEqual(
  live: KubeObject,
  rendered: KubeObject,
  original?: KubeObject | null,
): boolean {
  const { status: _, ...wanted } = asStored(rendered)
  return (
    covers(rendered.kind, [], live, withoutServersMetadata(wanted)) &&
    !leftOver(rendered.kind, [], live, original ?? undefined, wanted) &&
    (live.metadata.managedFields ?? []).every(
      ({ manager, operation, subresource, fieldsV1 }) =>
        manager !== FIELD_MANAGER ||
        operation !== 'Apply' ||
        subresource !== undefined ||
        !ownsMore(fieldsV1, wanted),
    )
  )
}

/** Maps of texts, which the server drops when they are empty; an empty `emptyDir` or `podSelector` says something. */
const TEXT_MAPS = [
  'labels',
  'annotations',
  'nodeSelector',
  'matchLabels',
  'limits',
  'requests',
  'data',
  'binaryData',
]

export function isTextMap(key: string): boolean {
  return TEXT_MAPS.includes(key)
}

/** The server does not store this: an empty list, or an empty map of texts. */
export function isDroppedWhenEmpty(key: string, value: unknown): boolean {
  return isEmpty(value) && (Array.isArray(value) || isTextMap(key))
}

/** Everything in `wanted` is in `live`, lists of the API by their keys. */
export function covers(kind: string, path: readonly string[], live: unknown, wanted: unknown): boolean {
  if (live === undefined || live === null) {
    return wanted === undefined || wanted === null || isDroppedWhenEmpty(path.at(-1) ?? '', wanted)
  }
  if (wanted === undefined || wanted === null) return isEmpty(live)
  if (isMap(wanted)) {
    return (
      isMap(live) &&
      Object.entries(wanted).every(([key, value]) => covers(kind, [...path, key], live[key], value))
    )
  }
  if (!Array.isArray(wanted)) {
    return wanted === live || (isQuantityPath(path) && sameQuantity(wanted, live))
  }
  if (!Array.isArray(live)) return false
  if (isSet(path)) return wanted.every((item) => live.includes(item))
  const keys = listKeys(kind, path)
  const [ours, theirs] = [keys && byKey(wanted, keys), keys && byKey(live, keys)]
  if (ours && theirs) return [...ours].every(([key, element]) => covers(kind, path, theirs.get(key), element))
  return live.length === wanted.length && wanted.every((item, i) => covers(kind, path, live[i], item))
}

/** Something of `original` that `wanted` no longer has is still in `live`. */
function leftOver(
  kind: string,
  path: readonly string[],
  live: unknown,
  original: unknown,
  wanted: unknown,
): boolean {
  if (live === undefined || original === undefined || original === null) return false
  if (wanted === undefined || wanted === null) return !isEmpty(live)
  if (isMap(original)) {
    return Object.keys(original).some((key) => {
      if (path.join(' ') === 'metadata annotations' && key === LAST_APPLIED) return false
      if (path.length === 0 && key === 'status') return false
      return leftOver(kind, [...path, key], field(live, key), original[key], field(wanted, key))
    })
  }
  const keys = listKeys(kind, path)
  const [before, now, there] = [original, wanted, live].map((list) => keys && byKey(list, keys))
  if (!before || !now || !there) return false
  return [...before].some(([key, element]) => leftOver(kind, path, there.get(key), element, now.get(key)))
}

/** `fieldsV1` (structured-merge-diff's form) names a field that `wanted` does not have. */
function ownsMore(fields: unknown, wanted: unknown): boolean {
  if (!isMap(fields)) return false
  return Object.entries(fields).some(([name, inner]) => {
    const [prefix, rest] = [name.slice(0, 2), name.slice(2)]
    if (name === '.') return false
    if (prefix === 'f:') {
      const value = field(wanted, rest)
      return value === undefined || value === null || ownsMore(inner, value)
    }
    if (prefix === 'k:' && Array.isArray(wanted)) {
      const element: unknown = wanted.find((item) => matchesKey(item, rest))
      return element === undefined || ownsMore(inner, element)
    }
    if (prefix === 'v:' && Array.isArray(wanted)) return !wanted.some((item) => same(item, parsed(rest)))
    return false
  })
}

function matchesKey(item: unknown, text: string): boolean {
  const key = parsed(text)
  return (
    isMap(key) &&
    isMap(item) &&
    Object.entries(key).every(
      ([name, value]) => (item[name] ?? (name === 'protocol' ? 'TCP' : undefined)) === value,
    )
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function withoutServersMetadata(object: Fields): Fields {
  const { resourceVersion, uid, generation, creationTimestamp, managedFields, ...metadata } =
    object.metadata as Fields
  void [resourceVersion, uid, generation, creationTimestamp, managedFields]
  return { ...object, metadata }
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true
  return typeof value === 'object' && Object.keys(value).length === 0
}

const field = (map: unknown, key: string) => (isMap(map) && Object.hasOwn(map, key) ? map[key] : undefined)
