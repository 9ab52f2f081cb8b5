import type { GateResult } from '../gates/gate.ts'
import type { KubeError } from '../kube/client.ts'
import type { Change } from '../plan/plan.ts'
import { messageOf } from '../process/errors.ts'
import { singleLine } from '../process/escape.ts'
import type { RolloutRecord } from '../record/record.ts'
import type { RolloutResult } from './result.ts'
import { fromRecord } from './result.ts'

/** What has been done of a stage so far. */
export interface Done {
  readonly changes: Change[]
  readonly gates: GateResult[]
}

/** What the record keeps of an error that stopped a command in the middle; a cancelled one was stopped by nothing but its user. */
export function stoppedBecause(error: unknown, signal: AbortSignal): string | undefined {
  return signal.aborted ? undefined : singleLine(messageOf(error), 500)
}

/** The API server said no, or nothing, in the middle of a stage: what stands, and how to go on. */
export function interruptedStage(record: RolloutRecord, error: KubeError, done: Done): RolloutResult {
  // Its gate had failed, and the way back was begun.
  if (record.intent?.command === 'abort')
    return { ...interruptedAbort(record, error), command: 'advance', ...done }
  const again = record.kind === 'rollback' ? 'run "rollback" again' : 'advance again'
  const message = `${error.message}. Stage ${record.stage} is not complete, traffic stays where it is; put that right and ${again}, or abort`
  return { ...answer('advance', `kubernetes-${error.code}`, message, record, error), ...done }
}

export function interruptedAbort(record: RolloutRecord, error: KubeError): RolloutResult {
  const message = `the abort is not complete: ${error.message}. Put that right and run "abort" again`
  return answer('abort', 'abort-incomplete', message, record, error)
}

function answer(
  command: string,
  reason: string,
  message: string,
  record: RolloutRecord,
  error: KubeError,
): RolloutResult {
  return {
    command,
    outcome: 'failed',
    reason,
    rollout: record.rollout,
    message,
    problems: [{ code: `kubernetes-${error.code}`, message }],
    ...fromRecord(record),
    owner: record.owner,
    changes: [],
    gates: [],
  }
}
