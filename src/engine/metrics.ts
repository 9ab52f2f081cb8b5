import type { GateResult } from '../gates/gate.ts'
import { metricsGate } from '../gates/metrics/metrics-gate.ts'
import type { Session } from '../record/session.ts'
import { filledQuery } from '../spec/query-placeholders.ts'
import type { MetricsCheck } from '../spec/metrics.ts'
import type { Engine } from './context.ts'
import type { StageScene } from './scene.ts'

/** Asks the metrics server about real traffic since the stage's route change. */
export async function metrics(
  engine: Engine,
  session: Session,
  scene: StageScene,
  check: MetricsCheck,
): Promise<GateResult | null> {
  const { rollout, roles } = scene
  const since = session.record.routeChangedAt
  // Before the first route there is nothing to measure.
  if (since === null) return null
  const { clock, kube, progress, signal } = engine
  const passed = Math.max(0, Date.parse(kube.timestamp()) - Date.parse(since))
  return metricsGate({
    check,
    query: filledQuery(check.query, { namespace: rollout.namespace, ...roles }),
    metrics: engine.metrics(rollout.metrics!),
    wait: check.after - passed,
    patience: rollout.timeouts.gate,
    clock,
    signal,
    onWaiting: (text) => progress.waiting(`metrics: ${text}`),
    stillOurs: () => session.check(),
  })
}
