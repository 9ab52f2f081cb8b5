import type { GateResult } from '../gates/gate.ts'
import { KubeError } from '../kube/client.ts'
import type { Change } from '../plan/plan.ts'
import { refused } from '../process/errors.ts'
import type { Session } from '../record/session.ts'
import type { Engine } from './context.ts'
import { execute, Replan } from './execute.ts'
import type { StagePlan } from './stage-plan.ts'
import { beforeEffects } from './stage-record.ts'

/** Conflicts in a row after which something else fights over our objects. */
const MAX_REPLANS = 20

/** Executes a plan; looks and plans again as often as somebody writes in between. */
export async function runActions(
  engine: Engine,
  session: Session,
  first: StagePlan,
  changes: Change[],
  results: GateResult[],
  replan: () => Promise<StagePlan>,
): Promise<{ plan: StagePlan; stopped: GateResult | null }> {
  let plan = first
  for (let attempt = 0; ; attempt++) {
    try {
      if (attempt > 0) await session.save((record) => beforeEffects(engine, record, plan))
      const ran = await execute(engine, session, plan.scene, plan.plan.actions, changes)
      results.push(...ran.results)
      if (!ran.stopped) await markRoutes(engine, session, plan)
      return { plan, stopped: ran.stopped }
    } catch (error) {
      if (!(error instanceof Replan)) throw error
      if (attempt >= MAX_REPLANS) throw givenUp(error)
      engine.progress.step(`${error.message}; looking again`)
      await engine.clock.sleep(Math.min(2_000, 20 * 2 ** attempt), engine.signal)
      plan = await replan()
    }
  }
}

/** A killed process may have written a route without its record: what was found in place is recorded now. */
async function markRoutes(engine: Engine, session: Session, { target }: StagePlan): Promise<void> {
  const { record } = session
  if (target === null) return
  const behind = record.routes.some((r) => JSON.stringify(r.state) !== JSON.stringify(target))
  if (!behind && record.routeChangedAt !== null) return
  await session.save((now) => ({
    ...now,
    routes: now.routes.map((r) => ({ ...r, state: target })),
    routeChangedAt: now.routeChangedAt ?? engine.kube.timestamp(),
  }))
}

function givenUp({ message, cause }: Replan): unknown {
  // The server did not answer again and again: that is what has to be said.
  if (cause instanceof KubeError && cause.ambiguous) return cause
  const advice = `that happened ${MAX_REPLANS + 1} times in a row, so something else manages it (Argo CD, Flux, Helm, an operator); pause that, or let it ignore what shiftgate changes, then run the command again`
  return refused({ code: 'conflict', message: `${message}; ${advice}` })
}
