/** A gate's answer. No evidence is never a pass: `inconclusive` is not enough evidence, `error` is that we could not look. */
export type Verdict = 'pass' | 'fail' | 'inconclusive' | 'error'

export interface GateResult {
  readonly kind:
    'approval' | 'soak' | 'traffic' | 'metrics' | 'comparison' | 'readiness' | 'warm-up' | 'served'
  readonly verdict: Verdict
  /** One line with the numbers. */
  readonly reason: string
}
