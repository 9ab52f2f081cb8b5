import type { Decision } from '../plan/decide.ts'
import { KubeError } from '../kube/client.ts'
import { CommandError, invalid, refused } from '../process/errors.ts'
import type { ApprovalRecord, RolloutRecord } from '../record/record.ts'
import type { PackedArchive } from '../record/archive.ts'
import { deleteArchive, packArchive, storeArchive } from '../record/archive.ts'
import { openSession, Preempted } from '../record/session.ts'
import type { Session } from '../record/session.ts'
import type { Stored } from '../record/store.ts'
import type { Rollout, Stage } from '../spec/rollout.ts'
import { abortInSession } from './abort.ts'
import { endFinish } from './complete-finish.ts'
import { answerWithoutWork, refusal } from './answers.ts'
import { withConfigured } from './configured.ts'
import type { Engine } from './context.ts'
import { sessionOptions } from './session-options.ts'
import { decide } from './decision.ts'
import { passGates } from './gates.ts'
import { chooseImage } from './image.ts'
import { interruptedStage, stoppedBecause } from './interrupted.ts'
import type { Done } from './interrupted.ts'
import { prepare } from './preparation.ts'
import type { Prepared } from './preparation.ts'
import type { RolloutResult } from './result.ts'
import { approvalsSeen, foreignChange, fromRecord } from './result.ts'
import { enterStage, startRollout } from './stage-record.ts'
import { holdStage, passStage } from './stage-record.ts'
import { planFor } from './stage-plan.ts'
import type { PlanOptions, StagePlan } from './stage-plan.ts'
import { runActions } from './run-actions.ts'

export interface AdvanceOptions {
  readonly rollout: Rollout
  readonly to: string | null
  /** Reference by digest or tag; null: the one on record. */
  readonly image: string | null
  /** Write over what somebody changed behind our back. */
  readonly repair: boolean
  /** A tag that has moved since the rollout began is a release of its own. */
  readonly supersede?: boolean
}

/** Brings the rollout to a stage, and through its gates. */
export async function advance(engine: Engine, options: AdvanceOptions): Promise<RolloutResult> {
  try {
    return await decideAndCarryOut(engine, options)
  } catch (error) {
    if (!(error instanceof CommandError) || error.outcome === 'cancelled') throw error
    const { record } = await engine.store.read().catch(() => ({ record: null }))
    return withConfigured(engine, record, refusal(error, options.rollout, record))
  }
}

async function decideAndCarryOut(engine: Engine, options: AdvanceOptions): Promise<RolloutResult> {
  for (;;) {
    const stored = await engine.store.read()
    const prepared = await prepareFor(engine, stored.record, options)
    const decision = await decide(engine, stored.record, prepared, options)
    if (
      decision.kind === 'refuse' &&
      decision.problem.code === 'drift' &&
      (await changedSince(engine, stored))
    )
      continue
    const answer = answerWithoutWork(decision, stored.record, options.rollout)
    if (answer) return withConfigured(engine, stored.record, answer)
    const { stage } = decision as Extract<Decision, { stage: Stage }>
    const approval = await approvalFor(engine, stored.record, stage, prepared)
    try {
      const planOptions: PlanOptions = {
        repair: options.repair,
        resume: decision.kind === 'resume',
        first: decision.kind === 'start',
      }
      return await carryOut(engine, stored, prepared, stage, approval, planOptions, 'rollout')
    } catch (error) {
      // The record changed between our look at it and the lease: decide again.
      if (!(error instanceof RecordChanged)) throw error
    }
  }
}

class RecordChanged extends Error {}

/** What looks like somebody's edit may be the work of a process that went on since we read the record. */
async function changedSince(engine: Engine, { record }: Stored): Promise<boolean> {
  return JSON.stringify((await engine.store.read()).record) !== JSON.stringify(record)
}

export async function prepareFor(
  engine: Engine,
  record: RolloutRecord | null,
  options: AdvanceOptions,
): Promise<Prepared> {
  const { image, requested } = await chooseImage(engine, record, options)
  if (image === null && options.rollout.image !== null) {
    throw invalid({
      code: 'no-image',
      message: `no image to roll out: the file names ${options.rollout.image.repository}, and which digest of it is meant is not known; pass --image ${options.rollout.image.repository}@sha256:…, or :TAG`,
    })
  }
  return { ...(await prepare(options.rollout, engine.workspace, image)), requestedImage: requested }
}

/** Asked anew each time: what the record says of approvals is history, never proof. */
async function approvalFor(
  engine: Engine,
  record: RolloutRecord | null,
  stage: Stage,
  prepared: Prepared,
): Promise<ApprovalRecord | null> {
  const { rollout } = prepared
  if (stage.approval === null) return null
  const answer = await engine.approvals.approvalOf({
    rollout: rollout.name,
    stage: stage.name,
    environment: stage.approval,
    run: engine.run.id,
    release: prepared.release,
    approvers: rollout.approvers ?? [],
    earlier: approvalsSeen(record),
    foreign: foreignChange(record, engine.run.id),
    summary: [`release ${prepared.release}`, ...(prepared.image ? [`image ${prepared.image}`] : [])],
  })
  if (answer.kind === 'given') return answer.approval
  throw new CommandError('held', [
    {
      code: 'approval-missing',
      message: `stage ${stage.name} waits for an approval (${stage.approval}), nothing was changed: ${answer.reason}`,
    },
  ])
}

/** One stage of a rollback, whose release comes from the archive; a rollback that was begun is resumed. */
export async function runStage(
  engine: Engine,
  prepared: Prepared,
  stage: Stage,
  options: { first: boolean; kind: RolloutRecord['kind'] },
): Promise<RolloutResult> {
  for (;;) {
    const stored = await engine.store.read()
    const planOptions = { repair: false, resume: !options.first, first: options.first }
    try {
      return await carryOut(engine, stored, prepared, stage, null, planOptions, options.kind)
    } catch (error) {
      if (!(error instanceof RecordChanged)) throw error
    }
  }
}

async function carryOut(
  engine: Engine,
  stored: Stored,
  prepared: Prepared,
  stage: Stage,
  approval: ApprovalRecord | null,
  planOptions: PlanOptions,
  kind: RolloutRecord['kind'],
): Promise<RolloutResult> {
  const plan = await planFor(engine, prepared, stored.record, stage, planOptions).catch(
    async (error: unknown) => {
      throw error instanceof CommandError && (await changedSince(engine, stored))
        ? new RecordChanged()
        : error
    },
  )
  const archive = plan.archive ? packArchive(prepared.rollout.name, await plan.archive()) : null
  const archiving = archive ? { archiving: archive.name } : {}
  const seen = JSON.stringify(stored.record)
  const session = await openSession(sessionOptions(engine, { preempt: false }), stored, (current) => {
    if (JSON.stringify(current) !== seen) throw new RecordChanged()
    const next = planOptions.first
      ? startRollout(engine, prepared, current, plan, stage, approval, kind)
      : enterStage(engine, current!, plan, stage, approval)
    return { ...next, ...archiving }
  })
  engine.setFence((what) => session.fence(what))
  const done: Done = { changes: [], gates: [] }
  try {
    if (archive) await storeWayBack(engine, session, archive, stored.record?.archiving ?? null)
    const result = await inSession(engine, session, prepared, plan, stage, planOptions, done)
    return await withConfigured(engine, session.record, result)
  } catch (error) {
    if (error instanceof Preempted) {
      throw refused({
        code: 'preempted',
        message: `${error.message}; this process stopped and wrote nothing more`,
      })
    }
    await session.abandon(stoppedBecause(error, engine.signal))
    if (error instanceof KubeError) return interruptedStage(session.record, error, done)
    throw error
  } finally {
    engine.setFence(null)
  }
}

async function inSession(
  engine: Engine,
  session: Session,
  prepared: Prepared,
  firstPlan: StagePlan,
  stage: Stage,
  planOptions: PlanOptions,
  { changes, gates }: Done,
): Promise<RolloutResult> {
  const finish = (outcome: RolloutResult['outcome'], message: string, reason?: string): RolloutResult => ({
    command: 'advance',
    outcome,
    rollout: prepared.rollout.name,
    message,
    ...(reason ? { reason } : {}),
    ...fromRecord(session.record),
    changes,
    gates,
    ...(firstPlan.plan.notes.length > 0 ? { notes: firstPlan.plan.notes } : {}),
  })
  engine.progress.step(`stage ${stage.name} of ${prepared.rollout.name}: release ${prepared.release}`)
  const ran = await runActions(engine, session, firstPlan, changes, gates, () =>
    planFor(engine, prepared, session.record, stage, { ...planOptions, resume: true }),
  )
  const stopped = ran.stopped ?? (await passGates(engine, session, ran.plan.scene, stage, gates))
  if (stopped) {
    if (stopped.verdict === 'fail' && stage.onFailure === 'abort') {
      engine.progress.step(`stage ${stage.name} failed: ${stopped.reason}`)
      const aborted = await abortInSession(engine, session, `stage ${stage.name}: ${stopped.reason}`, gates)
      changes.push(...aborted.changes)
      return {
        ...finish(
          aborted.complete ? 'aborted' : 'failed',
          `stage ${stage.name} failed: ${stopped.reason}. ${aborted.message}`,
          aborted.complete ? 'gate-failed' : 'abort-incomplete',
        ),
        gates: [...gates, ...aborted.gates],
      }
    }
    await session.end((record) => holdStage(engine, record, stopped, gates))
    const doing =
      stopped.verdict === 'fail' ? 'failed, and its on-failure is "hold"' : `is ${stopped.verdict}`
    return finish(
      'held',
      `stage ${stage.name} is held: its ${stopped.kind} gate ${doing}: ${stopped.reason}. Traffic stays where it is; advance again, or abort`,
      stopped.verdict === 'fail' ? 'gate-failed' : 'no-evidence',
    )
  }
  if (stage.kind === 'finish') {
    await endFinish(engine, session, gates)
    return finish(
      'done',
      `rollout ${prepared.rollout.name} is finished: ${session.record.stable} serves release ${prepared.release} alone`,
    )
  }
  await session.end((record) => passStage(engine, record, gates))
  return finish('done', `stage ${stage.name} has passed`)
}

/** The way back is stored before the first effect. `earlier`: what a killed process had begun to store. */
async function storeWayBack(
  engine: Engine,
  session: Session,
  archive: PackedArchive,
  earlier: string | null,
): Promise<void> {
  const { file, rollout } = session.record
  if (earlier && earlier !== archive.name) {
    await session.repeat(() => deleteArchive(engine.kube, file.namespace, earlier))
  }
  await session.repeat(() => storeArchive(engine.kube, file.namespace, rollout, archive))
  await session.save((record) => ({ ...record, archive: archive.name, archiving: null }))
}
