import type { Clock } from '../../process/clock.ts'
import { isLoopback } from '../reference.ts'
import type { RepositoryAddress } from '../reference.ts'
import { Interruption, retryAfter, withRetries } from './attempts.ts'
import type { Authorizer } from './auth/authorizer.ts'
import { describeCredentials } from './auth/credentials.ts'
import type { Credentials } from './auth/credentials.ts'
import type { Connections } from './connections.ts'
import { ConnectionFailure, exchange, readSmall } from './exchange.ts'
import type { Body, Reply } from './exchange.ts'
import { isFull, refusalOf, saidBy } from './refusals.ts'
import { RegistryError } from './registry.ts'
import type { Secrets } from './secrets.ts'

export interface Call {
  /** For messages: "push a layer to", "read the manifest x of". */
  readonly what: string
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Path behind `/v2/REPOSITORY/`, or the address that the registry gave. */
  readonly target: string | URL
  readonly headers?: { readonly [name: string]: string }
  readonly body?: Body
  readonly access: 'pull' | 'push'
  /** Path of another repository of the registry that is read as well. */
  readonly alsoPull?: string
  /** Answers that are results; all others are errors. */
  readonly expect: readonly number[]
  readonly signal: AbortSignal | undefined
}

/** Requests to one registry: logged in, and with every failure told apart. */
export interface Conversation {
  readonly address: RepositoryAddress
  /** Made again until it works or has failed often enough. For requests that can be repeated as they are. */
  call(call: Call): Promise<Reply>
  /** The same for answers of at most `limit` bytes, read to their end. */
  read(call: Call, limit: number): Promise<{ readonly reply: Reply; readonly bytes: Buffer }>
  /** Made once; rejects with `Interruption` when another attempt may do better. */
  attempt(call: Call): Promise<Reply>
  /** `Location` of an answer, which may be relative, or on another host. */
  locationOf(reply: Reply): URL
}

export interface ConversationSettings {
  readonly credentials: Credentials
  readonly plainHttp: boolean
  readonly connections: Connections
  readonly clock: Clock
  readonly secrets: Secrets
  readonly authorizer: Authorizer
  readonly idle: number
  readonly userAgent: string
}

const REDIRECTS = [301, 302, 303, 307, 308]
const MOST_REDIRECTS = 5
const SMALL = 65_536

export function createConversation(address: RepositoryAddress, settings: ConversationSettings): Conversation {
  const { connections, clock, secrets, authorizer, credentials } = settings
  let base: Promise<URL> | null = null

  function origin(signal: AbortSignal | undefined): Promise<URL> {
    const found = (base ??= findOrigin(signal))
    found.catch(() => (base = null))
    return found
  }

  /** Registries on the own machine rarely speak TLS, and only there that is found out by trying. */
  async function findOrigin(signal: AbortSignal | undefined): Promise<URL> {
    if (settings.plainHttp) return new URL(`http://${address.server}`)
    const secure = new URL(`https://${address.server}`)
    if (!isLoopback(address.server)) return secure
    try {
      const url = new URL('/v2/', secure)
      const reply = await exchange(
        { method: 'GET', url, headers: {}, body: null, idle: settings.idle, signal },
        connections,
      )
      reply.message.resume()
      return secure
    } catch (error) {
      if (error instanceof ConnectionFailure && error.notTls) return new URL(`http://${address.server}`)
      // Whatever else it is, the request itself will meet it too, and say it.
      if (error instanceof ConnectionFailure) return secure
      throw error
    }
  }

  function scopesOf({ access, alsoPull }: Call): string[] {
    const own = `repository:${address.path}:${access === 'push' ? 'pull,push' : 'pull'}`
    return alsoPull === undefined ? [own] : [own, `repository:${alsoPull}:pull`]
  }

  /** Follows redirects and logs in; everything else is the caller's. */
  async function converse(call: Call, root: URL): Promise<Reply> {
    const scopes = scopesOf(call)
    let url =
      typeof call.target === 'string' ? new URL(`/v2/${address.path}/${call.target}`, root) : call.target
    let redirects = 0
    let renewed = false
    for (;;) {
      // Storage behind a registry has logins of its own in its addresses, and must not see ours.
      const ours = url.origin === root.origin
      const sent = ours ? await authorizer.header(scopes, call.signal) : null
      const reply = await exchange(
        {
          method: call.method,
          url,
          headers: {
            'user-agent': settings.userAgent,
            ...call.headers,
            ...(sent === null ? {} : { authorization: sent }),
          },
          body: call.body ?? null,
          idle: settings.idle,
          signal: call.signal,
        },
        connections,
      )
      if (call.expect.includes(reply.status)) return reply
      if (reply.status === 401 && ours) {
        const said = saidBy(await readSmall(reply, SMALL), secrets)
        const challenge = reply.headers['www-authenticate']
        authorizer.learn({ challenge, sent, scopes, said, again: renewed })
        renewed = sent !== null
        // A body is not sent twice behind the back of whoever counts what has arrived.
        if (call.body?.kind === 'stream') throw new Interruption(refused(call, reply, said))
        continue
      }
      if (REDIRECTS.includes(reply.status) && reply.headers.location !== undefined && !call.body) {
        reply.message.resume()
        const next = locationOf(reply)
        if (++redirects > MOST_REDIRECTS) {
          throw problem('rejected', call, `it redirects more than ${MOST_REDIRECTS} times`)
        }
        url = next
        continue
      }
      throw await failureOf(call, reply)
    }
  }

  async function failureOf(call: Call, reply: Reply): Promise<Error> {
    const said = saidBy(call.method === 'HEAD' ? Buffer.alloc(0) : await readSmall(reply, SMALL), secrets)
    if (call.method === 'HEAD') reply.message.resume()
    const error = refused(call, reply, said)
    const passing =
      reply.status === 429 || reply.status === 408 || (reply.status >= 500 && reply.status !== 501)
    if (!passing || isFull(reply.status, said)) return error
    const wait = retryAfter(reply.headers['retry-after'], Date.parse(clock.timestamp()))
    return new Interruption(error, { wait })
  }

  function refused(call: Call, reply: Reply, said: string): RegistryError {
    return refusalOf({
      address,
      what: call.what,
      status: reply.status,
      said,
      as: describeCredentials(credentials),
    })
  }

  function problem(kind: RegistryError['kind'], call: Call, why: string, cause?: unknown): RegistryError {
    return new RegistryError(kind, `cannot ${call.what} ${address.name}: ${secrets.hide(why)}`, { cause })
  }

  function locationOf(reply: Reply): URL {
    const text = reply.headers.location
    if (text === undefined || !URL.canParse(text, reply.url.href)) {
      throw new RegistryError(
        'rejected',
        `${address.registry} answered HTTP ${reply.status} without an address to go on with (Location); is it a registry?`,
      )
    }
    const next = new URL(text, reply.url)
    const downgrade = reply.url.protocol === 'https:' && next.protocol !== 'https:'
    if (downgrade || !/^https?:$/.test(next.protocol)) {
      throw new RegistryError(
        'rejected',
        `${address.registry} sends us to ${next.protocol}//${next.host}, which is not encrypted: refused`,
      )
    }
    return next
  }

  async function orInterruption<T>(call: Call, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof ConnectionFailure)) throw error
      call.signal?.throwIfAborted()
      const failure = problem('unreachable', call, error.message, error)
      throw error.transient ? new Interruption(failure, { free: error.stale }) : failure
    }
  }

  const attempt = (call: Call) => orInterruption(call, async () => converse(call, await origin(call.signal)))

  return {
    address,
    attempt,
    call: (call) => withRetries(() => attempt(call), clock, call.signal),
    read: (call, limit) => {
      const work = async () => {
        const reply = await attempt(call)
        return { reply, bytes: await orInterruption(call, () => readSmall(reply, limit)) }
      }
      return withRetries(work, clock, call.signal)
    },
    locationOf,
  }
}

/** Reads an answer nobody is interested in, so that its connection can be used again. */
export function discard(reply: Reply): void {
  reply.message.on('error', () => undefined)
  reply.message.resume()
}
