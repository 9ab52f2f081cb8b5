import type { Clock } from '../../process/clock.ts'
import { singleLine } from '../../process/escape.ts'
import type { HeaderRoute, Limits } from '../../spec/rollout.ts'
import { binomialInterval } from '../../stats/proportion.ts'
import type { GateResult } from '../gate.ts'
import {
  assessErrors,
  assessLatency,
  assessShare,
  contradicted,
  LIMIT_LEVEL,
  MIN_ANSWERS,
  SHARE_LEVEL,
  type Assessment,
} from './assess.ts'
import { headerProbes, type HeaderProbe } from './header-probes.ts'
import { CannotLook } from '../cannot-look.ts'
import type { Address, MeasureOptions, Prober } from './probing.ts'
import { isUnreachable, unreachableReason, withoutUnreachable } from './reach.ts'
import { countOf, type RoleNames } from './roles.ts'
import { mergeSamples, sampleBuilder, type Sample } from './sample.ts'

export interface TrafficGateOptions {
  readonly prober: Prober
  /** Canary's share of the weighted traffic, 0..1, and who is who. */
  readonly expected: { readonly share: number; readonly names: RoleNames }
  readonly headerRoutes: readonly HeaderRoute[]
  /** Path and query of the file's url. */
  readonly path: string
  /** Of one measurement; a rare side gets more, see `requestsOf`. */
  readonly requests: number
  readonly limits: Limits
  /** Moment on `clock.now()`'s scale; a first measurement is made even when it has passed. */
  readonly deadline: number
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly onProgress?: (done: number, n: number) => void
  /** Why the answers do not pass yet; from the second measurement on, when it changes or every 5 s. */
  readonly onWaiting?: (text: string) => void
  /** Called before each measurement; what it throws ends the gate. */
  readonly stillOurs: () => Promise<void>
}

/** Measured in the data plane. Shares 0..1; `low` and `high` are the exact 99.9 % interval. */
export interface Served {
  readonly share: number
  readonly low: number
  readonly high: number
  /** Attributed answers. */
  readonly n: number
  /** Addresses that were asked. */
  readonly from: readonly string[]
}
export interface TrafficResult extends GateResult {
  readonly kind: 'traffic'
  /** The last measurement of the weights. */
  readonly sample: Sample
  /** Every request of the gate, those for the header rules too. */
  readonly total: Sample
  /** Of the last measurement; null when no answer was attributed. */
  readonly served: Served | null
}

/** The deadline came in the middle of a measurement: what there is may show errors, but must not pass for a whole one. */
class CutShort extends Error {}
/** Errors stop a measurement early when they are this unlikely: it is asked many times in one measurement. */
const EARLY_LEVEL = 1e-6
/** A rare side gets more requests than were asked for, up to this factor. */
const MOST = 10
const FIRST_PAUSE = 200
const LONGEST_PAUSE = 5_000
const REMIND = 5_000

/**
 * Measures who answers, how well and how fast, until the answers judge the canary or the deadline comes.
 * Errors and latencies are judged on all requests since the gate began (each look at a level of its own, 1/(i(i+1)) of the
 * whole, so that looking often does not make a good canary fail); they `fail` at once. A wrong share is measured anew each
 * time, until it is right or the deadline makes it `inconclusive`. An address without any connection is an `error`.
 */
export async function trafficGate(options: TrafficGateOptions): Promise<TrafficResult> {
  const { clock, signal, deadline } = options
  const nothing = sampleBuilder(clock.now()).sample(clock.now())
  const state: State = { looks: 0, total: nothing, judged: nothing, last: nothing }
  const result = ({ verdict, reason }: Assessment): TrafficResult => ({
    kind: 'traffic',
    verdict,
    reason,
    sample: state.last,
    total: state.total,
    served: servedOf(state.last, options.expected.names),
  })
  let previous: Assessment | null = null
  let told = { about: '', at: -Infinity }
  for (let pause = FIRST_PAUSE; ; pause = Math.min(LONGEST_PAUSE, pause * 1.5)) {
    await options.stillOurs()
    const assessment: Assessment = await look(options, state).catch((error: unknown): Assessment => {
      if (error instanceof CutShort && previous !== null) return previous
      if (error instanceof CannotLook) return { verdict: 'error', reason: error.message }
      throw error
    })
    if (assessment.verdict === 'pass' || assessment.verdict === 'fail') return result(assessment)
    const about = assessment.reason.replace(/\d+/g, '')
    if (previous !== null && (about !== told.about || clock.now() - told.at >= REMIND)) {
      told = { about, at: clock.now() }
      options.onWaiting?.(assessment.reason)
    }
    previous = assessment
    const left = deadline - clock.now()
    if (left <= 0) return result(assessment)
    await clock.sleep(Math.min(pause, left), signal)
  }
}

interface State {
  looks: number
  total: Sample
  /** All requests that could be judged: without those to unreachable addresses. */
  judged: Sample
  last: Sample
}

async function look(options: TrafficGateOptions, state: State): Promise<Assessment> {
  const { prober, expected, limits } = options
  const addresses = await prober.addresses()
  state.looks++
  const level = LIMIT_LEVEL / (state.looks * (state.looks + 1))
  const errorsNow = () => assessErrors(state.judged, limits, expected.names, level)
  const early = Math.min(EARLY_LEVEL, level)
  const measure = (n: number, probe?: HeaderProbe) =>
    measureInto(state, options, { n, addresses, early, probe })

  state.last = await measure(requestsOf(options.requests, expected.share, limits))
  if (errorsNow().verdict === 'fail') return errorsNow()
  if (isUnreachable(state.last)) return { verdict: 'error', reason: unreachableReason(state.last) }
  const share = assessShare(state.last, expected.share, expected.names)
  const rules = share.verdict === 'pass' ? await lookAtRules(options, measure) : []
  const errors = errorsNow()
  const canaryAnswers = countOf('canary', state.judged.counts, expected.names)
  const latency: Assessment =
    expected.share === 0 && canaryAnswers === 0
      ? { verdict: 'pass', reason: '' }
      : assessLatency(state.judged, limits, expected.names, level)
  return worstOf([errors, share, latency, ...rules])
}

/** The header rules, one after the other; stops at the first that is not served as it should be. */
async function lookAtRules(
  options: TrafficGateOptions,
  measure: (n: number, probe: HeaderProbe) => Promise<Sample>,
): Promise<Assessment[]> {
  if (options.headerRoutes.length === 0) return []
  const { share, names } = options.expected
  const { probes, unprobed } = headerProbes(options.headerRoutes, options.path)
  const level = SHARE_LEVEL / Math.max(1, probes.length)
  for (const probe of probes) {
    const wanted = probe.expects === 'canary' ? 1 : share
    const sample = await measure(probeRequests(options.requests, wanted), probe)
    const n = countOf('stable', sample.counts, names) + countOf('canary', sample.counts, names)
    const wrong =
      contradicted(sample, wanted, names, level) ?? (n < MIN_ANSWERS ? `only ${n} attributed answers` : null)
    if (wrong !== null)
      return [{ verdict: 'inconclusive', reason: `requests with ${singleLine(probe.text)}: ${wrong}` }]
  }
  const reason = `${probes.length} kinds of requests for the header rules served as expected`
  if (unprobed.length === 0) return [{ verdict: 'pass', reason }]
  return [
    {
      verdict: 'inconclusive',
      reason: `${unprobed.join('; ')}: write it as exact or prefix, so that it can be tested`,
    },
  ]
}

async function measureInto(
  state: State,
  options: TrafficGateOptions,
  request: { n: number; addresses: readonly Address[]; early: number; probe?: HeaderProbe },
): Promise<Sample> {
  const { prober, expected, limits, clock, deadline, signal, onProgress } = options
  const { n, addresses, early, probe } = request
  const failing = (sample: Sample) =>
    assessErrors(mergeSamples(state.judged, withoutUnreachable(sample)), limits, expected.names, early)
  let cut = false
  const enough: MeasureOptions['enough'] = (sample) => {
    if (isUnreachable(sample, 8) || failing(sample).verdict === 'fail') return true
    cut = state.looks > 1 && sample.n < n && clock.now() >= deadline
    return cut
  }
  const kind = probe && { extraHeaders: probe.headers, path: probe.path ?? undefined }
  const sample = await prober.measure({ n, addresses, signal, onProgress, enough, ...kind })
  state.total = mergeSamples(state.total, sample)
  state.judged = mergeSamples(state.judged, withoutUnreachable(sample))
  if (cut) throw new CutShort()
  return sample
}

/**
 * Requests of one measurement: what the file asks for, or as many more as are needed so that about 20 answers of the rarer
 * side can be expected, and 130 of the canary's when its p99 is judged; at most ten times what the file asks for.
 */
export function requestsOf(requests: number, share: number, limits: Pick<Limits, 'p99'>): number {
  if (share <= 0 || share >= 1) return requests
  const needed = Math.max(MIN_ANSWERS / Math.min(share, 1 - share), limits.p99 === null ? 0 : 130 / share)
  return Math.max(requests, Math.min(Math.ceil(needed), requests * MOST))
}

function probeRequests(requests: number, share: number): number {
  const needed =
    share <= 0 || share >= 1 ? 100 : Math.max(100, Math.ceil(MIN_ANSWERS / Math.min(share, 1 - share)))
  return Math.max(MIN_ANSWERS, Math.min(needed, requests))
}

function worstOf(assessments: readonly Assessment[]): Assessment {
  const worst =
    assessments.find(({ verdict }) => verdict === 'fail') ??
    assessments.find(({ verdict }) => verdict === 'error') ??
    assessments.find(({ verdict }) => verdict === 'inconclusive')
  if (worst) return worst
  const [errors, share, latency, ...rules] = assessments.map(({ reason }) => reason)
  return {
    verdict: 'pass',
    reason: [share, errors, latency, ...rules].filter((text) => text !== '').join('; '),
  }
}

function servedOf(sample: Sample, names: RoleNames): Served | null {
  const canary = countOf('canary', sample.counts, names)
  const n = canary + countOf('stable', sample.counts, names)
  if (n === 0) return null
  return { share: canary / n, ...binomialInterval(canary, n, 1e-3), n, from: Object.keys(sample.perAddress) }
}
