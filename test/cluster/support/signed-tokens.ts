import { execFileSync } from 'node:child_process'
import { createPrivateKey, sign, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { basicOf, startTokenServer } from '../../support/registry/token-server.ts'
import type { TokenServer } from '../../support/registry/token-server.ts'

export interface SignedTokens {
  readonly server: TokenServer
  /** `auth.token` of the registry's configuration. */
  readonly auth: object
}

/** A token server whose tokens the registry can check: a key of its own, and a certificate that the registry is told to trust. */
export async function startSignedTokens(
  folder: string,
  user: { readonly name: string; readonly password: string },
  lifetime: number,
): Promise<SignedTokens> {
  const key = path.join(folder, 'token.key')
  const bundle = path.join(folder, 'token.crt')
  execFileSync(
    'openssl',
    `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ${key} -out ${bundle} -days 2 -subj /CN=tokens`.split(
      ' ',
    ),
    { stdio: 'pipe' },
  )
  const privateKey = createPrivateKey(await readFile(key))
  const x5c = [new X509Certificate(await readFile(bundle)).raw.toString('base64')]
  const server = await startTokenServer(({ query, authorization }) => {
    if (authorization !== basicOf(user.name, user.password)) {
      return { status: 401, body: { details: 'incorrect username or password' } }
    }
    const access = query.getAll('scope').map((scope) => {
      const [type, name, actions] = /^(\w+):(.+):([\w,]+)$/.exec(scope)!.slice(1)
      return { type, name, actions: actions!.split(',') }
    })
    const now = Math.floor(Date.now() / 1_000)
    const claims = {
      iss: 'tokens',
      aud: query.get('service'),
      sub: user.name,
      exp: now + lifetime,
      nbf: now - 30,
      iat: now,
      jti: `${now}-${server.asked.length}`,
      access,
    }
    const text = [{ typ: 'JWT', alg: 'ES256', x5c }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.')
    const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' })
    return { body: { token: `${text}.${signature.toString('base64url')}`, expires_in: lifetime } }
  })
  return {
    server,
    auth: {
      token: {
        realm: `${server.url}/token`,
        service: 'registry.test',
        issuer: 'tokens',
        rootcertbundle: bundle,
      },
    },
  }
}
