/** A record of a run's timeline, with the fields that tell of approvals. */
export interface TimelineEntry {
  readonly id?: string
  readonly parentId?: string
  readonly type?: string
  readonly name?: string
  readonly identifier?: string
  /** Of azure-devops-node-api: 0 succeeded, 1 with issues, 2 failed, 3 canceled, 4 skipped, 5 abandoned. */
  readonly result?: number
  /** 2: completed. */
  readonly state?: number
  readonly finishTime?: Date
  readonly attempt?: number
  readonly task?: { readonly name?: string } | null
}

const COMPLETED = 2
const SUCCEEDED = 0

export interface StageCheckpoint {
  /** Ids in the Approvals API are those of the records. */
  readonly approvals: readonly string[]
  /** When the exclusive lock was given; null: there is none. */
  readonly lockedUntil: Date | null
}

/** The checks before a stage, of its last attempt; null when the run has no such stage. */
export function checkpointOf(entries: readonly TimelineEntry[], stage: string): StageCheckpoint | null {
  const record = stageRecord(entries, stage)
  if (!record) return null
  const checkpoints = entries.filter((e) => e.type === 'Checkpoint' && e.parentId === record.id)
  const checks = entries.filter((e) => checkpoints.some((c) => c.id === e.parentId))
  const lock = checks.find((e) => e.type === 'Checkpoint.ExclusiveLock')
  return {
    approvals: checks.filter((e) => e.type === 'Checkpoint.Approval').map((e) => e.id ?? ''),
    lockedUntil: lock?.finishTime ?? null,
  }
}

/** A ManualValidation task of the stage that somebody resumed; all of them have to be. */
export function validationOf(
  entries: readonly TimelineEntry[],
  stage: string,
): { readonly id: string; readonly name: string; readonly finished: Date | null } | null {
  const record = stageRecord(entries, stage)
  if (!record) return null
  const inside = (entry: TimelineEntry): boolean => {
    const parent = entries.find((e) => e.id === entry.parentId)
    return parent !== undefined && (parent === record || inside(parent))
  }
  const tasks = entries.filter((e) => e.type === 'Task' && e.task?.name === 'ManualValidation' && inside(e))
  const last = tasks.at(-1)
  const all = tasks.every((t) => t.state === COMPLETED && t.result === SUCCEEDED)
  return last && all
    ? { id: last.id ?? '', name: last.name ?? 'ManualValidation', finished: last.finishTime ?? null }
    : null
}

function stageRecord(entries: readonly TimelineEntry[], stage: string): TimelineEntry | undefined {
  const stages = entries.filter((e) => e.type === 'Stage' && e.identifier === stage)
  return stages.toSorted((a, b) => (a.attempt ?? 1) - (b.attempt ?? 1)).at(-1)
}
