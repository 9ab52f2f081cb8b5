import type { Approval, ApprovalRequest, ApprovalSource } from '../../engine/context.ts'
import type { Clock } from '../../process/clock.ts'
import { singleLine } from '../../process/escape.ts'
import { HostError } from '../host-error.ts'
import type { AzureApi } from './api.ts'
import { checkpointOf, validationOf } from './checkpoint.ts'
import type { TimelineEntry } from './checkpoint.ts'
import type { Job } from './job.ts'

interface Options {
  readonly job: Job
  readonly api: () => AzureApi
  readonly clock: Clock
}

/** As the Approvals API gives it. */
interface PipelineApproval {
  readonly id: string
  readonly status: string
  readonly lastModifiedOn?: string
  readonly pipeline?: { readonly owner?: { readonly id?: number | string } }
  readonly steps?: readonly {
    readonly status?: string
    readonly comment?: string
    readonly lastModifiedOn?: string
    readonly assignedApprover?: Identity
    readonly actualApprover?: Identity
  }[]
}

interface Identity {
  readonly displayName?: string
  readonly uniqueName?: string
}

/** A recovery does not wait for an approval that nobody was asked for. */
const AGAIN = 'run the stage again, or all of them from the first one on when the recovery has gone back'
const EXPANDED = 'api-version=7.1&$expand=steps'

/** Who approved the stage that this job is part of: an environment without an approval check lets a job through, but gives no approval. */
export function createApprovals({ job, api, clock }: Options): ApprovalSource {
  return {
    async approvalOf(request) {
      if (job.token === null)
        return missing('the job has no access token to ask Azure DevOps with (SystemVssConnection)')
      if (job.environment !== null && job.environment !== request.environment) {
        return missing(
          `the job runs on environment "${job.environment}", and the stage wants "${request.environment}"; give the same one in the pipeline`,
        )
      }
      try {
        return await look(request)
      } catch (error) {
        if (!(error instanceof HostError)) throw error
        return missing(`Azure DevOps could not be asked who approved: ${advised(error, job)}`)
      }
    },
  }

  async function look(request: ApprovalRequest): Promise<Approval> {
    const builds = await api().builds()
    const timeline = await api().call('GET timeline', true, () =>
      builds.getBuildTimeline(job.projectName, Number(job.run)),
    )
    if (!timeline) throw new HostError(404, `Azure DevOps knows no build ${job.run} in ${job.projectName}`)
    const entries = (timeline.records ?? []) as unknown as readonly TimelineEntry[]
    const checkpoint = checkpointOf(entries, job.stage)
    if (checkpoint === null) return missing(`run ${job.run} has no stage "${job.stage}"`)
    const approvals = await approvalsOf(checkpoint.approvals)
    const open = approvals.find((a) => a.status !== 'approved')
    if (open) return missing(`the approval of stage ${job.stage} is ${singleLine(open.status)}, not approved`)
    const last = approvals.toSorted((a, b) => timeOf(a) - timeOf(b)).at(-1)
    if (last) return unspent(request, last.id) ?? current(request, last, checkpoint.lockedUntil)
    const validation = validationOf(entries, job.stage)
    if (validation) {
      const { id, name, finished } = validation
      return unspent(request, id) ?? given(request, id, 'ManualValidation', finished, singleLine(name))
    }
    const which = request.environment
    return missing(
      `nobody was asked: environment "${which}" has no approval check, and lets everybody through. Run "shiftgate setup FILE --host azure", then ${AGAIN}`,
    )
  }

  async function approvalsOf(ids: readonly string[]): Promise<readonly PipelineApproval[]> {
    if (ids.length === 0) return []
    const project = encodeURIComponent(job.projectName)
    const query = `approvalIds=${ids.map(encodeURIComponent).join(',')}&${EXPANDED}`
    const answer = (await api().get(`${project}/_apis/pipelines/approvals?${query}`)) as {
      readonly value?: readonly PipelineApproval[]
    } | null
    const found = answer?.value ?? []
    const unknown = ids.filter((id) => !found.some((a) => a.id.toLowerCase() === id.toLowerCase()))
    if (unknown.length > 0)
      throw new HostError(404, `Azure DevOps tells nothing of approval ${unknown.join(', ')}`)
    const foreign = found.find(
      (a) => a.pipeline?.owner?.id !== undefined && String(a.pipeline.owner.id) !== job.run,
    )
    if (foreign)
      throw new HostError(
        0,
        `approval ${foreign.id} is of run ${String(foreign.pipeline?.owner?.id)}, not of this one`,
      )
    return found
  }

  /** An approval that waited for the lock while another run changed what serves was given for something else. */
  function current(request: ApprovalRequest, approval: PipelineApproval, lockedUntil: Date | null): Approval {
    const at = new Date(timeOf(approval))
    const { foreign } = request
    if (foreign && Date.parse(foreign.at) > at.getTime()) {
      const waited = lockedUntil ? `, while it waited for the lock until ${lockedUntil.toISOString()}` : ''
      return missing(
        `it went stale: given at ${at.toISOString()}, and run ${foreign.run} changed the rollout at ${foreign.at}${waited}. To have it approved anew, ${AGAIN}`,
      )
    }
    const steps = (approval.steps ?? []).filter((s) => s.status === 'approved')
    const people = steps
      .map((s) => nameOf(s.actualApprover ?? s.assignedApprover))
      .filter((name) => name !== '')
    if (people.length === 0) return missing(`the approval of stage ${job.stage} names nobody who gave it`)
    const comments = steps.map((s) => s.comment?.trim() ?? '').filter((comment) => comment !== '')
    return given(
      request,
      approval.id,
      people.join(', '),
      at,
      comments.length === 0 ? null : singleLine(comments.join('; '), 500),
    )
  }

  /** Somebody who approves one stage of the pipeline has not said yes to all that its steps could go through. */
  function unspent({ stage, earlier }: ApprovalRequest, id: string): Approval | null {
    const opened = earlier.find(
      ({ stage: other, evidence }) =>
        other !== stage && evidence?.run === job.run && evidence.environment === id,
    )
    return opened
      ? missing(
          `the approval of the pipeline's stage ${job.stage} has opened stage ${opened.stage} already; go to stage ${stage} in a stage of its own`,
        )
      : null
  }

  function given(
    { stage }: ApprovalRequest,
    id: string,
    by: string,
    at: Date | null,
    comment: string | null,
  ): Approval {
    const when = at?.toISOString() ?? clock.timestamp()
    const evidence = { run: job.run, attempt: job.attempt, environment: id, count: 1 }
    return { kind: 'given', approval: { stage, by: singleLine(by), at: when, comment, evidence } }
  }
}

function timeOf({ steps = [], lastModifiedOn }: PipelineApproval): number {
  const times = [lastModifiedOn, ...steps.map((s) => s.lastModifiedOn)].map((t) => Date.parse(t ?? ''))
  return Math.max(0, ...times.filter((t) => !Number.isNaN(t)))
}

function nameOf(identity: Identity | undefined): string {
  const { displayName = '', uniqueName = '' } = identity ?? {}
  return displayName !== '' && uniqueName !== '' && displayName !== uniqueName
    ? `${displayName} (${uniqueName})`
    : displayName || uniqueName
}

/** What to do about a refusal, with the permission that is missing by name. */
function advised({ status, message }: HostError, { projectName }: Job): string {
  switch (status) {
    case 401:
      return `${message}. For a new token, ${AGAIN}`
    case 403:
      return `${message}. The build service of project ${projectName} needs "View builds" on the pipeline and "Reader" on the environment`
    default:
      return message
  }
}

const missing = (reason: string): Approval => ({ kind: 'missing', reason })
