import { KubeError } from '../../kube/client.ts'
import type { Clock } from '../../process/clock.ts'
import type { Comparison } from '../../spec/rollout.ts'
import type { Findings, GateResult, Sides } from '../gate.ts'
import { CannotLook } from '../cannot-look.ts'
import { findingsOf, verdictOf } from './findings.ts'
import { LEVEL } from './judge.ts'
import { createPairing } from './pairing.ts'
import type { AnswerSource } from './source.ts'
import { createTally } from './tally.ts'

export interface ComparisonGateOptions {
  readonly spec: Comparison
  readonly source: AnswerSource
  readonly versions: Sides<string>
  /** Share of the requests that the route copies, 0..1. */
  readonly mirrored: number
  /** The route change, in milliseconds since 1970. */
  readonly since: number
  /** Moment on `clock.now()`'s scale; a first look is taken even when it has passed. */
  readonly deadline: number
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly onWaiting?: (reason: string) => void
  /** Called before each look; what it throws ends the gate. */
  readonly stillOurs: () => Promise<void>
}

export interface ComparisonResult extends GateResult {
  readonly kind: 'comparison'
}

/** More say nothing new, and would fill the memory. */
const MOST_PAIRS = 1_000_000
const FIRST_PAUSE = 500
const LONGEST_PAUSE = 15_000

/**
 * Looks at all answers since the route change, again and again, until they judge the canary or the deadline comes. Each look
 * has a level of its own, 1/(i(i+1)) of the whole, so that looking often does not make a verdict that is not true.
 */
export async function comparisonGate(options: ComparisonGateOptions): Promise<ComparisonResult> {
  const { clock, deadline, signal } = options
  for (let i = 1, pause = FIRST_PAUSE; ; i++, pause = Math.min(LONGEST_PAUSE, pause * 1.5)) {
    await options.stillOurs()
    signal.throwIfAborted()
    const result = await look(options, LEVEL / (i * (i + 1))).catch((error: unknown): ComparisonResult => {
      signal.throwIfAborted()
      if (error instanceof CannotLook || error instanceof KubeError)
        return { kind: 'comparison', verdict: 'error', reason: error.message }
      throw error
    })
    if (result.verdict === 'pass' || result.verdict === 'fail') return result
    const left = deadline - clock.now()
    if (left <= 0) return result
    options.onWaiting?.(result.reason)
    await clock.sleep(Math.min(pause, left), signal)
  }
}

async function look(options: ComparisonGateOptions, level: number): Promise<ComparisonResult> {
  const { spec, source, versions, since } = options
  const { limits, settle } = spec
  const tally = createTally()
  const pairing = createPairing({ since, settle, onPair: (stable, canary) => tally.add(stable, canary) })
  const lines = await source.read((role, answer) => {
    options.signal.throwIfAborted()
    pairing.add(role, answer)
    return pairing.pairs < MOST_PAIRS
  })
  const coverage = spec.source.kind === 'replay' ? null : { ...pairing.coverage(), share: options.mirrored }
  const findings: Findings = findingsOf(
    { source: source.name, versions, tally, pairing, lines, coverage },
    limits,
    level,
  )
  return { kind: 'comparison', ...verdictOf(findings, limits), comparison: findings }
}
