/** How one try of a request ended, when it did not end well. */
export type Failure =
  | {
      readonly kind: 'status'
      readonly status: number
      readonly retryAfter: number | null
      readonly notProcessed: boolean
    }
  | { readonly kind: 'network'; readonly sent: boolean; readonly transient: boolean }
  | { readonly kind: 'timeout'; readonly sent: boolean }

export interface RetryPolicy {
  /** Tries in all, the first one included. */
  readonly attempts: number
  /** Milliseconds from the first try, after which no further try begins. */
  readonly total: number
  readonly firstDelay: number
  readonly maxDelay: number
}

export const DEFAULT_RETRIES: RetryPolicy = { attempts: 6, total: 60_000, firstDelay: 200, maxDelay: 5_000 }

const TRANSIENT_STATUS = new Set([500, 502, 503, 504])

/**
 * May the same request be sent again? Reads: after anything transient. Writes: only when the server did not process the
 * request: 429 (sent before a request is executed), an admission webhook that could not be called, or a connection
 * that failed before the first byte. A 503, even with Retry-After, can come from a load balancer after the API server
 * has acted, so it does not count.
 */
export function isRetryable(write: boolean, failure: Failure): boolean {
  switch (failure.kind) {
    case 'status':
      if (failure.status === 429) return true
      return TRANSIENT_STATUS.has(failure.status) && (!write || failure.notProcessed)
    case 'network':
      return failure.transient && (!write || !failure.sent)
    case 'timeout':
      return !write || !failure.sent
  }
}

/**
 * Milliseconds to wait before try number `tried + 1`, or null to give up: exponential with jitter, never earlier than
 * the server asked for, never beyond the total. `elapsed` is since the first try; `random` is in [0, 1).
 */
export function retryDelay(
  policy: RetryPolicy,
  state: { tried: number; elapsed: number; retryAfter: number | null; random: number },
): number | null {
  if (state.tried >= policy.attempts) return null
  const backoff = Math.min(policy.maxDelay, policy.firstDelay * 2 ** (state.tried - 1))
  const delay = Math.max(backoff * (0.5 + state.random / 2), state.retryAfter ?? 0)
  return state.elapsed + delay > policy.total ? null : delay
}

/** Milliseconds of a Retry-After header (seconds or an HTTP date); null when there is none that can be read. */
export function parseRetryAfter(header: string | undefined, now: number): number | null {
  const text = header?.trim()
  if (!text) return null
  if (/^\d+$/.test(text)) return Number(text) * 1_000
  const date = Date.parse(text)
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}
