import { invalid } from '../../process/errors.ts'
import type {
  EnvironmentHost,
  Finding,
  FoundEnvironment,
  WantedEnvironment,
} from '../../setup/environments.ts'
import { HostError } from '../host-error.ts'
import { githubApi } from './api.ts'
import type { GithubApi, GithubApiOptions } from './api.ts'
import { forbidden } from './permissions.ts'

interface Options extends Pick<GithubApiOptions, 'env' | 'signal' | 'version'> {
  readonly mask: (secret: string) => void
  /** `OWNER/NAME`; null: of the environment. */
  readonly repository: string | null
}

/** The most that GitHub takes. */
const MOST_REVIEWERS = 6
/** Secrets of these names at repository level can be read by every job of every workflow. */
const CREDENTIALS =
  /KUBE_?CONFIG|(^|_)(KUBE|KUBERNETES|K8S|AKS|GKE)(_\w+)?_(CONFIG|TOKEN|CREDENTIALS|SA_KEY)|(AZURE|ARM)_(CREDENTIALS|CLIENT_SECRET)|(^|_)(GCP|GCLOUD|GOOGLE)((_APPLICATION)?_CREDENTIALS|_(SA|SERVICE|SERVICE_ACCOUNT)_KEY)/i

/** GitHub's environments. Needs a token of somebody who administers the repository. */
export function githubEnvironments(options: Options): EnvironmentHost {
  const { env } = options
  const repository = repositoryOf(options)
  const token = env['GITHUB_TOKEN'] ?? env['GH_TOKEN']
  if (!token) {
    throw invalid({
      code: 'no-token',
      message:
        'no token for GitHub; put one of somebody who administers the repository into GITHUB_TOKEN or GH_TOKEN (fine-grained: Administration and Environments read and write, Secrets read)',
    })
  }
  options.mask(token)
  const api = githubApi({ ...options, token })
  const repo = `/repos/${repository}`
  const at = (name: string) => `${repo}/environments/${encodeURIComponent(name)}`

  return {
    where: `GitHub repository ${repository}`,
    defaultBranch: () =>
      forbidden('look at', repository, 'Metadata: read', async () => {
        const found = (await api.get(repo)) as { readonly default_branch: string } | null
        return found?.default_branch ?? null
      }),
    find: (name) =>
      forbidden('read environments of', repository, 'Environments: read', () => find(api, at(name))),
    save: (wanted, found) =>
      forbidden('change environments of', repository, 'Administration: write, Environments: write', () =>
        save(api, repository, at(wanted.name), wanted, found),
      ),
    audit: (wanted) =>
      forbidden('list secrets of', repository, 'Secrets: read', () => audit(api, repo, wanted)),
  }
}

function repositoryOf({ env, repository }: Options): string {
  const name = repository ?? env['GITHUB_REPOSITORY']
  if (name !== undefined && /^[\w.-]+\/[\w.-]+$/.test(name)) return name
  throw invalid({
    code: 'no-repository',
    message: name
      ? `--repository "${name}" is no GitHub repository; expected OWNER/NAME`
      : 'which GitHub repository is not known; pass --repository OWNER/NAME',
  })
}

interface Environment {
  readonly protection_rules?: readonly {
    readonly type: string
    readonly wait_timer?: number
    readonly prevent_self_review?: boolean
    readonly reviewers?: readonly {
      readonly type: 'User' | 'Team'
      readonly reviewer: { readonly login?: string; readonly slug?: string; readonly html_url?: string }
    }[]
  }[]
  readonly deployment_branch_policy?: {
    readonly protected_branches: boolean
    readonly custom_branch_policies: boolean
  } | null
  readonly can_admins_bypass?: boolean
}

async function find(api: GithubApi, path: string): Promise<FoundEnvironment | null> {
  const environment = (await api.get(path)) as Environment | null
  if (!environment) return null
  const rules = environment.protection_rules ?? []
  const review = rules.find((r) => r.type === 'required_reviewers')
  const policy = environment.deployment_branch_policy
  return {
    reviewers: (review?.reviewers ?? []).map(nameOf),
    preventSelfReview: review?.prevent_self_review ?? false,
    wait: rules.find((r) => r.type === 'wait_timer')?.wait_timer ?? 0,
    branches: policy?.custom_branch_policies
      ? (await policies(api, path)).map((p) => p.name)
      : policy?.protected_branches
        ? ['protected']
        : [],
    bypass: environment.can_admins_bypass ?? false,
    lacks: [],
  }
}

/** Teams as `ORG/TEAM`, as `--reviewers` takes them. */
function nameOf({
  type,
  reviewer,
}: {
  type: 'User' | 'Team'
  reviewer: { login?: string; slug?: string; html_url?: string }
}): string {
  if (type === 'User') return reviewer.login ?? ''
  const organisation = /\/orgs\/([^/]+)\/teams\//.exec(reviewer.html_url ?? '')?.[1]
  return `${organisation ?? ''}/${reviewer.slug ?? ''}`
}

async function policies(api: GithubApi, path: string) {
  const list = await api.list(`${path}/deployment-branch-policies`, 'branch_policies')
  return list as { readonly id: number; readonly name: string }[]
}

async function save(
  api: GithubApi,
  repository: string,
  path: string,
  wanted: WantedEnvironment,
  found: FoundEnvironment | null,
): ReturnType<EnvironmentHost['save']> {
  const reviewers = await identities(api, wanted.reviewers ?? found?.reviewers ?? [])
  const onlyProtected = wanted.branches.length === 1 && wanted.branches[0] === 'protected'
  const limited = wanted.branches.length > 0
  const body = {
    wait_timer: wanted.wait,
    prevent_self_review: reviewers.length > 0 && wanted.preventSelfReview,
    reviewers: reviewers.length > 0 ? reviewers : null,
    deployment_branch_policy: limited
      ? { protected_branches: onlyProtected, custom_branch_policies: !onlyProtected }
      : null,
  }
  const without = await api.send('PUT', path, body).then(
    () => null,
    async (error: unknown) => {
      if (!isPlanLimit(error)) throw error
      await api.send('PUT', path, {
        ...body,
        wait_timer: 0,
        prevent_self_review: false,
        reviewers: null,
      })
      return error
    },
  )
  if (limited && !onlyProtected) await matchPolicies(api, path, wanted.branches)
  if (without === null || wanted.stages.length === 0) return { kind: 'saved' }
  return {
    kind: 'no-reviewers',
    why: `the plan of ${repository} has no required reviewers (private repositories need GitHub Enterprise)`,
    instead:
      'Set up instead: list who may approve under "approvers:" in the rollout file, and use the workflow that `shiftgate init --host github --by-hand` writes: the run ends after each stage, and one of them starts the next one (workflow_dispatch, or an /approve comment); see docs/github.md',
  }
}

/** What GitHub answers when a rule is not part of the plan. */
function isPlanLimit(error: unknown): error is HostError {
  return (
    error instanceof HostError && error.status === 422 && /billing plan|protection rule/i.test(error.message)
  )
}

async function matchPolicies(api: GithubApi, path: string, branches: readonly string[]): Promise<void> {
  const there = await policies(api, path)
  const at = `${path}/deployment-branch-policies`
  for (const name of branches.filter((b) => !there.some((p) => p.name === b)))
    await api.send('POST', at, { name })
  for (const { id } of there.filter((p) => !branches.includes(p.name)))
    await api.send('DELETE', `${at}/${id}`, undefined)
}

async function identities(api: GithubApi, names: readonly string[]) {
  if (names.length > MOST_REVIEWERS) {
    throw invalid({
      code: 'too-many-reviewers',
      message: `${names.length} reviewers are given; GitHub takes at most ${MOST_REVIEWERS}: use a team`,
    })
  }
  const found: { type: 'User' | 'Team'; id: number }[] = []
  for (const name of names) {
    const [organisation, team] = name.split('/')
    const path = team
      ? `/orgs/${encodeURIComponent(organisation!)}/teams/${encodeURIComponent(team)}`
      : `/users/${encodeURIComponent(name)}`
    const answer = (await api.get(path)) as { readonly id: number } | null
    if (!answer) {
      const what = team ? `team "${name}"` : `user "${name}"`
      throw invalid({
        code: 'unknown-reviewer',
        message: `GitHub knows no ${what}, or the token may not see it; expected an account, or ORG/TEAM`,
      })
    }
    found.push({ type: team ? 'Team' : 'User', id: answer.id })
  }
  return found
}

/** Environments guard a cluster only when its credentials are nowhere else. */
async function audit(
  api: GithubApi,
  repo: string,
  wanted: readonly WantedEnvironment[],
): Promise<readonly Finding[]> {
  const places = [
    { path: `${repo}/actions/secrets`, level: 'repository' },
    { path: `${repo}/actions/organization-secrets`, level: 'organisation' },
  ]
  const findings: Finding[] = []
  for (const { path, level } of places) {
    const secrets = (await api.list(path, 'secrets')) as { readonly name: string }[]
    for (const { name } of secrets.filter((s) => CREDENTIALS.test(s.name))) {
      findings.push({
        severity: 'error',
        environment: null,
        message: `secret ${name} at ${level} level can be read by every job, past every approval; move it into the environments ${wanted.map((w) => w.name).join(', ')} and delete it there`,
      })
    }
  }
  return findings
}
