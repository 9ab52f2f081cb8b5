import type { Clock } from '../../process/clock.ts'
import type { GateResult } from '../gate.ts'
import { binomialAcceptance } from '../../stats/proportion.ts'
import { contradiction, percent } from './assess.ts'
import { CannotLook } from '../cannot-look.ts'
import type { Address, Answer, Prober } from './probing.ts'
import { countOf, keyToRole, type RoleNames } from './roles.ts'
import type { Counts } from './sample.ts'

export interface AgreementOptions {
  readonly prober: Prober
  /** Canary's share that the route was changed to, 0..1, and who is who. */
  readonly expected: { readonly share: number; readonly names: RoleNames }
  /** Default: all of the prober's. */
  readonly addresses?: readonly Address[]
  /**
   * What answers that tell no version (503 from the gateway, 500 of a broken model) mean when none comes from the wrong side.
   * `disagree`: no agreement; for whoever removes something next. `leave-to-gate`: after 5 s without an answer from the wrong side the
   * route is taken as served, so that the traffic gate judges a broken canary instead of a wait that cannot end.
   */
  readonly unattributed: 'disagree' | 'leave-to-gate'
  /** Consecutive right answers, each on a fresh connection, that each address has to give at share 0 or 1; default 20. */
  readonly confirmations?: number
  /** Moment on `clock.now()`'s scale; each address is asked once even when it has passed. */
  readonly deadline: number
  readonly clock: Clock
  readonly signal: AbortSignal
  /** `127.0.0.2:8080`, `waiting for 127.0.0.2:8080: 20 of 20 answers from blue`; after half a second, and then when it changes or every 5 s. */
  readonly onWaiting?: (address: string, text: string) => void
  /** Called before each round of requests; what it throws ends the wait. */
  readonly stillOurs: () => Promise<void>
}

const CONFIRMATIONS = 20
const FIRST_PAUSE = 20
const LONGEST_PAUSE = 1_000
const CONCURRENCY = 8
const QUIET = 500
const REMIND = 5_000
/** How often an address that does serve a partial share is asked once more by chance. */
const LEVEL = 1e-4
const PATIENCE = 5_000

/**
 * Waits until every address serves the route that was written: at share 0 and 1, `confirmations` consecutive answers from the
 * right side; at a partial share, answers of a fresh batch that do not contradict it (100 to 1,000 of them, so that a side with
 * 1 % is seen). This bounds what an address may still serve wrongly, it never proves zero.
 * A bad answer that tells its version shows the route as well as a good one. `inconclusive` at the deadline when some address
 * does not agree, `error` when all that was left gave no answer at all.
 */
export async function awaitAgreement(options: AgreementOptions): Promise<GateResult> {
  const { clock, signal, deadline } = options
  const began = clock.now()
  try {
    const addresses = options.addresses ?? (await options.prober.addresses())
    if (addresses.length === 0) throw new CannotLook('no address to send requests to')
    let waiting = addresses.map(watch)
    for (let pause = FIRST_PAUSE; ; pause = Math.min(LONGEST_PAUSE, pause * 1.5)) {
      await options.stillOurs()
      const agreed = await Promise.all(waiting.map((watched) => agrees(watched, options)))
      waiting = waiting.filter((_, i) => agreed[i] !== true)
      if (waiting.length === 0) return agreement(addresses.length, options)
      for (const watched of waiting) remind(watched, options, began)
      const left = deadline - clock.now()
      if (left <= 0) return disagreement(waiting)
      await clock.sleep(Math.min(pause, left), signal)
    }
  } catch (error) {
    if (error instanceof CannotLook) return { kind: 'served', verdict: 'error', reason: error.message }
    throw error
  }
}

/** An address that does not agree yet, with its latest answers, at most as many as one confirmation takes. */
interface Watched {
  readonly address: Address
  latest: readonly Answer[]
  /** Why the latest answers are not agreement. */
  text: string
  /** Since when nothing but unattributed answers is against agreement. */
  unclearSince: number | null
  told: { readonly at: number; readonly about: string } | null
}
const watch = (address: Address): Watched => ({
  address,
  latest: [],
  text: 'not asked yet',
  unclearSince: null,
  told: null,
})

async function agrees(watched: Watched, options: AgreementOptions): Promise<boolean> {
  const { share } = options.expected
  const partial = share > 0 && share < 1
  const state = await (partial ? pollShare(watched, options, share) : pollSide(watched, options, share))
  if (state !== 'unclear') {
    watched.unclearSince = null
    return state === 'agrees'
  }
  const now = options.clock.now()
  watched.unclearSince ??= now
  return options.unattributed === 'leave-to-gate' && now - watched.unclearSince >= PATIENCE
}

type Agreement = 'agrees' | 'unclear' | 'disagrees'

async function pollSide(watched: Watched, options: AgreementOptions, share: number): Promise<Agreement> {
  const wanted = options.confirmations ?? CONFIRMATIONS
  const role = share >= 1 ? 'canary' : 'stable'
  const right = ({ version }: Answer) =>
    version !== null && keyToRole(version, options.expected.names) === role
  const silent = ({ version, reached }: Answer) => version === null && reached
  let unclear = false
  // One request is enough to see that an address is not there yet; the load of a full confirmation comes only after it.
  for (let asked = 0; asked < wanted;) {
    const size = asked === 0 ? 1 : Math.min(CONCURRENCY, wanted - asked)
    const answers = await ask(watched.address, size, options)
    watched.latest = [...watched.latest, ...answers].slice(-wanted)
    watched.text = summary(watched.latest, (answer) => !right(answer))
    if (!answers.every((answer) => right(answer) || silent(answer))) return 'disagrees'
    unclear ||= answers.some(silent)
    if (unclear && options.unattributed === 'disagree') return 'unclear'
    asked += size
  }
  return unclear ? 'unclear' : 'agrees'
}

async function pollShare(watched: Watched, options: AgreementOptions, share: number): Promise<Agreement> {
  const n = Math.min(1_000, Math.max(100, Math.ceil(10 / Math.min(share, 1 - share))))
  const answers: Answer[] = []
  while (answers.length < n) {
    answers.push(...(await ask(watched.address, Math.min(CONCURRENCY * 2, n - answers.length), options)))
    watched.latest = answers
    watched.text = summary(answers, ({ version }) => version === null)
    if (answers.some(({ reached }) => !reached)) return 'disagrees'
    // An address that tells no version at all is not worth a thousand requests.
    if (answers.length >= CONCURRENCY * 2 && answers.every(({ version }) => version === null))
      return 'unclear'
  }
  const { names } = options.expected
  const counts = countsOf(answers)
  const unattributed = answers.filter(({ version }) => version === null).length
  if (unattributed === 0) {
    const wrong = contradiction(counts, share, names, LEVEL)
    watched.text = wrong ?? ''
    return wrong === null ? 'agrees' : 'disagrees'
  }
  // They may be from either side: the share is wrong only when it is wrong whoever they are from.
  const { low, high } = binomialAcceptance(n, share, LEVEL)
  const canary = countOf('canary', counts, names)
  return canary > high || canary + unattributed < low ? 'disagrees' : 'unclear'
}

function ask(address: Address, n: number, { prober, signal }: AgreementOptions): Promise<Answer[]> {
  return Promise.all(Array.from({ length: n }, () => prober.send({ address, fresh: true, signal })))
}

function countsOf(answers: readonly Answer[]): Counts {
  const counts: { [key: string]: number } = {}
  for (const { version } of answers) if (version !== null) counts[version] = (counts[version] ?? 0) + 1
  return counts
}

/** `20 of 20 answers from blue`, `3 of 20 answers were errors (503: HTTP 503: no healthy upstream)`. */
function summary(answers: readonly Answer[], wrong: (answer: Answer) => boolean): string {
  const groups = new Map<string, number>()
  for (const answer of answers.filter(wrong)) {
    const text =
      answer.version === null ? `told no version (${answer.kind}: ${answer.error})` : `from ${answer.version}`
    groups.set(text, (groups.get(text) ?? 0) + 1)
  }
  const sorted = [...groups].sort(([, a], [, b]) => b - a).slice(0, 3)
  return sorted.map(([text, count]) => `${count} of ${answers.length} answers ${text}`).join(', ')
}

function remind(watched: Watched, { clock, onWaiting }: AgreementOptions, began: number): void {
  const now = clock.now()
  const about = watched.text.replace(/\d+/g, '')
  const due =
    watched.told === null
      ? now - began >= QUIET
      : watched.told.about !== about || now - watched.told.at >= REMIND
  if (!due) return
  watched.told = { at: now, about }
  onWaiting?.(watched.address.text, `waiting for ${watched.address.text}: ${watched.text}`)
}

function agreement(
  addresses: number,
  { expected, confirmations = CONFIRMATIONS }: AgreementOptions,
): GateResult {
  const where = addresses === 1 ? '1 address serves' : `all ${addresses} addresses serve`
  const { share, names } = expected
  const side = share >= 1 ? names.canary : names.stable
  const what =
    share > 0 && share < 1
      ? `${percent(share)} from ${names.canary}`
      : `${side}: ${confirmations} consecutive answers${addresses === 1 ? '' : ' each'}`
  return { kind: 'served', verdict: 'pass', reason: `${where} ${what}` }
}

function disagreement(waiting: readonly Watched[]): GateResult {
  const blind = waiting.every(({ latest }) => latest.every(({ status }) => status === null))
  const reason = waiting.map(({ address, text }) => `${address.text}: ${text}`).join('; ')
  return {
    kind: 'served',
    verdict: blind ? 'error' : 'inconclusive',
    reason: blind ? `no answer from ${reason}` : `not every address serves the new route: ${reason}`,
  }
}
