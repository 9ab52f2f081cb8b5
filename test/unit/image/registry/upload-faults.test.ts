import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import type { Registry } from '../../../../src/image/registry/registry.ts'
import {
  blobOf,
  bytesOf,
  clientOf,
  impatient,
  piecesOf,
  rejection,
} from '../../../support/registry/client.ts'
import { digestOf, startRegistry } from '../../../support/registry/registry-server.ts'
import type { Fault, RegistryServer, Seen } from '../../../support/registry/registry-server.ts'

const bytes = bytesOf(1_000_000, 3)
const digest = digestOf(bytes)
let server: RegistryServer | null = null
let client: Registry | null = null
const clock = impatient()

/** A registry in which `fault` decides, and a client of its repository team/scoring. */
async function scene(
  fault: (seen: Seen) => Fault,
  settings: Parameters<typeof clientOf>[1] = {},
): Promise<{ server: RegistryServer; client: Registry }> {
  clock.slept.length = 0
  server = await startRegistry({ fault })
  client = clientOf(`${server.host}/team/scoring`, { clock, ...settings })
  return { server, client }
}

afterEach(async () => {
  client?.close()
  await server?.close()
})

/** The fault for the first `count` requests that fit. */
function times(count: number, fits: (seen: Seen) => boolean, fault: Fault): (seen: Seen) => Fault {
  let left = count
  return (seen) => (fits(seen) && left-- > 0 ? fault : undefined)
}

const isPut = ({ method, url }: Seen) => method === 'PUT' && url.includes('/blobs/uploads/')
const isPatch = ({ method }: Seen) => method === 'PATCH'
const isData = (seen: Seen) => isPut(seen) || isPatch(seen)
const methods = (of: RegistryServer) => of.seen.filter((s) => s.url !== '/v2/').map((s) => s.method)
const stored = (of: RegistryServer) => of.blobs.get(digest)

describe('a known blob', () => {
  test('without faults is one HEAD, one POST and one PUT', async () => {
    const { server, client } = await scene(() => undefined)
    await client.writeBlob(blobOf(bytes))
    expect(methods(server)).toEqual(['HEAD', 'POST', 'PUT'])
    expect(server.seen.at(-1)!.headers).toMatchObject({
      'content-length': '1000000',
      'content-type': 'application/octet-stream',
    })
    // The state that the registry put into the address comes back as it was.
    expect(server.seen.at(-1)!.url).toContain(`?_state=s%2Be&digest=${encodeURIComponent(digest)}`)
  })

  test('goes on where it was cut off', async () => {
    const { server, client } = await scene(times(1, isPut, { cutAfter: 300_000 }))
    const blob = blobOf(bytes)
    expect(await client.writeBlob(blob)).toBe('uploaded')
    expect(stored(server)?.equals(bytes)).toBe(true)
    expect(methods(server)).toEqual(['HEAD', 'POST', 'PUT', 'GET', 'PATCH', 'PUT'])
    expect(blob.opened).toEqual([0, 300_000])
    expect(server.seen.find(isPatch)!.headers['content-range']).toBe('300000-999999')
  })

  test('cut off again and again, it gets there as long as something arrives', async () => {
    const { server, client } = await scene(times(12, isData, { cutAfter: 70_000 }))
    expect(await client.writeBlob(blobOf(bytes))).toBe('uploaded')
    expect(stored(server)?.equals(bytes)).toBe(true)
  })

  test('starts over where the registry does not know how much it has', async () => {
    const cut = times(1, isPut, { cutAfter: 300_000 })
    const lost = (seen: Seen): Fault =>
      seen.method === 'GET' && seen.url.includes('uploads') ? { status: 404, body: {} } : cut(seen)
    const { server, client } = await scene(lost)
    const blob = blobOf(bytes)
    expect(await client.writeBlob(blob)).toBe('uploaded')
    expect(blob.opened).toEqual([0, 0])
    expect(methods(server)).toEqual(['HEAD', 'POST', 'PUT', 'GET', 'POST', 'PUT'])
    expect(stored(server)?.equals(bytes)).toBe(true)
  })

  test.each([416, 404, 405, 400])('starts over where the rest is answered with %d', async (status) => {
    const cut = times(1, isPut, { cutAfter: 300_000 })
    const { server, client } = await scene((seen) => (isPatch(seen) ? { status } : cut(seen)))
    const blob = blobOf(bytes)
    expect(await client.writeBlob(blob)).toBe('uploaded')
    expect(blob.opened).toEqual([0, 300_000, 0])
    expect(stored(server)?.equals(bytes)).toBe(true)
  })

  test('a registry that kept something else than was sent gets it again from the start', async () => {
    const cut = times(1, isPut, { cutAfter: 300_000 })
    // It says that it has less than it has, and appends: what comes out cannot have the digest.
    const lie = times(1, (s) => s.method === 'GET', { change: { range: '0-99999' } })
    const wrong = times(1, isPatch, { status: 202, headers: { range: '0-999999' } })
    const { server, client } = await scene((seen) => lie(seen) ?? wrong(seen) ?? cut(seen))
    expect(await client.writeBlob(blobOf(bytes))).toBe('uploaded')
    expect(stored(server)?.equals(bytes)).toBe(true)
  })

  test('gives up after a while when nothing arrives, and says what happened', async () => {
    const { server, client } = await scene((seen) => (isPut(seen) ? { cutAfter: 0 } : undefined))
    const error = await rejection(client.writeBlob(blobOf(bytes)))
    expect(error).toMatchObject({ name: 'RegistryError', kind: 'unreachable' })
    expect(error.message).toMatch(
      /cannot push a layer to 127\.0\.0\.1:\d+\/team\/scoring: the connection was (reset|closed)/,
    )
    // Six that count, and what may have met a connection that was dead already.
    expect(server.seen.filter(isPut).length).toBeGreaterThanOrEqual(6)
    expect(server.seen.filter(isPut).length).toBeLessThanOrEqual(8)
    expect(clock.slept).toHaveLength(5)
    expect(stored(server)).toBeUndefined()
  })

  test('5xx is tried again', async () => {
    const { server, client } = await scene(times(3, isPut, { status: 503, body: 'try later' }))
    expect(await client.writeBlob(blobOf(bytes))).toBe('uploaded')
    expect(clock.slept).toHaveLength(3)
    expect(stored(server)?.equals(bytes)).toBe(true)
  })

  test('429 waits as long as the registry says, in seconds and by date', async () => {
    const { client } = await scene(times(1, isPut, { status: 429, headers: { 'retry-after': '7' } }))
    expect(await client.writeBlob(blobOf(bytes))).toBe('uploaded')
    expect(clock.slept).toEqual([7_000])
  })

  test('429 with a wait of an hour is given up at once', async () => {
    const { server, client } = await scene((seen) =>
      isPut(seen) ? { status: 429, headers: { 'retry-after': '3600' } } : undefined,
    )
    const error = await rejection(client.writeBlob(blobOf(bytes)))
    expect(error).toMatchObject({ kind: 'unavailable', status: 429 })
    expect(server.seen.filter(isPut)).toHaveLength(1)
    expect(clock.slept).toEqual([])
  })

  test.each([
    [507, { errors: [{ code: 'UNKNOWN', message: 'unknown error' }] }],
    // As the registry of the distribution project answers.
    [
      500,
      {
        errors: [
          { code: 'UNKNOWN', message: 'unknown error', detail: 'write /data: no space left on device' },
        ],
      },
    ],
    [
      500,
      {
        errors: [
          { code: 'UNKNOWN', message: 'unknown error', detail: { Enclosed: { Op: 'mkdir', Err: 28 } } },
        ],
      },
    ],
    [
      403,
      {
        errors: [
          {
            code: 'DENIED',
            message:
              'adding 200 MiB of storage resource, which will exceed the configured upper limit: quota exceeded',
          },
        ],
      },
    ],
  ])('no space left (%d) is said, and not tried again', async (status, body) => {
    const { server, client } = await scene((seen) => (isPut(seen) ? { status, body } : undefined))
    const error = await rejection(client.writeBlob(blobOf(bytes)))
    expect(error).toMatchObject({ kind: 'no-space', status })
    expect(error.message).toMatch(/free space in the registry/)
    expect(server.seen.filter(isPut)).toHaveLength(1)
  })

  test('an answer in the middle of a large body is heard', async () => {
    const large = bytesOf(8_000_000, 5)
    const body = {
      errors: [{ code: 'UNKNOWN', message: 'unknown error', detail: 'write: no space left on device' }],
    }
    const { client } = await scene((seen) => (isPut(seen) ? { early: 500, body } : undefined))
    expect(await rejection(client.writeBlob(blobOf(large)))).toMatchObject({ kind: 'no-space', status: 500 })
  })

  test('a proxy that takes no large bodies gets pieces', async () => {
    const small = (seen: Seen): Fault =>
      Number(seen.headers['content-length'] ?? 0) > 300_000
        ? { status: 413, body: '<html>too large</html>' }
        : undefined
    const { server, client } = await scene(small, { piece: 300_000 })
    expect(await client.writeBlob(blobOf(bytes))).toBe('uploaded')
    expect(stored(server)?.equals(bytes)).toBe(true)
    expect(server.seen.filter(isPatch).map((s) => s.headers['content-range'])).toEqual([
      '0-299999',
      '300000-599999',
      '600000-899999',
      '900000-999999',
    ])
  })

  test('pieces go on after a cut too', async () => {
    const small = (seen: Seen): Fault =>
      Number(seen.headers['content-length'] ?? 0) > 300_000 ? { status: 413 } : undefined
    const cut = times(1, (s) => isPatch(s) && s.headers['content-range'] === '300000-599999', {
      cutAfter: 50_000,
    })
    const { server, client } = await scene((seen) => small(seen) ?? cut(seen), { piece: 300_000 })
    expect(await client.writeBlob(blobOf(bytes))).toBe('uploaded')
    expect(stored(server)?.equals(bytes)).toBe(true)
  })

  test('an upload that the registry has forgotten is begun again', async () => {
    const forgotten = { status: 404, body: { errors: [{ code: 'BLOB_UPLOAD_UNKNOWN', message: 'unknown' }] } }
    const { server, client } = await scene(times(1, isPut, forgotten))
    expect(await client.writeBlob(blobOf(bytes))).toBe('uploaded')
    expect(methods(server)).toEqual(['HEAD', 'POST', 'PUT', 'POST', 'PUT'])
  })

  test('a registry that confirms another digest is not believed', async () => {
    const other = digestOf(Buffer.from('other'))
    const { client } = await scene((seen) =>
      isPut(seen) ? { change: { 'docker-content-digest': other } } : undefined,
    )
    const error = await rejection(client.writeBlob(blobOf(bytes)))
    expect(error).toMatchObject({ kind: 'corrupt' })
    expect(error.message).toContain(other)
    expect(error.message).toContain(digest)
  })

  test('an answer without Location is refused', async () => {
    const { client } = await scene((seen) =>
      seen.method === 'POST' ? { change: { location: null } } : undefined,
    )
    const error = await rejection(client.writeBlob(blobOf(bytes)))
    expect(error.message).toMatch(
      /HTTP 202 without an address to go on with \(Location\); is it a registry\?/,
    )
  })

  test.each([401, 403, 404, 405, 500])('a mount that is answered with %d is an upload', async (status) => {
    const { server, client } = await scene((seen) => (seen.url.includes('mount=') ? { status } : undefined))
    expect(await client.writeBlob(blobOf(bytes, 'team/base'))).toBe('uploaded')
    expect(stored(server)?.equals(bytes)).toBe(true)
  })

  test('a mount that opens an upload instead is gone on with', async () => {
    const { server, client } = await scene(() => undefined)
    expect(await client.writeBlob(blobOf(bytes, 'team/base'))).toBe('uploaded')
    expect(methods(server)).toEqual(['HEAD', 'POST', 'PUT'])
  })
})

describe('a streamed blob', () => {
  const open = () => Readable.from(piecesOf(bytes))

  test('is a POST, a PATCH without length and an empty PUT', async () => {
    const { server, client } = await scene(() => undefined)
    expect(await client.streamBlob({ open })).toEqual({ digest, size: bytes.length })
    expect(methods(server)).toEqual(['POST', 'PATCH', 'PUT'])
    expect(server.seen.find(isPatch)!.headers).toMatchObject({ 'transfer-encoding': 'chunked' })
    expect(stored(server)?.equals(bytes)).toBe(true)
  })

  test.each<[string, Fault]>([
    ['a cut', { cutAfter: 300_000 }],
    ['503', { status: 503 }],
    ['429', { status: 429, headers: { 'retry-after': '1' } }],
  ])('starts over after %s', async (_, fault) => {
    const { server, client } = await scene(times(2, isPatch, fault))
    expect(await client.streamBlob({ open })).toEqual({ digest, size: bytes.length })
    expect(server.seen.filter(isPatch)).toHaveLength(3)
    expect(stored(server)?.equals(bytes)).toBe(true)
  })

  test('a registry that has got less than was sent is sent all of it again', async () => {
    const { server, client } = await scene(times(1, isPatch, { change: { range: '0-41' } }))
    expect(await client.streamBlob({ open })).toEqual({ digest, size: bytes.length })
    expect(server.seen.filter(isPatch)).toHaveLength(2)
  })

  test('content that breaks off is the fault of its source, and nothing is left in the registry', async () => {
    const { server, client } = await scene(() => undefined)
    const broken = () =>
      Readable.from(
        (async function* () {
          yield bytes.subarray(0, 100_000)
          while (!server.seen.some(isPatch)) await setImmediate()
          throw new Error('the disk has a hole')
        })(),
      )
    const error = await rejection(client.streamBlob({ open: broken }))
    expect(error).toMatchObject({ kind: 'corrupt' })
    expect(error.message).toMatch(/could not be read: the disk has a hole/)
    expect(methods(server)).toEqual(['POST', 'PATCH', 'DELETE'])
    expect(server.blobs.size).toBe(0)
  })
})
