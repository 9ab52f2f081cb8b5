import { invalid } from '../process/errors.ts'
import type { Rollout } from '../spec/rollout.ts'

/** One environment of the CI host: what its gate must be for the stages that name it. */
export interface WantedEnvironment {
  readonly name: string
  /** Stages that it opens; empty for the one of jobs that nobody approves. */
  readonly stages: readonly string[]
  /** People and groups as the host writes them; empty: none; null: whoever is there already. */
  readonly reviewers: readonly string[] | null
  readonly preventSelfReview: boolean
  /** Minutes between the approval and the job. */
  readonly wait: number
  /** Branches that may use it, as patterns; empty: not limited. */
  readonly branches: readonly string[]
}

/** The same as it is at the host. */
export interface FoundEnvironment {
  readonly reviewers: readonly string[]
  readonly preventSelfReview: boolean
  readonly wait: number
  readonly branches: readonly string[]
  /** Administrators may let a job through without a review. */
  readonly bypass: boolean
  /** What the host's own parts (locks, permissions) lack, one line each; `save` puts it right. */
  readonly lacks: readonly string[]
}

/** What an audit found. An error lets somebody through, or hands out credentials. */
export interface Finding {
  readonly severity: 'error' | 'warning'
  readonly environment: string | null
  readonly message: string
}

export type Saved =
  | { readonly kind: 'saved' }
  /** The host cannot make people approve here; everything else was saved. */
  | { readonly kind: 'no-reviewers'; readonly why: string; readonly instead: string }

/** The place where a CI host keeps its gates. */
export interface EnvironmentHost {
  /** For messages: `GitHub repository octo/models`. */
  readonly where: string
  /** The branch that the team's runs are of, unless somebody says otherwise; null: the host does not tell. */
  defaultBranch(): Promise<string | null>
  /** Null: there is none of that name. */
  find(name: string): Promise<FoundEnvironment | null>
  /** Creates or changes it. Can be repeated. */
  save(wanted: WantedEnvironment, found: FoundEnvironment | null): Promise<Saved>
  /** What is wrong beside the environments: credentials that every job can read, settings that undo the gates. */
  audit(wanted: readonly WantedEnvironment[]): Promise<readonly Finding[]>
}

export interface SetupSettings {
  readonly reviewers: readonly string[] | null
  readonly preventSelfReview: boolean
  readonly wait: number
  readonly branches: readonly string[]
  /** For the jobs that nobody approves: plan, build, stages without approval, recovery; null: they need none. */
  readonly unattended: string | null
}

/**
 * One environment for each name that a stage, or `rollback`, asks an approval of, and one for what runs unattended. Hosts do
 * not tell names apart by case. Throws `invalid` when a stage would wait in the environment where nothing waits.
 */
export function environmentsOf(rollout: Rollout, settings: SetupSettings): WantedEnvironment[] {
  const stages = new Map<string, string[]>()
  const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()
  const add = (environment: string | null, stage: string) => {
    if (environment === null) return
    if (settings.unattended !== null && same(environment, settings.unattended))
      throw invalid({
        code: 'shared-environment',
        message: `${stage} waits for an approval in "${environment}", the environment of plan, build and recovery, which must not wait and has no reviewers; expected another one; change "approval", or give --environment and the workflow's input "environment" another name`,
      })
    const name = [...stages.keys()].find((known) => same(known, environment)) ?? environment
    stages.set(name, [...(stages.get(name) ?? []), stage])
  }
  for (const stage of rollout.stages) add(stage.approval, stage.name)
  add(rollout.rollback.approval, 'rollback')
  const gated = [...stages].map(([name, opened]) => ({
    name,
    stages: opened,
    reviewers: settings.reviewers,
    preventSelfReview: settings.preventSelfReview,
    wait: settings.wait,
    branches: settings.branches,
  }))
  if (settings.unattended === null) return gated
  const unattended = {
    name: settings.unattended,
    stages: [],
    reviewers: [],
    preventSelfReview: false,
    wait: 0,
    branches: settings.branches,
  }
  return [...gated, unattended]
}

/** What `save` would change, one line each; empty when all is as wanted. */
export function differences(wanted: WantedEnvironment, found: FoundEnvironment): string[] {
  const lines: string[] = []
  const differ = (what: string, is: string, should: string) => {
    if (is !== should) lines.push(`${what}: ${is} -> ${should}`)
  }
  if (wanted.reviewers !== null) differ('reviewers', names(found.reviewers), names(wanted.reviewers))
  if (wanted.stages.length > 0 && (wanted.reviewers ?? found.reviewers).length > 0)
    differ('self-review', self(found.preventSelfReview), self(wanted.preventSelfReview))
  differ('wait', `${found.wait} min`, `${wanted.wait} min`)
  differ('branches', names(found.branches, 'any'), names(wanted.branches, 'any'))
  return [...lines, ...found.lacks]
}

const self = (prevented: boolean) => (prevented ? 'prevented' : 'allowed')

function names(list: readonly string[], none = 'none'): string {
  return list.length === 0 ? none : [...list].sort().join(', ')
}

/** What is wrong with one environment. */
export function findingsOf(wanted: WantedEnvironment, found: FoundEnvironment | null): Finding[] {
  const about = (severity: Finding['severity'], message: string): Finding => ({
    severity,
    environment: wanted.name,
    message,
  })
  const opens = wanted.stages.join(', ')
  if (!found) {
    const missing =
      wanted.stages.length > 0
        ? `environment "${wanted.name}" does not exist; the host creates it without reviewers when a job first names it, and lets everybody through to ${opens}`
        : `environment "${wanted.name}" of the unattended jobs does not exist`
    return [about('error', missing)]
  }
  if (wanted.stages.length === 0) {
    const waits = 'waits for a person, and recovery must not'
    return [
      ...(found.reviewers.length > 0
        ? [about('error', `environment "${wanted.name}" of the recovery job has reviewers: it ${waits}`)]
        : []),
      ...unlimited(wanted, found, about),
    ]
  }
  return [
    ...(found.reviewers.length === 0
      ? [
          about(
            'error',
            `environment "${wanted.name}" has no reviewers: it lets everybody through to ${opens}`,
          ),
        ]
      : []),
    ...(found.reviewers.length > 0 && wanted.preventSelfReview && !found.preventSelfReview
      ? [about('warning', `environment "${wanted.name}": who starts a run may approve it`)]
      : []),
    ...(found.bypass
      ? [
          about(
            'warning',
            `environment "${wanted.name}": administrators may pass without a review; such a stage is held, because nobody approved it`,
          ),
        ]
      : []),
    ...unlimited(wanted, found, about),
    ...found.lacks.map((line) => about('warning', `environment "${wanted.name}": ${line}`)),
  ]
}

function unlimited(
  wanted: WantedEnvironment,
  found: FoundEnvironment,
  about: (severity: 'error' | 'warning', message: string) => Finding,
): Finding[] {
  if (found.branches.length > 0 || wanted.branches.length === 0) return []
  return [
    about('warning', `environment "${wanted.name}" can be used from every branch, with a changed workflow`),
  ]
}
