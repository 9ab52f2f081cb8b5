import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { RegistrySettings } from '../../src/image/registry/http.ts'
import { MEDIA } from '../../src/image/registry/registry.ts'
import type { Registry } from '../../src/image/registry/registry.ts'
import { blobOf, bytesOf, clientOf, piecesOf, rejection } from '../support/registry/client.ts'
import { digestOf } from '../support/registry/registry-server.ts'

export interface RegistryUnderTest {
  /** `HOST:PORT`. */
  readonly host: string
  readonly settings: Partial<RegistrySettings>
  close?(): Promise<void>
}

let counter = 0

/** What the client does with a registry, whoever runs it and however it wants its logins. */
export function registryContract(name: string, setup: () => Promise<RegistryUnderTest>): void {
  describe(`registry: ${name}`, () => {
    let under: RegistryUnderTest
    let registry: Registry
    const open: Registry[] = []
    const repository = (suffix = 'one') => {
      const path = `shiftgate-contract/${process.pid}-${Date.now()}-${counter++}/${suffix}`
      const client = clientOf(`${under.host}/${path}`, under.settings)
      open.push(client)
      return { client, path }
    }
    beforeAll(async () => {
      under = await setup()
      registry = repository().client
    })
    afterAll(async () => {
      for (const client of open) client.close()
      await under.close?.()
    })

    const config = Buffer.from(
      '{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]},"history":[]}',
    )
    const layer = bytesOf(300_000)

    /** A manifest that registries accept: what it names is there. */
    async function manifest(client: Registry, docker = false, mark = 'x') {
      await client.writeBlob(blobOf(config))
      await client.writeBlob(blobOf(layer))
      const mediaType = docker ? MEDIA.dockerManifest : MEDIA.ociManifest
      const content = {
        schemaVersion: 2,
        mediaType,
        config: {
          mediaType: docker ? MEDIA.dockerConfig : MEDIA.ociConfig,
          digest: digestOf(config),
          size: config.length,
        },
        layers: [
          {
            mediaType: docker ? MEDIA.dockerLayerGzip : MEDIA.ociLayerGzip,
            digest: digestOf(layer),
            size: layer.length,
          },
        ],
        ...(docker ? {} : { annotations: { mark } }),
      }
      return { bytes: Buffer.from(JSON.stringify(content)), mediaType }
    }

    test('a blob is uploaded once, then present, and comes back byte for byte', async () => {
      const { client } = repository()
      const bytes = bytesOf(2_000_000, 7)
      const blob = blobOf(bytes)
      expect(await client.blobSize(blob.digest)).toBeNull()
      expect(await client.writeBlob(blob)).toBe('uploaded')
      expect(blob.opened).toEqual([0])
      expect(await client.writeBlob(blob)).toBe('present')
      expect(blob.opened).toEqual([0])
      expect(await client.blobSize(blob.digest)).toBe(bytes.length)
      const { size, stream } = await client.readBlob(blob.digest)
      expect(size).toBe(bytes.length)
      expect((await buffer(stream)).equals(bytes)).toBe(true)
    })

    test('a blob of no bytes, and one of one byte', async () => {
      const { client } = repository()
      for (const bytes of [Buffer.alloc(0), Buffer.from('a')]) {
        expect(await client.writeBlob(blobOf(bytes))).toBe('uploaded')
        expect((await buffer((await client.readBlob(digestOf(bytes))).stream)).equals(bytes)).toBe(true)
      }
    })

    test('a blob whose digest is known at its end', async () => {
      const { client } = repository()
      for (const bytes of [bytesOf(1_500_000, 9), Buffer.from('b')]) {
        const result = await client.streamBlob({ open: () => Readable.from(piecesOf(bytes)) })
        expect(result).toEqual({ digest: digestOf(bytes), size: bytes.length })
        expect(await client.blobSize(result.digest)).toBe(bytes.length)
      }
    })

    test('a blob is mounted from a repository that has it, and sent where that one has it not', async () => {
      const from = repository('from')
      const bytes = bytesOf(100_000, 11)
      await from.client.writeBlob(blobOf(bytes))
      const mounted = blobOf(bytes, from.path)
      const to = repository('to').client
      expect(await to.writeBlob(mounted)).toBe('mounted')
      expect(mounted.opened).toEqual([])
      expect((await buffer((await to.readBlob(mounted.digest)).stream)).equals(bytes)).toBe(true)
      const absent = blobOf(bytesOf(50_000, 12), from.path)
      expect(await to.writeBlob(absent)).toBe('uploaded')
      expect(await to.blobSize(absent.digest)).toBe(50_000)
    })

    test('bytes that are not what the digest says are refused, and nothing is stored', async () => {
      const { client } = repository()
      const right = blobOf(bytesOf(40_000, 13))
      const wrong = { ...right, open: () => Readable.from([bytesOf(40_000, 14)]) }
      expect(await rejection(client.writeBlob(wrong))).toMatchObject({
        name: 'RegistryError',
        kind: 'corrupt',
      })
      expect(await client.blobSize(right.digest)).toBeNull()
    })

    test('content that ends early or does not end is refused, and the next upload works', async () => {
      const { client } = repository()
      const bytes = bytesOf(60_000, 15)
      for (const other of [bytes.subarray(1), Buffer.concat([bytes, bytes])]) {
        const blob = { ...blobOf(bytes), open: () => Readable.from(piecesOf(other)) }
        const error = await rejection(client.writeBlob(blob))
        expect(error).toMatchObject({ name: 'RegistryError', kind: 'corrupt' })
        expect(error.message).toMatch(/could not be read: it (ended after 59999|has more than the 60000)/)
      }
      expect(await client.writeBlob(blobOf(bytes))).toBe('uploaded')
    })

    test.each([false, true])(
      'a manifest under a tag, a second tag and its digest (docker types: %s)',
      async (docker) => {
        const { client } = repository()
        const content = await manifest(client, docker)
        const digest = digestOf(content.bytes)
        expect(await client.readManifest('v1')).toBeNull()
        expect(await client.writeManifest('v1', content)).toEqual({ digest })
        expect(await client.writeManifest('v2', content)).toEqual({ digest })
        for (const reference of ['v1', 'v2', digest]) {
          const read = await client.readManifest(reference)
          expect(read).toEqual({ bytes: content.bytes, mediaType: content.mediaType, digest })
        }
      },
    )

    test.each([false, true])('a manifest list is given as it is (docker types: %s)', async (docker) => {
      const { client } = repository()
      const content = await manifest(client, docker)
      const { digest } = await client.writeManifest('amd64', content)
      const mediaType = docker ? MEDIA.dockerList : MEDIA.ociIndex
      const entry = { mediaType: content.mediaType, digest, size: content.bytes.length }
      const list = {
        schemaVersion: 2,
        mediaType,
        manifests: [{ ...entry, platform: { architecture: 'amd64', os: 'linux' } }],
      }
      const bytes = Buffer.from(JSON.stringify(list))
      await client.writeManifest('latest', { bytes, mediaType })
      expect(await client.readManifest('latest')).toEqual({ bytes, mediaType, digest: digestOf(bytes) })
    })

    test('what is not there', async () => {
      const { client } = repository('missing')
      const digest = digestOf(Buffer.from('nowhere'))
      expect(await client.readManifest('latest')).toBeNull()
      expect(await client.readManifest(digest)).toBeNull()
      expect(await client.blobSize(digest)).toBeNull()
      expect(await rejection(client.readBlob(digest))).toMatchObject({ kind: 'not-found', status: 404 })
    })

    test('an aborted call rejects with the reason, and the client goes on working', async () => {
      const cancel = new AbortController()
      const bytes = bytesOf(400_000, 17)
      const blob = blobOf(bytes)
      let left = 5
      const open = () =>
        new Readable({
          read() {
            if (left-- > 0) this.push(bytes.subarray(0, 16_384))
            else cancel.abort(new Error('stop it'))
          },
        })
      const error = await rejection(registry.writeBlob({ ...blob, open }, { signal: cancel.signal }))
      expect(error.message).toBe('stop it')
      expect(await registry.writeBlob(blob)).toBe('uploaded')
    })
  })
}
