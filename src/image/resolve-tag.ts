import { invalid } from '../process/errors.ts'
import type { CallOptions } from './registry/registry.ts'
import type { Registries } from './registry/registries.ts'
import { parseImageName } from './reference.ts'

export interface ResolvedImage {
  /** `REPOSITORY@sha256:…`. */
  readonly image: string
  /** What was asked for. */
  readonly requested: string
}

/**
 * The image that a tag names now, by digest. A manifest list stays one: its digest names all its platforms, and each node takes its
 * own. A reference that has a digest is taken as it is, without asking.
 */
export async function resolveTag(
  requested: string,
  registries: Registries,
  options: CallOptions = {},
): Promise<ResolvedImage> {
  const parsed = parseImageName(requested)
  if (!parsed.ok) throw invalid({ code: 'bad-image', message: parsed.message, path: '--image' })
  const { repository, tag, digest } = parsed.name
  if (digest !== null) return { image: requested, requested }
  if (tag === null) {
    throw invalid({
      code: 'image-without-digest',
      path: '--image',
      message: `image ${JSON.stringify(requested)} has neither tag nor digest, and "latest" is not guessed: expected ${repository.name}:TAG or ${repository.name}@sha256:…`,
    })
  }
  const registry = await registries.open(repository)
  const manifest = await registry.readManifest(tag, options)
  if (manifest === null) {
    throw invalid({
      code: 'no-such-image',
      path: '--image',
      message: `${repository.registry} has no image ${JSON.stringify(requested)}: check repository and tag, or push it first`,
    })
  }
  return { image: `${repository.name}@${manifest.digest}`, requested }
}
