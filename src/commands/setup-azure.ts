import { parseDuration } from '../process/duration.ts'
import { invalid } from '../process/errors.ts'
import { listOf } from './arguments.ts'
import type { Arguments } from './arguments.ts'

/** Minutes: seven days. */
const DEFAULT_TIMEOUT = 10_080
const LONGEST_TIMEOUT = 43_200
const INSTRUCTIONS =
  'Read the summary of the stage before on the run page: it says what this one changes. Rejecting goes back to the state before the rollout.'

/** The options of `setup` that only Azure DevOps has. Throws `invalid`. */
export function azureSettings(args: Arguments) {
  return {
    organization: args.text('organization'),
    project: args.text('project'),
    pipelines: (listOf(args, 'pipelines') ?? []).map((text) => wholeNumber('pipelines', text, 1, Infinity)),
    reviewers: listOf(args, 'reviewers') ?? [],
    rules: {
      minimum: wholeNumber('minimum-approvers', args.text('minimum-approvers') ?? '1', 0, 100),
      inOrder: args.flag('in-order'),
      timeout: timeoutOf(args.text('approval-timeout')),
      instructions: args.text('instructions') ?? INSTRUCTIONS,
    },
  }
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= least && value <= most) return value
  throw invalid({
    code: 'bad-number',
    message: `--${option} "${text}" is no number that is expected here: a whole one from ${least}${most === Infinity ? '' : ` to ${most}`}`,
  })
}

function timeoutOf(text: string | null): number {
  if (text === null) return DEFAULT_TIMEOUT
  const minutes = (parseDuration(text) ?? NaN) / 60_000
  if (Number.isInteger(minutes) && minutes >= 1 && minutes <= LONGEST_TIMEOUT) return minutes
  throw invalid({
    code: 'bad-duration',
    message: `--approval-timeout "${text}" is no timeout; expected whole minutes, at most 30 days, e.g. 24h`,
  })
}
