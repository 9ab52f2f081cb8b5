/** One thing that is wrong with what the user gave us or with what we found. `message` says what, what was expected and what to do. */
export interface Problem {
  readonly code: string
  readonly message: string
  /** What it is about, where that is not the file as a whole: `Deployment model-blue`. */
  readonly object?: string
  /** Path inside the document, e.g. `stages[2].weight`. */
  readonly path?: string
  readonly file?: string
  /** 1-based. */
  readonly line?: number
  /** 1-based. */
  readonly column?: number
}

/** How a command ended; the words of the JSON contract. */
export type Outcome =
  'done' | 'unchanged' | 'failed' | 'aborted' | 'held' | 'refused' | 'invalid' | 'cancelled'

/** A command that ends without doing what was asked. The outcome decides the exit code; nobody catches it but `main`. */
export class CommandError extends Error {
  readonly outcome: Outcome
  readonly problems: readonly Problem[]

  constructor(outcome: Outcome, problems: readonly Problem[], options?: { cause?: unknown }) {
    super(problems.map((p) => p.message).join('\n'), options)
    this.name = 'CommandError'
    this.outcome = outcome
    this.problems = problems
  }
}

export const invalid = (...problems: Problem[]) => new CommandError('invalid', problems)
export const refused = (...problems: Problem[]) => new CommandError('refused', problems)
export const held = (...problems: Problem[]) => new CommandError('held', problems)

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
