import { awaitAgreement } from '../gates/traffic/agreement.ts'
import type { GateResult } from '../gates/gate.ts'
import type { RoleNames } from '../gates/traffic/roles.ts'
import type { RouteState } from '../mesh/route-state.ts'
import { canaryShare } from '../mesh/route-state.ts'
import type { Confirm } from '../plan/plan.ts'
import type { Session } from '../record/session.ts'
import type { Traffic } from '../spec/rollout.ts'
import type { Engine } from './context.ts'
import type { StageScene } from './scene.ts'
import { proberOf } from './scene.ts'

/** What the answers should tell while a route state is served: share of canary answers, 0..1, and who is who. */
export function expectedOf(scene: StageScene, state: RouteState): { share: number; names: RoleNames } {
  const names = { stable: scene.roles.stable.name, canary: scene.roles.canary.name }
  const share = canaryShare(state) / 100
  const { traffic } = scene.rollout
  const byRelease = traffic !== null && tellsRelease(traffic, names)
  return { share: scene.newReleaseOnStable && byRelease ? 1 : share, names }
}

/** The file tells old from new (`stable`, `canary`), not one version name from the other. */
function tellsRelease(traffic: Traffic, names: RoleNames): boolean {
  const { identify } = traffic
  const keys =
    identify.by === 'body' ? identify.patterns : identify.by === 'band' ? identify.bands : identify.values
  return keys !== null && !Object.keys(keys).some((key) => key === names.stable || key === names.canary)
}

/** Every gateway address must agree before anything that the route no longer names may be removed. Says so when nobody can look. */
export async function confirmServed(
  engine: Engine,
  session: Session,
  scene: StageScene,
  { state, beforeRemoval }: Confirm,
): Promise<GateResult> {
  const prober = proberOf(engine, scene)
  if (!prober) {
    return {
      kind: 'served',
      verdict: 'pass',
      reason: 'nobody looked: the file has no "traffic" block; the drain has to do',
    }
  }
  engine.progress.step('asking every gateway address whether it serves the new route')
  try {
    const result = await awaitAgreement({
      prober,
      expected: expectedOf(scene, state),
      unattributed: beforeRemoval ? 'disagree' : 'leave-to-gate',
      deadline: engine.clock.now() + scene.rollout.timeouts.confirm,
      clock: engine.clock,
      signal: engine.signal,
      onWaiting: (_address, text) => engine.progress.step(text),
      stillOurs: () => session.check(),
    })
    // The way back must not depend on a network that leads to the gateways: those that can be reached agree, the others get the drain.
    if (result.verdict !== 'error' || session.record.intent?.command !== 'abort') return result
    return { ...result, verdict: 'pass', reason: `nobody could look (${result.reason}); the drain has to do` }
  } finally {
    prober.close()
  }
}
