import { RegistryError, isManifestList } from '../registry/registry.ts'
import type { Digest, Registry, StoredManifest } from '../registry/registry.ts'
import type { ImageConfig, ImageManifest } from './append.ts'

/** An image in the registry that something is put on. */
export interface BaseImage {
  /** Of the manifest for the platform. */
  readonly digest: Digest
  readonly manifest: ImageManifest
  readonly config: ImageConfig
}

interface Index {
  readonly manifests: readonly {
    readonly digest: Digest
    readonly platform?: { readonly os: string; readonly architecture: string; readonly variant?: string }
  }[]
}

/** A configuration is a few kilobytes; more is none. */
const LARGEST_CONFIG = 8 * 1024 * 1024

/** The image behind a tag or digest for one platform; null when there is none by that name. Rejects with `RegistryError`. */
export async function readBaseImage(
  registry: Registry,
  reference: string,
  platform: string,
  signal: AbortSignal,
): Promise<BaseImage | null> {
  const stored = await registry.readManifest(reference, { signal })
  return stored && imageIn(registry, stored, reference, platform, signal)
}

/** The same of a manifest that was read already; `reference` is for messages. */
export async function imageIn(
  registry: Registry,
  found: StoredManifest,
  reference: string,
  platform: string,
  signal: AbortSignal,
): Promise<BaseImage | null> {
  let stored: StoredManifest | null = found
  if (isManifestList(stored.mediaType)) {
    const { manifests } = JSON.parse(stored.bytes.toString()) as Index
    const entry = manifests.find((one) => one.platform && nameOf(one.platform) === platform)
    if (!entry)
      throw otherPlatform(
        registry,
        reference,
        platform,
        manifests.flatMap((m) => m.platform ?? []),
      )
    stored = await registry.readManifest(entry.digest, { signal })
    if (stored === null) return null
  }
  const manifest = JSON.parse(stored.bytes.toString()) as ImageManifest
  const config = JSON.parse(
    (await readSmallBlob(registry, manifest.config.digest, signal)).toString(),
  ) as ImageConfig
  if (nameOf(config) !== platform) throw otherPlatform(registry, reference, platform, [config])
  return { digest: stored.digest, manifest, config }
}

export async function readSmallBlob(
  registry: Registry,
  digest: Digest,
  signal: AbortSignal,
): Promise<Buffer> {
  const { stream } = await registry.readBlob(digest, { signal })
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    chunks.push(chunk as Buffer)
    size += (chunk as Buffer).length
    if (size > LARGEST_CONFIG)
      throw new RegistryError(
        'corrupt',
        `${registry.name}@${digest} should be an image configuration and is larger than 8 MiB`,
      )
  }
  return Buffer.concat(chunks)
}

function nameOf({
  os,
  architecture,
  variant,
}: {
  os: string
  architecture: string
  variant?: string
}): string {
  // arm64 is always v8; nobody writes it.
  return `${os}/${architecture}${variant && !(architecture === 'arm64' && variant === 'v8') ? `/${variant}` : ''}`
}

function otherPlatform(
  registry: Registry,
  reference: string,
  platform: string,
  found: readonly { os: string; architecture: string; variant?: string }[],
): RegistryError {
  const names = found.map(nameOf).filter((name) => name !== 'unknown/unknown')
  return new RegistryError(
    'rejected',
    `${registry.name}${reference.includes(':') ? '@' : ':'}${reference} is for ${names.join(', ') || 'no platform'}; expected ${platform}; build it again with --refresh`,
  )
}
