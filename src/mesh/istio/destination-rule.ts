import type { Json, JsonObject, KubeObject } from '../../kube/object.ts'
import type { Problem } from '../../process/errors.ts'
import { deepEqual } from '../json-diff.ts'
import { listOf, objectOf, textOf, without } from '../json-reading.ts'
import type { Role, RouteState, Sides } from '../route-state.ts'
import { hostLike } from './host.ts'
import { withAnnotations, annotationsOf } from '../rules/marks.ts'

/** Names of the subsets that we added, as a JSON list; `created` says that the whole object is ours. */
export const SUBSETS_ANNOTATION = 'shiftgate.dev/subsets'
export const CREATED_ANNOTATION = 'shiftgate.dev/created'

export type Present = { readonly [role in Role]: boolean }

export interface SubsetRequest {
  readonly sides: Sides
  /** Pod labels that tell the versions apart. */
  readonly labels: { readonly [role in Role]: { readonly [name: string]: string } }
  /** Which of the two subsets must be there; one that we added and that must not be there goes. */
  readonly present: Present
  /** Of the Service, and of a new DestinationRule. */
  readonly namespace: string
  /** Of a new DestinationRule; null: the Service's name. */
  readonly name: string | null
  /** Of a new DestinationRule. */
  readonly apiVersion: string
}

export type Subsets =
  | { readonly ok: true; readonly object: KubeObject; readonly action: 'created' | 'updated' | 'unchanged' }
  | { readonly ok: true; readonly object: null; readonly action: 'deleted' | 'unchanged' }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/**
 * The DestinationRule with the subsets that our versions need. Other subsets, traffic policies and the order stay; a subset of ours that
 * the team wrote itself is kept as it is, unless its labels select other pods. Without versions that are subsets there is nothing to do.
 */
export function renderSubsets(existing: KubeObject | null, request: SubsetRequest): Subsets {
  const wanted = wantedSubsets(request)
  const spec = objectOf(existing?.['spec'])
  const before = listOf(spec?.['subsets'])
  if (wanted.length === 0) {
    return existing
      ? { ok: true, object: existing, action: 'unchanged' }
      : { ok: true, object: null, action: 'unchanged' }
  }
  const problems = existing ? wanted.flatMap((subset) => labelProblems(before, subset, existing)) : []
  if (problems.length > 0) return { ok: false, problems }

  const added = existing ? addedByUs(existing) : []
  const nameOf = (subset: Json) => textOf(objectOf(subset)?.['name'])
  const goes = wanted.filter(({ name, present }) => !present && added.includes(name)).map(({ name }) => name)
  const missing = wanted.filter(
    ({ name, present }) => present && !before.some((subset) => nameOf(subset) === name),
  )
  const subsets = [
    ...before.filter((subset) => !goes.includes(nameOf(subset) ?? '')),
    ...missing.map(({ name, labels }) => ({ name, labels })),
  ]
  const ours = [...added.filter((name) => !goes.includes(name)), ...missing.map(({ name }) => name)]
  if (!existing) return created(subsets, ours, wanted[0]!.service, request)
  if (subsets.length === 0 && annotationsOf(existing)[CREATED_ANNOTATION] === 'true') {
    return { ok: true, object: null, action: 'deleted' }
  }
  if (deepEqual(subsets, before)) return { ok: true, object: existing, action: 'unchanged' }
  const changed = subsets.length > 0 ? { ...spec, subsets } : without(spec ?? {}, 'subsets')
  const object = withOwnSubsets({ ...existing, spec: changed }, ours)
  return { ok: true, object, action: 'updated' }
}

interface Wanted {
  readonly service: string
  readonly name: string
  readonly labels: { readonly [name: string]: string }
  readonly present: boolean
}

function wantedSubsets({ sides, labels, present }: SubsetRequest): Wanted[] {
  return (['stable', 'canary'] as const).flatMap((role) => {
    const { backend } = sides[role]
    if (backend.kind !== 'subset') return []
    return [{ service: backend.service, name: backend.subset, labels: labels[role], present: present[role] }]
  })
}

function labelProblems(
  subsets: readonly Json[],
  { name, labels, present }: Wanted,
  existing: KubeObject,
): Problem[] {
  const subset = subsets.map(objectOf).find((s) => s?.['name'] === name)
  if (!present || !subset) return []
  const theirs = objectOf(subset['labels']) ?? {}
  const wrong = Object.keys(theirs).filter((key) => Object.hasOwn(labels, key) && theirs[key] !== labels[key])
  if (wrong.length === 0) return []
  const pairs = (from: JsonObject) =>
    wrong.map((key) => `${key}=${textOf(from[key]) ?? JSON.stringify(from[key])}`).join(', ')
  return [
    {
      code: 'subset-labels',
      message: `DestinationRule ${textOf(objectOf(existing.metadata)?.['name']) ?? ''}: the subset ${name} selects pods with ${pairs(theirs)}, but the pods of this version have ${pairs(labels)}; correct the labels of the subset or of the pods`,
    },
  ]
}

function addedByUs(existing: KubeObject): string[] {
  try {
    return listOf(JSON.parse(textOf(annotationsOf(existing)[SUBSETS_ANNOTATION]) ?? '[]')).flatMap(
      (name) => textOf(name) ?? [],
    )
  } catch {
    return [] // not JSON: somebody edited it, so nothing is known to be ours
  }
}

function withOwnSubsets(object: KubeObject, ours: readonly string[]): KubeObject {
  const annotations = {
    ...without(annotationsOf(object), SUBSETS_ANNOTATION),
    ...(ours.length > 0 ? { [SUBSETS_ANNOTATION]: JSON.stringify(ours) } : {}),
  }
  return withAnnotations(object, Object.keys(annotations).length > 0 ? annotations : undefined)
}

function created(
  subsets: readonly Json[],
  ours: readonly string[],
  service: string,
  request: SubsetRequest,
): Subsets {
  if (subsets.length === 0) return { ok: true, object: null, action: 'unchanged' }
  const { namespace, apiVersion } = request
  const name = request.name ?? service.split('.')[0]!
  const host = hostLike(service, namespace, service, namespace)
  const object = {
    apiVersion,
    kind: 'DestinationRule',
    metadata: { name, namespace, annotations: { [CREATED_ANNOTATION]: 'true' } },
    spec: { host, subsets },
  }
  return { ok: true, object: withOwnSubsets(object, ours), action: 'created' }
}

/**
 * Which subsets must exist before a route goes from one state to the next, and which may be left after it was confirmed: a
 * destination whose subset is missing answers 503, so subsets come first and go last. `from` null: no route yet.
 */
export function subsetsAround(
  from: RouteState | null,
  to: RouteState,
): { readonly before: Present; readonly after: Present } {
  const old = from ? named(from) : { stable: false, canary: false }
  const after = named(to)
  return { before: { stable: old.stable || after.stable, canary: old.canary || after.canary }, after }
}

function named(state: RouteState): Present {
  return state.kind === 'split'
    ? { stable: true, canary: true }
    : { stable: state.role === 'stable', canary: state.role === 'canary' }
}
