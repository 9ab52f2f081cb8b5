import type { Clock } from '../../process/clock.ts'
import { formatDuration } from '../../process/duration.ts'
import type { MetricsCheck } from '../../spec/metrics.ts'
import type { GateResult } from '../gate.ts'
import { CannotLook } from '../cannot-look.ts'
import type { Metrics } from './prometheus.ts'

export interface MetricsGateOptions {
  readonly check: MetricsCheck
  /** The check's query, names filled in. */
  readonly query: string
  readonly metrics: Metrics
  /** Milliseconds that are left until the first look. */
  readonly wait: number
  /** Milliseconds after the first look without evidence until it gives up. */
  readonly patience: number
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly onWaiting?: (text: string) => void
  /** Called before each look; what it throws ends the gate. */
  readonly stillOurs: () => Promise<void>
}

/**
 * Looks until the number has held for as long as the check asks; the first one beyond a limit fails it. No data is no evidence: the
 * time starts over, and `patience` after the time that it takes at least it is `inconclusive`, or `error` when nobody could look.
 */
export async function metricsGate(options: MetricsGateOptions): Promise<GateResult> {
  const { check, clock, signal, onWaiting } = options
  await pause(options, options.wait, (left) => `${check.name}: first look in ${left}`)
  const deadline = clock.now() + check.for + options.patience
  let heldSince: number | null = null
  let missed: Pick<GateResult, 'verdict' | 'reason'> | null = null
  const seen = { looks: 0, least: Infinity, most: -Infinity }
  for (;;) {
    await options.stillOurs()
    signal.throwIfAborted()
    const look = await lookOnce(options)
    const now = clock.now()
    if (typeof look === 'number') {
      const wrong = beyond(look, check)
      if (wrong !== null)
        return { kind: 'metrics', verdict: 'fail', reason: `${check.name} is ${shown(look)}, ${wrong}` }
      seen.looks++
      seen.least = Math.min(seen.least, look)
      seen.most = Math.max(seen.most, look)
      heldSince ??= now
      if (now - heldSince >= check.for)
        return { kind: 'metrics', verdict: 'pass', reason: passed(check, seen) }
      onWaiting?.(
        `${check.name} is ${shown(look)}; held for ${formatDuration(now - heldSince)} of ${formatDuration(check.for)}`,
      )
    } else {
      heldSince = null
      missed = look
      onWaiting?.(look.reason)
    }
    // Only gaps can keep a number that is good from holding long enough.
    if (missed && now >= deadline) return { kind: 'metrics', ...missed }
    await pause(options, check.every)
  }
}

async function lookOnce({
  check,
  query,
  metrics,
}: MetricsGateOptions): Promise<number | Pick<GateResult, 'verdict' | 'reason'>> {
  try {
    const value = await metrics.ask(query)
    return (
      value ?? {
        verdict: 'inconclusive',
        reason: `${check.name} has no data: ${query.replace(/\s+/g, ' ').trim()}`,
      }
    )
  } catch (error) {
    if (error instanceof CannotLook) return { verdict: 'error', reason: `${check.name}: ${error.message}` }
    throw error
  }
}

async function pause(
  { clock, signal, stillOurs, onWaiting }: MetricsGateOptions,
  duration: number,
  text?: (left: string) => string,
): Promise<void> {
  const until = clock.now() + duration
  for (let left = duration; left > 0; left = until - clock.now()) {
    if (text) onWaiting?.(text(formatDuration(left)))
    await clock.sleep(Math.min(1_000, left), signal)
    await stillOurs()
  }
}

function beyond(value: number, { min, max }: MetricsCheck): string | null {
  if (max !== null && value > max) return `limit at most ${shown(max)}`
  if (min !== null && value < min) return `limit at least ${shown(min)}`
  return null
}

function passed(
  check: MetricsCheck,
  { looks, least, most }: { looks: number; least: number; most: number },
): string {
  const limits = [
    ...(check.min === null ? [] : [`at least ${shown(check.min)}`]),
    ...(check.max === null ? [] : [`at most ${shown(check.max)}`]),
  ].join(' and ')
  const values = least === most ? shown(least) : `${shown(least)} to ${shown(most)}`
  const times = looks === 1 ? '' : ` in ${looks} looks over ${formatDuration(check.for)}`
  return `${check.name} is ${values}${times}, limit ${limits}`
}

const shown = (value: number) => String(Number(value.toPrecision(4)))
