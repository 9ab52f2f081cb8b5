import type { Interceptor, LoggedRequest, Reaction } from './contract.ts'

export interface Interception {
  readonly requests: readonly LoggedRequest[]
  readonly intercept: (before: Interceptor | null, after?: Interceptor | null) => void
  /** One request: asks the interceptors and keeps the log. */
  begin(method: string, path: string, body: unknown): Request
}

interface Request {
  before(): Promise<Reaction | null>
  after(): Promise<Reaction | null>
  /** Notes the status that was sent, 0 for none. */
  readonly answered: (status: number) => void
}

const MUTATING = ['POST', 'PUT', 'PATCH', 'DELETE']

export function createInterception(now: () => number): Interception {
  const requests: { method: string; path: string; status: number; at: number; mutating: boolean }[] = []
  let handlers: { before: Interceptor | null; after: Interceptor | null } = { before: null, after: null }
  let count = 0
  return {
    requests,
    intercept(before, after = null) {
      handlers = { before, after }
      count = 0
    },
    begin(method, path, body) {
      const mutating = MUTATING.includes(method)
      const seen = { index: count++, method, path, mutating, body }
      const logged = { method, path, status: 0, at: now(), mutating }
      requests.push(logged)
      const { before, after } = handlers
      return {
        before: async () => (await before?.(seen)) ?? null,
        after: async () => (await after?.(seen)) ?? null,
        answered: (status) => void (logged.status = status),
      }
    },
  }
}
