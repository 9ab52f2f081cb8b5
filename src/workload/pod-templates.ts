import type { KubeObject } from '../kube/object.ts'
import { isMap, same } from './json.ts'
import { byKey, listKeys } from './list-keys.ts'
import { podTemplateOf, podTemplatePath } from './pod-template.ts'
import { isQuantityPath, sameQuantity } from './quantity.ts'

/** Left by `kubectl rollout restart`; it says when somebody restarted the pods, not what they run. */
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt'

interface Difference {
  /** Keys and identities of list elements, e.g. `spec`, `containers`, `[model]`, `image`. */
  readonly path: readonly string[]
  readonly left: unknown
  readonly right: unknown
}

/**
 * After a promotion by copy both versions must run the same pods: the differences between the two live pod templates, except where
 * the two renderings differ themselves. Each as `spec.containers[model].env[ITERS].value: "5" on stable, "10" on canary`.
 */
export function comparePodTemplates(
  liveStable: KubeObject,
  liveCanary: KubeObject,
  renderedStable: KubeObject,
  renderedCanary: KubeObject,
): string[] {
  const allowed = templateDifferences(renderedStable, renderedCanary).map(({ path }) => path)
  return templateDifferences(liveStable, liveCanary)
    .filter(({ path }) => path.at(-1) !== RESTARTED_AT)
    .filter(({ path }) => !allowed.some((start) => start.every((key, i) => key === path[i])))
    .map(({ path, left, right }) => `${formatPath(path)}: ${show(left)} on stable, ${show(right)} on canary`)
}

function templateDifferences(left: KubeObject, right: KubeObject): Difference[] {
  const base = podTemplatePath(left) ?? []
  const differences: Difference[] = []
  walk(base, [], podTemplateOf(left) ?? {}, podTemplateOf(right) ?? {})
  return differences

  /** `place` has no list elements, `path` does. */
  function walk(place: readonly string[], path: readonly string[], a: unknown, b: unknown): void {
    if (isMap(a) && isMap(b)) {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
        walk([...place, key], [...path, key], a[key], b[key])
      }
      return
    }
    const keys = listKeys(left.kind, place)
    const [ours, theirs] = [keys && byKey(a, keys), keys && byKey(b, keys)]
    if (ours && theirs) {
      for (const [key, one, other] of pairs(place.at(-1)!, ours, theirs))
        walk(place, [...path, `[${key}]`], one, other)
      return
    }
    if (same(a ?? undefined, b ?? undefined) || (isQuantityPath(place) && sameQuantity(a, b))) return
    differences.push({ path, left: a, right: b })
  }
}

/** Elements of the same identity; containers that are named after their version (`predict-a`, `predict-b`) pair by position. */
function pairs(
  list: string,
  ours: ReadonlyMap<string, unknown>,
  theirs: ReadonlyMap<string, unknown>,
): (readonly [string, unknown, unknown])[] {
  const common = [...ours.keys()].filter((key) => theirs.has(key))
  const onlyOurs = [...ours.keys()].filter((key) => !theirs.has(key))
  const onlyTheirs = [...theirs.keys()].filter((key) => !ours.has(key))
  const byPosition = /ontainers$/.test(list) && onlyOurs.length === onlyTheirs.length
  return [
    ...common.map((key) => [key, ours.get(key), theirs.get(key)] as const),
    ...onlyOurs.map(
      (key, i) => [key, ours.get(key), byPosition ? theirs.get(onlyTheirs[i]!) : undefined] as const,
    ),
    ...(byPosition ? [] : onlyTheirs.map((key) => [key, undefined, theirs.get(key)] as const)),
  ]
}

function formatPath(path: readonly string[]): string {
  return path.reduce(
    (text, key) => (key.startsWith('[') || text === '' ? `${text}${key}` : `${text}.${key}`),
    '',
  )
}

function show(value: unknown): string {
  if (value === undefined || value === null) return 'absent'
  const text = JSON.stringify(value)
  return text.length > 120 ? `${text.slice(0, 117)}...` : text
}
