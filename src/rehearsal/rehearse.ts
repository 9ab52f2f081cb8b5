import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { advance } from '../engine/advance.ts'
import type { ApprovalSource, Engine, Progress } from '../engine/context.ts'
import type { Findings } from '../gates/gate.ts'
import { routeStateOf } from '../plan/stage.ts'
import { createProber } from '../gates/traffic/prober.ts'
import type { RouteState } from '../mesh/route-state.ts'
import { canaryShare } from '../mesh/route-state.ts'
import { systemClock } from '../process/clock.ts'
import { invalid } from '../process/errors.ts'
import type { Outcome } from '../process/errors.ts'
import { createRecordStore } from '../record/store.ts'
import type { Rollout, Stage } from '../spec/rollout.ts'
import { startCluster } from './cluster.ts'
import type { EmbeddedCluster } from './cluster.ts'
import { imageRunner, rehearsalImages } from './images.ts'
import { rehearsed, seed } from './scenario.ts'
import { mirroredBetween, mirroredBy } from './mirrored.ts'
import type { Mirrored } from './mirrored.ts'
import { readSettings } from './settings.ts'
import type { Tally, TrafficWatch } from './traffic-watch.ts'
import { watchTraffic } from './traffic-watch.ts'
import type { Fault } from './workloads/contract.ts'

export const FAULTS: readonly Fault[] = ['5xx', 'slow', 'crash', 'not-ready', 'wrong-answer', 'other-input']
const RATE = 200
/** Requests that a stage answers after it has passed, so that its row shows the stage and not the way there. */
const WINDOW = 150

export interface RehearseOptions {
  readonly rollout: Rollout
  readonly folder: string
  readonly env: { readonly [name: string]: string | undefined }
  readonly fault: Fault | null
  readonly approvals: ApprovalSource
  readonly progress: Progress
  readonly signal: AbortSignal
  readonly toolVersion: string
}

export interface RehearsedStage {
  readonly name: string
  readonly weight: number
  /** Live requests in the window after the stage had passed, or since it began when it did not pass. */
  readonly requests: number
  readonly served: { readonly stable: number; readonly canary: number }
  /** Of a stage that mirrors: what the gateway took in the same window, and how many of these it copied to the canary. */
  readonly mirrored?: Mirrored
  /** Bad answers since the stage began. */
  readonly errors: number
  readonly verdict: Outcome
  readonly reason: string
  /** Of the stage's comparison, when it had one that could look. */
  readonly comparison?: Findings
}

export interface Rehearsal {
  readonly outcome: Outcome
  readonly message: string
  readonly stages: readonly RehearsedStage[]
  readonly totals: {
    readonly requests: number
    readonly errors: number
    /** Errors that the bad canary did not give itself. */
    readonly lost: number
    readonly seconds: number
  }
  readonly examples: readonly string[]
}

/** Runs the whole rollout on an embedded cluster, under constant live traffic, with the engine that runs on real ones. */
export async function rehearse(options: RehearseOptions): Promise<Rehearsal> {
  const { rollout, folder, progress } = options
  if (!rollout.traffic) {
    throw invalid({
      code: 'no-traffic',
      message:
        'a rehearsal needs the "traffic" block of the rollout file: url, and how an answer tells its version',
    })
  }
  const began = performance.now()
  const settings = await readSettings(folder)
  const images = rehearsalImages(rollout)
  const cluster = await startCluster({ imageRunner: imageRunner(rollout, settings, images, folder) })
  try {
    const scene = rehearsed(rollout, cluster, options.fault)
    const engine = engineFor(cluster, scene, options)
    const names = { stable: rollout.versions[0].name, canary: rollout.versions[1].name }
    progress.step(`embedded cluster: API at ${cluster.api.url}, gateway at ${cluster.gateways[0]!.url}`)
    await seed(engine.kube, scene, engine.workspace, images.before, settings?.start ?? 'stable')
    if ((settings?.start ?? 'stable') === 'stable') await serving(engine, scene)
    const unmeasured = notRehearsed(rollout)
    if (unmeasured !== '') progress.step(unmeasured)
    if (options.fault) {
      cluster.workloads.faults.set({ deployment: rollout.versions[1].deployment }, options.fault)
      progress.step(`fault "${options.fault}" waits for the canary`)
    }
    const traffic = scene.traffic!
    const watch = watchTraffic({
      traffic,
      address: cluster.gateways[0]!.address,
      names,
      rate: RATE,
      bodies: await bodiesOf(traffic, settings?.bodies ?? null, folder),
      headers: headersOf(traffic, options.env),
      closedAtFirst: settings?.start === 'empty',
    })
    try {
      const ran = await runStages(engine, scene, images.after, watch, () => mirroredBy(cluster.gateways))
      await watch.stop()
      return {
        ...ran,
        message: unmeasured.length > 0 ? `${ran.message}; ${unmeasured}` : ran.message,
        totals: {
          requests: watch.total.requests,
          errors: watch.total.lost + watch.total.canaryErrors,
          lost: watch.total.lost,
          seconds: Math.round((performance.now() - began) / 100) / 10,
        },
        examples: watch.examples,
      }
    } finally {
      await watch.stop()
      engine.kube.close()
    }
  } finally {
    await cluster.close()
  }
}

function notRehearsed({ stages }: Rollout): string {
  const names = stages.filter((s) => s.gates.some((g) => g.kind === 'metrics')).map((s) => s.name)
  return names.length === 0 ? '' : `not rehearsed: the metrics checks of ${names.join(', ')}`
}

async function runStages(
  engine: Engine,
  rollout: Rollout,
  image: string | null,
  watch: TrafficWatch,
  mirrored: () => Mirrored,
): Promise<Pick<Rehearsal, 'outcome' | 'message' | 'stages'>> {
  const rows: RehearsedStage[] = []
  for (const stage of rollout.stages) {
    const since = { ...watch.total }
    const during = watch.newTally()
    const result = await advance(engine, { rollout, to: stage.name, image, repair: false })
    const firstRun = (await engine.store.read()).record?.firstRun ?? false
    const passed = result.outcome === 'done' || result.outcome === 'unchanged'
    const state = routeStateOf(stage, { rollout, firstRun })
    const copied = mirrored()
    const settled = passed || result.outcome === 'aborted' ? await window(engine, watch) : during
    const row = rowOf(
      stage,
      state,
      result.outcome,
      passed ? settled : during,
      since,
      watch.total,
      result.message,
    )
    const { comparison } = result.gates.find((g) => g.comparison) ?? {}
    rows.push({
      ...row,
      ...(passed && stage.kind === 'weight' && stage.mirror > 0
        ? { mirrored: mirroredBetween(copied, mirrored()) }
        : {}),
      ...(comparison ? { comparison } : {}),
    })
    if (passed) {
      engine.progress.step(
        `${stage.name}: ${row.requests} live requests, ${row.served.stable} from ${rollout.versions[0].name}, ${row.served.canary} from ${rollout.versions[1].name}, ${row.errors} errors`,
      )
      continue
    }
    const back =
      result.outcome === 'aborted'
        ? `. After the abort ${settled.stable} of ${settled.requests} live requests were answered by ${rollout.versions[0].name}.`
        : ''
    return { outcome: result.outcome, message: result.message + back, stages: rows }
  }
  return { outcome: 'done', message: `all ${rows.length} stages have passed`, stages: rows }
}

function rowOf(
  stage: Stage,
  state: RouteState | null,
  verdict: Outcome,
  tally: Tally,
  before: Tally,
  after: Tally,
  reason: string,
): RehearsedStage {
  return {
    name: stage.name,
    weight: state === null ? 0 : canaryShare(state),
    requests: tally.requests,
    served: { stable: tally.stable, canary: tally.canary },
    errors: after.lost + after.canaryErrors - before.lost - before.canaryErrors,
    verdict,
    reason,
  }
}

async function window(engine: Engine, watch: TrafficWatch): Promise<Tally> {
  const tally = watch.newTally()
  while (tally.requests < WINDOW) await engine.clock.sleep(20, engine.signal)
  return { ...tally }
}

function engineFor(cluster: EmbeddedCluster, rollout: Rollout, options: RehearseOptions): Engine {
  let fence: ((what: string) => void) | null = null
  const kube = cluster.client((what) => fence?.(what))
  const { folder, env } = options
  return {
    kube,
    workspace: { folder, env },
    store: createRecordStore(kube, rollout.namespace, rollout.name),
    clock: systemClock,
    run: { id: 'rehearsal', link: null, who: `rehearsal (process ${process.pid})` },
    toolVersion: options.toolVersion,
    approvals: options.approvals,
    prober: (traffic, versions, dial) =>
      createProber(traffic, {
        versions,
        env: (name) => env[name],
        readFile: (file) => readFile(path.resolve(folder, file)),
        secrets: () => undefined,
        ...(dial ? { dial } : {}),
      }),
    metrics: () => {
      throw new Error('a rehearsal leaves metrics checks out')
    },
    progress: options.progress,
    signal: options.signal,
    leaseDuration: 15_000,
    // Its images are made here, by digest.
    resolveImage: (requested) => Promise.resolve(requested),
    setFence: (next) => {
      fence = next
    },
  }
}

/** Until the stable version of the embedded cluster answers, there is nothing to be careful with. */
async function serving(engine: Engine, rollout: Rollout): Promise<void> {
  const prober = engine.prober(
    rollout.traffic!,
    rollout.versions.map((v) => v.name),
  )
  const until = engine.clock.now() + rollout.timeouts.ready
  try {
    for (;;) {
      const [address] = await prober.addresses()
      const answer = await prober.send({ address: address!, fresh: true })
      if (answer.good) return
      if (engine.clock.now() > until) {
        throw invalid({
          code: 'rehearsal-start',
          message: `the version that serves before the rollout gave no good answer on the embedded cluster: ${answer.error}; look at rehearsal.yaml, and at "traffic" in the rollout file`,
        })
      }
      await engine.clock.sleep(50, engine.signal)
    }
  } finally {
    prober.close()
  }
}

async function bodiesOf(
  traffic: NonNullable<Rollout['traffic']>,
  file: string | null,
  folder: string,
): Promise<readonly Buffer[]> {
  if (file !== null) {
    const lines = (await readFile(path.resolve(folder, file), 'utf8')).split(/\r?\n/)
    return lines.filter((line) => line.trim() !== '').map((line) => Buffer.from(line))
  }
  if (!traffic.body) return []
  return traffic.body.kind === 'text'
    ? [Buffer.from(traffic.body.text)]
    : [await readFile(path.resolve(folder, traffic.body.path))]
}

function headersOf(
  traffic: NonNullable<Rollout['traffic']>,
  env: { readonly [name: string]: string | undefined },
): { [name: string]: string } {
  return Object.fromEntries(
    Object.entries(traffic.headers).map(([name, v]) => [
      name,
      v.kind === 'text' ? v.text : (env[v.name] ?? ''),
    ]),
  )
}
