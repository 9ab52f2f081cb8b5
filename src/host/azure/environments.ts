import { CommandError, invalid } from '../../process/errors.ts'
import { singleLine } from '../../process/escape.ts'
import type {
  EnvironmentHost,
  Finding,
  FoundEnvironment,
  Saved,
  WantedEnvironment,
} from '../../setup/environments.ts'
import { HostError } from '../host-error.ts'
import { collectionOf } from './address.ts'
import { azureApi } from './api.ts'
import type { AzureApi } from './api.ts'
import { approvalSettings, checksOf, isApproval, isBranchControl, isLock, saveChecks } from './checks.ts'
import type { ApprovalRules } from './checks.ts'

interface Options {
  readonly env: { readonly [name: string]: string | undefined }
  readonly mask: (secret: string) => void
  /** `https://dev.azure.com/ORG`; null: of the environment. */
  readonly organization: string | null
  readonly project: string | null
  /** Ids of pipelines that may use the environments without somebody's "Permit". */
  readonly pipelines: readonly number[]
  readonly rules: Omit<ApprovalRules, 'approvers' | 'preventSelfReview'>
  /** As `--reviewers` names them. */
  readonly reviewers: readonly string[]
  readonly signal: AbortSignal
  readonly version: string
}

/** Environments of Azure Pipelines with approvals, locks and permissions. Needs a token of somebody who administers them. */
export async function azureEnvironments(options: Options): Promise<EnvironmentHost> {
  const { api, project } = connected(options)
  const path = encodeURIComponent(project)
  const ids = new Map<string, string>()
  for (const name of options.reviewers) ids.set(name, await allowed(() => identity(api, name)))
  const written = (id: string, shown: string | undefined) =>
    [...ids].find(([, known]) => known === id)?.[0] ?? shown ?? id

  async function idOf(name: string): Promise<number | null> {
    const client = await api.environments()
    const list = await api.call('GET environments', true, () => client.getEnvironments(project, name))
    return list?.find((e) => e.name === name)?.id ?? null
  }

  async function find(name: string): Promise<FoundEnvironment | null> {
    const id = await idOf(name)
    if (id === null) return null
    const checks = await checksOf(api, path, id)
    const approval = checks.find(isApproval)
    const branches = checks.find(isBranchControl)?.settings?.inputs?.allowedBranches ?? ''
    return {
      reviewers: (approval?.settings?.approvers ?? []).map((a) => written(a.id, a.displayName)),
      preventSelfReview: approval?.settings?.requesterCannotBeApprover ?? false,
      wait: 0,
      branches: branches === '' ? [] : branches.split(',').map((b) => b.trim().replace(/^refs\/heads\//, '')),
      bypass: false,
      lacks: [
        ...(checks.some(isLock) ? [] : ['no exclusive lock: two runs could be in its stages at once']),
        ...(approval ? approvalSettings(approval, options.rules) : []),
        ...(await missingPermissions(id)),
      ],
    }
  }

  async function missingPermissions(id: number): Promise<string[]> {
    const answer = (await api.get(
      `${path}/_apis/pipelines/pipelinepermissions/environment/${id}?api-version=7.1-preview.1`,
    )) as {
      readonly allPipelines?: { readonly authorized?: boolean }
      readonly pipelines?: readonly { readonly id: number; readonly authorized?: boolean }[]
    } | null
    if (answer?.allPipelines?.authorized === true) return []
    const open = options.pipelines.filter(
      (p) => !answer?.pipelines?.some((q) => q.id === p && q.authorized !== false),
    )
    return open.map((p) => `pipeline ${p} may not use it without a "Permit"`)
  }

  async function save(wanted: WantedEnvironment, found: FoundEnvironment | null): Promise<Saved> {
    if (wanted.wait > 0) {
      throw invalid({
        code: 'no-wait',
        message: 'Azure DevOps has no wait between an approval and its stage; leave --wait out',
      })
    }
    const client = await api.environments()
    const description = `Opens ${wanted.stages.join(', ')} of a shiftgate rollout`
    const made = found
      ? null
      : await api.call('POST environments', false, () =>
          client.addEnvironment({ name: wanted.name, description }, project),
        )
    const id = made?.id ?? (await idOf(wanted.name))
    if (id === null) throw new HostError(404, `environment "${wanted.name}" was not created`)
    const approvers = wanted.reviewers?.map((name) => ({ id: ids.get(name) ?? name })) ?? null
    await saveChecks(
      api,
      path,
      { id, name: wanted.name },
      { ...options.rules, approvers, preventSelfReview: wanted.preventSelfReview },
      wanted.branches,
    )
    if ((await missingPermissions(id)).length > 0) {
      const body = { pipelines: options.pipelines.map((p) => ({ id: p, authorized: true })) }
      await api.send(
        'PATCH',
        `${path}/_apis/pipelines/pipelinepermissions/environment/${id}?api-version=7.1-preview.1`,
        body,
      )
    }
    return { kind: 'saved' }
  }

  return {
    where: `Azure DevOps project ${singleLine(project)}`,
    // An environment belongs to the project, which can have many repositories.
    defaultBranch: async () => null,
    find: (name) => allowed(() => find(name)),
    save: (wanted, found) => allowed(() => save(wanted, found)),
    audit: (): Promise<readonly Finding[]> => Promise.resolve([]),
  }
}

function connected({ env, mask, organization, project, signal, version }: Options): {
  api: AzureApi
  project: string
} {
  const collection = collectionOf(organization ?? env['SYSTEM_COLLECTIONURI'] ?? '')
  const name = project ?? env['SYSTEM_TEAMPROJECT'] ?? ''
  if (collection === null || name === '') {
    throw invalid({
      code: 'no-project',
      message:
        'which Azure DevOps project is not known; pass --organization https://dev.azure.com/ORG and --project NAME',
    })
  }
  const personal = env['AZURE_DEVOPS_EXT_PAT'] || null
  const token = personal ?? env['SYSTEM_ACCESSTOKEN']
  if (!token) {
    throw invalid({
      code: 'no-token',
      message:
        'no token for Azure DevOps; put one of somebody who administers the environments into AZURE_DEVOPS_EXT_PAT (scopes: Environment read and manage, Pipeline Resources use and manage, Identity read)',
    })
  }
  mask(token)
  const kind = personal ? 'personal' : 'bearer'
  return { api: azureApi({ collection, token, kind, version, proxy: null, tls: {}, signal }), project: name }
}

/** People by their e-mail address, groups as `[PROJECT]\GROUP`. */
async function identity(api: AzureApi, name: string): Promise<string> {
  const query = `searchFilter=General&filterValue=${encodeURIComponent(name)}&queryMembership=None&api-version=7.1`
  const answer = (await api.identities(`_apis/identities?${query}`)) as {
    readonly value?: readonly { readonly id: string }[]
  } | null
  const [found, second] = answer?.value ?? []
  if (found && !second) return found.id
  throw invalid({
    code: 'unknown-reviewer',
    message: `--reviewers "${name}" is ${found ? 'the name of several people' : 'nobody that Azure DevOps knows'}; expected an e-mail address, or a group as [PROJECT]\\GROUP`,
  })
}

const RIGHTS: { readonly [status: number]: string } = {
  401: 'put a valid token into AZURE_DEVOPS_EXT_PAT',
  403: 'the token needs "Administrator" on the environments (Pipelines, Environments, Security) and the scopes Environment (read and manage), Pipeline Resources (use and manage), Identity (read)',
}

async function allowed<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof HostError)) throw error
    const advice = RIGHTS[error.status]
    const message = advice ? `${error.message}; ${advice}` : error.message
    throw new CommandError('failed', [{ code: `azure-${error.status}`, message }], { cause: error })
  }
}
