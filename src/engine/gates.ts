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
    const done = (index * (100 - ACTIONS_SHARE)) / stage.gates.length
    engine.progress.percent?.(Math.floor(ACTIONS_SHARE + done))
    engine.signal.throwIfAborted()
    const result = await runGate(engine, session, scene, stage, gate)
    if (result === null) continue
    results.push(result)
    engine.progress.step(`${result.kind}: ${result.verdict}: ${result.reason}`)
    if (result.verdict !== 'pass') return result
  }
  return null
}

async function runGate(
  engine: Engine,
  session: Session,
  scene: StageScene,
  stage: Stage,
  gate: GateSpec,
): Promise<GateResult | null> {
  switch (gate.kind) {
    case 'soak':
      return soak(engine, session, gate.duration)
    case 'traffic':
      return traffic(engine, session, scene, stage, gate)
    case 'comparison':
      return comparison(engine, session, scene, stage, gate)
    case 'metrics':
      return metrics(engine, session, scene, gate)
  }
}

/** Counts from the route change on record, so that a job that is started again does not wait again. */
async function soak(engine: Engine, session: Session, duration: number): Promise<GateResult> {
  const { clock, kube } = engine
  const since = session.record.routeChangedAt
  const passed = since ? Math.max(0, Date.parse(kube.timestamp()) - Date.parse(since)) : 0
  const until = clock.now() + duration - passed
  for (let left = until - clock.now(); left > 0; left = until - clock.now()) {
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
  engine: Engine,
  session: Session,
  scene: StageScene,
  stage: Stage,
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
      onProgress: (done, n) => engine.progress.waiting(`traffic: ${done} of ${n} requests`),
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
