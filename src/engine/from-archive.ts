import type { KubeObject } from '../kube/object.ts'
import { identity, refOf } from '../kube/object.ts'
import type { RenderedRelease } from '../record/archive.ts'
import type { Rollout } from '../spec/rollout.ts'
import { same } from '../workload/json.ts'
import type { Prepared } from './preparation.ts'

/** A release as the archive keeps it, in the form that planning takes: no file is needed for it. */
export function preparedFrom(rollout: Rollout, release: string, rendered: RenderedRelease): Prepared {
  return {
    rollout,
    release,
    image: rendered.image,
    requestedImage: null,
    rendered,
    shared: sharedIn(rendered),
    routeManifests: [],
  }
}

/** Objects that both versions render alike belong to neither alone. */
function sharedIn({ objects }: RenderedRelease): ReadonlySet<string> {
  const [a = [], b = []] = Object.values(objects)
  const byIdentity = new Map<string, KubeObject>(b.map((o) => [identity(refOf(o)), o]))
  return new Set(
    a
      .map((o) => identity(refOf(o)))
      .filter((key, i) => byIdentity.has(key) && same(a[i], byIdentity.get(key))),
  )
}
