import type { RolloutResult } from '../engine/result.ts'
import type { Finding } from '../preflight/finding.ts'
import type { Outcome, Problem } from '../process/errors.ts'

/** What every command comes to. Further fields are those of the JSON contract; `text` is what people read instead. */
export interface CommandResult extends Partial<
  Omit<RolloutResult, 'rollout' | 'outcome' | 'command' | 'message'>
> {
  readonly command: string
  readonly outcome: Outcome
  readonly rollout: string | null
  readonly message: string
  readonly problems?: readonly Problem[]
  /** Of `validate`: errors, which are `problems` too, and warnings. */
  readonly findings?: readonly Finding[]
  /** Printed on stdout instead of the message; never part of the JSON. */
  readonly text?: string
  readonly [field: string]: unknown
}
