import type { GateResult } from '../gates/gate.ts'
import { describe } from '../kube/object.ts'
import { acceptanceOf } from '../mesh/gateway/index.ts'
import type { Acceptance } from '../mesh/gateway/index.ts'
import type { Write } from '../plan/plan.ts'
import { singleLine } from '../process/escape.ts'
import type { Session } from '../record/session.ts'
import type { Engine } from './context.ts'

/** A backend that was created a moment ago is not found at first: what is unresolved has to stay so for this long. Milliseconds. */
const SETTLED = 5_000
const POLL = 100

/**
 * An HTTPRoute is taken up, or not, by the controllers of its parents, which say so in its status: stored is not served. Waits for
 * their word on this very generation. Null: it is served as written.
 */
export async function awaitAccepted(
  engine: Engine,
  session: Session,
  action: Write,
  timeout: number,
): Promise<GateResult | null> {
  if (action.ref.kind !== 'HTTPRoute' || action.after === null) return null
  const { kube, clock, progress, signal } = engine
  const deadline = clock.now() + timeout
  let refusedSince: number | null = null
  for (;;) {
    const route = await kube.get(action.ref)
    const acceptance: Acceptance = route ? acceptanceOf(route) : { kind: 'waiting', why: 'it is not there' }
    if (acceptance.kind === 'accepted') return null
    if (acceptance.kind === 'unresolved' && wasUnresolved(action, acceptance.why)) {
      progress.step(`${describe(action.ref)}: as before, ${singleLine(acceptance.why)}`)
      return null
    }
    const definite = acceptance.kind !== 'waiting'
    refusedSince = definite ? (refusedSince ?? clock.now()) : null
    const settled = refusedSince !== null && clock.now() - refusedSince >= SETTLED
    if (settled || clock.now() >= deadline) return answer(engine, session, action, acceptance)
    progress.waiting(`${describe(action.ref)}: ${singleLine(acceptance.why)}`)
    await clock.sleep(POLL, signal)
    await session.check()
  }
}

/** References of other people that led nowhere before our write are no news. */
function wasUnresolved({ before }: Write, why: string): boolean {
  if (!before) return false
  const old = acceptanceOf(before)
  return old.kind === 'unresolved' && old.why === why
}

function answer(
  engine: Engine,
  session: Session,
  action: Write,
  acceptance: Exclude<Acceptance, { kind: 'accepted' }>,
): GateResult | null {
  const name = describe(action.ref)
  const why = singleLine(acceptance.why)
  const advice = why.includes('RefNotPermitted')
    ? '; a Service of another namespace needs a ReferenceGrant there that names HTTPRoute and this namespace'
    : ''
  const reason =
    acceptance.kind === 'waiting'
      ? `${name} is stored, but nobody has taken it up: ${why}; is a controller of the Gateway API running that knows its parents?`
      : `${name} is stored, but not served as written: ${why}${advice}`
  // The way back must not hang on a controller that says nothing: what is served is asked next, and the drain follows.
  if (session.record.intent?.command === 'abort') {
    engine.progress.step(reason)
    return null
  }
  return { kind: 'served', verdict: acceptance.kind === 'waiting' ? 'error' : 'fail', reason }
}
