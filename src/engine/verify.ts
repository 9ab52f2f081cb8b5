import { trafficGate } from '../gates/traffic/traffic-gate.ts'
import type { Sample } from '../gates/traffic/sample.ts'
import { configuredWeight } from '../plan/route.ts'
import { promoteMode, routeStateOf } from '../plan/stage.ts'
import { invalid } from '../process/errors.ts'
import type { RouteState } from '../mesh/route-state.ts'
import { splitAt } from '../mesh/route-state.ts'
import type { Rollout, Stage } from '../spec/rollout.ts'
import { stageNamed } from '../spec/rollout.ts'
import type { Engine } from './context.ts'
import { servedOf } from './gates.ts'
import { observe } from './observe.ts'
import type { RolloutResult } from './result.ts'
import { fromRecord } from './result.ts'
import { proberOf } from './scene.ts'
import { expectedOf } from './served.ts'
import { rolesOf } from './stage-plan.ts'

export interface VerifyResult extends RolloutResult {
  readonly requests: number
  /** Answers by the key of `traffic.identify`. */
  readonly answers: { readonly [key: string]: number }
  readonly errors: number
  readonly errorKinds: Sample['errorKinds']
  readonly expected: { readonly weight: number }
}

/** Sends the rollout's requests, says who answered, and compares with what a stage should serve. Changes nothing. */
export async function verify(
  engine: Engine,
  options: { rollout: Rollout; stage: string | null; requests: number | null },
): Promise<VerifyResult> {
  const { rollout } = options
  const { traffic } = rollout
  if (!traffic) {
    throw invalid({
      code: 'no-traffic',
      message: 'verify needs a "traffic" block in the rollout file: url, and how an answer tells its version',
    })
  }
  const { record } = await engine.store.read()
  const { roles } = rolesOf(rollout, record)
  const { routes } = await observe(engine.kube, rollout, [], [])
  const configured = configuredWeight({ rollout, roles, routes, memories: record?.routes ?? [] })
  const stage = stageOf(options, record?.phase === 'active' ? record.stage : null)
  const firstRun = record?.phase === 'active' && record.firstRun
  const state: RouteState =
    (stage && routeStateOf(stage, { rollout, firstRun })) ??
    record?.routes[0]?.state ??
    splitAt(configured ?? 0)
  const finished = record?.phase === 'finished'
  const scene = {
    rollout,
    roles,
    rendered: { stable: [], canary: [] },
    newReleaseOnStable: finished || firstRun || (stage?.kind === 'finish' && promoteMode(rollout) === 'copy'),
  }
  const prober = proberOf(engine, scene)!
  const expected = expectedOf(scene, state)
  const url = new URL(traffic.url)
  try {
    const result = await trafficGate({
      prober,
      expected,
      headerRoutes: state.kind === 'split' ? state.headers : [],
      path: url.pathname + url.search,
      requests: options.requests ?? traffic.requests,
      limits: traffic.limits,
      deadline: engine.clock.now(), // one measurement: whoever verifies wants to know how it is, not how it will be
      clock: engine.clock,
      signal: engine.signal,
      onProgress: (done, n) => engine.progress.waiting(`${done} of ${n} requests`),
      stillOurs: () => Promise.resolve(),
    })
    const { sample } = result
    return {
      command: 'verify',
      outcome: result.verdict === 'pass' ? 'done' : 'failed',
      rollout: rollout.name,
      message: `${result.verdict}: ${result.reason}`,
      changes: [],
      gates: [{ kind: result.kind, verdict: result.verdict, reason: result.reason }],
      ...fromRecord(record),
      stage: stage?.name ?? null,
      weight: {
        ...fromRecord(record).weight,
        configured,
        served: servedOf(result, engine.clock.timestamp()),
      },
      requests: sample.n,
      answers: sample.counts,
      errors: sample.errors,
      errorKinds: sample.errorKinds,
      expected: { weight: expected.share * 100 },
    }
  } finally {
    prober.close()
  }
}

function stageOf(options: { rollout: Rollout; stage: string | null }, current: string | null): Stage | null {
  const name = options.stage ?? current
  if (name === null) return null
  const stage = stageNamed(options.rollout, name)
  if (stage || options.stage === null) return stage
  throw invalid({
    code: 'unknown-stage',
    message: `no stage is called "${name}"; expected one of ${options.rollout.stages.map((s) => s.name).join(', ')}`,
  })
}
