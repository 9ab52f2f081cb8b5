import type { GateResult } from '../gates/gate.ts'
import { identity } from '../kube/object.ts'
import { writesOf } from '../plan/plan.ts'
import { promoteMode } from '../plan/stage.ts'
import type { ApprovalRecord, HistoryEntry, RolloutRecord } from '../record/record.ts'
import { RECORD_SCHEMA, lastFileOf, recordedWeight, withHistory } from '../record/record.ts'
import type { Stage } from '../spec/rollout.ts'
import type { Engine } from './context.ts'
import type { Prepared } from './preparation.ts'
import { rolesOf } from './stage-plan.ts'
import type { StagePlan } from './stage-plan.ts'

/** The record of a rollout that begins: it takes roles and history over from the one before. */
export function startRollout(
  engine: Engine,
  prepared: Prepared,
  before: RolloutRecord | null,
  plan: StagePlan,
  stage: Stage,
  approval: ApprovalRecord | null,
  kind: RolloutRecord['kind'],
): RolloutRecord {
  const { roles } = rolesOf(prepared.rollout, before)
  const record: RolloutRecord = {
    schema: RECORD_SCHEMA,
    tool: engine.toolVersion,
    rollout: prepared.rollout.name,
    phase: 'active',
    kind,
    stable: roles.stable.name,
    canary: roles.canary.name,
    firstRun: plan.firstRun,
    file: prepared.rollout,
    release: prepared.release,
    image: prepared.image,
    requestedImage: prepared.requestedImage,
    owner: { run: engine.run.id, link: engine.run.link, since: engine.clock.timestamp() },
    stage: null,
    stageState: 'passed',
    heldBecause: null,
    routeChangedAt: null,
    baseline: plan.baseline,
    intent: null,
    progress: 'clean',
    routes: plan.memories,
    autoscalers: [],
    created: [],
    archive: null,
    archiving: null,
    lastFinished: before?.lastFinished ?? null,
    lastFile: lastFileOf(before),
    served: null,
    history: before?.history ?? [],
  }
  const started = withHistory(
    record,
    entry(engine, record, kind === 'rollback' ? 'rolling-back' : 'started', stage.name),
  )
  return enterStage(engine, started, plan, stage, approval)
}

/** The stage is begun, and what it is about to do is on record. */
export function enterStage(
  engine: Engine,
  record: RolloutRecord,
  plan: StagePlan,
  stage: Stage,
  approval: ApprovalRecord | null,
): RolloutRecord {
  const again = record.stage === stage.name
  const entered: RolloutRecord = {
    ...record,
    stage: stage.name,
    stageState: 'entering',
    heldBecause: null,
    baseline: plan.baseline,
    served: again ? record.served : null,
    // A stage that does not change the route soaks from its own end of work, not from the stage before.
    routeChangedAt: again ? record.routeChangedAt : null,
  }
  const noted =
    again && !isNew(approval, record)
      ? entered
      : withHistory(entered, { ...entry(engine, entered, 'entered', stage.name), approval })
  return beforeEffects(engine, noted, plan)
}

/** A stage that is resumed after another approval used up that one too. */
function isNew(approval: ApprovalRecord | null, record: RolloutRecord): boolean {
  if (!approval?.evidence) return false
  const last = record.history.findLast((h) => h.approval?.stage === approval.stage)?.approval
  return JSON.stringify(last?.evidence) !== JSON.stringify(approval.evidence)
}

/** All that the next process has to know if this one is killed in the middle of the plan. */
export function beforeEffects(engine: Engine, record: RolloutRecord, plan: StagePlan): RolloutRecord {
  const writes = writesOf(plan.plan)
  const routes = record.routes.map((old, index) => {
    const write = writes.find((w) => w.remember?.kind === 'route' && w.remember.index === index)
    return write?.remember?.kind === 'route' ? { ...write.remember.memory, state: old.state } : old
  })
  const changesRoute = writes.some((w) => w.remember?.kind === 'route')
  return {
    ...record,
    tool: engine.toolVersion,
    // Planning an abort anew must not make it look like an advance: whoever comes next has to finish the abort.
    intent:
      record.intent?.command === 'abort'
        ? record.intent
        : { command: 'advance', stage: record.stage, route: plan.target, reason: null },
    routes,
    routeChangedAt: changesRoute ? null : record.routeChangedAt,
    autoscalers: raised(record, plan),
    created: created(record, plan),
    progress: progressOf(record, plan),
  }
}

function raised(record: RolloutRecord, plan: StagePlan): RolloutRecord['autoscalers'] {
  const known = new Set(record.autoscalers.map((a) => identity(a.ref)))
  const fresh = writesOf(plan.plan).flatMap((w) => {
    if (w.remember?.kind !== 'autoscaler' || known.has(identity(w.remember.ref))) return []
    return [{ ref: w.remember.ref, minReplicas: w.remember.minReplicas }]
  })
  return [...record.autoscalers, ...fresh]
}

function created(record: RolloutRecord, plan: StagePlan): RolloutRecord['created'] {
  const known = new Set(record.created.map(identity))
  const fresh = writesOf(plan.plan).filter((w) => w.before === null && !known.has(identity(w.ref)))
  return [...record.created, ...fresh.map((w) => w.ref)]
}

/** Past these points going back needs more than the route. */
function progressOf(record: RolloutRecord, plan: StagePlan): RolloutRecord['progress'] {
  const stage = plan.scene.rollout.stages.find((s) => s.name === record.stage)
  if (record.firstRun || !stage || record.progress === 'removing') return record.progress
  return stage.kind === 'promote' && stage.mode === 'copy' ? 'copying' : record.progress
}

export function passStage(
  engine: Engine,
  record: RolloutRecord,
  gates: readonly GateResult[],
): RolloutRecord {
  const passed: RolloutRecord = { ...record, stageState: 'passed', heldBecause: null, intent: null }
  return withHistory(passed, { ...entry(engine, passed, 'passed', record.stage), gates })
}

export function holdStage(
  engine: Engine,
  record: RolloutRecord,
  because: GateResult,
  gates: readonly GateResult[],
): RolloutRecord {
  const held: RolloutRecord = { ...record, stageState: 'held', heldBecause: because.reason }
  return withHistory(held, { ...entry(engine, held, 'held', record.stage), reason: because.reason, gates })
}

/** The end: the roles are as the promotion left them, and nobody owns the rollout any more. */
export function concludeFinish(
  engine: Engine,
  record: RolloutRecord,
  gates: readonly GateResult[],
): RolloutRecord {
  const swapped = !record.firstRun && promoteMode(record.file) === 'swap'
  const finished: RolloutRecord = {
    ...record,
    phase: 'finished',
    stable: swapped ? record.canary : record.stable,
    canary: swapped ? record.stable : record.canary,
    stageState: 'passed',
    heldBecause: null,
    intent: null,
    owner: null,
    progress: 'clean',
    autoscalers: [],
    created: [],
    // Whoever remains is stable now, also after a swap.
    routes: record.routes.map((r) => ({ ...r, state: r.state && { kind: 'single', role: 'stable' } })),
    served: swapped ? null : record.served,
    lastFinished: record.archive
      ? { archive: record.archive, release: record.release, image: record.image }
      : record.lastFinished,
  }
  return withHistory(finished, { ...entry(engine, record, 'finished', record.stage), gates })
}

export function entry(
  engine: Engine,
  record: RolloutRecord,
  event: HistoryEntry['event'],
  stage: string | null,
): HistoryEntry {
  return {
    at: engine.clock.timestamp(),
    run: engine.run.id,
    release: record.release,
    event,
    stage,
    weight: recordedWeight(record),
    reason: null,
    gates: [],
    approval: null,
  }
}
