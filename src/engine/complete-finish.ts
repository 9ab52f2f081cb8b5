import type { GateResult } from '../gates/gate.ts'
import type { Change } from '../plan/plan.ts'
import { deleteArchive, readArchive } from '../record/archive.ts'
import type { Session } from '../record/session.ts'
import type { FinishStage } from '../spec/rollout.ts'
import type { AbortRun } from './abort.ts'
import type { Engine } from './context.ts'
import { preparedFrom } from './from-archive.ts'
import { runActions } from './run-actions.ts'
import { planFor } from './stage-plan.ts'
import { concludeFinish } from './stage-record.ts'

/** The rollout is finished: its archive is the way back now, and that of the release before is removed. */
export async function endFinish(
  engine: Engine,
  session: Session,
  gates: readonly GateResult[],
): Promise<void> {
  const { lastFinished, file, archive, progress } = session.record
  if (lastFinished && lastFinished.archive !== archive) {
    // An abort from here on would go back to a release whose own way back is gone: it has to complete the finish instead.
    if (progress !== 'removing') await session.save((record) => ({ ...record, progress: 'removing' }))
    await session.repeat(() => deleteArchive(engine.kube, file.namespace, lastFinished.archive))
  }
  await session.end((record) => concludeFinish(engine, record, gates))
}

/**
 * Once finish has begun to remove what the route no longer names, the way back is a rollback: an abort completes the
 * removal, which no request notices, and says so.
 */
export async function completeFinish(engine: Engine, session: Session): Promise<AbortRun> {
  const { record } = session
  const stage = record.file.stages.find((s): s is FinishStage => s.kind === 'finish')!
  const archive = await readArchive(engine.kube, record.file.namespace, record.archive!)
  const prepared = preparedFrom(record.file, record.release, archive.now)
  const options = { repair: true, resume: true, first: false }
  const changes: Change[] = []
  const gates: GateResult[] = []
  const look = () => planFor(engine, prepared, session.record, stage, options)
  const ran = await runActions(engine, session, await look(), changes, gates, look)
  if (ran.stopped) {
    await session.end((r) => ({ ...r, heldBecause: ran.stopped!.reason }))
    return { complete: false, message: `finish cannot be completed: ${ran.stopped.reason}`, changes, gates }
  }
  await endFinish(engine, session, gates)
  return {
    complete: true,
    message: `the rollout was past its way back: finish was removing ${record.canary} already and is complete now; use "rollback" to go back to the release before`,
    changes,
    gates,
  }
}
