import { STATUS_CODES } from 'node:http'
import type { Retries } from './api.ts'
import { parseGoDuration } from './durations.ts'

export interface RetryPolicy {
  /** Retries after the first attempt. */
  readonly attempts: number
  /** 0: none. */
  readonly perTryMs: number
  readonly backoffMs: number
  readonly on: ReadonlySet<string>
  readonly statuses: ReadonlySet<number>
}

/** How an attempt ended without a usable answer. */
export type AttemptFailure = 'connect' | 'reset' | 'per-try-timeout'

/** istiod's default: two retries, and only where the request cannot have reached an application. */
const DEFAULT_ON = 'connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes'
const DEFAULT: RetryPolicy = { attempts: 2, perTryMs: 0, backoffMs: 25, ...parseRetryOn(DEFAULT_ON) }

/** Null: no retries. */
export function compileRetries(retries: Retries | undefined): RetryPolicy | null {
  if (!retries) return DEFAULT
  if (!retries.attempts || retries.attempts <= 0) return null
  return {
    attempts: retries.attempts,
    perTryMs: parseGoDuration(retries.perTryTimeout ?? '') ?? 0,
    backoffMs: parseGoDuration(retries.backoff ?? '') ?? 25,
    ...parseRetryOn(retries.retryOn || DEFAULT_ON),
  }
}

function parseRetryOn(text: string): Pick<RetryPolicy, 'on' | 'statuses'> {
  const words = text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)
  const isStatus = (word: string) => STATUS_CODES[word] !== undefined
  return {
    on: new Set(words.filter((word) => !isStatus(word))),
    statuses: new Set(words.filter(isStatus).map(Number)),
  }
}

export function retriesFailure({ on }: RetryPolicy, failure: AttemptFailure): boolean {
  if (on.has('5xx') || on.has('gateway-error') || on.has('reset')) return true
  return failure === 'connect' && (on.has('connect-failure') || on.has('reset-before-request'))
}

export function retriesStatus({ on, statuses }: RetryPolicy, status: number): boolean {
  if (status < 400) return false
  return (
    (status >= 500 && on.has('5xx')) ||
    (status >= 502 && status <= 504 && on.has('gateway-error')) ||
    (status === 409 && on.has('retriable-4xx')) ||
    statuses.has(status)
  )
}

/** Envoy's: a random part of base × (2ⁿ − 1), at most ten times the base. */
export function backoff({ backoffMs }: RetryPolicy, attempt: number, random: () => number): number {
  return random() * Math.min(backoffMs * (2 ** attempt - 1), backoffMs * 10)
}
