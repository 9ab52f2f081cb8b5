import type { GateResult } from '../gates/gate.ts'
import { trafficGate } from '../gates/traffic/traffic-gate.ts'
import type { TrafficResult } from '../gates/traffic/traffic-gate.ts'
import { formatDuration } from '../process/duration.ts'
import type { Served } from '../record/record.ts'
import type { Session } from '../record/session.ts'
import type { GateSpec, Stage } from '../spec/rollout.ts'
import { comparison } from './comparison.ts'
import { metrics } from './metrics.ts'
import { ACTIONS_SHARE } from './context.ts'
import type { Engine } from './context.ts'
import type { StageScene } from './scene.ts'
import { proberOf } from './scene.ts'
import { expectedOf } from './served.ts'
import { routeStateOf } from '../plan/stage.ts'

/** Runs the stage's gates in the file's order; returns the first that did not pass, null when all did. */
export async function passGates(
  engine: Engine,
  session: Session,
  scene: StageScene,
  stage: Stage,
  results: GateResult[],
): Promise<GateResult | null> {
  if (stage.gates.length === 0) return null
  await session.save((record) => ({ ...record, stageState: 'gating' }))
  for (const [index, gate] of stage.gates.entries()) {
    // A soak may take a day: a person wants to see that it goes on.
    const share = (100 - ACTIONS_SHARE) / stage.gates.length
    const passed = (part: number) =>
      engine.progress.percent?.(Math.floor(ACTIONS_SHARE + (index + Math.min(1, part)) * share))
    passed(0)
    engine.signal.throwIfAborted()
    const result = await runGate({ engine, session, scene, stage, passed }, gate)
    if (result === null) continue
    results.push(result)
    engine.progress.step(`${result.kind}: ${result.verdict}: ${result.reason}`)
    if (result.verdict !== 'pass') return result
  }
  return null
}

interface Scope {
  readonly engine: Engine
  readonly session: Session
  readonly scene: StageScene
  readonly stage: Stage
  /** How much of the gate is done, 0 to 1; a gate that looks again may say less than before. */
  readonly passed: (part: number) => void
}

async function runGate(scope: Scope, gate: GateSpec): Promise<GateResult | null> {
  const { engine, session, scene, stage, passed } = scope
  switch (gate.kind) {
    case 'soak':
      return soak(scope, gate.duration)
    case 'traffic':
      return traffic(scope, gate)
    case 'comparison':
      return comparison(engine, session, scene, stage, gate, passed)
    case 'metrics':
      return metrics(engine, session, scene, gate, passed)
  }
}

/** Counts from the route change on record, so that a job that is started again does not wait again. */
async function soak({ engine, session, passed }: Scope, duration: number): Promise<GateResult> {
  const { clock, kube } = engine
  const since = session.record.routeChangedAt
  const before = since ? Math.max(0, Date.parse(kube.timestamp()) - Date.parse(since)) : 0
  const until = clock.now() + duration - before
  for (let left = until - clock.now(); left > 0; left = until - clock.now()) {
    passed(1 - left / duration)
    engine.progress.waiting(`soaking, ${formatDuration(left)} left`)
    await clock.sleep(Math.min(left, 1_000), engine.signal)
    await session.check()
  }
  return {
    kind: 'soak',
    verdict: 'pass',
    reason: `${formatDuration(duration)} since the route change have passed`,
  }
}

async function traffic(
  { engine, session, scene, stage, passed }: Scope,
  gate: Extract<GateSpec, { kind: 'traffic' }>,
): Promise<GateResult | null> {
  const firstRun = session.record.firstRun
  const state = routeStateOf(stage, { rollout: scene.rollout, firstRun })
  // Before the first route there is nothing to ask.
  if (state === null) return null
  const prober = proberOf(engine, scene)
  if (!prober) {
    return {
      kind: 'traffic',
      verdict: 'error',
      reason: 'a traffic gate without a "traffic" block has nobody to ask',
    }
  }
  const { clock } = engine
  try {
    const result = await trafficGate({
      prober,
      expected: expectedOf(scene, state),
      headerRoutes: state.kind === 'split' ? state.headers : [],
      path: pathOf(scene.rollout.traffic!.url),
      requests: gate.requests,
      limits: gate.limits,
      deadline: clock.now() + scene.rollout.timeouts.gate,
      clock,
      signal: engine.signal,
      onProgress(done, n) {
        passed(done / n)
        engine.progress.waiting(`traffic: ${done} of ${n} requests`)
      },
      onWaiting: (reason) => engine.progress.step(`traffic: measuring again: ${reason}`),
      stillOurs: () => session.check(),
    })
    await session.save((record) => ({ ...record, served: servedOf(result, clock.timestamp()) }))
    return { kind: result.kind, verdict: result.verdict, reason: result.reason }
  } finally {
    prober.close()
  }
}

export function servedOf(result: Pick<TrafficResult, 'served'>, at: string): Served | null {
  const { served } = result
  if (!served) return null
  const percent = (share: number) => Math.round(share * 10_000) / 100
  return {
    weight: percent(served.share),
    low: percent(served.low),
    high: percent(served.high),
    n: served.n,
    from: served.from,
    at,
  }
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url)
  return pathname + search
}
