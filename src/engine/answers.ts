import type { Decision } from '../plan/decide.ts'
import type { CommandError } from '../process/errors.ts'
import type { RolloutRecord } from '../record/record.ts'
import type { Rollout } from '../spec/rollout.ts'
import type { RolloutResult } from './result.ts'
import { fromRecord } from './result.ts'

/** The answer to an advance that has nothing to do, or may not; null when there is work. */
export function answerWithoutWork(
  decision: Decision,
  record: RolloutRecord | null,
  rollout: Rollout,
): RolloutResult | null {
  const base = { command: 'advance', rollout: rollout.name, changes: [], gates: [], ...fromRecord(record) }
  switch (decision.kind) {
    case 'unchanged':
      return { ...base, outcome: 'unchanged', message: decision.message }
    case 'refuse':
      return {
        ...base,
        outcome: decision.problem.code === 'unknown-stage' ? 'invalid' : 'refused',
        reason: decision.problem.code,
        message: decision.problem.message,
        problems: [decision.problem],
        owner: record?.owner ?? null,
      }
    case 'start':
    case 'enter':
    case 'resume':
      return null
  }
}

/** A drift or a missing approval is an answer like any other: a script wants to read the stage and the weights of it too. */
export function refusal(error: CommandError, rollout: Rollout, record: RolloutRecord | null): RolloutResult {
  const { outcome, problems } = error
  return {
    command: 'advance',
    outcome,
    rollout: rollout.name,
    message: problems.length === 1 ? problems[0]!.message : `${problems.length} problems`,
    ...(problems[0] ? { reason: problems[0].code } : {}),
    problems,
    changes: [],
    gates: [],
    ...fromRecord(record),
    owner: record?.owner ?? null,
  }
}
