import type { GateResult } from '../gates/gate.ts'
import type { Ref } from '../kube/object.ts'
import type { Change } from '../plan/plan.ts'
import type { Outcome, Problem } from '../process/errors.ts'
import type { ApprovalRecord, Owner, RolloutRecord, Served } from '../record/record.ts'
import { recordedWeight } from '../record/record.ts'

/** What a command on the cluster came to; printed as text or as the JSON contract. */
export interface RolloutResult {
  readonly command: string
  readonly outcome: Outcome
  readonly rollout: string
  readonly message: string
  /** Finer word for scripts: `approval-missing`, `abort-incomplete`, `untouched`, a problem's code, … */
  readonly reason?: string
  readonly stage: string | null
  readonly weight: WeightReport
  readonly image: string | null
  /** The tag by which it was asked for. */
  readonly requestedImage?: string
  readonly release: string | null
  readonly owner?: Owner | null
  readonly changes: readonly Change[]
  readonly gates: readonly GateResult[]
  readonly approvals: readonly ApprovalRecord[]
  readonly problems?: readonly Problem[]
  readonly notes?: readonly string[]
}

/** Percent to the canary; null where nobody knows or looked. */
export interface WeightReport {
  readonly recorded: number | null
  readonly configured: number | null
  readonly served: Served | null
}

export function approvalsOf(record: RolloutRecord | null): ApprovalRecord[] {
  if (!record) return []
  const since = record.history.findLastIndex((h) => h.event === 'started' || h.event === 'rolling-back')
  return record.history
    .slice(Math.max(0, since))
    .map((h) => h.approval)
    .filter((a): a is ApprovalRecord => a !== null)
}

/** Of all rollouts that the history still knows. */
export function approvalsSeen(record: RolloutRecord | null): ApprovalRecord[] {
  return (record?.history ?? []).flatMap((h) => (h.approval ? [h.approval] : []))
}

/** The last thing that another run did; an approval that was given earlier did not know of it. */
export function foreignChange(
  record: RolloutRecord | null,
  run: string,
): { readonly run: string; readonly at: string } | null {
  return record?.history.findLast((h) => h.run !== run) ?? null
}

/** The parts of a result that come from the record. */
export function fromRecord(record: RolloutRecord | null) {
  return {
    stage: record?.stage ?? null,
    weight: {
      recorded: record ? recordedWeight(record) : null,
      configured: null as number | null,
      served: record?.served ?? null,
    },
    image: record?.image ?? null,
    ...(record?.requestedImage ? { requestedImage: record.requestedImage } : {}),
    release: record?.release ?? null,
    approvals: approvalsOf(record),
  }
}

/** Names where the record was looked for: it may be another namespace's, or somebody deleted it. */
export function notStarted(rollout: string, { namespace, name }: Ref): string {
  return `rollout "${rollout}" has not started in namespace ${namespace} (there is no ConfigMap ${name})`
}
