import type { Clock } from '../../../process/clock.ts'
import { RegistryError } from '../registry.ts'
import type { Secrets } from '../secrets.ts'
import { readChallenge } from './challenge.ts'
import type { Challenge } from './challenge.ts'
import { describeCredentials } from './credentials.ts'
import type { Credentials } from './credentials.ts'
import { basic } from './tokens.ts'
import type { Token, TokenServer } from './tokens.ts'

/** Knows what to put into `Authorization`, and learns it from the answers. */
export interface Authorizer {
  /** Null as long as the registry has not asked for anything. */
  header(scopes: readonly string[], signal: AbortSignal | undefined): Promise<string | null>
  /**
   * After a 401. Returns when the request is worth another try with a new header; throws an error of kind `unauthorized`
   * or `denied` when it is not.
   */
  learn(refusal: LoginRefusal): void
}

export interface LoginRefusal {
  /** `WWW-Authenticate`. */
  readonly challenge: string | readonly string[] | undefined
  /** The header that was refused; null when none was sent. */
  readonly sent: string | null
  readonly scopes: readonly string[]
  readonly said: string
  /** A new token was fetched for this very request, and is refused too: it is not about time. */
  readonly again: boolean
}

interface Settings {
  readonly registry: string
  readonly credentials: Credentials
  readonly tokens: TokenServer
  readonly clock: Clock
  readonly secrets: Secrets
}

/** Tokens are renewed this long before they end, for the time a request is on its way. */
const MARGIN = 5_000

interface Kept {
  readonly header: string
  /** By the monotonic clock. */
  readonly until: number
}

export function createAuthorizer({ registry, credentials, tokens, clock, secrets }: Settings): Authorizer {
  let challenge: Challenge | null = null
  /** By scopes; what is being fetched is waited for by all who need it. */
  const kept = new Map<string, Promise<Kept>>()
  /** The newest header of each. */
  const taken = new Map<string, string>()

  const keyOf = (scopes: readonly string[]) => [...scopes].sort().join(' ')

  async function fetchToken(
    bearer: Extract<Challenge, { kind: 'bearer' }>,
    scopes: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<Kept> {
    const started = clock.now()
    const token: Token = await tokens.token(bearer, scopes, signal)
    const header = `Bearer ${token.value}`
    taken.set(keyOf(scopes), header)
    return { header, until: started + token.lifetime - MARGIN }
  }

  async function bearerHeader(
    bearer: Extract<Challenge, { kind: 'bearer' }>,
    scopes: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<string> {
    const key = keyOf(scopes)
    for (;;) {
      const waiting = kept.get(key)
      if (!waiting) {
        const fetching = fetchToken(bearer, scopes, signal)
        kept.set(key, fetching)
        fetching.catch(() => kept.delete(key))
        return (await fetching).header
      }
      const { header, until } = await waiting
      if (clock.now() < until) return header
      if (kept.get(key) === waiting) kept.delete(key)
    }
  }

  return {
    async header(scopes, signal) {
      if (challenge === null) return null
      if (challenge.kind === 'bearer') return bearerHeader(challenge, scopes, signal)
      if (credentials.kind === 'password') return basic(credentials.username, credentials.password, secrets)
      return null
    },

    learn({ challenge: header, sent, scopes, said, again }) {
      const asked = readChallenge(header)
      const answer = said === '' ? 'HTTP 401' : `HTTP 401: ${said}`
      if (asked === null) {
        const wants = 'but not a way to log in that is known here (WWW-Authenticate: Basic or Bearer)'
        throw new RegistryError('unauthorized', `${registry} wants a login, ${wants}: ${answer}`, {
          status: 401,
        })
      }
      challenge = asked
      if (asked.kind === 'basic') {
        if (sent === null && credentials.kind === 'password') return
        throw new RegistryError('unauthorized', basicRefusal(answer), { status: 401 })
      }
      if (sent === null) return
      if (again) throw credentials.kind === 'anonymous' ? missing(answer) : denied(answer)
      // Expired early, or revoked. Another request may have replaced it meanwhile.
      const key = keyOf(scopes)
      if (taken.get(key) === sent) kept.delete(key)
    },
  }

  function basicRefusal(answer: string): string {
    if (credentials.kind === 'anonymous') return missing(answer).message
    if (credentials.kind !== 'password') {
      return `${registry} wants a user name and a password, and ${describeCredentials(credentials)} is neither: ${answer}; log in by user name and password`
    }
    return `${registry} does not take ${describeCredentials(credentials)}: wrong, expired or revoked: ${answer}; log in again`
  }

  function missing(answer: string): RegistryError {
    const found = credentials.kind === 'anonymous' ? credentials.source : ''
    const message = `${registry} wants a login, and no credentials for it were found (${found}): ${answer}; log in first, for example by "docker login ${registry}"`
    return new RegistryError('unauthorized', message, { status: 401 })
  }

  function denied(answer: string): RegistryError {
    const message = `${registry} gave a token for ${describeCredentials(credentials)}, and then did not take it: ${answer}; they lack the right to do this, or the clocks of registry and token server differ`
    return new RegistryError('denied', message, { status: 401 })
  }
}
