import type { AzureApi } from './api.ts'

/** What an approval check asks, beside who may give it. */
export interface ApprovalRules {
  /** Null: whoever is there already. */
  readonly approvers: readonly { readonly id: string }[] | null
  readonly preventSelfReview: boolean
  /** 0: all of them. */
  readonly minimum: number
  readonly inOrder: boolean
  readonly instructions: string
  /** Minutes until nobody's answer counts as no. */
  readonly timeout: number
}

export interface Check {
  readonly id: number
  readonly type?: { readonly id?: string; readonly name?: string }
  readonly isDisabled?: boolean
  readonly timeout?: number
  readonly settings?: {
    readonly approvers?: readonly { readonly id: string; readonly displayName?: string }[]
    readonly requesterCannotBeApprover?: boolean
    readonly minRequiredApprovers?: number
    readonly executionOrder?: string | number
    readonly instructions?: string
    readonly definitionRef?: { readonly id?: string }
    readonly inputs?: { readonly allowedBranches?: string }
  }
}

const APPROVAL = { id: '8C6F20A7-A545-4486-9777-F762FAFE0D4D', name: 'Approval' }
const LOCK = { id: '2EF31AD6-BAA0-403A-8B45-2CBC9B4E5563', name: 'ExclusiveLock' }
const TASK_CHECK = { id: 'FE1DE3EE-A436-41B4-BB20-F6EB4CB879A7', name: 'Task Check' }
const BRANCH_CONTROL = {
  id: '86B05A0C-73E6-4F7D-B3CF-E38F3B39A75B',
  name: 'evaluatebranchProtection',
  version: '0.0.1',
}
const VERSION = 'api-version=7.1-preview.1'
/** 30 days. */
const LONGEST = 43_200

const is = (type: { readonly id: string }) => (check: Check) =>
  check.isDisabled !== true && check.type?.id?.toLowerCase() === type.id.toLowerCase()
export const isApproval = is(APPROVAL)
export const isLock = is(LOCK)
export const isBranchControl = (check: Check) =>
  is(TASK_CHECK)(check) &&
  check.settings?.definitionRef?.id?.toLowerCase() === BRANCH_CONTROL.id.toLowerCase()

export async function checksOf(
  api: AzureApi,
  project: string,
  environment: number,
): Promise<readonly Check[]> {
  const query = `resourceType=environment&resourceId=${environment}&$expand=settings&${VERSION}`
  const answer = (await api.get(`${project}/_apis/pipelines/checks/configurations?${query}`)) as {
    readonly value?: readonly Check[]
  } | null
  return answer?.value ?? []
}

/** How an approval check differs from what is wanted, one line each. */
export function approvalSettings(
  { settings = {}, timeout }: Check,
  rules: Omit<ApprovalRules, 'approvers' | 'preventSelfReview'>,
): string[] {
  const lines: string[] = []
  const differ = (what: string, found: string | number, wanted: string | number) => {
    if (found !== wanted) lines.push(`${what}: ${found} -> ${wanted}`)
  }
  const inOrder = settings.executionOrder === 'inSequence' || settings.executionOrder === 2
  differ('minimum of approvers', settings.minRequiredApprovers ?? 0, rules.minimum)
  differ('approvers', inOrder ? 'in order' : 'in any order', rules.inOrder ? 'in order' : 'in any order')
  differ('approval timeout', `${timeout ?? LONGEST} min`, `${rules.timeout} min`)
  if ((settings.instructions ?? '') !== rules.instructions) lines.push('instructions for approvers differ')
  return lines
}

/** Creates what is missing and changes what differs; other checks of the environment are left alone. */
export async function saveChecks(
  api: AzureApi,
  project: string,
  environment: { readonly id: number; readonly name: string },
  rules: ApprovalRules,
  branches: readonly string[],
): Promise<void> {
  const now = await checksOf(api, project, environment.id)
  const resource = { type: 'environment', id: String(environment.id), name: environment.name }
  const put = async (old: Check | undefined, body: object) => {
    const at = `${project}/_apis/pipelines/checks/configurations`
    if (old) await api.send('PATCH', `${at}/${old.id}?${VERSION}`, { ...body, id: old.id, resource })
    else await api.send('POST', `${at}?${VERSION}`, { ...body, resource })
  }
  const approval = now.find(isApproval)
  const approvers = rules.approvers ?? approval?.settings?.approvers ?? []
  if (approvers.length > 0) {
    const settings = {
      approvers: approvers.map(({ id }) => ({ id })),
      executionOrder: rules.inOrder ? 'inSequence' : 'anyOrder',
      minRequiredApprovers: rules.minimum,
      instructions: rules.instructions,
      blockedApprovers: [],
      requesterCannotBeApprover: rules.preventSelfReview,
    }
    await put(approval, { type: APPROVAL, settings, timeout: rules.timeout })
  }
  if (!now.some(isLock)) await put(undefined, { type: LOCK, settings: {}, timeout: LONGEST })
  const control = now.find(isBranchControl)
  if (branches.length > 0) {
    const inputs = {
      allowedBranches: branches.map((b) => `refs/heads/${b}`).join(','),
      ensureProtectionOfBranch: 'false',
      allowUnknownStatusBranch: 'false',
    }
    const settings = { displayName: 'Branch control', definitionRef: BRANCH_CONTROL, inputs }
    if (control?.settings?.inputs?.allowedBranches !== inputs.allowedBranches)
      await put(control, { type: TASK_CHECK, settings, timeout: LONGEST })
  }
}
