import type { KubeObject } from '../kube/object.ts'
import { covers, isDroppedWhenEmpty, isTextMap } from './compare.ts'
import { at, isMap, same } from './json.ts'
import type { Fields } from './json.ts'
import { LAST_APPLIED, lastAppliedText } from './last-applied.ts'
import { byKey, isExclusive, isSet, listKeys } from './list-keys.ts'
import { isQuantityPath, sameQuantity } from './quantity.ts'
import { asStored } from './secret-data.ts'

/**
 * The object to PUT so that it becomes what `kubectl apply` would make of it: `modified` wins, what `original` (the manifest of the
 * last apply, if known) had and `modified` has not is removed, everything else in `live` stays: other people's fields and
 * containers, the server's defaults, status, resourceVersion. Lists of built-in kinds are merged by the API's keys; lists of other
 * kinds are one value, as for custom resources in kubectl.
 *
 * `replicas` stays as it is when an autoscaler targets the object (`autoscaled`), and also when `modified` no longer names it:
 * kubectl would fall back to the default of one replica there.
 */
export function threeWayMerge(input: {
  readonly original: KubeObject | null
  readonly modified: KubeObject
  readonly live: KubeObject
  readonly autoscaled?: boolean
}): KubeObject {
  const { live } = input
  const modified = mergeable(
    input.modified,
    input.autoscaled === true && at(live, 'spec', 'replicas') !== undefined,
  )
  const original = input.original === null ? {} : mergeable(input.original, true)
  const merged = mergeMaps(live.kind, [], original, modified, live) as unknown as KubeObject
  if (live.metadata.annotations?.[LAST_APPLIED] === undefined) return merged
  // Left as it was, the team's next `kubectl apply` would decide by an outdated manifest what to remove.
  const annotations = { ...merged.metadata.annotations, [LAST_APPLIED]: lastAppliedText(input.modified) }
  return { ...merged, metadata: { ...merged.metadata, annotations } }
}

/** True when writing `merged` over `live` would change nothing. */
export function unchanged(live: KubeObject, merged: KubeObject): boolean {
  return same(withoutEmptyMetadata(live), withoutEmptyMetadata(merged))
}

function withoutEmptyMetadata(object: KubeObject): Fields {
  const empty = ([key, value]: [string, unknown]) =>
    (key === 'labels' || key === 'annotations') && Object.keys(value ?? {}).length === 0
  const metadata = Object.fromEntries(Object.entries(object.metadata).filter((entry) => !empty(entry)))
  return { ...object, metadata }
}

const SERVERS_METADATA = [
  'resourceVersion',
  'uid',
  'generation',
  'creationTimestamp',
  'managedFields',
  'selfLink',
]

/** A manifest without what is the server's business, kubectl's note, and, when asked, the autoscaler's number. */
function mergeable(manifest: KubeObject, withoutReplicas: boolean): Fields {
  const object = withoutNull(asStored(manifest)) as Fields
  const metadata = without(isMap(object.metadata) ? object.metadata : {}, SERVERS_METADATA)
  const annotations = isMap(metadata.annotations)
    ? { annotations: without(metadata.annotations, [LAST_APPLIED]) }
    : {}
  const spec = withoutReplicas && isMap(object.spec) ? { spec: without(object.spec, ['replicas']) } : {}
  return { ...without(object, ['status']), metadata: { ...metadata, ...annotations }, ...spec }
}

function merge(
  kind: string,
  path: readonly string[],
  original: unknown,
  modified: unknown,
  live: unknown,
): unknown {
  if (isMap(modified)) {
    return mergeMaps(kind, path, isMap(original) ? original : {}, modified, isMap(live) ? live : {})
  }
  if (Array.isArray(modified)) return mergeLists(kind, path, original, modified, live)
  // The server stores `1000m` as `1`; writing it again would look like a change.
  return isQuantityPath(path) && sameQuantity(modified, live) ? live : modified
}

function mergeMaps(
  kind: string,
  path: readonly string[],
  original: Fields,
  modified: Fields,
  live: Fields,
): Fields {
  const exclusive = isExclusive(kind, path)
  const kept = Object.entries(live).flatMap(([key, value]): [string, unknown][] => {
    if (Object.hasOwn(modified, key)) return [[key, mergeKey(key, value)]]
    if (isTextMap(key) && isMap(value) && isMap(original[key])) return withoutOurs(key, value, original[key])
    return exclusive || Object.hasOwn(original, key) ? [] : [[key, value]]
  })
  const added = Object.keys(modified).filter(
    (key) => !Object.hasOwn(live, key) && !isDroppedWhenEmpty(key, modified[key]),
  )
  return Object.fromEntries([
    ...kept,
    ...added.map((key): [string, unknown] => [key, mergeKey(key, undefined)]),
  ])

  function mergeKey(key: string, value: unknown): unknown {
    const before = Object.hasOwn(original, key) ? original[key] : undefined
    return merge(kind, [...path, key], before, modified[key], value)
  }
}

/** kubectl takes the whole map when a manifest drops its last label; other people's labels stay here. */
function withoutOurs(key: string, live: Fields, original: Fields): [string, unknown][] {
  const rest = without(live, Object.keys(original))
  return Object.keys(rest).length > 0 ? [[key, rest]] : []
}

function mergeLists(
  kind: string,
  path: readonly string[],
  original: unknown,
  modified: readonly unknown[],
  live: unknown,
): unknown {
  if (isSet(path)) {
    const [before, present] = [original, live].map((list) => (Array.isArray(list) ? list : []).map(String))
    const others = present!.filter((item) => !modified.includes(item) && !before!.includes(item))
    const asItem = (item: unknown) => ({ key: String(item) })
    return interleave(modified.map(asItem), others.map(asItem), present!).map(({ key }) => key)
  }
  const keys = listKeys(kind, path)
  const wanted = keys && byKey(modified, keys)
  const present = keys && byKey(live ?? [], keys)
  if (!keys || !wanted || !present) {
    // The server adds defaults inside elements too; a list that we know to be the same as before needs no write for that.
    return same(original, modified) && covers(kind, path, live, modified) ? live : modified
  }
  const before = byKey(original ?? [], keys) ?? new Map<string, Fields>()
  const ours = [...wanted].map(([key, element]) => ({
    key,
    element: merge(kind, path, before.get(key), element, present.get(key)),
  }))
  const others = [...present]
    .filter(([key]) => !wanted.has(key) && !before.has(key))
    .map(([key, element]) => ({ key, element }))
  return interleave(ours, others, [...present.keys()]).map(({ element }) => element)
}

/** As kubectl orders: ours as in the manifest, others where the server has them; a new one of ours before them. */
function interleave<T extends { readonly key: string }>(
  ours: readonly T[],
  others: readonly T[],
  order: string[],
): T[] {
  const result: T[] = []
  let next = 0
  for (const own of ours) {
    const place = order.indexOf(own.key)
    while (next < others.length && place > order.indexOf(others[next]!.key)) result.push(others[next++]!)
    result.push(own)
  }
  return [...result, ...others.slice(next)]
}

function without(map: Fields, keys: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)))
}

/** Null in a manifest means "not there", for kubectl as for us. */
function withoutNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNull)
  if (!isMap(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null && inner !== undefined)
      .map(([key, inner]) => [key, withoutNull(inner)]),
  )
}
