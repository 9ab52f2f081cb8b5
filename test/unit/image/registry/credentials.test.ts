import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findCredentials } from '../../../../src/image/registry/auth/find.ts'
import type { NamedLogin } from '../../../../src/image/registry/auth/explicit.ts'
import { createConnections } from '../../../../src/image/registry/connections.ts'
import { createSecrets } from '../../../../src/image/registry/secrets.ts'
import { impatient, rejection } from '../../../support/registry/client.ts'
import { startTokenServer } from '../../../support/registry/token-server.ts'
import type { TokenRequest, TokenServer } from '../../../support/registry/token-server.ts'

let folder: string
let bin: string
let config: string
const masked: string[] = []
const connections = createConnections({ ca: [], extraCaFile: null, proxy: {} })

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'logins-'))
  bin = path.join(folder, 'bin')
  await mkdir(bin)
  config = path.join(folder, 'config.json')
  masked.length = 0
})
afterEach(() => rm(folder, { recursive: true }))
afterAll(() => connections.close())

const NOTHING: NamedLogin = { username: null, passwordEnv: null }

async function find(registry: string, env: { [name: string]: string } = {}, login: NamedLogin = NOTHING) {
  const asking = {
    connections,
    clock: impatient(),
    secrets: createSecrets((secret) => masked.push(secret)),
    idle: 10_000,
    userAgent: 'test',
  }
  const PATH = `${bin}${path.delimiter}/usr/bin${path.delimiter}/bin`
  const workplace = { env: { PATH, DOCKER_CONFIG: folder, ...env }, folder, signal: undefined }
  return (await findCredentials(registry, login, workplace, asking)).credentials
}

/** A program of the PATH; it writes down how it was called. */
async function tool(name: string, script: string): Promise<void> {
  const file = path.join(bin, name)
  await writeFile(file, `#!/bin/sh\necho "$@" >> "${folder}/calls"\n${script}\n`)
  await chmod(file, 0o755)
}

const write = (content: unknown) =>
  writeFile(config, typeof content === 'string' ? content : JSON.stringify(content))
const auth = (text: string) => ({ auth: Buffer.from(text).toString('base64') })
const login = (username: string, password: string) => ({ kind: 'password', username, password })

describe('the Docker config', () => {
  test.each([
    ['registry.example:5000', { 'registry.example:5000': auth('ci:a:b') }],
    ['registry.example', { 'https://registry.example/v2/': auth('ci:a:b') }],
    ['registry.example', { 'http://registry.example': { username: 'ci', password: 'a:b' } }],
    ['docker.io', { 'https://index.docker.io/v1/': auth('ci:a:b') }],
    ['docker.io', { 'docker.io': auth('ci:a:b') }],
  ])('%s in auths', async (registry, auths) => {
    await write({ auths })
    expect(await find(registry)).toEqual({ ...login('ci', 'a:b'), source: config })
  })

  test('another registry, another port and a longer name have nothing to do with it', async () => {
    await write({ auths: { 'registry.example': auth('ci:word') } })
    for (const other of ['registry.example:5000', 'my.registry.example', 'example']) {
      expect(await find(other)).toEqual({ kind: 'anonymous', source: `${config} has none` })
    }
  })

  test('an identity token', async () => {
    await write({
      auths: {
        'r.azurecr.io': { ...auth('00000000-0000-0000-0000-000000000000:'), identitytoken: 'refresh' },
      },
    })
    expect(await find('r.azurecr.io')).toEqual({ kind: 'identity-token', token: 'refresh', source: config })
  })

  test('the helper of a registry comes before the helper of all, and that before the file', async () => {
    const answer = (user: string) =>
      `read server; echo "{\\"ServerURL\\":\\"$server\\",\\"Username\\":\\"${user}\\",\\"Secret\\":\\"s-$server\\"}"`
    await tool('docker-credential-own', answer('own'))
    await tool('docker-credential-all', answer('all'))
    await write({
      credHelpers: { 'one.example': 'own' },
      credsStore: 'all',
      auths: { 'one.example': auth('file:x'), 'two.example': auth('file:x') },
    })
    expect(await find('one.example')).toEqual({
      ...login('own', 's-one.example'),
      source: 'docker-credential-own',
    })
    expect(await find('two.example')).toMatchObject(login('all', 's-two.example'))
    expect(await find('docker.io')).toMatchObject({ password: 's-https://index.docker.io/v1/' })
  })

  test('a helper that has a token', async () => {
    await tool('docker-credential-own', `echo '{"ServerURL":"x","Username":"<token>","Secret":"refresh"}'`)
    await write({ credHelpers: { 'one.example': 'own' } })
    expect(await find('one.example')).toMatchObject({ kind: 'identity-token', token: 'refresh' })
  })

  test('a helper that knows nothing of it is not a failure', async () => {
    await tool('docker-credential-own', `echo 'credentials not found in native keychain'; exit 1`)
    await write({
      credHelpers: { 'one.example': 'own' },
      credsStore: 'own',
      auths: { 'two.example': auth('a:b') },
    })
    expect(await find('one.example')).toMatchObject({ kind: 'anonymous' })
    expect(await find('two.example')).toMatchObject(login('a', 'b'))
  })

  test('a helper that fails is said for its own registry, and passed over as the helper of all', async () => {
    await tool('docker-credential-own', `echo 'error getting credentials: keychain is locked'; exit 1`)
    await write({
      credHelpers: { 'one.example': 'own' },
      credsStore: 'missing',
      auths: { 'two.example': auth('a:b') },
    })
    const error = await rejection(find('one.example'))
    expect(error).toMatchObject({ outcome: 'invalid' })
    expect(error.message).toMatch(
      /names a helper for one\.example: docker-credential-own failed: .*keychain is locked/,
    )
    expect(await find('two.example')).toMatchObject(login('a', 'b'))
    expect(await find('three.example')).toMatchObject({
      source: expect.stringMatching(/docker-credential-missing was not found/),
    })
  })

  test.each([
    ['{"auths": {"one.example": {"auth": "geheim"', /is not valid JSON/],
    [{ auths: { 'one.example': { auth: 'geheim' } } }, /is damaged .*log in again/],
  ])('what cannot be read is said without quoting it: %j', async (content, text) => {
    await write(content)
    const error = await rejection(find('one.example'))
    expect(error).toMatchObject({ outcome: 'invalid' })
    expect(error.message).toMatch(text)
    expect(error.message).not.toContain('geheim')
  })
})

describe('a login that was named', () => {
  const named = (username: string | null, passwordEnv: string | null) => ({ username, passwordEnv })

  test('comes before the Docker config; a line end of the secret is dropped', async () => {
    await write({ auths: { 'one.example': auth('file:x') } })
    expect(await find('one.example', { WORD: 'geheim\n' }, named('ci', 'WORD'))).toEqual({
      ...login('ci', 'geheim'),
      source: 'the environment variable WORD',
    })
  })

  test.each([
    ['r.azurecr.io', 'x', '00000000-0000-0000-0000-000000000000'],
    ['europe-docker.pkg.dev', 'ya29.x', 'oauth2accesstoken'],
    ['eu.gcr.io', '{"type": "service_account"}', '_json_key'],
  ])('at %s a token or key needs no name', async (registry, secret, username) => {
    expect(await find(registry, { WORD: secret }, named(null, 'WORD'))).toMatchObject(login(username, secret))
  })

  test.each([
    [named('ci', null), {}, /--registry-user ci has no password: name the environment variable/],
    [named(null, 'WORD'), { WORD: 'x' }, /--registry-password-env WORD has no user name/],
    [named('ci', 'WORD'), {}, /"WORD", which is to hold the password for one\.example, is not set/],
    [named('ci', 'WORD'), { WORD: '\n' }, /is empty: pass the secret to this step/],
  ])('half of one is no login: %j %j', async (half, env, text) => {
    const error = await rejection(find('one.example', env, half))
    expect(error).toMatchObject({ outcome: 'invalid' })
    expect(error.message).toMatch(text)
  })
})

describe('a login of the cloud', () => {
  test('az gives an Entra token for the audience of registries', async () => {
    await tool(
      'az',
      `echo '{"accessToken":"entra","expiresOn":"2030-01-01 00:00:00.000000","tenant":"t-1","tokenType":"Bearer"}'`,
    )
    const found = {
      kind: 'entra',
      accessToken: 'entra',
      tenant: 't-1',
      source: 'az account get-access-token',
    }
    expect(await find('r.azurecr.io')).toEqual(found)
    expect(await find('other.example')).toMatchObject({ kind: 'anonymous' })
  })

  test('az that is not logged in leaves nothing, and says so', async () => {
    await tool('az', `echo 'ERROR: Please run az login' >&2; exit 1`)
    expect(await find('r.azurecr.io')).toEqual({
      kind: 'anonymous',
      source: `there is no ${config}; az gives no access token; is it logged in?`,
    })
  })

  test('gcloud gives an access token', async () => {
    await tool('gcloud', `test "$*" = 'auth print-access-token --quiet' && echo ya29.abc`)
    for (const registry of ['europe-west1-docker.pkg.dev', 'gcr.io', 'us.gcr.io']) {
      expect(await find(registry)).toMatchObject(login('oauth2accesstoken', 'ya29.abc'))
    }
    expect(await find('notgcr.io')).toMatchObject({ kind: 'anonymous' })
  })

  test('the key of a service account is a password, a federated configuration is not', async () => {
    await tool('gcloud', 'echo ya29.abc')
    const file = path.join(folder, 'key.json')
    const env = { GOOGLE_APPLICATION_CREDENTIALS: file }
    await writeFile(file, '{"type":"service_account","private_key":"k"}')
    expect(await find('gcr.io', env)).toMatchObject(
      login('_json_key', '{"type":"service_account","private_key":"k"}'),
    )
    await writeFile(file, '{"type":"external_account"}')
    expect(await find('gcr.io', env)).toMatchObject(login('oauth2accesstoken', 'ya29.abc'))
  })

  describe('by the identity of the job', () => {
    let entra: TokenServer
    afterEach(() => entra.close())

    /** Microsoft identity platform, "client credentials flow": first, and third case. */
    function answer({ method, path: where, form, query, authorization }: TokenRequest) {
      if (where === '/id') {
        const right =
          authorization === 'Bearer runner' && query.get('audience') === 'api://AzureADTokenExchange'
        return right && query.get('api') === '1'
          ? { body: { value: 'github-jwt' } }
          : { status: 403, body: {} }
      }
      if (method !== 'POST' || where !== '/t-1/oauth2/v2.0/token') return { status: 404, body: {} }
      const known =
        form.get('client_secret') === 'app-secret' ||
        (form.get('client_assertion_type') === 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' &&
          ['github-jwt', 'pod-jwt'].includes(form.get('client_assertion') ?? ''))
      const right =
        form.get('grant_type') === 'client_credentials' &&
        form.get('client_id') === 'app' &&
        form.get('scope') === 'https://containerregistry.azure.net/.default'
      return known && right
        ? { body: { token_type: 'Bearer', expires_in: 3_599, access_token: 'entra' } }
        : {
            status: 400,
            body: { error: 'invalid_client', error_description: 'AADSTS7000215: no such secret' },
          }
    }

    async function job(more: { [name: string]: string }) {
      entra = await startTokenServer(answer)
      return {
        AZURE_AUTHORITY_HOST: `${entra.url}/`,
        AZURE_CLIENT_ID: 'app',
        AZURE_TENANT_ID: 't-1',
        ...(more['ACTIONS_ID_TOKEN_REQUEST_TOKEN']
          ? { ACTIONS_ID_TOKEN_REQUEST_URL: `${entra.url}/id?api=1` }
          : {}),
        ...more,
      }
    }

    test('GitHub', async () => {
      const env = await job({ ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'runner' })
      expect(await find('r.azurecr.io', env)).toMatchObject({
        kind: 'entra',
        accessToken: 'entra',
        tenant: 't-1',
      })
      expect(masked).toEqual(expect.arrayContaining(['runner', 'github-jwt']))
    })

    test('a token in a file', async () => {
      await writeFile(path.join(folder, 'jwt'), 'pod-jwt\n')
      const env = await job({ AZURE_FEDERATED_TOKEN_FILE: path.join(folder, 'jwt') })
      expect(await find('r.azurecr.io', env)).toMatchObject({ kind: 'entra', accessToken: 'entra' })
    })

    test('a secret, and a wrong one', async () => {
      const env = await job({ AZURE_CLIENT_SECRET: 'app-secret' })
      expect(await find('r.azurecr.io', env)).toMatchObject({ kind: 'entra', accessToken: 'entra' })
      const error = await rejection(find('r.azurecr.io', { ...env, AZURE_CLIENT_SECRET: 'wrong-one' }))
      expect(error).toMatchObject({ name: 'RegistryError', kind: 'unauthorized' })
      expect(error.message).toMatch(
        /no Entra token for client app with AZURE_CLIENT_SECRET: HTTP 400: invalid_client: AADSTS7000215/,
      )
      expect(error.message).not.toContain('wrong-one')
    })

    test('a job of GitHub that may not have an ID token', async () => {
      const error = await rejection(
        find('r.azurecr.io', await job({ ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'other' })),
      )
      expect(error.message).toMatch(/permissions: id-token: write/)
    })
  })
})
