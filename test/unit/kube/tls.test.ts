import type { TLSSocket } from 'node:tls'
import type { ResolvedKubeconfig } from '../../../src/kube/login.ts'
import { createKubeClient } from '../../../src/kube/rest.ts'
import {
  CONFIG_MAP,
  configFor,
  configMap,
  sleepingClock,
  startApi,
  type ApiServer,
  type Reply,
} from './api-server.ts'
import { makeCertificates, type Certificates } from './certificates.ts'

let certificates: Certificates
let api: ApiServer
const common: string[] = []

beforeAll(async () => {
  certificates = makeCertificates()
  const reply: Reply = (_seen, socket) => {
    common.push(String((socket as TLSSocket).getPeerCertificate().subject?.CN ?? 'nobody'))
    return { status: 200, body: configMap() }
  }
  const { ca, server } = certificates
  api = await startApi([reply], { ...server, ca, requestCert: true, rejectUnauthorized: false })
})
afterAll(async () => {
  await api.close()
  certificates.remove()
})
beforeEach(() => void common.splice(0))

async function use(changes: Partial<ResolvedKubeconfig>, act: 'read' | 'write' = 'read') {
  const clock = sleepingClock()
  const client = createKubeClient(configFor(api.url, changes), { clock })
  try {
    return act === 'read' ? await client.get(CONFIG_MAP) : await client.create(configMap())
  } finally {
    client.close()
    expect(clock.slept).toEqual([])
  }
}

test('the certificate-authority of the kubeconfig is trusted', async () => {
  expect(await use({ ca: certificates.ca })).toEqual(configMap())
  expect(common).toEqual(['nobody'])
})

test.each<[string, () => Partial<ResolvedKubeconfig>, RegExp]>([
  ['no authority', () => ({}), /the server's certificate is signed by an authority that is not trusted/],
  [
    'another authority',
    () => ({ ca: certificates.otherCa }),
    /the server's certificate is signed by an authority that is not trusted/,
  ],
  [
    'a name that the certificate does not have',
    () => ({ ca: certificates.ca, serverName: 'other.internal' }),
    /other\.internal/,
  ],
])('with %s nothing is sent and nothing is retried', async (_name, changes, message) => {
  await expect(use(changes(), 'write')).rejects.toMatchObject({
    code: 'connection',
    ambiguous: false,
    message: expect.stringMatching(message),
  })
  expect(common).toEqual([])
})

test('tls-server-name replaces the host of the server', async () => {
  expect(await use({ ca: certificates.ca, serverName: 'api.internal' })).toEqual(configMap())
})

test('insecure-skip-tls-verify asks for no authority', async () => {
  expect(await use({ insecure: true })).toEqual(configMap())
})

test('the client certificate is shown', async () => {
  await use({ ca: certificates.ca, clientCertificate: certificates.client }, 'write')
  expect(common).toEqual(['client'])
})

test('one connection serves requests in a row, for writes too', async () => {
  const before = api.connections()
  const client = createKubeClient(
    configFor(api.url, { ca: certificates.ca, clientCertificate: certificates.client }),
  )
  for (let n = 0; n < 4; n++) await client.create(configMap())
  client.close()
  expect(api.connections() - before).toBe(1)
})
