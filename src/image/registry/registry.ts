import type { Readable } from 'node:stream'

/** `sha256:` and 64 lower-case hex digits. */
export type Digest = string

/** What every call takes: when the signal aborts, the call rejects with its reason and leaves no open connection. */
export interface CallOptions {
  readonly signal?: AbortSignal
}

/** A manifest or manifest list, byte for byte as it lies in the registry. */
export interface StoredManifest {
  readonly bytes: Buffer
  /** e.g. `application/vnd.oci.image.manifest.v1+json`; without parameters. */
  readonly mediaType: string
  /** SHA-256 of `bytes`; compared with what the registry said and with what was asked for. */
  readonly digest: Digest
}

/** A blob whose content is known before it is sent. */
export interface KnownBlob {
  readonly digest: Digest
  /** Bytes. */
  readonly size: number
  /**
   * The content from byte `start` on (0: all of it), the same bytes every time; called again when an upload was cut off.
   * A stream that gives more or fewer bytes than `size - start` fails the upload.
   */
  open(start: number): Readable
  /** A repository of the same registry that may have it already, e.g. the one of the base image; tried first. */
  readonly mountFrom?: string
}

/** A blob that is made while it is sent. `open` gives the whole content again, from its start, when the upload has to be restarted. */
export interface StreamedBlob {
  open(): Readable
}

export interface BlobContent {
  /** Bytes; null when the registry did not say. */
  readonly size: number | null
  /** Errors with a `RegistryError` of kind `corrupt` at its end when the bytes do not have the digest that was asked for. */
  readonly stream: Readable
}

/** How a known blob got there. */
export type BlobWrite = 'present' | 'mounted' | 'uploaded'

export interface ManifestStore {
  /** `reference` is a tag or a digest. Null when there is none by that name. Manifest lists are given as they are. */
  readManifest(reference: string, options?: CallOptions): Promise<StoredManifest | null>
  /**
   * Stores under a tag or under its own digest; a second call with another tag gives the manifest one more name.
   * The digest is ours, and the registry has confirmed it.
   */
  writeManifest(
    reference: string,
    manifest: { readonly bytes: Buffer; readonly mediaType: string },
    options?: CallOptions,
  ): Promise<{ readonly digest: Digest }>
}

export interface BlobStore {
  /** Bytes of the blob, null when this repository does not have it. */
  blobSize(digest: Digest, options?: CallOptions): Promise<number | null>
  /** Rejects with kind `not-found` when this repository does not have it. */
  readBlob(digest: Digest, options?: CallOptions): Promise<BlobContent>
  /** Looks first, then mounts, then sends. Memory does not grow with the size. */
  writeBlob(blob: KnownBlob, options?: CallOptions): Promise<BlobWrite>
  /** Sends first and hashes meanwhile; the same memory. For content whose digest would cost a second pass. */
  streamBlob(
    blob: StreamedBlob,
    options?: CallOptions,
  ): Promise<{ readonly digest: Digest; readonly size: number }>
}

/**
 * One repository of one registry over the OCI distribution protocol. Reads and writes are retried where that is safe
 * (429, 5xx, cut connections), logins are renewed when they expire. Rejects with `RegistryError`, or with the signal's reason.
 */
export interface Registry extends ManifestStore, BlobStore {
  /** `HOST[:PORT]/REPOSITORY`, as it is written before `@sha256:…`. */
  readonly name: string
  close(): void
}

export type RegistryFailure =
  /** No credentials, or the registry does not take them. */
  | 'unauthorized'
  /** Logged in, but not allowed to do this here. */
  | 'denied'
  | 'not-found'
  /** The registry has no space left, or a quota is used up. */
  | 'no-space'
  /** No answer, no connection, no trusted certificate; retried before it is said. */
  | 'unreachable'
  /** It answered 429 or 5xx until we gave up. */
  | 'unavailable'
  /** Digest or size differ from what was agreed. */
  | 'corrupt'
  /** It took the request for wrong: a manifest that it does not like, a name that it forbids, a registry that is closed. */
  | 'rejected'

/** The message says which registry and repository, what was tried, what it answered, and what to do. Never a secret. */
export class RegistryError extends Error {
  readonly kind: RegistryFailure
  /** HTTP status of the answer, when there was one. */
  readonly status: number | null

  constructor(
    kind: RegistryFailure,
    message: string,
    facts: { status?: number | null; cause?: unknown } = {},
  ) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause })
    this.name = 'RegistryError'
    this.kind = kind
    this.status = facts.status ?? null
  }
}

export const MEDIA = {
  ociIndex: 'application/vnd.oci.image.index.v1+json',
  ociManifest: 'application/vnd.oci.image.manifest.v1+json',
  ociConfig: 'application/vnd.oci.image.config.v1+json',
  ociLayer: 'application/vnd.oci.image.layer.v1.tar',
  ociLayerGzip: 'application/vnd.oci.image.layer.v1.tar+gzip',
  ociLayerZstd: 'application/vnd.oci.image.layer.v1.tar+zstd',
  dockerList: 'application/vnd.docker.distribution.manifest.list.v2+json',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
  dockerConfig: 'application/vnd.docker.container.image.v1+json',
  dockerLayerGzip: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
} as const

export const isManifestList = (mediaType: string): boolean =>
  mediaType === MEDIA.ociIndex || mediaType === MEDIA.dockerList
