import type { KubeObject } from '../kube/object.ts'
import { identity, refOf } from '../kube/object.ts'
import { invalid } from '../process/errors.ts'
import type { Problem } from '../process/errors.ts'
import type { RenderedRelease } from '../record/archive.ts'
import type { Rollout, Version } from '../spec/rollout.ts'
import { loadManifests, placeholderValues, renderObjects, renderVersion } from '../workload/manifests.ts'
import type { RenderedObject } from '../workload/manifests.ts'
import { releaseOf } from '../workload/release.ts'
import { sharedObjects } from '../workload/shared.ts'
import { checkPair } from '../workload/version-checks.ts'

/** A release: the rollout file with its manifests rendered for one image. */
export interface Prepared {
  readonly rollout: Rollout
  readonly image: string | null
  /** The tag that was asked for and resolved to `image`; null when it was asked for by digest. */
  readonly requestedImage: string | null
  readonly release: string
  readonly rendered: RenderedRelease
  readonly shared: ReadonlySet<string>
  /** Rendered manifests of each route, by its index. */
  readonly routeManifests: readonly (readonly KubeObject[])[]
}

/** Where the rollout file lies, and what the tools that render its manifests inherit. */
export interface Workspace {
  readonly folder: string
  readonly env: { readonly [name: string]: string | undefined }
}

/** Renders both versions. Throws `invalid` with all problems; reads files and may run helm or kubectl, but never the cluster. */
export async function prepare(
  rollout: Rollout,
  workspace: Workspace,
  image: string | null,
): Promise<Prepared> {
  const { folder, env } = workspace
  const where = { namespace: rollout.namespace, env }
  const problems: Problem[] = []
  const loaded = await loadManifests(rollout.manifests, folder)
  const objects: { [version: string]: KubeObject[] } = {}
  const versions: (readonly RenderedObject[])[] = []
  for (const version of rollout.versions) {
    const values = placeholderValues({ rollout: rollout.name, namespace: rollout.namespace, version, image })
    const result = await renderVersion(loaded, values, where)
    if (!result.ok) throw invalid(...result.problems)
    versions.push(result.objects)
    objects[version.name] = result.objects.map((o) => o.object)
  }
  const sharing = sharedObjects(versions[0]!, versions[1]!)
  problems.push(...sharing.problems)
  const [first, second] = rollout.versions
  problems.push(
    ...checkPair({ version: first, objects: versions[0]! }, { version: second, objects: versions[1]! }),
  )
  const routeManifests: KubeObject[][] = []
  for (const route of rollout.routes) {
    const manifests = await loadManifests(route.manifests, folder)
    const values = { rollout: rollout.name, namespace: rollout.namespace }
    const result = await renderObjects(manifests, values, {
      namespace: route.namespace,
      env,
      purpose: 'route',
    })
    if (result.ok) routeManifests.push(result.objects.map((o) => o.object))
    else problems.push(...result.problems)
  }
  if (problems.length > 0) throw invalid(...problems)
  return {
    rollout,
    image,
    requestedImage: null,
    // Both renderings: the identity must not depend on which version name happens to be the canary.
    release: releaseOf(Object.values(objects).flat(), rollout),
    rendered: { image, objects },
    shared: new Set(sharing.shared.map((o) => identity(refOf(o.object)))),
    routeManifests,
  }
}

export function otherVersion(rollout: Rollout, name: string): Version {
  return rollout.versions.find((v) => v.name !== name) ?? rollout.versions[1]
}

export function versionNamed(rollout: Rollout, name: string): Version {
  return rollout.versions.find((v) => v.name === name) ?? rollout.versions[0]
}
