import { isLoopback } from '../../reference.ts'
import { RegistryError } from '../registry.ts'
import type { Secrets } from '../secrets.ts'
import { askJson } from './ask.ts'
import { exchangeEntra, noToken } from './azure-exchange.ts'
import type { Asking } from './ask.ts'
import type { Challenge } from './challenge.ts'
import type { Credentials } from './credentials.ts'

export interface Token {
  readonly value: string
  /** Milliseconds that it lasts from now. */
  readonly lifetime: number
}

export interface TokenServer {
  /** Rejects with kind `unauthorized` when the credentials are not taken. */
  token(
    challenge: Extract<Challenge, { kind: 'bearer' }>,
    scopes: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<Token>
}

interface Settings extends Asking {
  readonly registry: string
  readonly credentials: Credentials
  /** Whether passwords may go over plain HTTP. */
  readonly plainHttp: boolean
}

const CLIENT = 'shiftgate'
/** When a token server says nothing (distribution, "Token Authentication Specification"). */
const USUAL_LIFETIME = 60_000

/** Gets bearer tokens as a registry's challenge asks for: by password, by refresh token, or, at Azure, by an Entra token. */
export function createTokenServer(settings: Settings): TokenServer {
  const { credentials, secrets, registry } = settings
  /** Of Azure: lasts for hours, so it is asked for once. */
  let refresh: Promise<string> | null = null

  const what = `a token for ${registry}`
  async function ask(
    url: URL,
    request: { form?: { [name: string]: string }; authorization?: string },
    signal: AbortSignal | undefined,
  ): Promise<{ readonly [name: string]: unknown }> {
    requireSafe(url)
    const refused = (answer: string, status: number) => noToken(url, registry, credentials, answer, status)
    return askJson({ url, what, ...request, refused }, settings, signal)
  }

  function requireSafe(url: URL): void {
    if (url.protocol === 'https:' || credentials.kind === 'anonymous') return
    if (url.protocol === 'http:' && (settings.plainHttp || isLoopback(url.host))) return
    throw new RegistryError(
      'rejected',
      `${registry} sends us to ${url.origin} for a token, which is not encrypted: no credentials are sent there`,
    )
  }

  function tokenIn(answer: { readonly [name: string]: unknown }, url: URL): Token {
    const value = [answer['token'], answer['access_token']].find((v) => typeof v === 'string' && v !== '')
    if (typeof value !== 'string') {
      throw new RegistryError('rejected', `${url.host} answered without a token for ${registry}`)
    }
    const seconds = answer['expires_in']
    return {
      value: secrets.keep(value),
      lifetime: typeof seconds === 'number' && seconds > 0 ? seconds * 1_000 : USUAL_LIFETIME,
    }
  }

  function exchanged(
    entra: Extract<Credentials, { kind: 'entra' }>,
    realm: URL,
    service: string,
    signal: AbortSignal | undefined,
  ): Promise<string> {
    if (realm.host === registry) return exchangeEntra(entra, realm, service, settings, signal)
    throw new RegistryError(
      'rejected',
      `${registry} sends us to ${realm.host} for a token; an Entra token is given to Azure registries themselves only, log in by user name and password`,
    )
  }

  return {
    async token({ realm, service }, scopes, signal) {
      if (!URL.canParse(realm)) {
        throw new RegistryError('rejected', `${registry} names no address where to get a token`)
      }
      const url = new URL(realm)
      switch (credentials.kind) {
        case 'anonymous':
        case 'password': {
          if (service !== null) url.searchParams.set('service', service)
          for (const scope of scopes) url.searchParams.append('scope', scope)
          if (credentials.kind === 'anonymous') return tokenIn(await ask(url, {}, signal), url)
          url.searchParams.set('account', credentials.username)
          const authorization = basic(credentials.username, credentials.password, secrets)
          return tokenIn(await ask(url, { authorization }, signal), url)
        }
        case 'identity-token':
        case 'entra': {
          if (credentials.kind === 'entra') {
            refresh ??= exchanged(credentials, url, service ?? registry, signal)
            refresh.catch(() => (refresh = null))
          }
          const form = {
            grant_type: 'refresh_token',
            service: service ?? registry,
            client_id: CLIENT,
            scope: scopes.join(' '),
            refresh_token: credentials.kind === 'entra' ? await refresh! : credentials.token,
          }
          return tokenIn(await ask(url, { form }, signal), url)
        }
      }
    },
  }
}

export function basic(username: string, password: string, secrets: Secrets): string {
  secrets.keep(password)
  return `Basic ${secrets.keep(Buffer.from(`${username}:${password}`).toString('base64'))}`
}
