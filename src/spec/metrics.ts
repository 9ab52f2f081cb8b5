import type { HeaderValue } from './rollout.ts'

/** A server with the HTTP API of Prometheus. */
export interface MetricsServer {
  readonly url: string
  /** Names of environment variables are resolved when requests are made, never stored. */
  readonly headers: { readonly [name: string]: HeaderValue }
  /** Of one request. */
  readonly timeout: number
}

/** One number that a metrics server is asked for. */
export interface MetricsCheck {
  /** For people: `error rate`. */
  readonly name: string
  /** PromQL with one number as its answer; placeholders such as `${canary.service}` are filled in. */
  readonly query: string
  /** The number must not be below; null: no bound. At least one of `min` and `max`. */
  readonly min: number | null
  readonly max: number | null
  /** Milliseconds after the route change before the first look: what the query's range covers, so that nothing older is in it. */
  readonly after: number
  /** Milliseconds for which the number has to hold, from the first look on. */
  readonly for: number
  /** Milliseconds between two looks. */
  readonly every: number
}
