import { writeFile } from 'node:fs/promises'
import { connect, createServer as listener } from 'node:net'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { createServer } from 'node:tls'
import {
  expectSafe,
  openAzureSite,
  resourceManager,
  resourceManagerConnection,
} from '../support/azure-site.ts'
import type { AzureSite } from '../support/azure-site.ts'
import { proxyServer } from '../support/registry/proxy-server.ts'
import { IMAGES, NAMESPACE } from '../support/world.ts'
import { makeCertificates } from '../unit/kube/certificates.ts'

// What a task finds around it on agents of a company: proxies, authorities, secrets, and other kinds of pipelines.

const certificates = makeCertificates()
let site: AzureSite

beforeAll(async () => {
  site = await openAzureSite()
  await writeFile(path.join(site.world.folder, 'ca.pem'), certificates.ca)
})
afterEach(() => site.reset())
afterAll(async () => {
  await site.close()
  certificates.remove()
})

const blue0 = { command: 'advance', to: 'Blue_0', image: IMAGES.new }
const blue50 = { command: 'advance', to: 'Blue_50', image: IMAGES.new }

describe('Azure DevOps with a certificate of the company', () => {
  let collection: string
  let front: ReturnType<typeof createServer>

  beforeAll(async () => {
    const { hostname, port } = new URL(site.azure.origin)
    front = createServer(certificates.server, (socket) => {
      const onward = connect(Number(port), hostname)
      socket.on('error', () => onward.destroy())
      onward.on('error', () => socket.destroy())
      socket.pipe(onward).pipe(socket)
    })
    await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
    const { port: open } = front.address() as AddressInfo
    collection = `https://127.0.0.1:${open}${new URL(site.azure.collection).pathname}`
  })
  afterAll(() => new Promise((resolve) => front.close(resolve)))

  test.each([
    ['the authority that the agent was configured with', { 'Agent.CAInfo': 'ca.pem' }, 'done'],
    ['an agent that does not look at certificates', { 'Agent.SkipCertValidation': 'True' }, 'done'],
    ['without it: a file that is not there', { 'Agent.CAInfo': 'nowhere.pem' }, 'held'],
  ])('%s', async (_name, named: { [name: string]: string }, outcome) => {
    const { 'Agent.CAInfo': ca, ...others } = named
    const variables = {
      ...others,
      ...(ca ? { 'Agent.CAInfo': path.join(site.world.folder, ca) } : {}),
      'System.CollectionUri': collection,
    }
    expect(await site.task(blue0)).toMatchObject({ result: 'Succeeded' })
    site.azure.summaries.length = 0
    site.approve('Blue_50')
    const result = await site.task(blue50, { stage: 'Blue_50', variables })
    expect(result.outputs).toMatchObject({ outcome })
    expect(site.azure.summaries).toHaveLength(outcome === 'done' ? 1 : 0)
    if (outcome === 'held') expect(result.issues[0]!.message).toMatch(/certificate/)
    if (ca === 'nowhere.pem')
      expect(result.log).toMatch(/authorities of the agent are left out: ENOENT.*nowhere\.pem/)
  })
})

test('Microsoft Entra ID is asked through the proxy of the agent, also where Azure DevOps is reached without it', async () => {
  const proxy = await proxyServer(new URL(site.azure.origin).host)
  site.azure.kubeconfig = site.world.cluster.api.kubeconfig(NAMESPACE)
  try {
    const result = await site.task(
      { ...blue0, ...resourceManager() },
      {
        loggedOut: true,
        endpoints: resourceManagerConnection('WorkloadIdentityFederation', {
          url: 'http://management.test/',
          authority: 'http://login.test/',
        }),
        variables: {
          'Agent.ProxyUrl': `http://${proxy.host}`,
          'Agent.ProxyBypassList': JSON.stringify(['127\\.0\\.0\\.1']),
        },
      },
    )
    expect(result).toMatchObject({ result: 'Succeeded', outputs: { stage: 'Blue_0' } })
    expect([...new Set(proxy.asked)].sort()).toEqual(['login.test:80', 'management.test:80'])
  } finally {
    await proxy.close()
  }
})

test('cancelled while Microsoft Entra ID does not answer: it ends by itself, and says nothing else', async () => {
  let asked = () => {}
  const waits = new Promise<void>((resolve) => (asked = resolve))
  const silent = listener((socket) => void socket.on('error', () => undefined).once('data', () => asked()))
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`
  const running = await site.start(
    { ...blue0, ...resourceManager() },
    { loggedOut: true, endpoints: resourceManagerConnection('WorkloadIdentityFederation', { url }) },
  )
  await waits
  running.child.kill('SIGINT')
  const result = await running.done
  silent.close()
  expectSafe(result, site.azure)
  expect(result).toMatchObject({ code: 0, result: 'Failed', outputs: { outcome: 'cancelled' } })
  expect(result.issues.map((i) => i.message)).toEqual(['cancelled before it began'])
})

test('a header from a secret variable: asked with its value, and not at all when the pipeline has no such variable', async () => {
  const TOKEN = 'Bearer client-secret-value'
  await site.world.edit((content) => {
    content.traffic.headers = { authorization: { env: 'MODEL_TOKEN' } }
  })
  expect(await site.task(blue0, { env: { MODEL_TOKEN: TOKEN } })).toMatchObject({ result: 'Succeeded' })
  for (const value of ['$(MODEL_TOKEN)', 'Bearer $(MODEL_TOKEN)']) {
    const without = await site.task({ command: 'verify' }, { env: { MODEL_TOKEN: value } })
    expect(without.result).toBe('Failed')
    expect(without.log).toContain('environment variable MODEL_TOKEN is not set')
    expect(without.log).toContain(
      'MODEL_TOKEN counts as not set: the pipeline does not have its $(MODEL_TOKEN)',
    )
  }
})

test('a classic release is refused: the build of its artifact is no run', async () => {
  const result = await site.task(blue0, { variables: { 'System.HostType': 'release' } })
  expect(result).toMatchObject({ result: 'Failed', outputs: { outcome: 'invalid' } })
  expect(result.issues[0]!.message).toContain('not in a classic release (System.HostType release)')
  expect(site.world.record()).toBeNull()
})

test.each([
  [
    { kubernetesServiceConnection: 'production' },
    'input "kubernetesServiceConnection" means nothing to connectionType "none"; set connectionType to kubernetes',
  ],
  [
    { connectionType: 'kubernetes', kubernetesServiceConnection: 'k8s', clusterName: 'production' },
    'input "clusterName" means nothing to connectionType "kubernetes"; set connectionType to azureResourceManager',
  ],
])('%j: another cluster than the one that was meant is not touched', async (inputs, message) => {
  const result = await site.task({ ...blue0, ...inputs })
  expect(result).toMatchObject({ result: 'Failed', outputs: { outcome: 'invalid' } })
  expect(result.issues[0]!.message).toContain(message)
  expect(site.world.record()).toBeNull()
})

test.each([
  ['just text', 'cannot be used: its kubeconfig is no YAML mapping'],
  ['[1, 2', 'cannot be used: its kubeconfig is no YAML: '],
  ['apiVersion: v1\nkind: Config\nusers: null\nclusters: null\ncontexts: null\n', 'kubeconfig'],
])('a connection with the kubeconfig %j is no defect of ours', async (kubeconfig, message) => {
  const result = await site.task(
    { ...blue0, connectionType: 'kubernetes', kubernetesServiceConnection: 'k8s' },
    { loggedOut: true, endpoints: { k8s: { scheme: 'Kubernetes', parameters: { kubeconfig } } } },
  )
  expect(result).toMatchObject({ result: 'Failed', outputs: { outcome: 'invalid' } })
  expect(result.issues[0]!.message).toContain(message)
  expect(result.issues[0]!.message).not.toContain('defect of shiftgate')
})
