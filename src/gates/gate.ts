/** A gate's answer. No evidence is never a pass: `inconclusive` is not enough evidence, `error` is that we could not look. */
export type Verdict = 'pass' | 'fail' | 'inconclusive' | 'error'

export interface GateResult {
  readonly kind:
    'approval' | 'soak' | 'traffic' | 'metrics' | 'comparison' | 'readiness' | 'warm-up' | 'served'
  readonly verdict: Verdict
  /** One line with the numbers. */
  readonly reason: string
  /** Of a comparison that could look. */
  readonly comparison?: Findings
}

/** What a comparison of both versions' answers found. */
export interface Findings {
  /** Where the answers were read: `pod logs`, `/app/app.log`, `replay`. */
  readonly source: string
  readonly versions: Sides<string>
  /** Share, 0..1, of comparisons whose intervals of judged measures all hold the truth. */
  readonly level: number
  /** Requests that both versions answered. */
  readonly pairs: number
  /** Pairs without an error on either side; only these have labels, numbers and times to compare. */
  readonly compared: number
  readonly sides: Sides<SideFindings>
  readonly measures: readonly Measure[]
  /** Of the numbers; null when none were compared. */
  readonly differences: Differences | null
  /** The commonest pairs of labels that differ. Text from outside, made harmless. */
  readonly disagreements: readonly {
    readonly stable: string
    readonly canary: string
    readonly count: number
  }[]
}
export interface Sides<T> {
  readonly stable: T
  readonly canary: T
}
export interface SideFindings {
  readonly lines: number
  /** Lines that are answers to a request in the window. */
  readonly answers: number
  readonly errors: number
  /** Answers again to a request that was answered already: retries. They are not compared. */
  readonly duplicates: number
  /** Answers without a partner on the other side. */
  readonly unpaired: number
}
export interface Measure {
  readonly name:
    | 'agreement'
    | 'max-difference'
    | 'p50-difference'
    | 'p99-difference'
    | 'errors'
    | 'latency'
    | 'p99-latency'
    | 'coverage'
  /** Shares are 0..1; null: nothing to measure. */
  readonly value: number | null
  /** Interval; null: not bounded by so few pairs. */
  readonly low: number | null
  readonly high: number | null
  /** Null: not judged, only reported. */
  readonly limit: number | null
  readonly verdict: 'pass' | 'fail' | 'inconclusive' | null
}
export interface Differences {
  readonly max: number
  readonly p50: number
  readonly p99: number
  /** Counts of pairs with a difference up to `to`, above the `to` before. */
  readonly histogram: readonly { readonly to: number; readonly count: number }[]
}
