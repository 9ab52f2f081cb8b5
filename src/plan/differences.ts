import type { Json, KubeObject } from '../kube/object.ts'
import { describe, identity, refOf } from '../kube/object.ts'
import { changedPaths } from '../mesh/json-diff.ts'
import type { Rollout } from '../spec/rollout.ts'
import { partOfRelease } from '../workload/release.ts'

/** Version name → objects. */
export interface Rendering {
  readonly objects: { readonly [version: string]: readonly KubeObject[] }
}

/** What makes a release: the parsed file and what its manifests render to. `rendered` null: not known any more. */
export interface ReleaseParts {
  readonly file: Rollout
  readonly image: string | null
  readonly rendered: Rendering | null
}

const MOST = 5

/** What makes `now` another release than `then`, in words. */
export function releaseDifferences(then: ReleaseParts, now: ReleaseParts): string {
  const file = changedPaths(json(partOfRelease(then.file)), json(partOfRelease(now.file))).map((c) => c.path)
  const objects = then.rendered && now.rendered ? changedObjects(then, now) : []
  const parts = [
    ...(then.image === now.image
      ? []
      : [`the image was ${then.image ?? 'none'} and is ${now.image ?? 'none'}`]),
    ...(file.length > 0 ? [`the rollout file differs in ${listed(file)}`] : []),
    ...(objects.length > 0 ? [`the manifests render differently: ${listed(objects, '; ')}`] : []),
  ]
  return parts.length > 0 ? parts.join(', and ') : 'the manifests render differently'
}

/** Objects of both versions that came, went or changed otherwise than by the image, which is said already. */
function changedObjects(then: ReleaseParts, now: ReleaseParts): string[] {
  const before = byIdentity(then.rendered!)
  const after = byIdentity(now.rendered!)
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [old, fresh] = [before.get(key), after.get(key)]
    if (!old || !fresh) return [`${describe(refOf((old ?? fresh)!))} ${old ? 'is gone' : 'is new'}`]
    const paths = changedPaths(json(old), json(fresh))
      .filter((c) => !(c.before === then.image && c.after === now.image))
      .map((c) => c.path)
    return paths.length > 0 ? [`${describe(refOf(fresh))} in ${listed(paths)}`] : []
  })
}

function byIdentity({ objects }: Rendering): Map<string, KubeObject> {
  return new Map(Object.values(objects).flatMap((list) => list.map((o) => [identity(refOf(o)), o])))
}

function listed(items: readonly string[], separator = ', '): string {
  return (
    items.slice(0, MOST).join(separator) + (items.length > MOST ? ` and ${items.length - MOST} more` : '')
  )
}

function json(value: unknown): Json {
  return value as Json
}
