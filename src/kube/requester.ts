import type { Clock } from '../process/clock.ts'
import { errorFromAnswer, wasNotProcessed, type Intent } from './api-error.ts'
import { KubeError } from './client.ts'
import type { CredentialSource } from './credentials.ts'
import type { ResolvedKubeconfig } from './login.ts'
import type { ServerTime } from './server-time.ts'
import { isRetryable, parseRetryAfter, retryDelay, type Failure, type RetryPolicy } from './retry.ts'
import { ExchangeFailure, type Answer, type Transport } from './transport.ts'

export interface ApiRequest {
  readonly intent: Intent
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly body?: unknown
  readonly contentType?: string
}

/** One try, as it ended; for counting and debug logs. */
export interface RequestInfo {
  readonly method: string
  readonly path: string
  /** 1 for the first try. */
  readonly attempt: number
  /** Null when there was no answer. */
  readonly status: number | null
  readonly milliseconds: number
}

export interface RequesterOptions {
  readonly requestTimeout: number
  readonly retries: RetryPolicy
  readonly clock: Clock
  readonly random: () => number
  readonly userAgent: string
  readonly fence?: (what: string) => void
  readonly onRequest?: (info: RequestInfo) => void
  readonly time?: ServerTime
  readonly signal?: AbortSignal
}

/** Sends a request, again where that is safe, and gives the last answer, whatever its status. Throws KubeError when there was none. */
export type Requester = (request: ApiRequest) => Promise<Answer>

export function createRequester(
  config: ResolvedKubeconfig,
  transport: Transport,
  credentials: CredentialSource,
  options: RequesterOptions,
): Requester {
  const { clock, signal, onRequest } = options

  return async function send(request) {
    const { method, path, intent } = request
    const body = request.body === undefined ? null : Buffer.from(JSON.stringify(request.body))
    const headers: Record<string, string | readonly string[]> = {
      accept: 'application/json',
      'user-agent': options.userAgent,
      ...config.impersonate,
    }
    if (body !== null) headers['content-type'] = request.contentType ?? 'application/json'
    const begin = clock.now()
    let shown = await credentials.current()
    let renewed = false
    let refusedAfter = 0

    for (let attempt = 1; ; attempt++) {
      const started = clock.now()
      const asked = Date.parse(clock.timestamp())
      const report = (status: number | null) =>
        onRequest?.({ method, path, attempt, status, milliseconds: clock.now() - started })
      let failure: Failure
      let end: Answer | ExchangeFailure
      try {
        const answer = await transport.exchange({
          method,
          path,
          headers,
          body,
          credentials: shown,
          timeout: options.requestTimeout,
          beforeSend: intent.write ? () => options.fence?.(intent.what) : undefined,
          signal,
        })
        report(answer.status)
        options.time?.heard(answer.headers.date, asked)
        if (answer.status === 401 && !renewed) {
          // Authentication comes first in the server, so even a write was not processed.
          renewed = true
          const next = await credentials.renew(shown)
          if (next) {
            shown = next
            refusedAfter++
            continue
          }
        }
        failure = failureOf(answer)
        end = answer
      } catch (error) {
        if (!(error instanceof ExchangeFailure)) throw error
        report(null)
        failure = error
        end = error
      }
      const retryAfter = failure.kind === 'status' ? failure.retryAfter : null
      const delay = isRetryable(intent.write, failure)
        ? retryDelay(options.retries, {
            tried: attempt - refusedAfter,
            elapsed: clock.now() - begin,
            retryAfter,
            random: options.random(),
          })
        : null
      if (delay === null) return conclude(end, intent, config, attempt - refusedAfter)
      await clock.sleep(delay, signal)
    }
  }

  function failureOf(answer: Answer): Failure {
    return {
      kind: 'status',
      status: answer.status,
      retryAfter: parseRetryAfter(answer.headers['retry-after'], Date.parse(clock.timestamp())),
      notProcessed: wasNotProcessed(answer),
    }
  }
}

function conclude(
  end: Answer | ExchangeFailure,
  intent: Intent,
  config: ResolvedKubeconfig,
  tries: number,
): Answer {
  if (!(end instanceof ExchangeFailure)) return end
  const after = tries > 1 ? `, after ${tries} tries` : ''
  const code = end.kind === 'timeout' ? 'timeout' : 'connection'
  throw new KubeError(
    code,
    `${intent.verb} ${intent.what}: ${end.message} (server ${config.server}${after})`,
    {
      ambiguous: intent.write && end.sent,
      cause: end,
    },
  )
}

/** The answer's JSON. Throws the mapped KubeError for any status but 2xx, and for a body that is no JSON object. */
export function parseAnswer(intent: Intent, answer: Answer, origin: string): Record<string, unknown> {
  if (answer.status < 200 || answer.status > 299) throw errorFromAnswer(intent, answer, origin)
  try {
    const value: unknown = JSON.parse(answer.body)
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>
  } catch {
    // said below: the answer does not come from an API server
  }
  throw new KubeError(
    'server',
    `${intent.verb} ${intent.what}: the answer is no Kubernetes object; is ${origin} an API server?`,
    {
      status: answer.status,
      ambiguous: intent.write,
    },
  )
}
