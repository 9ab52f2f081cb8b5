import type { GateResult } from '../gates/gate.ts'
import { KubeError } from '../kube/client.ts'
import { planAbort } from '../plan/abort.ts'
import type { Change } from '../plan/plan.ts'
import { writesOf } from '../plan/plan.ts'
import { configuredWeight, longestTimeout, lostRoutes, restoreWrites, routeWrites } from '../plan/route.ts'
import type { RoutePlanInput } from '../plan/route.ts'
import { CommandError } from '../process/errors.ts'
import { deleteArchive, readArchive } from '../record/archive.ts'
import type { Archive } from '../record/archive.ts'
import type { RolloutRecord } from '../record/record.ts'
import { withHistory } from '../record/record.ts'
import type { Version } from '../spec/rollout.ts'
import { openSession, Preempted } from '../record/session.ts'
import type { Session } from '../record/session.ts'
import { withConfigured } from './configured.ts'
import type { Engine } from './context.ts'
import { sessionOptions } from './session-options.ts'
import { fenceRoutes } from './fence.ts'
import { preparedFrom } from './from-archive.ts'
import { interruptedAbort, stoppedBecause } from './interrupted.ts'
import { completeFinish } from './complete-finish.ts'
import { observe, refsOf } from './observe.ts'
import type { RolloutResult } from './result.ts'
import { fromRecord } from './result.ts'
import { runActions } from './run-actions.ts'
import { LeftAlone, leftAlone } from './left-alone.ts'
import type { StagePlan } from './stage-plan.ts'
import { rolesOf } from './stage-plan.ts'
import { beforeEffects, entry } from './stage-record.ts'

export interface AbortOptions {
  readonly rollout: string
  /** Only what this run owns, and what is not held: for recovery jobs, which run whatever happened. */
  readonly onlyRun: string | null
  /** A stage that has passed waits for whoever starts the next one: nothing was left half-way. Only with `onlyRun`. */
  readonly keepPassed?: boolean
  readonly reason: string
  /** Go back although stable has fewer pods ready than the whole load needs, as long as it has one. */
  readonly fewerPods?: boolean
}

/** Back to the state before the rollout. Needs neither the file nor anybody's permission. */
export async function abort(engine: Engine, options: AbortOptions): Promise<RolloutResult> {
  const stored = await engine.store.read()
  const { record } = stored
  const answer = (message: string): RolloutResult => ({
    command: 'abort',
    outcome: 'unchanged',
    rollout: options.rollout,
    message,
    changes: [],
    gates: [],
    owner: record?.owner ?? null,
    ...fromRecord(record),
  })
  const reason = leftAlone(record, options, engine.store.ref)
  if (reason !== null) return answer(reason)
  const session = await openSession(sessionOptions(engine, { preempt: true }), stored, (current) => {
    // Between our look and the lease it may have ended, or another run may have begun.
    const why = leftAlone(current, options, engine.store.ref)
    if (why !== null) throw new LeftAlone(why)
    return markAborting(engine, current!, options.reason)
  }).catch((error: unknown) => {
    if (error instanceof LeftAlone) return null
    throw error
  })
  if (!session) return abort(engine, options)
  engine.setFence((what) => session.fence(what))
  try {
    // An abort that did not get through may have left half of it.
    const again = record?.intent?.command === 'abort'
    if (session.tookOver || again) await session.repeat(() => fenceRoutes(engine, session))
    const ran = await abortInSession(engine, session, options.reason, [], options.fewerPods)
    return await withConfigured(engine, session.record, {
      command: 'abort',
      outcome: ran.complete ? 'done' : 'failed',
      ...(ran.complete ? {} : { reason: 'abort-incomplete' }),
      rollout: options.rollout,
      message: ran.message,
      changes: ran.changes,
      gates: ran.gates,
      ...fromRecord(session.record),
    })
  } catch (error) {
    if (error instanceof Preempted) {
      throw new CommandError('refused', [
        { code: 'preempted', message: `${error.message}; this process stopped` },
      ])
    }
    await session.abandon(stoppedBecause(error, engine.signal))
    if (error instanceof KubeError) return interruptedAbort(session.record, error)
    throw error
  } finally {
    engine.setFence(null)
  }
}

function markAborting(
  engine: Engine,
  record: RolloutRecord,
  reason: string,
  gates: readonly GateResult[] = [],
): RolloutRecord {
  if (record.intent?.command === 'abort') return record
  const marked: RolloutRecord = {
    ...record,
    // What was on its way stays known, and that a route was changed: a process that is killed after it has put the route
    // back, but before the drain, must not make the next one remove the canary at once.
    intent: {
      command: 'abort',
      stage: record.stage,
      route: record.intent?.route ?? changedRoute(record),
      reason,
    },
  }
  return withHistory(marked, { ...entry(engine, marked, 'aborting', record.stage), reason, gates })
}

function changedRoute(record: RolloutRecord): 'original' | null {
  return record.routes.some((r) => r.state !== null) ? 'original' : null
}

export interface AbortRun {
  readonly complete: boolean
  readonly message: string
  readonly changes: readonly Change[]
  readonly gates: readonly GateResult[]
}

/** The abort itself, by whoever holds the lease: the abort command, or an advance whose gate failed. */
export async function abortInSession(
  engine: Engine,
  session: Session,
  reason: string,
  failed: readonly GateResult[] = [],
  fewerPods = false,
): Promise<AbortRun> {
  await session.save((record) => markAborting(engine, record, reason, failed))
  const { record } = session
  if (record.progress === 'removing') return completeFinish(engine, session)
  const changes: Change[] = []
  const gates: GateResult[] = []
  if (record.archive === null || record.progress === 'restored') {
    await removeArchive(engine, session)
    await session.end((r) => concludeAbort(engine, r))
    const message =
      record.archive === null ? 'nothing had been changed yet; the rollout is closed' : done(record)
    return { complete: true, message, changes, gates }
  }
  engine.progress.step(`aborting ${record.rollout}: back to the state before the rollout`)
  const archive = await readArchive(engine.kube, record.file.namespace, record.archive)
  const look = () => planFrom(engine, session, archive, fewerPods)
  const goBack = async () => {
    const plan = await look()
    const remembers = writesOf(plan.plan).some((w) => w.remember?.kind === 'autoscaler')
    if (remembers) await session.save((r) => beforeEffects(engine, r, plan))
    return runActions(engine, session, plan, changes, gates, look)
  }
  const ran = await goBack().catch(notPossible)
  if (ran.stopped) {
    const { stopped } = ran
    await session.end((r) => ({ ...r, heldBecause: `abort: ${stopped.reason}` }))
    return {
      complete: false,
      message: `the abort is not complete: ${stopped.reason}. ${whereTraffic(session.record)} Nothing that may serve was removed; put it right and run "abort" again${stopped.kind === 'readiness' && !fewerPods ? ', or "abort --fewer-pods" to go back to the pods that stable has' : ''}`,
      changes,
      gates,
    }
  }
  // On record before the archive goes: whoever comes next could not read it any more.
  await session.save((r) => ({ ...r, progress: 'restored' }))
  await removeArchive(engine, session)
  await session.end((r) => concludeAbort(engine, r))
  return { complete: true, message: done(record, ran.plan?.plan.notes), changes, gates }
}

/** A route that is not understood any more keeps an abort from ending, and is no refusal of it. */
function notPossible(error: unknown): { plan: null; stopped: GateResult } {
  if (!(error instanceof CommandError) || error.outcome !== 'refused') throw error
  return { plan: null, stopped: { kind: 'served', verdict: 'error', reason: error.message } }
}

function done(record: RolloutRecord, lost: readonly string[] = []): string {
  if (record.firstRun) return 'aborted: nothing serves, as before the rollout'
  if (lost.length === 0) return `aborted: ${record.stable} serves as before the rollout`
  return `aborted: the rollout is taken back; ${lost.join('; ')}`
}

async function removeArchive(engine: Engine, session: Session): Promise<void> {
  const { archive, archiving, lastFinished, file } = session.record
  const name = archive ?? archiving
  if (!name || name === lastFinished?.archive) return
  await session.repeat(() => deleteArchive(engine.kube, file.namespace, name))
}

function whereTraffic(record: RolloutRecord): string {
  const moved = record.routes.every((r) => r.state === null)
  return moved ? 'The routes are back at the old state.' : 'Traffic is where it was.'
}

async function planFrom(
  engine: Engine,
  session: Session,
  archive: Archive,
  fewerPods: boolean,
): Promise<StagePlan> {
  const { record } = session
  const rollout = record.file
  const prepared = preparedFrom(rollout, record.release, archive.now)
  const { roles } = rolesOf(rollout, record)
  const rendered = {
    stable: archive.now.objects[roles.stable.name] ?? [],
    canary: archive.now.objects[roles.canary.name] ?? [],
  }
  const refs = [...refsOf([...rendered.stable, ...rendered.canary, ...archive.snapshot]), ...record.created]
  const seen = await observe(engine.kube, rollout, refs, [])
  const found: RoutePlanInput = { rollout, roles, routes: seen.routes, memories: record.routes }
  const lost = lostRoutes(found)
  const routes: RoutePlanInput = {
    ...found,
    routes: seen.routes.filter(({ index }) => !lost.some((l) => l.index === index)),
  }
  const input = {
    rollout,
    roles,
    firstRun: record.firstRun,
    baseline: record.baseline,
    rendered,
    shared: prepared.shared,
    live: seen.live,
    obsolete: [],
    destinationRule: seen.destinationRule,
    autoscalers: seen.autoscalers,
    routesTo: (state: Parameters<typeof routeWrites>[1], why: string) => routeWrites(routes, state, why),
    configured: configuredWeight(routes),
    record,
    longestTimeout: longestTimeout(routes),
    snapshot: archive.snapshot,
    fewerPods,
    restoreRoutes: (why: string) => restoreWrites(routes, why),
    subsetsRemain: subsetsNamed(roles, routes.routes, restoreWrites(routes, '')),
    routeRemains: routes.routes.some(({ route, index }) => route !== null && !record.routes[index]?.created),
  }
  return {
    plan: { stage: record.stage, actions: planAbort(input), notes: lost.map(({ text }) => text) },
    scene: { rollout, roles, rendered, newReleaseOnStable: false },
    target: null,
    memories: record.routes,
    firstRun: record.firstRun,
    baseline: record.baseline,
    configured: input.configured,
    drift: [],
    archive: null,
  }
}

/** Conservative: any rule that names a subset keeps it. */
function subsetsNamed(
  roles: StagePlan['scene']['roles'],
  routes: RoutePlanInput['routes'],
  writes: ReturnType<typeof restoreWrites>,
): { readonly stable: boolean; readonly canary: boolean } {
  const restored = routes.map(({ route }) => {
    const write = writes.find((w) => w.before === route)
    return JSON.stringify(write ? write.after : route)
  })
  const named = ({ backend }: Version) =>
    backend.kind === 'subset' &&
    restored.some((text) => text.includes(`"subset":${JSON.stringify(backend.subset)}`))
  return { stable: named(roles.stable), canary: named(roles.canary) }
}

function concludeAbort(engine: Engine, record: RolloutRecord): RolloutRecord {
  const ended: RolloutRecord = {
    ...record,
    phase: 'aborted',
    stageState: 'passed',
    heldBecause: null,
    intent: null,
    owner: null,
    progress: 'clean',
    autoscalers: [],
    created: [],
    routes: record.routes.map((route) => ({ ...route, state: null })),
    archive: null,
    archiving: null,
    routeChangedAt: null,
    served: null,
  }
  return withHistory(ended, {
    ...entry(engine, record, 'aborted', record.stage),
    weight: 0,
    reason: record.intent?.reason ?? null,
  })
}
