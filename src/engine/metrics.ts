import type { GateResult } from '../gates/gate.ts'
import { metricsGate } from '../gates/metrics/metrics-gate.ts'
import type { Session } from '../record/session.ts'
import { filledQuery } from '../spec/query-placeholders.ts'
import type { MetricsCheck } from '../spec/metrics.ts'
import type { Engine } from './context.ts'
import type { StageScene } from './scene.ts'

/** Asks the metrics server about real traffic since the stage's route change. `told`: how much of the usual time is over, 0 to 1. */
export async function metrics(
  engine: Engine,
  session: Session,
  scene: StageScene,
  check: MetricsCheck,
  told: (part: number) => void,
): Promise<GateResult | null> {
  const { rollout, roles } = scene
  const since = session.record.routeChangedAt
  // Before the first route there is nothing to measure.
  if (since === null) return null
  // What a query calls the canary is the version that runs the new release: in a first run, and after a copy, that is stable.
  const canary = scene.newReleaseOnStable ? roles.stable : roles.canary
  const { clock, kube, progress, signal } = engine
  const passed = Math.max(0, Date.parse(kube.timestamp()) - Date.parse(since))
  const wait = check.after - passed
  const began = clock.now()
  const whole = Math.max(0, wait) + check.for + check.every
  return metricsGate({
    check,
    query: filledQuery(check.query, { namespace: rollout.namespace, stable: roles.stable, canary }),
    metrics: engine.metrics(rollout.metrics!),
    wait,
    patience: rollout.timeouts.gate,
    clock,
    signal,
    onWaiting(text) {
      told((clock.now() - began) / whole)
      progress.waiting(`metrics: ${text}`)
    },
    stillOurs: () => session.check(),
  })
}
