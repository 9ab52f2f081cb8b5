import { buffer } from 'node:stream/consumers'
import { MEDIA } from '../../../../src/image/registry/registry.ts'
import type { Registry } from '../../../../src/image/registry/registry.ts'
import { proxyServer } from '../../../support/registry/proxy-server.ts'
import { blobOf, bytesOf, clientOf, impatient, rejection } from '../../../support/registry/client.ts'
import { digestOf, startRegistry } from '../../../support/registry/registry-server.ts'
import type { RegistryOptions, RegistryServer, Seen } from '../../../support/registry/registry-server.ts'
import { makeCertificates } from '../../kube/certificates.ts'
import type { Certificates } from '../../kube/certificates.ts'

const bytes = bytesOf(300_000)
const digest = digestOf(bytes)
const manifest = Buffer.from(`{"schemaVersion":2,"mediaType":"${MEDIA.ociManifest}","layers":[]}`)
const closing: { close(): unknown }[] = []

async function registryWith(options: RegistryOptions = {}): Promise<RegistryServer> {
  const server = await startRegistry(options)
  closing.push(server)
  server.blobs.set(digest, bytes)
  server.links.add(`team/scoring/${digest}`)
  server.manifests.set('team/scoring/v1', { bytes: manifest, mediaType: MEDIA.ociManifest })
  return server
}

function client(server: RegistryServer, settings: Parameters<typeof clientOf>[1] = {}): Registry {
  const made = clientOf(`${server.host}/team/scoring`, settings)
  closing.push(made)
  return made
}

afterEach(async () => {
  for (const one of closing.splice(0).reverse()) await one.close()
})

describe('other hosts', () => {
  const secret = { kind: 'password', username: 'ci', password: 'geheim', source: 'the test' } as const
  const basic = (seen: Seen) => (seen.headers.authorization === undefined ? 'Basic realm="r"' : null)

  test('storage to which a download is redirected gets no login, and gives the blob', async () => {
    const storage = await registryWith()
    const front = await registryWith({
      authorize: basic,
      fault: (seen) =>
        seen.method === 'GET' && seen.url.includes('/blobs/')
          ? { status: 307, headers: { location: `http://${storage.host}${seen.url}?signature=x` } }
          : undefined,
    })
    const { stream } = await client(front, { credentials: secret }).readBlob(digest)
    expect((await buffer(stream)).equals(bytes)).toBe(true)
    expect(front.seen.at(-1)!.headers.authorization).toMatch(/^Basic /)
    expect(storage.seen).toHaveLength(1)
    expect(storage.seen[0]!.headers.authorization).toBeUndefined()
  })

  test('an upload that goes on at another host gets no login there', async () => {
    const storage = await registryWith()
    const front = await registryWith({
      authorize: basic,
      fault: (seen) =>
        seen.method === 'POST'
          ? { status: 202, headers: { location: `http://${storage.host}/v2/team/scoring/blobs/uploads/1` } }
          : undefined,
    })
    await rejection(client(front, { credentials: secret }).writeBlob(blobOf(bytesOf(10))))
    const puts = storage.seen.filter((s) => s.method === 'PUT')
    expect(puts.length).toBeGreaterThan(0)
    for (const put of puts) expect(put.headers.authorization).toBeUndefined()
  })

  test.each([
    ['absolute', (host: string, path: string) => `http://${host}${path}`],
    ['without a host', (_: string, path: string) => path],
    ['relative to the request', (_: string, path: string) => `../../../..${path.replace(/^\/v2/, '')}`],
  ])('a Location that is %s', async (_, form) => {
    let host = ''
    const server = await registryWith({ location: (path) => form(host, path) })
    host = server.host
    const blob = blobOf(bytesOf(20_000, 2))
    expect(await client(server).writeBlob(blob)).toBe('uploaded')
    expect(server.blobs.has(blob.digest)).toBe(true)
  })

  test('a redirect without end is given up', async () => {
    const server = await registryWith({
      fault: (seen) =>
        seen.method === 'GET' && seen.url !== '/v2/'
          ? { status: 302, headers: { location: seen.url } }
          : undefined,
    })
    const error = await rejection(client(server).readManifest('v1'))
    expect(error.message).toMatch(/redirects more than 5 times/)
  })
})

describe('what is read is checked', () => {
  test('a manifest whose digest the registry tells wrong', async () => {
    const server = await registryWith({ fault: () => ({ change: { 'docker-content-digest': digest } }) })
    const error = await rejection(client(server).readManifest('v1'))
    expect(error).toMatchObject({ name: 'RegistryError', kind: 'corrupt' })
    expect(error.message).toContain(digestOf(manifest))
  })

  test('a manifest that is another one than was asked for', async () => {
    const server = await registryWith({ fault: () => ({ change: { 'docker-content-digest': null } }) })
    server.manifests.set(`team/scoring/${digest}`, { bytes: manifest, mediaType: MEDIA.ociManifest })
    expect(await rejection(client(server).readManifest(digest))).toMatchObject({ kind: 'corrupt' })
  })

  test('a manifest that the registry stored as another one', async () => {
    const server = await registryWith({
      fault: (seen) => (seen.method === 'PUT' ? { change: { 'docker-content-digest': digest } } : undefined),
    })
    const content = { bytes: manifest, mediaType: MEDIA.ociManifest }
    expect(await rejection(client(server).writeManifest('v2', content))).toMatchObject({ kind: 'corrupt' })
  })

  test('a blob with other bytes fails at its end', async () => {
    const server = await registryWith()
    server.blobs.set(digest, bytesOf(300_000, 9))
    const fault = await client(server).readBlob(digest)
    expect(await rejection(buffer(fault.stream))).toMatchObject({ name: 'RegistryError', kind: 'corrupt' })
  })

  test('a blob that breaks off fails, and does not look complete', async () => {
    const server = await registryWith({
      fault: (seen) => (seen.url.includes('/blobs/') ? { answerCutAfter: 100_000 } : undefined),
    })
    const { stream } = await client(server).readBlob(digest)
    expect(await rejection(buffer(stream))).toMatchObject({ name: 'RegistryError', kind: 'unreachable' })
  })

  test('a manifest that breaks off is read again', async () => {
    let cut = 2
    const server = await registryWith({
      fault: (seen) => (seen.url.includes('/manifests/') && cut-- > 0 ? { answerCutAfter: 10 } : undefined),
    })
    expect((await client(server).readManifest('v1'))?.bytes.equals(manifest)).toBe(true)
  })

  test('an old registry that calls a manifest text is asked what it is', async () => {
    const server = await registryWith({
      fault: () => ({ change: { 'content-type': 'text/plain; charset=utf-8' } }),
    })
    expect((await client(server).readManifest('v1'))?.mediaType).toBe(MEDIA.ociManifest)
  })
})

describe('connections', () => {
  let certificates: Certificates
  beforeAll(() => {
    certificates = makeCertificates()
  })
  afterAll(() => certificates.remove())

  test('an authority of its own is trusted when it is named, and only then', async () => {
    const server = await registryWith({ tls: certificates.server })
    expect((await client(server, { ca: [certificates.ca] }).readManifest('v1'))?.bytes.equals(manifest)).toBe(
      true,
    )
    const error = await rejection(client(server, { ca: [certificates.otherCa] }).readManifest('v1'))
    expect(error).toMatchObject({ kind: 'unreachable' })
    expect(error.message).toMatch(/not trusted; give that certificate by --registry-ca/)
  })

  test('nobody listens: said with the address, after some tries', async () => {
    const server = await registryWith()
    await server.close()
    const clock = impatient()
    const error = await rejection(client(server, { clock }).readManifest('v1'))
    expect(error).toMatchObject({ kind: 'unreachable' })
    expect(error.message).toBe(
      `cannot read the manifest v1 of ${server.host}/team/scoring: connection refused`,
    )
    expect(clock.slept).toHaveLength(5)
  })

  test('a server that says nothing is given up', async () => {
    const server = await registryWith({
      fault: (seen) => (seen.url.includes('manifests') ? { silent: true } : undefined),
    })
    const error = await rejection(client(server, { idle: 50 }).readManifest('v1'))
    expect(error.message).toMatch(/the server was silent/)
  })

  test('TLS is asked for when the registry is not on this machine, through the proxy', async () => {
    const target = await registryWith({ tls: certificates.server })
    const proxy = await proxyServer(target.host)
    closing.push(proxy)
    const far = clientOf('api.internal/team/scoring', {
      ca: [certificates.ca],
      proxy: { https: `http://user:word@${proxy.host}` },
    })
    closing.push(far)
    expect((await far.readManifest('v1'))?.bytes.equals(manifest)).toBe(true)
    expect(proxy.asked).toEqual(['api.internal:443'])
    const blob = blobOf(bytesOf(100_000, 4))
    expect(await far.writeBlob(blob)).toBe('uploaded')
    expect(target.blobs.get(blob.digest)?.length).toBe(100_000)
  })

  test('a proxy that refuses is named without its password', async () => {
    const proxy = await proxyServer(null)
    closing.push(proxy)
    const far = clientOf('api.internal/team/scoring', { proxy: { https: `http://user:word@${proxy.host}` } })
    closing.push(far)
    const error = await rejection(far.readManifest('v1'))
    expect(error.message).toContain(`the proxy http://${proxy.host} refused to connect: 403`)
    expect(error.message).not.toContain('word')
  })

  test('plain HTTP elsewhere only when it was asked for', async () => {
    const target = await registryWith()
    const proxy = await proxyServer(target.host)
    closing.push(proxy)
    const settings = { proxy: { http: `http://${proxy.host}` } }
    const far = clientOf('registry.internal:5000/team/scoring', { ...settings, plainHttp: true })
    closing.push(far)
    expect((await far.readManifest('v1'))?.bytes.equals(manifest)).toBe(true)
    const safe = clientOf('registry.internal:5000/team/scoring', { proxy: { https: `http://${proxy.host}` } })
    closing.push(safe)
    expect(await rejection(safe.readManifest('v1'))).toMatchObject({ kind: 'unreachable' })
    expect(target.seen).toHaveLength(1)
  })
})

describe('refusals say what to do', () => {
  const refusal = (status: number, code: string, message: string) => ({
    status,
    body: { errors: [{ code, message }] },
  })

  test.each([
    [
      'a name that the registry forbids',
      refusal(400, 'NAME_INVALID', 'invalid repository name'),
      'rejected',
      /choose another repository name/,
    ],
    [
      'no right',
      refusal(403, 'DENIED', 'requested access is denied'),
      'denied',
      /may not do this: it needs the right to push/,
    ],
    [
      'a repository that must be created first',
      refusal(404, 'NAME_UNKNOWN', 'repository not found'),
      'not-found',
      /wants its repositories to be created first/,
    ],
  ])('%s', async (_, fault, kind, text) => {
    const server = await registryWith({ fault: (seen) => (seen.method === 'POST' ? fault : undefined) })
    const error = await rejection(client(server).writeBlob(blobOf(bytesOf(10))))
    expect(error).toMatchObject({ kind, status: fault.status })
    expect(error.message).toMatch(text)
  })

  test.each([
    refusal(
      400,
      'TAG_INVALID',
      "The image tag 'v1' already exists in the 'team/scoring' repository and cannot be overwritten because the repository is immutable.",
    ),
    refusal(400, 'MANIFEST_INVALID', 'cannot update tag v1. The repository has enabled tag immutability'),
    refusal(405, 'DENIED', 'The operation is disallowed on this registry, repository or image.'),
  ])('a tag that cannot be moved: $body.errors.0.code', async (fault) => {
    const server = await registryWith({ fault: (seen) => (seen.method === 'PUT' ? fault : undefined) })
    const pushing = client(server).writeManifest('v1', { bytes: manifest, mediaType: MEDIA.ociManifest })
    const error = await rejection(pushing)
    expect(error.message).toMatch(
      /^cannot push the manifest v1 to \S+: HTTP \d+: .*; it lets this tag not be moved; leave it out of --tag/,
    )
  })

  test('text of the registry is one harmless line', async () => {
    const body = { errors: [{ code: 'DENIED', message: 'no\n::set-output name=x::1\n##vso[task.complete]' }] }
    const server = await registryWith({
      fault: (seen) => (seen.method === 'POST' ? { status: 403, body } : undefined),
    })
    const { message } = await rejection(client(server).writeBlob(blobOf(bytesOf(10))))
    expect(message).not.toMatch(/\n|::|##/)
  })
})
