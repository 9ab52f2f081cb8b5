import type { Problem } from '../process/errors.ts'
import type { RolloutRecord } from '../record/record.ts'
import type { Rollout, Stage } from '../spec/rollout.ts'
import { releaseDifferences } from './differences.ts'
import type { Rendering } from './differences.ts'

/** What was asked for: `advance FILE [--to STAGE]` by a run. */
export interface AdvanceRequest {
  readonly rollout: Rollout
  readonly release: string
  readonly image: string | null
  readonly rendered: Rendering
  /** The release under way as its archive has it, to tell what differs; null: not needed, or not known. */
  readonly archived: Rendering | null
  readonly to: string | null
  readonly run: string
}

export type Decision =
  | { readonly kind: 'unchanged'; readonly stage: string | null; readonly message: string }
  | { readonly kind: 'refuse'; readonly problem: Problem }
  /** A new rollout begins at its first stage. */
  | { readonly kind: 'start'; readonly stage: Stage }
  /** The stage after the one that passed. */
  | { readonly kind: 'enter'; readonly stage: Stage }
  /** The current stage, unfinished or held. */
  | { readonly kind: 'resume'; readonly stage: Stage }

/** Which stage an advance goes to, from the record alone: the table of answers that `advance` promises. */
export function decideAdvance(record: RolloutRecord | null, request: AdvanceRequest): Decision {
  const { rollout, to } = request
  const target = to === null ? null : rollout.stages.find((s) => s.name === to)
  if (target === undefined) {
    return refuse('unknown-stage', `no stage is called "${to}"; expected one of ${names(rollout.stages)}`)
  }
  if (record?.phase === 'active') return inMidRollout(record, request, target)
  return atRest(record, request, target)
}

function atRest(record: RolloutRecord | null, request: AdvanceRequest, target: Stage | null): Decision {
  const { rollout, release } = request
  const first = rollout.stages[0]!
  if (record?.phase === 'finished' && record.release === release) {
    return {
      kind: 'unchanged',
      stage: record.stage,
      message: `release ${release} of "${rollout.name}" is finished already; nothing was changed`,
    }
  }
  if (target && target.name !== first.name) {
    const before = rollout.stages.slice(0, rollout.stages.indexOf(target)).map((s) => s.name)
    const why =
      record?.phase === 'aborted'
        ? `the last rollout of "${rollout.name}" was aborted`
        : `no rollout of this release is under way`
    return refuse(
      record?.phase === 'aborted' ? 'after-abort' : 'stage-order',
      `stage ${target.name} cannot come first: ${why}; start at ${first.name} (skipped: ${before.join(', ')})`,
    )
  }
  return { kind: 'start', stage: first }
}

function inMidRollout(record: RolloutRecord, request: AdvanceRequest, target: Stage | null): Decision {
  const { rollout, release, run } = request
  if (record.owner && record.owner.run !== run) {
    return refuse(
      'owned',
      `rollout "${record.rollout}" belongs to run ${record.owner.run}${link(record)} since ${record.owner.since}, at stage ${record.stage ?? '-'}; ` +
        `wait until it has finished, end it with "abort", continue it with --run ${record.owner.run}, or abort it and start over with --supersede`,
    )
  }
  if (record.intent?.command === 'abort') {
    return refuse(
      'aborting',
      `an abort of "${record.rollout}" has begun and is not complete; run "abort" again`,
    )
  }
  if (record.kind === 'rollback') {
    return refuse(
      'rolling-back',
      `a rollback of "${record.rollout}" is under way; run "rollback" again, or "abort"`,
    )
  }
  if (record.release !== release) {
    return refuse(
      'release-changed',
      `rollout "${record.rollout}" is in the middle of release ${record.release}, this is ${release}: ${differences(record, request)}; ` +
        `go on with what was started, or use --supersede to abort it and start over with the new release`,
    )
  }
  const stages = rollout.stages
  const current = stages.findIndex((s) => s.name === record.stage)
  const passed = record.stageState === 'passed'
  const next = passed ? current + 1 : current
  const wanted = target ? stages.indexOf(target) : Math.min(next, stages.length - 1)
  if (wanted === current && passed) {
    return {
      kind: 'unchanged',
      stage: stages[current]!.name,
      message: `stage ${stages[current]!.name} has passed already; nothing was changed`,
    }
  }
  if (wanted < current) {
    return refuse(
      'stage-order',
      `stage ${stages[wanted]!.name} lies before the current stage ${stages[current]!.name}; a rollout goes forward only: use "abort" to go back`,
    )
  }
  if (wanted > next) {
    const skipped = stages.slice(next, wanted).map((s) => s.name)
    const state = passed
      ? 'has passed'
      : `is ${record.stageState}${record.heldBecause ? ` (${record.heldBecause})` : ''}`
    return refuse(
      'stage-order',
      `stage ${stages[wanted]!.name} cannot be next: ${stages[current]!.name} ${state}; this would skip ${skipped.join(', ')}. Advance to ${stages[next]!.name}, or use "abort" to go back`,
    )
  }
  const stage = stages[wanted]!
  return { kind: wanted === current ? 'resume' : 'enter', stage }
}

function differences(record: RolloutRecord, { rollout, image, rendered, archived }: AdvanceRequest): string {
  const then = { file: record.file, image: record.image, rendered: archived }
  return releaseDifferences(then, { file: rollout, image, rendered })
}

function refuse(code: string, message: string): Decision {
  return { kind: 'refuse', problem: { code, message } }
}

function names(stages: readonly Stage[]): string {
  return stages.map((s) => s.name).join(', ')
}

function link(record: RolloutRecord): string {
  return record.owner?.link ? ` (${record.owner.link})` : ''
}
