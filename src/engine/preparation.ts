import type { KubeObject } from '../kube/object.ts'
import { identity, refOf } from '../kube/object.ts'
import { invalid } from '../process/errors.ts'
import type { Problem } from '../process/errors.ts'
import type { RenderedRelease } from '../record/archive.ts'
import type { Rollout, Version } from '../spec/rollout.ts'
import { loadManifests, placeholderValues, renderObjects, renderVersion } from '../workload/manifests.ts'
import type { Rendered, RenderedObject } from '../workload/manifests.ts'
import { partOfRelease, releaseOf } from '../workload/release.ts'
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

/** Both versions and the routes as far as they can be rendered, and everything that is wrong with them. */
export interface Rendering {
  readonly versions: readonly (readonly RenderedObject[])[]
  /** By the route's index. */
  readonly routes: readonly (readonly RenderedObject[])[]
  /** Identities of what both versions share. */
  readonly shared: ReadonlySet<string>
  readonly problems: readonly Problem[]
  /** False when some manifest could not be read, so that nobody can say what is missing. */
  readonly complete: boolean
}

/** Renders both versions and the routes; reads files and may run helm or kubectl, but never the cluster. */
export async function renderRelease(
  rollout: Pick<Rollout, 'name' | 'namespace' | 'versions' | 'manifests' | 'routes'>,
  workspace: Workspace,
  image: string | null,
): Promise<Rendering> {
  const { folder, env } = workspace
  const where = { namespace: rollout.namespace, env }
  const problems: Problem[] = []
  let complete = true
  const failed = (result: Extract<Rendered, { ok: false }>) => {
    problems.push(...result.problems)
    complete &&= result.complete
  }
  const loaded = await loadManifests(rollout.manifests, folder)
  const versions: (readonly RenderedObject[])[] = []
  for (const version of rollout.versions) {
    const values = placeholderValues({ rollout: rollout.name, namespace: rollout.namespace, version, image })
    const result = await renderVersion(loaded, values, where)
    if (!result.ok) failed(result)
    versions.push(result.objects)
  }
  const sharing = sharedObjects(versions[0]!, versions[1]!)
  const [first, second] = rollout.versions
  // What is missing in one version would only make the comparison say so again.
  if (problems.length === 0) {
    problems.push(
      ...sharing.problems,
      ...checkPair({ version: first, objects: versions[0]! }, { version: second, objects: versions[1]! }),
    )
  }
  const routes: (readonly RenderedObject[])[] = []
  for (const route of rollout.routes) {
    const manifests = await loadManifests(route.manifests, folder)
    const values = { rollout: rollout.name, namespace: rollout.namespace }
    const result = await renderObjects(manifests, values, {
      namespace: route.namespace,
      env,
      purpose: 'route',
    })
    if (!result.ok) failed(result)
    routes.push(result.objects)
  }
  return {
    versions,
    routes,
    shared: new Set(sharing.shared.map((o) => identity(refOf(o.object)))),
    problems: [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()],
    complete,
  }
}

/** The release, rendered. Throws `invalid` with all problems. */
export async function prepare(
  rollout: Rollout,
  workspace: Workspace,
  image: string | null,
): Promise<Prepared> {
  const { versions, routes, shared, problems } = await renderRelease(rollout, workspace, image)
  if (problems.length > 0) throw invalid(...problems)
  const objects = Object.fromEntries(
    rollout.versions.map(({ name }, i) => [name, versions[i]!.map((o) => o.object)]),
  )
  return {
    rollout,
    image,
    requestedImage: null,
    // Both renderings: the identity must not depend on which version name happens to be the canary.
    release: releaseOf(Object.values(objects).flat(), partOfRelease(rollout)),
    rendered: { image, objects },
    shared,
    routeManifests: routes.map((list) => list.map((o) => o.object)),
  }
}

export function otherVersion(rollout: Rollout, name: string): Version {
  return rollout.versions.find((v) => v.name !== name) ?? rollout.versions[1]
}

export function versionNamed(rollout: Rollout, name: string): Version {
  return rollout.versions.find((v) => v.name === name) ?? rollout.versions[0]
}
