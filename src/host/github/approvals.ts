import type { Approval, ApprovalRequest, ApprovalSource } from '../../engine/context.ts'
import type { Clock } from '../../process/clock.ts'
import { singleLine } from '../../process/escape.ts'
import type { ApprovalRecord, Evidence } from '../../record/record.ts'
import { HostError } from '../host-error.ts'
import { githubApi } from './api.ts'
import type { GithubApi } from './api.ts'
import { explain } from './permissions.ts'
import { dispatchedBy, freshReview, reviewersOf } from './reviews.ts'
import type { Review, RunFacts } from './reviews.ts'

interface Options {
  readonly env: { readonly [name: string]: string | undefined }
  readonly token: string
  readonly version: string
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** Who approved, as GitHub's API tells it: an environment without reviewers lets a job through, but gives no approval. */
export function createApprovals(options: Options): ApprovalSource {
  const { env, token, clock } = options
  const repository = env['GITHUB_REPOSITORY'] ?? ''
  const run = env['GITHUB_RUN_ID'] ?? ''
  const attempt = Number(env['GITHUB_RUN_ATTEMPT'] ?? '1')

  return {
    async approvalOf(request) {
      if (token === '')
        return missing('the step has no token to ask GitHub with; leave the input "token" out')
      const api = githubApi({ ...options, token })
      try {
        return request.approvers.length > 0 ? await fromStart(api, request) : await fromReview(api, request)
      } catch (error) {
        if (!(error instanceof HostError)) throw error
        const why = explain(error, `read the approvals of run ${run} of`, repository, 'actions: read')
        return missing(`GitHub could not be asked who approved: ${why}`)
      }
    },
  }

  async function fromReview(api: GithubApi, request: ApprovalRequest): Promise<Approval> {
    const path = `/repos/${repository}/actions/runs/${run}/approvals`
    const reviews = (await api.get(path)) as readonly Review[] | null
    if (reviews === null) throw new HostError(404, `GitHub answered GET ${path} with 404: Not Found`)
    const found = freshReview(reviews, request, { run, attempt })
    if (found.kind === 'given') return given(request, found.by, found.comment, found.evidence)
    return missing(`${found.reason}${await whyOpen(api, request.environment)}`)
  }

  /** What the environment says of itself; only to explain, so that a refusal to tell changes nothing. */
  async function whyOpen(api: GithubApi, environment: string): Promise<string> {
    const path = `/repos/${repository}/environments/${encodeURIComponent(environment)}`
    const reviewers = await api.get(path).then(reviewersOf, () => null)
    if (reviewers === null) return ''
    return reviewers
      ? '. It has required reviewers; an administrator can let a job pass without a review, which approves nothing'
      : '. It has no required reviewers and lets everybody through: run `shiftgate setup --host github`, then start a new run'
  }

  async function fromStart(api: GithubApi, request: ApprovalRequest): Promise<Approval> {
    const path = `/repos/${repository}/actions/runs/${run}`
    const facts = (await api.get(path)) as RunFacts | null
    if (facts === null) throw new HostError(404, `GitHub answered GET ${path} with 404: Not Found`)
    const found = dispatchedBy(facts, request, { run, attempt })
    return found.kind === 'given'
      ? given(request, found.by, found.comment, found.evidence)
      : missing(found.reason)
  }

  function given(
    request: ApprovalRequest,
    by: string,
    comment: string | null,
    evidence: Evidence,
  ): { kind: 'given'; approval: ApprovalRecord } {
    const approval = {
      stage: request.stage,
      by: singleLine(by),
      at: clock.timestamp(),
      comment: comment === null || comment.trim() === '' ? null : singleLine(comment, 500),
      evidence,
    }
    return { kind: 'given', approval }
  }
}

const missing = (reason: string): Approval => ({ kind: 'missing', reason })
