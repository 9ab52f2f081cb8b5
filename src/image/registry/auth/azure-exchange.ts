import { RegistryError } from '../registry.ts'
import { askJson } from './ask.ts'
import type { Asking } from './ask.ts'
import { describeCredentials } from './credentials.ts'
import type { Credentials } from './credentials.ts'

/**
 * The refresh token of an Azure registry for an Entra token (docs: Azure/acr, "AAD-OAuth"). It lasts for hours, and is a password
 * too. `at`: any address of the registry, which alone gets the Entra token.
 */
export async function exchangeEntra(
  credentials: Extract<Credentials, { kind: 'entra' }>,
  at: URL,
  service: string,
  asking: Asking,
  signal: AbortSignal | undefined,
): Promise<string> {
  const url = new URL('/oauth2/exchange', at)
  const form = {
    grant_type: 'access_token',
    service,
    ...(credentials.tenant === null ? {} : { tenant: credentials.tenant }),
    access_token: credentials.accessToken,
  }
  const refused = (answer: string, status: number) => noToken(url, url.host, credentials, answer, status)
  const answer = await askJson({ url, what: `a token for ${url.host}`, form, refused }, asking, signal)
  const token = answer['refresh_token']
  if (typeof token === 'string' && token !== '') return asking.secrets.keep(token)
  throw new RegistryError('rejected', `${url.host} answered without a refresh token for ${url.host}`)
}

/** A token server's refusal, with what to do. */
export function noToken(
  url: URL,
  registry: string,
  credentials: Credentials,
  answer: string,
  status: number,
): RegistryError {
  const advice =
    credentials.kind === 'anonymous'
      ? `no credentials for it were found (${credentials.source}); log in first, for example by "docker login ${registry}"`
      : `it does not take ${describeCredentials(credentials)}: wrong, expired or revoked; log in again`
  const message = `${url.host} gives no token for ${registry}: ${answer}; ${advice}`
  return new RegistryError('unauthorized', message, { status })
}
