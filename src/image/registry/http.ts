import { systemClock } from '../../process/clock.ts'
import type { Clock } from '../../process/clock.ts'
import type { RepositoryAddress } from '../reference.ts'
import { Interruption } from './attempts.ts'
import { createAuthorizer } from './auth/authorizer.ts'
import type { Credentials } from './auth/credentials.ts'
import { createTokenServer } from './auth/tokens.ts'
import { createConnections } from './connections.ts'
import type { ConnectionSettings } from './connections.ts'
import { createConversation, discard } from './conversation.ts'
import type { Call } from './conversation.ts'
import { corrupt, createVerifier, digestOf, requireConfirmed } from './digest.ts'
import { MEDIA, RegistryError } from './registry.ts'
import type { CallOptions, Digest, Registry, StoredManifest } from './registry.ts'
import { createSecrets } from './secrets.ts'
import { uploadKnown, uploadStreamed } from './upload.ts'

export interface RegistrySettings extends ConnectionSettings {
  readonly credentials: Credentials
  /** Without TLS although the registry is not on this machine. */
  readonly plainHttp: boolean
  /** Called with every secret before its first use. */
  readonly mask: (secret: string) => void
  readonly userAgent: string
  readonly clock?: Clock
  /** Milliseconds without a byte in either direction; a registry may take minutes to check a large layer. Default: 5 minutes. */
  readonly idle?: number
  /** Bytes of one piece where a proxy in front of the registry takes no larger ones. Default: 32 MiB. */
  readonly piece?: number
}

const MANIFESTS = [MEDIA.ociIndex, MEDIA.ociManifest, MEDIA.dockerList, MEDIA.dockerManifest].join(', ')
/** What registries take for a manifest at most (OCI distribution, "Pushing manifests"). */
const LARGEST_MANIFEST = 4 * 1024 * 1024

/** A repository over HTTP/1.1. Opens no connection before the first call. */
export function createRegistry(address: RepositoryAddress, settings: RegistrySettings): Registry {
  const { credentials, plainHttp, userAgent } = settings
  const clock = settings.clock ?? systemClock
  const idle = settings.idle ?? 300_000
  const piece = settings.piece ?? 32 * 1024 * 1024
  const secrets = createSecrets(settings.mask)
  const connections = createConnections(settings)
  const registry = address.registry
  const shared = { credentials, plainHttp, connections, clock, secrets, idle, userAgent }
  const tokens = createTokenServer({ ...shared, registry: address.server })
  const authorizer = createAuthorizer({ registry, credentials, tokens, clock, secrets })
  const conversation = createConversation(address, { ...shared, authorizer })
  for (const secret of secretsOf(credentials)) secrets.keep(secret)

  const blobSize = async (digest: Digest, access: 'pull' | 'push', { signal }: CallOptions) => {
    const reply = await conversation.call({
      what: 'look for a layer in',
      method: 'HEAD',
      target: `blobs/${digest}`,
      access,
      expect: [200, 404],
      signal,
    })
    discard(reply)
    if (reply.status === 404) return null
    requireConfirmed(reply.headers, digest, `a layer of ${address.name}`)
    const length = reply.headers['content-length']
    return length === undefined ? -1 : Number(length)
  }

  return {
    name: address.name,

    async readManifest(reference, { signal } = {}): Promise<StoredManifest | null> {
      const call: Call = {
        what: `read the manifest ${reference} of`,
        method: 'GET',
        target: `manifests/${reference}`,
        headers: { accept: MANIFESTS },
        access: 'pull',
        expect: [200, 404],
        signal,
      }
      const { reply, bytes } = await conversation.read(call, LARGEST_MANIFEST)
      if (reply.status === 404) return null
      const digest = digestOf(bytes)
      requireConfirmed(reply.headers, digest, `the manifest ${reference} of ${address.name}`)
      if (reference.startsWith('sha256:') && reference !== digest) {
        throw corrupt(`the manifest ${reference} of ${address.name} came with the digest ${digest}`)
      }
      return { bytes, digest, mediaType: mediaTypeOf(reply.headers['content-type'], bytes) }
    },

    async writeManifest(reference, { bytes, mediaType }, { signal } = {}) {
      const digest = digestOf(bytes)
      const reply = await conversation.call({
        what: `push the manifest ${reference} to`,
        method: 'PUT',
        target: `manifests/${reference}`,
        headers: { 'content-type': mediaType },
        body: { kind: 'bytes', bytes },
        access: 'push',
        expect: [200, 201, 202],
        signal,
      })
      discard(reply)
      requireConfirmed(reply.headers, digest, `the manifest ${reference} of ${address.name}`)
      return { digest }
    },

    async blobSize(digest, options = {}) {
      return blobSize(digest, 'pull', options)
    },

    async readBlob(digest, { signal } = {}) {
      const reply = await conversation.call({
        what: `read the layer ${digest} of`,
        method: 'GET',
        target: `blobs/${digest}`,
        access: 'pull',
        expect: [200],
        signal,
      })
      const length = reply.headers['content-length']
      const stream = createVerifier(digest, address.name)
      reply.message.on('error', (error) => stream.destroy(brokenOff(error, digest, signal) as Error))
      stream.on('close', () => reply.message.destroy())
      reply.message.pipe(stream)
      return { size: length === undefined ? null : Number(length), stream }
    },

    async writeBlob(blob, options = {}) {
      const { signal } = options
      const present = await blobSize(blob.digest, 'push', options)
      if (present !== null) {
        if (present < 0 || present === blob.size) return 'present'
        throw corrupt(
          `${address.name} has the layer ${blob.digest} with ${present} bytes, and it has ${blob.size}`,
        )
      }
      const mounted = blob.mountFrom === undefined ? null : await mount(blob.digest, blob.mountFrom, signal)
      if (mounted === 'mounted') return 'mounted'
      await uploadKnown(blob, mounted, { conversation, clock, signal, piece })
      return 'uploaded'
    },

    async streamBlob(blob, { signal } = {}) {
      return uploadStreamed(blob, { conversation, clock, signal, piece })
    },

    close: () => connections.close(),
  }

  function brokenOff(error: Error, digest: Digest, signal: AbortSignal | undefined): unknown {
    if (signal?.aborted) return signal.reason
    const message = `the connection broke off while the layer ${digest} of ${address.name} was read; run this again`
    return new RegistryError('unreachable', message, { cause: error })
  }

  /** `mounted`, or the upload that the registry opened instead, or null when it wants neither. */
  async function mount(
    digest: Digest,
    from: string,
    signal: AbortSignal | undefined,
  ): Promise<'mounted' | URL | null> {
    const query = new URLSearchParams({ mount: digest, from })
    try {
      const reply = await conversation.attempt({
        what: `mount a layer of ${from} into`,
        method: 'POST',
        target: `blobs/uploads/?${query.toString()}`,
        body: { kind: 'bytes', bytes: Buffer.alloc(0) },
        access: 'push',
        alsoPull: from,
        expect: [201, 202],
        signal,
      })
      discard(reply)
      if (reply.status === 202) return conversation.locationOf(reply)
      requireConfirmed(reply.headers, digest, `a layer of ${address.name}`)
      return 'mounted'
    } catch (error) {
      // It only saves time: refused in whatever way, the layer is sent.
      if (error instanceof Interruption) return null
      if (error instanceof RegistryError && error.kind !== 'corrupt') return null
      throw error
    }
  }
}

function secretsOf(credentials: Credentials): string[] {
  switch (credentials.kind) {
    case 'anonymous':
      return []
    case 'password':
      return [credentials.password]
    case 'identity-token':
      return [credentials.token]
    case 'entra':
      return [credentials.accessToken]
  }
}

/** Old registries answer with text/plain; the manifest says what it is. */
function mediaTypeOf(header: string | undefined, bytes: Buffer): string {
  const said = (header ?? '').split(';')[0]!.trim().toLowerCase()
  if (MANIFESTS.includes(said) && said !== '') return said
  let manifest: { mediaType?: unknown; manifests?: unknown } = {}
  try {
    manifest = JSON.parse(bytes.toString('utf8')) as typeof manifest
  } catch {
    // Whoever reads it will say so.
  }
  if (typeof manifest.mediaType === 'string') return manifest.mediaType
  if (Array.isArray(manifest.manifests)) return MEDIA.ociIndex
  return said === '' || !said.includes('json') ? MEDIA.ociManifest : said
}
