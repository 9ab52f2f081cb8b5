import type { GateResult } from '../gates/gate.ts'
import type { Change } from '../plan/plan.ts'
import { promoteMode } from '../plan/stage.ts'
import { CommandError, refused } from '../process/errors.ts'
import { readArchive } from '../record/archive.ts'
import type { RolloutRecord } from '../record/record.ts'
import { refuseNewerRecord } from '../record/store.ts'
import type { GateSpec, Rollout, Stage } from '../spec/rollout.ts'
import { partOfRelease, releaseOf } from '../workload/release.ts'
import { runStage } from './advance.ts'
import type { Engine } from './context.ts'
import { preparedFrom } from './from-archive.ts'
import type { Prepared } from './preparation.ts'
import type { RolloutResult } from './result.ts'
import { approvalsSeen, foreignChange, fromRecord } from './result.ts'

/** Undoes the rollout that finished last: the release before it becomes canary, gets all traffic at once, and is promoted. */
export async function rollback(engine: Engine, options: { rollout: string }): Promise<RolloutResult> {
  const { record } = await engine.store.read()
  if (record) refuseNewerRecord(record)
  const resuming = record?.phase === 'active' && record.kind === 'rollback'
  if (!record || !(resuming || standsFinished(record))) return nothingToUndo(record, options.rollout)
  if (resuming) refuseToResume(engine, record)
  const prepared = await previousRelease(engine, record, resuming)
  await requireApproval(engine, record, prepared)
  const changes: Change[] = []
  const gates: GateResult[] = []
  for (const stage of prepared.rollout.stages) {
    const { record: now } = await engine.store.read()
    if (now?.phase === 'active' && now.kind === 'rollback' && isPast(prepared.rollout, now, stage)) continue
    const first = !(now?.phase === 'active' && now.kind === 'rollback')
    if (first && (resuming || stage !== prepared.rollout.stages[0])) {
      throw refused({
        code: 'preempted',
        message: `the rollback of "${options.rollout}" was ended by another process meanwhile; see "status"`,
      })
    }
    const result = await runStage(engine, prepared, stage, { first, kind: 'rollback' })
    changes.push(...result.changes)
    gates.push(...result.gates)
    if (result.outcome !== 'done') return { ...result, command: 'rollback', changes, gates }
  }
  const after = (await engine.store.read()).record
  return {
    command: 'rollback',
    outcome: 'done',
    rollout: options.rollout,
    message: `rolled back: ${after?.stable ?? prepared.rollout.versions[0].name} serves ${prepared.image ?? `release ${prepared.release}`} again`,
    changes,
    gates,
    ...fromRecord(after),
  }
}

function refuseToResume(engine: Engine, { rollout, owner, intent }: RolloutRecord): void {
  if (owner && owner.run !== engine.run.id) {
    const where = `run ${owner.run}${owner.link ? ` (${owner.link})` : ''}`
    throw refused({
      code: 'owned',
      message: `the rollback of "${rollout}" belongs to ${where} since ${owner.since}; continue it with --run ${owner.run}, or end it with "abort"`,
    })
  }
  if (intent?.command === 'abort') {
    throw refused({
      code: 'aborting',
      message: `an abort of "${rollout}" has begun and is not complete; run "abort" again`,
    })
  }
}

/** A finished rollout serves, also when an attempt to undo it was aborted. */
function standsFinished({ phase, kind, lastFinished }: RolloutRecord): boolean {
  return phase === 'finished' || (phase === 'aborted' && kind === 'rollback' && lastFinished !== null)
}

function nothingToUndo(record: RolloutRecord | null, rollout: string): RolloutResult {
  const base = { command: 'rollback', rollout, changes: [], gates: [], ...fromRecord(record) }
  if (record?.phase === 'active') {
    return {
      ...base,
      outcome: 'refused',
      reason: 'in-mid-rollout',
      owner: record.owner,
      message: `rollout "${rollout}" is under way (stage ${record.stage}, run ${record.owner?.run}); "abort" takes it back, rollback undoes a finished one`,
    }
  }
  const why = record
    ? 'the last rollout was aborted, so the release before it serves already'
    : 'it has not been rolled out by shiftgate'
  return { ...base, outcome: 'unchanged', message: `nothing to roll back of "${rollout}": ${why}` }
}

async function previousRelease(engine: Engine, record: RolloutRecord, resuming: boolean): Promise<Prepared> {
  if (resuming) {
    const archive = await readArchive(
      engine.kube,
      record.file.namespace,
      record.archive ?? record.lastFinished!.archive,
    )
    // Until its own archive is stored, the one of the finished rollout still tells where to go.
    const rendered = record.archive ? archive.now : archive.before!
    return preparedFrom(record.file, record.release, rendered)
  }
  if (!record.lastFinished) {
    throw refused({
      code: 'no-archive',
      message: `the record of "${record.rollout}" names no release before this one`,
    })
  }
  const archive = await readArchive(engine.kube, record.file.namespace, record.lastFinished.archive)
  if (!archive.before) {
    throw refused({
      code: 'first-release',
      message: `release ${record.release} is the first one of "${record.rollout}"; there is none before it to go back to`,
    })
  }
  const rollout = rollbackStages(record.file)
  return preparedFrom(
    rollout,
    releaseOf(Object.values(archive.before.objects).flat(), partOfRelease(rollout)),
    archive.before,
  )
}

/** All at once: people wait for the way back. Its own gates hold rather than abort, for abort would return to the bad release. */
function rollbackStages(file: Rollout): Rollout {
  const gates: GateSpec[] = file.traffic
    ? [{ kind: 'traffic', requests: file.traffic.requests, limits: file.traffic.limits }]
    : []
  const common = { approval: null, onFailure: 'hold' as const }
  const stages: Stage[] = [
    { ...common, kind: 'weight', name: 'Rollback_deploy', weight: 0, headers: [], mirror: 0, gates: [] },
    { ...common, kind: 'weight', name: 'Rollback_shift', weight: 100, headers: [], mirror: 0, gates },
    { ...common, kind: 'promote', name: 'Rollback_promote', mode: promoteMode(file), gates: [] },
    { ...common, kind: 'finish', name: 'Rollback_finish', gates: [] },
  ]
  return { ...file, stages }
}

function isPast(rollout: Rollout, record: RolloutRecord, stage: Stage): boolean {
  const current = rollout.stages.findIndex((s) => s.name === record.stage)
  const index = rollout.stages.indexOf(stage)
  return index < current || (index === current && record.stageState === 'passed')
}

async function requireApproval(engine: Engine, record: RolloutRecord, prepared: Prepared): Promise<void> {
  const environment = prepared.rollout.rollback.approval
  if (environment === null) return
  const answer = await engine.approvals.approvalOf({
    rollout: prepared.rollout.name,
    stage: 'rollback',
    environment,
    run: engine.run.id,
    release: prepared.release,
    approvers: prepared.rollout.approvers ?? [],
    earlier: approvalsSeen(record),
    foreign: foreignChange(record, engine.run.id),
    summary: [`back to ${prepared.image ?? prepared.release}`],
  })
  if (answer.kind === 'given') return
  throw new CommandError('held', [
    {
      code: 'approval-missing',
      message: `the rollout file wants an approval (${environment}) for rollback, nothing was changed: ${answer.reason}`,
    },
  ])
}
