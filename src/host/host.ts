import type { CommandResult } from '../commands/result.ts'
import type { ApprovalSource, Progress, Run } from '../engine/context.ts'
import type { Clock } from '../process/clock.ts'

/** Where a command runs: a terminal, or a job of a CI system. The commands know only this of it. */
export interface Host {
  readonly env: { readonly [name: string]: string | undefined }
  readonly stdout: { write(text: string): unknown }
  /** People read the result before they approve the next stage, so it says what that one would change. */
  readonly reviewed: boolean
  /** Ends the process at once, whatever it waits for. */
  readonly exit: (code: number) => never
  /** Who asks; `named` are the options `--run` and `--run-link`, null when not given. */
  run(named: { readonly id: string | null; readonly link: string | null }): Run
  /** `approve` is the option of that name: the stages that are approved with the command itself. */
  approvals(options: {
    readonly approve: string | null
    readonly clock: Clock
    readonly signal: AbortSignal
  }): ApprovalSource
  /** `end` clears what is left of a wait. */
  progress(options: { readonly quiet: boolean }): Progress & { end(): void }
  /** Asks a person for a line of text; null: nobody answered. Missing where nobody can be asked. */
  ask?(question: string, signal: AbortSignal): Promise<string | null>
  /** Called with every secret value before anything that could hold it is printed. */
  mask(secret: string): void
  /** Shows the result to people and hands it to later steps; called once, at the end. */
  publish(result: CommandResult, options: { readonly json: boolean }): Promise<void>
}
