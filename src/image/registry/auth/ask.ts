import type { Clock } from '../../../process/clock.ts'
import { Interruption, retryAfter, withRetries } from '../attempts.ts'
import type { Connections } from '../connections.ts'
import { ConnectionFailure, exchange, readSmall } from '../exchange.ts'
import { saidBy } from '../refusals.ts'
import { RegistryError } from '../registry.ts'
import type { Secrets } from '../secrets.ts'

export interface Asking {
  readonly connections: Connections
  readonly clock: Clock
  readonly secrets: Secrets
  /** Milliseconds without a byte after which a server is given up. */
  readonly idle: number
  readonly userAgent: string
}

export interface Question {
  readonly url: URL
  /** What the server is asked for, for messages: "a token for myregistry.azurecr.io". */
  readonly what: string
  /** Sent as a form; without one it is a GET. */
  readonly form?: { readonly [name: string]: string }
  readonly authorization?: string
  /** The error for an answer of 4xx; `answer` is its status and what it said. */
  refused(answer: string, status: number): RegistryError
}

const LARGEST = 1_000_000

/** Asks a server for a JSON object; made again for 429, 5xx and cut connections. */
export async function askJson(
  question: Question,
  { connections, clock, secrets, idle, userAgent }: Asking,
  signal: AbortSignal | undefined,
): Promise<{ readonly [name: string]: unknown }> {
  const { url, what, form, authorization } = question
  const attempt = async () => {
    const reply = await exchange(
      {
        method: form ? 'POST' : 'GET',
        url,
        headers: {
          'user-agent': userAgent,
          accept: 'application/json',
          ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
          ...(authorization === undefined ? {} : { authorization }),
        },
        body: form ? { kind: 'bytes', bytes: Buffer.from(new URLSearchParams(form).toString()) } : null,
        idle,
        signal,
      },
      connections,
    )
    const bytes = await readSmall(reply, LARGEST)
    if (reply.status === 200) return parse(bytes)
    const said = saidBy(bytes, secrets)
    const answer = said === '' ? `HTTP ${reply.status}` : `HTTP ${reply.status}: ${said}`
    if (reply.status !== 429 && reply.status < 500) throw question.refused(answer, reply.status)
    const message = `${url.host} gives no ${what.replace(/^an? /, '')}: ${answer}; run this again later`
    const wait = retryAfter(reply.headers['retry-after'], Date.parse(clock.timestamp()))
    throw new Interruption(new RegistryError('unavailable', message, { status: reply.status }), { wait })
  }
  return withRetries(
    () =>
      attempt().catch((error: unknown) => {
        if (!(error instanceof ConnectionFailure)) throw error
        const message = `cannot reach ${url.host} to ask for ${what}: ${secrets.hide(error.message)}`
        const failure = new RegistryError('unreachable', message, { cause: error })
        throw error.transient ? new Interruption(failure, { free: error.stale }) : failure
      }),
    clock,
    signal,
  )

  function parse(bytes: Buffer): { readonly [name: string]: unknown } {
    try {
      const value: unknown = JSON.parse(bytes.toString('utf8'))
      if (typeof value === 'object' && value !== null) return value as never
    } catch {
      // Said below; the parser's message would quote the answer, and with it a token.
    }
    throw new RegistryError(
      'rejected',
      `${url.host} was asked for ${what} and answered something else than JSON`,
    )
  }
}
