import type { Credentials } from '../../../../src/image/registry/auth/credentials.ts'
import { MEDIA } from '../../../../src/image/registry/registry.ts'
import type { Registry } from '../../../../src/image/registry/registry.ts'
import { blobOf, bytesOf, clientOf, impatient, rejection } from '../../../support/registry/client.ts'
import { digestOf, startRegistry } from '../../../support/registry/registry-server.ts'
import type { Fault, RegistryServer, Seen } from '../../../support/registry/registry-server.ts'
import { basicOf, startTokenServer } from '../../../support/registry/token-server.ts'
import type { TokenAnswer, TokenRequest, TokenServer } from '../../../support/registry/token-server.ts'

const password: Credentials = { kind: 'password', username: 'ci', password: 'geheim', source: 'the test' }
const anonymous: Credentials = { kind: 'anonymous', source: 'there is no config.json' }
const manifest = Buffer.from(`{"schemaVersion":2,"mediaType":"${MEDIA.ociManifest}","layers":[]}`)
const closing: { close(): unknown }[] = []

afterEach(async () => {
  for (const one of closing.splice(0).reverse()) await one.close()
})

interface Scene {
  readonly registry: RegistryServer
  readonly tokens: TokenServer
  readonly valid: Set<string>
  readonly masked: string[]
  client(credentials: Credentials, repository?: string): Registry
}

/** A registry that takes the tokens of `valid`, and a token server; what that answers is each test's. */
async function scene(
  answer: (request: TokenRequest, valid: Set<string>) => TokenAnswer,
  options: { readonly challenge?: string; readonly fault?: (seen: Seen) => Fault } = {},
): Promise<Scene> {
  const valid = new Set<string>()
  const masked: string[] = []
  const tokens = await startTokenServer((request) => answer(request, valid))
  const registry = await startRegistry({
    authorize: ({ headers, url }) => {
      if (url === '/v2/' && headers['user-agent'] === undefined) return null
      if (valid.has(headers.authorization ?? '')) return null
      return options.challenge ?? `Bearer realm="${tokens.url}/token",service="registry.test"`
    },
    ...(options.fault ? { fault: options.fault } : {}),
  })
  registry.manifests.set('team/scoring/v1', { bytes: manifest, mediaType: MEDIA.ociManifest })
  closing.push(tokens, registry)
  return {
    registry,
    tokens,
    valid,
    masked,
    client(credentials, repository = 'team/scoring') {
      const made = clientOf(`${registry.host}/${repository}`, {
        credentials,
        mask: (secret) => masked.push(secret),
        clock: impatient(),
      })
      closing.push(made)
      return made
    },
  }
}

let issued = 0
function issue(valid: Set<string>, fields: object = {}): TokenAnswer {
  const token = `token-${++issued}`
  valid.add(`Bearer ${token}`)
  return { body: { token, ...fields } }
}

describe('bearer tokens', () => {
  test('are asked for once, with the password and the scope, and used for all that follows', async () => {
    const { client, tokens, masked } = await scene((_, valid) => issue(valid, { expires_in: 300 }))
    const one = client(password)
    await one.writeBlob(blobOf(bytesOf(1_000)))
    await one.writeManifest('v2', { bytes: manifest, mediaType: MEDIA.ociManifest })
    expect(tokens.asked).toHaveLength(1)
    const [asked] = tokens.asked
    expect(asked).toMatchObject({ method: 'GET', authorization: basicOf('ci', 'geheim') })
    expect(asked!.query.get('service')).toBe('registry.test')
    expect(asked!.query.getAll('scope')).toEqual(['repository:team/scoring:pull,push'])
    expect(masked).toEqual(expect.arrayContaining(['geheim', `token-${issued}`, btoa('ci:geheim')]))
  })

  test('reading asks for no more than reading', async () => {
    const { client, tokens } = await scene((_, valid) => issue(valid))
    await client(anonymous).readManifest('v1')
    expect(tokens.asked[0]!.query.getAll('scope')).toEqual(['repository:team/scoring:pull'])
    expect(tokens.asked[0]!.authorization).toBeUndefined()
  })

  test('a mount asks for both repositories', async () => {
    const { client, tokens } = await scene((_, valid) => issue(valid))
    await client(password).writeBlob(blobOf(bytesOf(10), 'team/base'))
    const scopes = tokens.asked.map(({ query }) => query.getAll('scope'))
    expect(scopes).toContainEqual(['repository:team/scoring:pull,push', 'repository:team/base:pull'])
  })

  test.each([
    ['token', { expires_in: 300 }],
    ['access_token', {}],
  ])('answered as %s', async (field, more) => {
    const { client } = await scene((_, valid) => {
      valid.add('Bearer abc-123')
      return { body: { [field]: 'abc-123', ...more } }
    })
    expect((await client(password).readManifest('v1'))?.bytes.equals(manifest)).toBe(true)
  })

  test('one that has expired by its own word is renewed before it is used', async () => {
    const { client, tokens, registry } = await scene((_, valid) => issue(valid, { expires_in: 1 }))
    const one = client(password)
    await one.readManifest('v1')
    await one.readManifest('v1')
    expect(tokens.asked).toHaveLength(2)
    expect(
      registry.seen.filter((s) => s.url.includes('manifests')).map((s) => s.headers.authorization),
    ).toEqual([undefined, `Bearer token-${issued - 1}`, `Bearer token-${issued}`])
  })

  test('one that expires in the middle of an upload is renewed, and the blob arrives', async () => {
    const bytes = bytesOf(500_000, 21)
    let cut = 1
    const context = await scene((_, valid) => issue(valid, { expires_in: 300 }), {
      fault: (seen) => {
        if (seen.method !== 'PUT' || cut-- <= 0) return undefined
        // From here on the registry takes no token that it has given before.
        context.valid.clear()
        return { cutAfter: 200_000 }
      },
    })
    expect(await context.client(password).writeBlob(blobOf(bytes))).toBe('uploaded')
    expect(context.registry.blobs.get(digestOf(bytes))?.equals(bytes)).toBe(true)
    expect(context.tokens.asked).toHaveLength(2)
  })

  test('one that is refused at the upload itself is renewed, and the blob is sent again', async () => {
    const bytes = bytesOf(500_000, 22)
    let revoke = 1
    const context = await scene((_, valid) => issue(valid, { expires_in: 300 }), {
      fault: (seen) => {
        if (seen.method === 'POST' && revoke-- > 0) queueMicrotask(() => context.valid.clear())
        return undefined
      },
    })
    const blob = blobOf(bytes)
    expect(await context.client(password).writeBlob(blob)).toBe('uploaded')
    expect(context.registry.blobs.get(digestOf(bytes))?.equals(bytes)).toBe(true)
  })

  test('one that was revoked between two requests is renewed at once', async () => {
    const { client, valid, tokens, registry } = await scene((_, valid) => issue(valid, { expires_in: 300 }))
    const one = client(password)
    await one.readManifest('v1')
    valid.clear()
    expect(await one.readManifest('v1')).not.toBeNull()
    expect(tokens.asked).toHaveLength(2)
    expect(registry.seen.at(-1)!.headers.authorization).toBe(`Bearer token-${issued}`)
  })

  test('a new token that is refused too ends it: no right', async () => {
    const { client, tokens } = await scene(() => ({ body: { token: 'never-taken' } }))
    const error = await rejection(client(password).readManifest('v1'))
    expect(error).toMatchObject({ name: 'RegistryError', kind: 'denied', status: 401 })
    expect(error.message).toMatch(
      /gave a token for the credentials of "ci" from the test, and then did not take it/,
    )
    expect(tokens.asked).toHaveLength(2)
  })

  test('without credentials, where they are needed', async () => {
    const { client } = await scene(() => ({ body: { token: 'for-anybody' } }))
    const error = await rejection(client(anonymous).writeBlob(blobOf(bytesOf(10))))
    expect(error).toMatchObject({ kind: 'unauthorized' })
    expect(error.message).toMatch(
      /no credentials for it were found \(there is no config\.json\).*docker login 127/,
    )
  })

  test('a token server that refuses the password is quoted, without it', async () => {
    const { client } = await scene(() => ({ status: 401, body: { details: 'user ci with geheim unknown' } }))
    const error = await rejection(client(password).readManifest('v1'))
    expect(error).toMatchObject({ kind: 'unauthorized', status: 401 })
    expect(error.message).toContain('user ci with *** unknown')
    expect(error.message).toContain(
      'it does not take the credentials of "ci" from the test: wrong, expired or revoked',
    )
    expect(error.message).not.toContain('geheim')
  })

  test('a token server that is busy is asked again', async () => {
    let busy = 2
    const { client } = await scene((_, valid) => (busy-- > 0 ? { status: 503, body: {} } : issue(valid)))
    expect(await client(password).readManifest('v1')).not.toBeNull()
  })

  test('an answer that is no token', async () => {
    for (const body of ['<html>welcome</html>', {}, []]) {
      const { client } = await scene(() => ({ body }))
      expect(await rejection(client(password).readManifest('v1'))).toMatchObject({ kind: 'rejected' })
    }
  })

  test('no password goes to a token server without TLS on another machine', async () => {
    const challenge = 'Bearer realm="http://tokens.internal/token",service="x"'
    const { client } = await scene(() => ({ body: {} }), { challenge })
    const error = await rejection(client(password).readManifest('v1'))
    expect(error).toMatchObject({ kind: 'rejected' })
    expect(error.message).toMatch(/not encrypted: no credentials are sent there/)
  })

  test('a way to log in that nobody knows', async () => {
    const { client } = await scene(() => ({ body: {} }), { challenge: 'Negotiate' })
    const error = await rejection(client(password).readManifest('v1'))
    expect(error).toMatchObject({ kind: 'unauthorized' })
    expect(error.message).toMatch(/not a way to log in that is known here/)
  })
})

test('an identity token is a refresh token at the token server', async () => {
  const { client, tokens } = await scene((_, valid) => issue(valid))
  await client({ kind: 'identity-token', token: 'refresh-me', source: 'the test' }).readManifest('v1')
  expect(tokens.asked).toHaveLength(1)
  expect(tokens.asked[0]!.method).toBe('POST')
  expect(Object.fromEntries(tokens.asked[0]!.form)).toEqual({
    grant_type: 'refresh_token',
    service: 'registry.test',
    client_id: 'shiftgate',
    scope: 'repository:team/scoring:pull',
    refresh_token: 'refresh-me',
  })
})

/** The published flow: Azure/acr, docs/AAD-OAuth.md. Registry, exchange and token server are one host there. */
describe('Azure Container Registry', () => {
  const entra: Credentials = { kind: 'entra', accessToken: 'entra-token', tenant: 'tenant-1', source: 'az' }

  /** One server for `/v2/` and `/oauth2/`, in front of a registry. */
  async function acr(check: (request: TokenRequest, valid: Set<string>) => TokenAnswer) {
    const context = await scene(check)
    const { registry, tokens, valid } = context
    const front = await startRegistry({
      authorize: ({ headers, url }) => {
        if (url === '/v2/' && headers['user-agent'] === undefined) return null
        if (valid.has(headers.authorization ?? '')) return null
        return `Bearer realm="http://${front.host}/oauth2/token",service="myregistry.azurecr.io",scope="repository:team/scoring:pull"`
      },
      fault: (seen) => {
        if (!seen.url.startsWith('/oauth2/')) return undefined
        const { status = 200, body } = check(
          {
            method: seen.method,
            path: new URL(seen.url, 'http://acr').pathname,
            query: new URL(seen.url, 'http://acr').searchParams,
            form: new URLSearchParams(seen.body),
            authorization: seen.headers.authorization,
          },
          valid,
        )
        return { status, body }
      },
    })
    closing.push(front)
    front.manifests.set('team/scoring/v1', registry.manifests.get('team/scoring/v1')!)
    void tokens
    const client = (credentials: Credentials) => {
      const made = clientOf(`${front.host}/team/scoring`, {
        credentials,
        mask: (secret) => context.masked.push(secret),
        clock: impatient(),
      })
      closing.push(made)
      return made
    }
    return { ...context, front, client }
  }

  function azure(
    { path, form, method, authorization, query }: TokenRequest,
    valid: Set<string>,
  ): TokenAnswer {
    const refused = (message: string) => ({
      status: 401,
      body: { errors: [{ code: 'UNAUTHORIZED', message }] },
    })
    if (path === '/oauth2/exchange') {
      const right =
        method === 'POST' &&
        form.get('grant_type') === 'access_token' &&
        form.get('service') === 'myregistry.azurecr.io'
      if (!right) return { status: 400, body: { errors: [{ code: 'BAD_REQUEST', message: 'bad exchange' }] } }
      if (form.get('access_token') !== 'entra-token' || form.get('tenant') !== 'tenant-1') {
        return refused('AADSTS: token expired')
      }
      return { body: { refresh_token: 'acr-refresh' } }
    }
    if (path !== '/oauth2/token') return { status: 404, body: {} }
    if (method === 'GET') {
      return authorization === basicOf('app-id', 'app-secret') &&
        query.get('service') === 'myregistry.azurecr.io'
        ? accessToken(valid)
        : refused('invalid username or password')
    }
    const right =
      form.get('grant_type') === 'refresh_token' && form.get('service') === 'myregistry.azurecr.io'
    if (!right || !/^repository:team\/scoring:(pull|pull,push)$/.test(form.get('scope') ?? '')) {
      return { status: 400, body: { errors: [{ code: 'BAD_REQUEST', message: 'bad token request' }] } }
    }
    return form.get('refresh_token') === 'acr-refresh' ? accessToken(valid) : refused('refresh token expired')
  }

  function accessToken(valid: Set<string>): TokenAnswer {
    const token = `acr-access-${++issued}`
    valid.add(`Bearer ${token}`)
    return { body: { access_token: token } }
  }

  test('an Entra token is exchanged once, then access tokens come from the refresh token', async () => {
    const { front, client, masked } = await acr(azure)
    const one = client(entra)
    expect(await one.readManifest('v1')).not.toBeNull()
    await one.writeBlob(blobOf(bytesOf(1_000)))
    const asked = front.seen.filter((s) => s.url.startsWith('/oauth2/')).map((s) => `${s.method} ${s.url}`)
    expect(asked).toEqual(['POST /oauth2/exchange', 'POST /oauth2/token', 'POST /oauth2/token'])
    expect(masked).toEqual(expect.arrayContaining(['entra-token', 'acr-refresh', `acr-access-${issued}`]))
  })

  test('an Entra token that has expired', async () => {
    const { client } = await acr(azure)
    const error = await rejection(client({ ...entra, accessToken: 'old-entra' }).readManifest('v1'))
    expect(error).toMatchObject({ kind: 'unauthorized' })
    expect(error.message).toMatch(
      /AADSTS: token expired; it does not take the token from az: wrong, expired or revoked/,
    )
    expect(error.message).not.toContain('old-entra')
  })

  test('a service principal or a repository token is a name and a password', async () => {
    const { client } = await acr(azure)
    const login: Credentials = { kind: 'password', username: 'app-id', password: 'app-secret', source: 'CI' }
    expect(await client(login).readManifest('v1')).not.toBeNull()
    const wrong = await rejection(client({ ...login, password: 'app-other' }).readManifest('v1'))
    expect(wrong.message).toMatch(
      /invalid username or password; it does not take the credentials of "app-id" from CI/,
    )
  })

  test('the refresh token of "az acr login --expose-token" is an identity token', async () => {
    const { client } = await acr(azure)
    const login: Credentials = { kind: 'identity-token', token: 'acr-refresh', source: 'az' }
    expect(await client(login).readManifest('v1')).not.toBeNull()
  })

  test('no other host gets an Entra token', async () => {
    const { client, tokens } = await scene((_, valid) => issue(valid))
    const error = await rejection(client(entra).readManifest('v1'))
    expect(error).toMatchObject({ kind: 'rejected' })
    expect(error.message).toMatch(/an Entra token is given to Azure registries themselves only/)
    expect(tokens.asked).toEqual([])
  })
})

/** Artifact Registry: "Setting up authentication for Docker": the names of the users are fixed. */
describe('Artifact Registry', () => {
  test.each([
    ['oauth2accesstoken', 'ya29.token'],
    ['_json_key', '{"type":"service_account","private_key":"-----BEGIN"}'],
  ])('user %s', async (username, secret) => {
    const { client, tokens, masked } = await scene((request, valid) =>
      request.authorization === basicOf(username, secret)
        ? issue(valid, { expires_in: 3_600, issued_at: new Date().toISOString() })
        : { status: 403, body: { errors: [{ code: 'DENIED', message: 'bad key' }] } },
    )
    expect(
      await client({ kind: 'password', username, password: secret, source: 'CI' }).readManifest('v1'),
    ).not.toBeNull()
    expect(tokens.asked[0]!.query.get('account')).toBe(username)
    expect(masked).toContain(secret)
  })
})
