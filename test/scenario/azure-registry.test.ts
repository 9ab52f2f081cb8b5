import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Endpoint } from '../support/azure-agent.ts'
import { openAzureSite } from '../support/azure-site.ts'
import type { AzureSite } from '../support/azure-site.ts'
import { basicOf } from '../support/registry/token-server.ts'
import { startScoringRegistry } from '../support/scoring-registry.ts'
import type { ScoringRegistry } from '../support/scoring-registry.ts'
import { makeCertificates } from '../unit/kube/certificates.ts'

const PASSWORD = 'client-secret-value'
const REFRESH = `eyJyZWZyZXNo.${'refresh-token'.repeat(3)}`
const ACCESS = `eyJhY2Nlc3M.${'access-token'.repeat(3)}`
/** The user name that goes with a refresh token of Azure Container Registry. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

const certificates = makeCertificates()
let site: AzureSite
let plain: ScoringRegistry
let acr: ScoringRegistry
/** What the exchange of the registry answers. */
let exchange: () => { status: number; body: object }

beforeAll(async () => {
  site = await openAzureSite()
  plain = await startScoringRegistry('models/diabetes', {
    authorize: ({ headers }) =>
      headers.authorization === basicOf('pusher', PASSWORD) ? null : 'Basic realm="models"',
  })
  // As Azure Container Registry does it: the Entra token for a refresh token, that for one that pushes.
  acr = await startScoringRegistry('models/diabetes', {
    tls: certificates.server,
    authorize: ({ headers }) =>
      headers.authorization === `Bearer ${ACCESS}`
        ? null
        : `Bearer realm="https://${acr.host}/oauth2/token",service="${acr.host}"`,
    fault({ url, body, headers }) {
      if (url === '/oauth2/exchange') {
        const form = new URLSearchParams(body)
        const known = site.azure.entraTokens.includes(form.get('access_token') ?? '')
        return known && form.get('service') === acr.host && form.get('tenant') === 'tenant-1'
          ? exchange()
          : { status: 401, body: { errors: [{ message: 'not that token' }] } }
      }
      if (!url.startsWith('/oauth2/token')) return undefined
      return headers.authorization === basicOf(NOBODY, REFRESH)
        ? { status: 200, body: { access_token: ACCESS } }
        : { status: 401, body: {} }
    },
  })
  await writeFile(
    path.join(site.world.folder, 'score.py'),
    'def init(): ...\ndef run(raw_data): return "A"\n',
  )
  await writeFile(path.join(site.world.folder, 'ca.pem'), certificates.ca)
})
beforeEach(() => {
  exchange = () => ({ status: 200, body: { refresh_token: REFRESH } })
})
afterAll(async () => {
  await site.close()
  await plain.close()
  await acr.close()
  certificates.remove()
})

async function build(registry: ScoringRegistry, connection: Endpoint | null) {
  const image = { repository: `${registry.host}/models/diabetes`, scoring: { script: 'score.py' } }
  await site.world.edit((content) => void (content.image = image))
  const inputs: { [name: string]: string } = connection === null ? {} : { containerRegistry: 'registry' }
  const before = registry.manifests.size
  const result = await site.task(inputs, {
    task: 'ShiftgateBuild',
    environment: null,
    stage: 'Build',
    endpoints: connection === null ? {} : { registry: connection },
    env: { NODE_EXTRA_CA_CERTS: path.join(site.world.folder, 'ca.pem') },
  })
  const said = result.stdout.split('\n').filter((line) => !line.startsWith('##vso[task.setsecret]'))
  const secrets = [REFRESH, ACCESS, basicOf('pusher', PASSWORD).slice(6), basicOf(NOBODY, REFRESH).slice(6)]
  expect(secrets.filter((secret) => said.join('\n').includes(secret))).toEqual([])
  return { ...result, pushed: registry.manifests.size - before }
}

const docker = (parameters: { [name: string]: string }): Endpoint => ({
  url: `http://${plain.host}/`,
  scheme: 'UsernamePassword',
  parameters: { registry: `http://${plain.host}/v1/`, username: 'pusher', ...parameters },
})
const federated = (): Endpoint => ({
  url: `https://${acr.host}`,
  scheme: 'WorkloadIdentityFederation',
  parameters: { loginserver: acr.host, tenantid: 'tenant-1', serviceprincipalid: 'client-1' },
  data: { environmentAuthorityUrl: `${site.azure.origin}/` },
})

test('a Docker registry connection with a password: the image is pushed with it, and its digest is an output', async () => {
  const result = await build(plain, docker({ password: PASSWORD }))
  expect(result).toMatchObject({ result: 'Succeeded', outputs: { outcome: 'done' } })
  expect(result.outputs['image']).toMatch(new RegExp(`^${plain.host}/models/diabetes@sha256:[0-9a-f]{64}$`))
  expect(plain.textOf(result.outputs['image']!)).toContain('def run(raw_data)')
  expect(await build(plain, docker({ password: PASSWORD }))).toMatchObject({
    pushed: 0,
    outputs: { outcome: 'unchanged', image: result.outputs['image'] },
  })
})

test('an Azure Container Registry connection with workload identity federation: no secret, its token is exchanged', async () => {
  const result = await build(acr, federated())
  expect(result).toMatchObject({ result: 'Succeeded', outputs: { outcome: 'done' } })
  expect(acr.textOf(result.outputs['image']!)).toContain('def run(raw_data)')
})

test.each([
  [
    'a wrong password',
    () => build(plain, docker({ password: 'a-wrong-password' })),
    /does not take .*pusher.*wrong, expired or revoked/,
  ],
  ['no connection', () => build(plain, null), /no credentials for it were found/],
  [
    'a connection without a password',
    () => build(plain, docker({})),
    /input "containerRegistry" cannot be used: it has no registry, user name or password/,
  ],
  [
    'an identity without the right to push',
    () => {
      exchange = () => ({ status: 403, body: { error: 'identity is not allowed' } })
      return build(acr, federated())
    },
    /input "containerRegistry" cannot be used: .*403: identity is not allowed.*needs the role "AcrPush"/,
  ],
  [
    'an exchange that gives nothing',
    () => {
      exchange = () => ({ status: 200, body: {} })
      return build(acr, federated())
    },
    /gave no token/,
  ],
])('%s: failed with what to do, nothing is pushed', async (_name, attempt, message) => {
  const result = await attempt()
  expect(result).toMatchObject({ result: 'Failed', pushed: 0 })
  expect(result.issues[0]!.message).toMatch(message)
  const registered = '##vso[task.setsecret]a-wrong-password'
  expect(result.stdout.replace(registered, '')).not.toContain('a-wrong-password')
})
