import type { Problem } from '../process/errors.ts'
import { readObjects } from './manifest-objects.ts'
import type { LoadedManifests } from './manifest-source.ts'
import { renderSource } from './manifest-tools.ts'
import type { RenderWhere } from './manifest-tools.ts'
import { fillIn } from './placeholders.ts'
import type { PlaceholderValues } from './placeholders.ts'
import { checkObjects } from './object-checks.ts'
import type { RenderedObject } from './rendered-object.ts'
import { checkVersion } from './version-checks.ts'
import { readDocuments } from './yaml-documents.ts'

export { loadManifests } from './manifest-source.ts'
export type { LoadedManifests } from './manifest-source.ts'
export type { RenderWhere } from './manifest-tools.ts'
export type { PlaceholderValues } from './placeholders.ts'
export type { RenderedObject } from './rendered-object.ts'

export type Rendered =
  | { readonly ok: true; readonly objects: readonly RenderedObject[] }
  /** `objects`: those that could be read, for whoever looks for more problems; `complete`: that is all of them. */
  | {
      readonly ok: false
      readonly problems: readonly Problem[]
      readonly objects: readonly RenderedObject[]
      readonly complete: boolean
    }

/**
 * The objects of one version: every source with the placeholders filled in, or everything that is wrong with them. `values` has the
 * placeholders of `placeholderValues` and the version's own. Rejects only with the reason of `where.signal`.
 */
export async function renderVersion(
  loaded: LoadedManifests,
  values: PlaceholderValues,
  where: RenderWhere,
): Promise<Rendered> {
  const rendered = await renderObjects(loaded, values, { ...where, purpose: 'version' })
  if (!rendered.ok) return rendered
  const problems = checkVersion(rendered.objects, values)
  return problems.length > 0 ? { ok: false, problems, objects: rendered.objects, complete: true } : rendered
}

/** The objects of any manifests; those of `routes` with the purpose `route`, which has no rules about versions. */
export async function renderObjects(
  loaded: LoadedManifests,
  values: PlaceholderValues,
  where: RenderWhere & { readonly purpose: 'version' | 'route' },
): Promise<Rendered> {
  const problems: Problem[] = [...loaded.problems]
  const objects: RenderedObject[] = []
  for (const source of loaded.sources) {
    const text = await renderSource(source, loaded.folder, values, where)
    if (!text.ok) {
      problems.push(text.problem)
      continue
    }
    const read = readDocuments(text.file, text.text)
    problems.push(...read.problems)
    for (const document of read.documents) {
      const filled = fillIn(document, values)
      problems.push(...filled.problems)
      if (!filled.usable) continue
      const found = readObjects(document, where)
      problems.push(...found.problems)
      objects.push(...found.objects)
    }
  }
  const complete = problems.length === 0
  problems.push(...checkObjects(objects))
  return problems.length > 0
    ? { ok: false, problems: inReadingOrder(problems), objects, complete }
    : { ok: true, objects }
}

/** The placeholders that every rollout has. `subset` and `image` have none when the version has no subset, the rollout no image. */
export function placeholderValues(input: {
  readonly rollout: string
  readonly namespace: string
  readonly version: {
    readonly name: string
    readonly deployment: string
    readonly backend: {
      readonly kind: 'service' | 'subset'
      readonly service: string
      readonly subset?: string
    }
    readonly values: PlaceholderValues
  }
  readonly image: string | null
}): PlaceholderValues {
  const { rollout, namespace, version, image } = input
  return {
    ...version.values,
    rollout,
    namespace,
    version: version.name,
    deployment: version.deployment,
    service: version.backend.service,
    ...(version.backend.subset === undefined ? {} : { subset: version.backend.subset }),
    ...(image === null ? {} : { image }),
  }
}

/** By file in the order of the sources, then by place; the same thing said twice only once. */
function inReadingOrder(problems: readonly Problem[]): Problem[] {
  const files = [...new Set(problems.map(({ file }) => file))]
  const seen = new Set<string>()
  return problems
    .filter((problem) => {
      const text = JSON.stringify(problem)
      return seen.has(text) ? false : seen.add(text)
    })
    .sort(
      (a, b) =>
        files.indexOf(a.file) - files.indexOf(b.file) ||
        (a.line ?? 0) - (b.line ?? 0) ||
        (a.column ?? 0) - (b.column ?? 0),
    )
}
