import type { Ref } from '../kube/object.ts'
import type { RolloutRecord } from '../record/record.ts'
import type { AbortOptions } from './abort.ts'
import { notStarted } from './result.ts'

/** Thrown where the record was seen under the lease. */
export class LeftAlone extends Error {}

/** Why there is nothing to abort, or nothing that this caller may abort; null: go on. */
export function leftAlone(
  record: RolloutRecord | null,
  { rollout, onlyRun, keepPassed = false }: AbortOptions,
  where: Ref,
): string | null {
  if (!record) return `${notStarted(rollout, where)}; nothing to abort`
  const { phase, owner, stage, stageState, heldBecause, intent } = record
  if (phase === 'aborted') return `rollout "${rollout}" is aborted already`
  if (phase === 'finished') {
    return `rollout "${rollout}" has finished; use "rollback" to go back to the release before`
  }
  if (onlyRun === null) return null
  if (owner?.run !== onlyRun) {
    return `rollout "${rollout}" belongs to run ${owner?.run}, not to ${onlyRun}; it was left alone`
  }
  const last = stage === record.file.stages.at(-1)!.name
  if ((last || keepPassed) && stageState === 'passed' && intent?.command !== 'abort') {
    return `stage ${stage} of "${rollout}" has passed, and ${last ? `run ${owner.run} was to go no further` : 'nothing was left half-way'}; it was left alone`
  }
  if (stageState === 'held' && intent?.command !== 'abort') {
    return `stage ${stage} of "${rollout}" is held by run ${owner.run} (${heldBecause}); it was left alone`
  }
  return null
}
