import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { registryContract } from '../contract/registry.contract.ts'
import { blobOf, bytesOf, clientOf, piecesOf, rejection } from '../support/registry/client.ts'
import { digestOf } from '../support/registry/registry-server.ts'
import { resettingProxy } from '../support/registry/resetting-proxy.ts'
import { makeCertificates } from '../unit/kube/certificates.ts'
import { skipped } from './support/environment.ts'
import { registryBinary, startRegistryProcess } from './support/registry-process.ts'
import { startSignedTokens } from './support/signed-tokens.ts'

const USER = { name: 'ci', password: 's3cret-word' }
/** bcrypt of the password, which is all that the registry takes. */
const HTPASSWD = 'ci:$2y$04$abcdefghijklmnopqrstuuzQDw2v3CQSMowG.sq3X.nH1lfmlmQMW\n'
const credentials = {
  kind: 'password',
  username: USER.name,
  password: USER.password,
  source: 'the test',
} as const
const wrong = { ...credentials, password: 'not-the-word' }

const { REGISTRY } = process.env
if (REGISTRY) {
  registryContract(`the registry ${REGISTRY}`, () => Promise.resolve({ host: REGISTRY, settings: {} }))
} else skipped('registry of the cluster', 'needs REGISTRY')

const binary = registryBinary()
if (binary === null) skipped('registries with logins', 'needs docker-registry on PATH')
else withLogins(binary)

function withLogins(found: string): void {
  const htpasswd = async (folder: string) => {
    const file = path.join(folder, 'htpasswd')
    await writeFile(file, HTPASSWD)
    return { htpasswd: { realm: 'test', path: file } }
  }

  registryContract('htpasswd', async () => {
    const registry = await startRegistryProcess(found, async (folder) => ({ auth: await htpasswd(folder) }))
    return { host: registry.host, settings: { credentials }, close: () => registry.close() }
  })

  registryContract('tokens', async () => {
    let tokens: Awaited<ReturnType<typeof startSignedTokens>> | null = null
    const registry = await startRegistryProcess(found, async (folder) => {
      tokens = await startSignedTokens(folder, USER, 300)
      return { auth: tokens.auth }
    })
    const close = async () => {
      await registry.close()
      await tokens?.server.close()
    }
    return { host: registry.host, settings: { credentials }, close }
  })

  registryContract('TLS with an authority of its own, and htpasswd', async () => {
    const certificates = makeCertificates()
    const registry = await startRegistryProcess(found, async (folder) => {
      const [certificate, key] = [path.join(folder, 'tls.crt'), path.join(folder, 'tls.key')]
      await writeFile(certificate, certificates.server.cert)
      await writeFile(key, certificates.server.key)
      return { auth: await htpasswd(folder), http: { tls: { certificate, key } } }
    })
    const close = async () => {
      await registry.close()
      certificates.remove()
    }
    return { host: registry.host, settings: { credentials, ca: [certificates.ca] }, close }
  })

  test('connections that are reset in the middle of a layer: it arrives whole, or not at all', async () => {
    const registry = await startRegistryProcess(found, () => Promise.resolve({}))
    const bytes = bytesOf(3_000_000, 31)
    const proxy = await resettingProxy(registry.host, [900_000, 400_000, 1_700_000])
    const client = clientOf(`${proxy.host}/team/one`)
    const direct = clientOf(`${registry.host}/team/one`)
    try {
      expect(await client.writeBlob(blobOf(bytes))).toBe('uploaded')
      expect(proxy.resets()).toBe(3)
      const { stream } = await direct.readBlob(blobOf(bytes).digest)
      expect((await buffer(stream)).equals(bytes)).toBe(true)

      proxy.resetAgain([1_000_000, 1_000_000])
      const other = bytesOf(3_000_000, 32)
      const open = () => Readable.from(piecesOf(other))
      expect(await client.streamBlob({ open })).toEqual({ digest: digestOf(other), size: other.length })
      expect(proxy.resets()).toBe(5)
      expect(await direct.blobSize(digestOf(other))).toBe(other.length)
    } finally {
      for (const one of [client, direct]) one.close()
      await proxy.close()
      await registry.close()
    }
  })

  test('a wrong password, and none, are refused by name and without the password', async () => {
    const registry = await startRegistryProcess(found, async (folder) => ({ auth: await htpasswd(folder) }))
    try {
      const refused = clientOf(`${registry.host}/team/one`, { credentials: wrong })
      const error = await rejection(refused.writeBlob(blobOf(bytesOf(10))))
      expect(error).toMatchObject({ name: 'RegistryError', kind: 'unauthorized' })
      expect(error.message).toContain('does not take the credentials of "ci" from the test')
      expect(error.message).not.toContain('not-the-word')
      const unknown = clientOf(`${registry.host}/team/one`)
      const missing = await rejection(unknown.readManifest('v1'))
      expect(missing).toMatchObject({ kind: 'unauthorized' })
      expect(missing.message).toContain(`docker login ${registry.host}`)
      for (const client of [refused, unknown]) client.close()
    } finally {
      await registry.close()
    }
  })

  test('an authority that nobody named is refused, and what to do is said', async () => {
    const certificates = makeCertificates()
    const registry = await startRegistryProcess(found, async (folder) => {
      const [certificate, key] = [path.join(folder, 'tls.crt'), path.join(folder, 'tls.key')]
      await writeFile(certificate, certificates.server.cert)
      await writeFile(key, certificates.server.key)
      return { http: { tls: { certificate, key } } }
    })
    try {
      for (const ca of [[], [certificates.otherCa]]) {
        const client = clientOf(`${registry.host}/team/one`, { ca })
        const error = await rejection(client.readManifest('v1'))
        expect(error).toMatchObject({ kind: 'unreachable' })
        expect(error.message).toMatch(
          /not trusted; give that certificate by --registry-ca, or in NODE_EXTRA_CA_CERTS/,
        )
        client.close()
      }
    } finally {
      await registry.close()
      certificates.remove()
    }
  })
}
