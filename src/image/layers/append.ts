import { createHash } from 'node:crypto'
import { canonicalJson } from '../../workload/json.ts'
import { MEDIA } from '../registry/registry.ts'
import type { Digest } from '../registry/registry.ts'

/** A blob as manifests name it. */
export interface Descriptor {
  readonly mediaType: string
  readonly digest: Digest
  readonly size: number
}

/** The fields of an image manifest and of its configuration that we read; everything else is kept as it is. */
export interface ImageManifest {
  readonly config: Descriptor
  readonly layers: readonly Descriptor[]
  readonly [field: string]: unknown
}
export interface ImageConfig {
  readonly architecture: string
  readonly os: string
  readonly variant?: string
  readonly created?: string
  readonly config?: ContainerConfig
  readonly rootfs: { readonly type: 'layers'; readonly diff_ids: readonly Digest[] }
  readonly history?: readonly object[]
  readonly [field: string]: unknown
}
interface ContainerConfig {
  readonly Env?: readonly string[] | null
  readonly Labels?: { readonly [name: string]: string } | null
  readonly ExposedPorts?: { readonly [port: string]: object } | null
  readonly [field: string]: unknown
}

/** What is put on top of an image. */
export interface Addition {
  /** Uncompressed, so that digest and diff id are the same. `what` is for the history. */
  readonly layers: readonly { readonly digest: Digest; readonly size: number; readonly what: string }[]
  readonly environment: { readonly [name: string]: string }
  readonly labels: { readonly [name: string]: string }
  readonly workingDir: string
  readonly user: string
  readonly port: number
  readonly entrypoint: readonly string[]
}

export interface Document {
  readonly bytes: Buffer
  readonly mediaType: string
  readonly digest: Digest
}

/**
 * Manifest and configuration of `base` with the addition, as OCI documents. Nothing but the arguments goes into them: the time of
 * creation is the base's, and keys are sorted.
 */
export function appended(
  base: { readonly manifest: ImageManifest; readonly config: ImageConfig },
  addition: Addition,
): { readonly manifest: Document; readonly config: Document } {
  const { manifest, config } = base
  const created = config.created ?? '1970-01-01T00:00:00Z'
  const container = config.config ?? {}
  const newConfig = document(MEDIA.ociConfig, {
    architecture: config.architecture,
    os: config.os,
    ...(config.variant === undefined ? {} : { variant: config.variant }),
    created,
    config: {
      ...keptOf(container),
      Env: environmentOf(container.Env ?? [], addition.environment),
      Labels: { ...container.Labels, ...addition.labels },
      ExposedPorts: { ...container.ExposedPorts, [`${addition.port}/tcp`]: {} },
      WorkingDir: addition.workingDir,
      User: addition.user,
      Entrypoint: addition.entrypoint,
    },
    rootfs: {
      type: 'layers',
      diff_ids: [...config.rootfs.diff_ids, ...addition.layers.map((layer) => layer.digest)],
    },
    history: [
      ...(config.history ?? []),
      ...addition.layers.map(({ what }) => ({ created, created_by: `shiftgate: ${what}` })),
    ],
  })
  const newManifest = document(MEDIA.ociManifest, {
    schemaVersion: 2,
    mediaType: MEDIA.ociManifest,
    config: { mediaType: MEDIA.ociConfig, digest: newConfig.digest, size: newConfig.bytes.length },
    layers: [
      ...manifest.layers.map((layer) => ({ ...layer, mediaType: ociLayer(layer.mediaType) })),
      ...addition.layers.map(({ digest, size }) => ({ mediaType: MEDIA.ociLayer, digest, size })),
    ],
  })
  return { manifest: newManifest, config: newConfig }
}

/** Of the base's container settings, those that do not speak of how or where it was built. */
function keptOf(container: ContainerConfig): ContainerConfig {
  const {
    Cmd: _command,
    Image: _image,
    Hostname: _host,
    Domainname: _domain,
    Entrypoint: _entry,
    ...kept
  } = container
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== null))
}

function environmentOf(before: readonly string[], more: { readonly [name: string]: string }): string[] {
  const kept = before.filter((entry) => !Object.hasOwn(more, entry.split('=')[0]!))
  return [...kept, ...Object.entries(more).map(([name, value]) => `${name}=${value}`)]
}

/** Docker's names for the layers that OCI names too; the bytes are the same. */
function ociLayer(mediaType: string): string {
  return mediaType === MEDIA.dockerLayerGzip ? MEDIA.ociLayerGzip : mediaType
}

function document(mediaType: string, content: object): Document {
  const bytes = Buffer.from(canonicalJson(content))
  return { bytes, mediaType, digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}` }
}
