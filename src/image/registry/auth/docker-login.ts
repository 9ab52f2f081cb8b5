import type { Asking } from './ask.ts'
import { exchangeEntra } from './azure-exchange.ts'
import type { Credentials } from './credentials.ts'
import { AZURE_TOKEN_USER } from './explicit.ts'

/** A login in the form in which docker keeps it. */
export type DockerLogin =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  | { readonly kind: 'identity-token'; readonly token: string }

/** What docker is to show to a registry (`HOST[:PORT]`) instead of these credentials; null when there are none. */
export async function dockerLogin(
  registry: string,
  credentials: Credentials,
  asking: Asking,
  signal: AbortSignal | undefined,
): Promise<DockerLogin | null> {
  switch (credentials.kind) {
    case 'anonymous':
      return null
    case 'password':
      asking.secrets.keep(credentials.password)
      return { kind: 'password', username: credentials.username, password: credentials.password }
    case 'identity-token':
      return { kind: 'identity-token', token: asking.secrets.keep(credentials.token) }
    case 'entra': {
      const at = new URL(`https://${registry}`)
      const password = await exchangeEntra(credentials, at, registry, asking, signal)
      return { kind: 'password', username: AZURE_TOKEN_USER, password }
    }
  }
}
