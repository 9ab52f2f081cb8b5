import type { Progress } from '../engine/context.ts'
import type { Rollout } from '../spec/rollout.ts'
import { differences, environmentsOf, findingsOf } from './environments.ts'
import type {
  EnvironmentHost,
  Finding,
  FoundEnvironment,
  SetupSettings,
  WantedEnvironment,
} from './environments.ts'

export interface SetupResult {
  readonly outcome: 'done' | 'unchanged' | 'failed'
  readonly message: string
  readonly environments: readonly EnvironmentResult[]
  readonly audit: readonly Finding[]
}

export interface EnvironmentResult {
  readonly name: string
  readonly stages: readonly string[]
  readonly action: 'created' | 'updated' | 'unchanged'
  readonly changes: readonly string[]
}

interface Step {
  readonly wanted: WantedEnvironment
  readonly found: FoundEnvironment | null
  readonly result: EnvironmentResult
}

/** Looks at every environment first, says what will change, and only then changes it. Can be repeated. */
export async function setUp(
  host: EnvironmentHost,
  rollout: Rollout,
  settings: SetupSettings,
  progress: Progress,
): Promise<SetupResult> {
  const steps: Step[] = []
  for (const wanted of environmentsOf(rollout, settings)) {
    const found = await host.find(wanted.name)
    steps.push({ wanted, found, result: planned(wanted, found) })
  }
  const environments = steps.map((s) => s.result)
  // Where the file lists the approvers, it is they who open a stage.
  const open = listsApprovers(rollout)
    ? []
    : steps.filter(({ wanted, found }) => nobodyApproves(wanted, found))
  if (open.length > 0) {
    const which = open.map((s) => `"${s.wanted.name}"`).join(', ')
    const message = `${which} of ${host.where} would have no reviewers and let everybody through; name them with --reviewers. Nothing was changed`
    return { outcome: 'failed', message, environments: [], audit: [] }
  }
  for (const { name, action, changes } of environments) {
    progress.step(`${WORDS[action]} environment ${name}${changes.map((c) => `\n      ${c}`).join('')}`)
  }
  const findings: Finding[] = []
  for (const { wanted, found, result } of steps) {
    if (result.action === 'unchanged') continue
    const saved = await host.save(wanted, found)
    if (saved.kind === 'no-reviewers') {
      const message = `environment "${wanted.name}" has no reviewers: ${saved.why}. ${saved.instead}`
      findings.push({ severity: 'error', environment: wanted.name, message })
    }
  }
  return conclude(host, rollout, environments, findings)
}

const WORDS = { created: 'create', updated: 'change', unchanged: 'keep' } as const

function conclude(
  host: EnvironmentHost,
  rollout: Rollout,
  environments: readonly EnvironmentResult[],
  findings: readonly Finding[],
): SetupResult {
  if (findings.length > 0) {
    const { message } = findings[0]!
    // With approvers in the file the way without reviewers is set up already.
    const outcome = listsApprovers(rollout) ? 'done' : 'failed'
    return { outcome, message, environments, audit: findings }
  }
  const changed = environments.filter((e) => e.action !== 'unchanged').length
  return {
    outcome: changed === 0 ? 'unchanged' : 'done',
    message:
      changed === 0
        ? `all ${environments.length} environments of ${host.where} are as wanted`
        : `${changed} of ${environments.length} environments of ${host.where} created or changed`,
    environments,
    audit: findings,
  }
}

function planned(wanted: WantedEnvironment, found: FoundEnvironment | null): EnvironmentResult {
  const base = { name: wanted.name, stages: wanted.stages }
  if (!found) {
    const nothing = { preventSelfReview: false, wait: 0, branches: [], bypass: false, lacks: [] }
    return { ...base, action: 'created', changes: differences(wanted, { ...nothing, reviewers: [] }) }
  }
  const changes = differences(wanted, found)
  return { ...base, action: changes.length > 0 ? 'updated' : 'unchanged', changes }
}

function nobodyApproves(wanted: WantedEnvironment, found: FoundEnvironment | null): boolean {
  return wanted.stages.length > 0 && (wanted.reviewers ?? found?.reviewers ?? []).length === 0
}

/** Changes nothing; `failed` when somebody could get through, or could read the cluster's credentials. */
export async function checkSetup(
  host: EnvironmentHost,
  rollout: Rollout,
  settings: SetupSettings,
): Promise<SetupResult> {
  const wanted = environmentsOf(rollout, settings)
  const findings: Finding[] = []
  const environments: EnvironmentResult[] = []
  for (const environment of wanted) {
    const found = await host.find(environment.name)
    const answer = findingsOf(environment, found)
    findings.push(...(listsApprovers(rollout) ? answer.filter(notOfReviewers(environment, found)) : answer))
    environments.push({
      name: environment.name,
      stages: environment.stages,
      action: 'unchanged',
      changes: [],
    })
  }
  findings.push(...(await host.audit(wanted)))
  const errors = findings.filter((f) => f.severity === 'error').length
  return {
    outcome: errors > 0 ? 'failed' : 'done',
    message:
      errors > 0
        ? `${errors} of ${host.where}'s settings would let a stage through or give credentials away`
        : `the environments of ${host.where} hold what the stages ask for`,
    environments,
    audit: findings,
  }
}

/** Where the file lists the approvers, nobody expects the host to ask for reviews. */
function notOfReviewers(wanted: WantedEnvironment, found: FoundEnvironment | null) {
  return (finding: Finding) =>
    !(wanted.stages.length > 0 && found?.reviewers.length === 0 && finding.message.includes('no reviewers'))
}

const listsApprovers = ({ approvers }: Rollout) => (approvers ?? []).length > 0
