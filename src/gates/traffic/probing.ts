import type { Sample } from './sample.ts'

/** One gateway address; `text` is what people read: `127.0.0.1:8080`, `[::1]:80`. */
export interface Address {
  readonly host: string
  readonly port: number
  readonly text: string
}

/** What one request came to. */
export interface Answer {
  /** Key of `traffic.identify` that the answer told; null: none, or more than one. */
  readonly version: string | null
  /** A good answer by the file's `answer` block, of a version that it told. */
  readonly good: boolean
  /** Null: no HTTP answer. */
  readonly status: number | null
  /** One harmless line; null for a good answer. */
  readonly error: string | null
  /** Short name of the error for counting: `503`, `timeout`, `reset`, `refused`, `unidentified`, …; null for a good answer. */
  readonly kind: string | null
  /** The connection was made. When none was, nothing was learned about the versions. */
  readonly reached: boolean
  /** Milliseconds from the open connection to the end of the answer: what the service needs, without the way to the gateway. */
  readonly ms: number
  /** `Address.text`. */
  readonly address: string
  /** As it came; null: no HTTP answer. */
  readonly body: string | null
}

export interface RequestOptions {
  /** Lower-case names; they win over the file's. */
  readonly extraHeaders?: { readonly [name: string]: string }
  /** Instead of the path and query of the file's url. */
  readonly path?: string
  /** Instead of the file's. */
  readonly body?: Uint8Array
  readonly signal?: AbortSignal
}
export interface SendOptions extends RequestOptions {
  readonly address: Address
  /** On a connection of its own: a load balancer chooses the gateway per connection. */
  readonly fresh: boolean
}
export interface MeasureOptions extends RequestOptions {
  readonly n: number
  readonly addresses: readonly Address[]
  /** Requests in flight; default 16. */
  readonly concurrency?: number
  readonly onProgress?: (done: number, n: number) => void
  /** Asked now and then: true ends the measurement with the answers so far. */
  readonly enough?: (sample: Sample) => boolean
}

/** Sends the rollout's requests. Rejects with CannotLook when no request can be made, and with the signal's reason. */
export interface Prober {
  /** Every address to ask, without doubles, in the file's order or DNS's. */
  addresses(): Promise<readonly Address[]>
  /** Never rejects for what the other side does: that is an answer with an error. */
  send(options: SendOptions): Promise<Answer>
  /** Spreads n requests evenly over the addresses, each on a fresh connection. */
  measure(options: MeasureOptions): Promise<Sample>
  /** Closes kept connections. */
  close(): void
}
