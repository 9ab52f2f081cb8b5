import type { CommandResult } from '../commands/result.ts'

export interface OutputSpec {
  readonly name: string
  readonly help: string
}

/** What a step hands to later steps and jobs. */
export const OUTPUTS = [
  { name: 'image', help: 'the image, as repository@sha256:…' },
  { name: 'stage', help: 'the stage that the rollout is at; of a plan, the one that comes next' },
  { name: 'weight', help: 'percent of the traffic that the record gives to the canary' },
  {
    name: 'outcome',
    help: 'done, unchanged, failed, aborted, held, refused, invalid or cancelled',
  },
  {
    name: 'plan',
    help: 'what comes next and what it changes, as JSON: stage, approval, release, changes, steps',
  },
  { name: 'report', help: 'file with the whole result as JSON, in the folder for temporary files' },
  {
    name: 'release',
    help: 'the release; give it to later jobs as input, so that approvals are for what was planned',
  },
  {
    name: 'stages',
    help: 'all stages of the file as JSON: name and environment, null where nobody approves',
  },
] as const satisfies readonly OutputSpec[]

export type OutputName = (typeof OUTPUTS)[number]['name']

interface Planned extends CommandResult {
  readonly approval?: string | null
  readonly actions?: readonly { readonly text: string; readonly diff: readonly string[] }[]
  readonly stages?: readonly { readonly name: string; readonly approval: string | null }[]
}

/** GitHub keeps at most 1 MB of outputs a job. */
const LARGEST_PLAN = 100_000

/** The values by name; what a command does not know is ''. */
export function outputsOf(result: CommandResult, report: string): { readonly [name in OutputName]: string } {
  const planned = (result.command === 'plan' ? result : (result['next'] ?? null)) as Planned | null
  const known = planned?.stages ?? (result['planned'] as Planned['stages'])
  const stages = known?.map(({ name, approval }) => ({ name, environment: approval }))
  return {
    image: result.image ?? '',
    stage: result.stage ?? '',
    weight: String(result.weight?.recorded ?? ''),
    outcome: result.outcome,
    plan: planned ? planText(planned) : '',
    report,
    release: result.release ?? '',
    stages: stages ? JSON.stringify(stages) : '',
  }
}

function planText({ stage, approval, release, image, changes, actions = [] }: Planned): string {
  const facts = { stage, approval: approval ?? null, release, image, changes }
  const whole = JSON.stringify({ ...facts, steps: actions.map(({ text, diff }) => ({ text, diff })) })
  return whole.length <= LARGEST_PLAN ? whole : JSON.stringify({ ...facts, steps: [] })
}
