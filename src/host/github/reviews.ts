import type { ApprovalRequest } from '../../engine/context.ts'
import type { Evidence } from '../../record/record.ts'

/** One entry of a run's review log. GitHub gives neither a time, nor the job, nor the attempt that it was for. */
export interface Review {
  readonly state: string
  readonly comment: string
  readonly user: { readonly login: string } | null
  readonly environments: readonly { readonly name: string }[]
}

/** The run as the API has it: of its newest attempt. */
export interface RunFacts {
  readonly event: string
  readonly run_attempt?: number
  readonly actor?: { readonly login: string } | null
  readonly triggering_actor?: { readonly login: string } | null
}

export type Found =
  | {
      readonly kind: 'given'
      readonly by: string
      readonly comment: string | null
      readonly evidence: Evidence
    }
  | { readonly kind: 'missing'; readonly reason: string }

interface Job {
  readonly run: string
  readonly attempt: number
}

/**
 * The review that opened this stage. A log entry names only its environment, so entries are counted: stages run one after
 * the other, and what opened another stage, or this one in an earlier attempt, is used up. The n-th stage of a shared
 * environment therefore needs n approvals, whatever else let its job through.
 */
export function freshReview(reviews: readonly Review[], request: ApprovalRequest, job: Job): Found {
  const environment = request.environment.toLowerCase()
  const about = reviews.filter((r) => r.environments.some((e) => e.name.toLowerCase() === environment))
  const approved = about.filter((r) => r.state === 'approved')
  const used = usedUp(request, environment, job)
  if (approved.length > used) {
    const review = approved.at(-1)!
    return {
      kind: 'given',
      by: review.user?.login ?? 'unknown',
      comment: review.comment,
      evidence: { run: job.run, attempt: job.attempt, environment, count: approved.length },
    }
  }
  const rejected = about.findLast((r) => r.state === 'rejected')
  const name = request.environment
  const reason =
    approved.length > 0
      ? `nobody approved it in attempt ${job.attempt} of run ${job.run}: the ${approved.length === 1 ? 'approval' : `${approved.length} approvals`} of environment "${name}" opened ${openedBy(request, environment, job)}`
      : rejected
        ? `${rejected.user?.login ?? 'somebody'} rejected environment "${name}" in run ${job.run}`
        : `nobody reviewed environment "${name}" in run ${job.run}`
  return { kind: 'missing', reason }
}

/** A listed person started this attempt by hand. One start opens one stage. */
export function dispatchedBy(facts: RunFacts, request: ApprovalRequest, job: Job): Found {
  const list = request.approvers.join(', ')
  if (facts.event !== 'workflow_dispatch' && facts.event !== 'issue_comment') {
    return {
      kind: 'missing',
      reason: `run ${job.run} was started by ${facts.event}, not by a person; one of ${list} has to start the stage (workflow_dispatch, or a /approve comment)`,
    }
  }
  const person = (facts.triggering_actor ?? facts.actor)?.login ?? 'unknown'
  if (!request.approvers.some((a) => a.toLowerCase() === person.toLowerCase())) {
    return {
      kind: 'missing',
      reason: `${person} started run ${job.run} and is not among the approvers of the rollout file: ${list}`,
    }
  }
  const count = facts.run_attempt ?? job.attempt
  if (count <= usedUp(request, facts.event, job)) {
    return {
      kind: 'missing',
      reason: `the start of run ${job.run} by ${person} opened ${openedBy(request, facts.event, job)} already; each stage is started by itself`,
    }
  }
  const comment = facts.event === 'issue_comment' ? '/approve' : null
  return {
    kind: 'given',
    by: person,
    comment,
    evidence: { run: job.run, attempt: job.attempt, environment: facts.event, count },
  }
}

/** Whether an environment, as the API has it, asks for reviews; null when it did not say. */
export function reviewersOf(environment: unknown): boolean | null {
  if (typeof environment !== 'object' || environment === null) return null
  const { protection_rules: rules } = environment as { protection_rules?: readonly { type: string }[] }
  return (rules ?? []).some((r) => r.type === 'required_reviewers')
}

function usedUp(request: ApprovalRequest, environment: string, job: Job): number {
  return Math.max(0, ...spent(request, environment, job).map((e) => e.count))
}

function spent(request: ApprovalRequest, environment: string, job: Job): Evidence[] {
  return spentBy(request, environment, job).map(({ evidence }) => evidence)
}

/** Seen for another stage, or in an earlier attempt. This stage in this attempt may ask again: a step that is repeated. */
function spentBy(request: ApprovalRequest, environment: string, job: Job) {
  return request.earlier.flatMap(({ stage, evidence }) =>
    evidence?.run === job.run &&
    evidence.environment === environment &&
    !(stage === request.stage && evidence.attempt === job.attempt)
      ? [{ stage, evidence }]
      : [],
  )
}

function openedBy(request: ApprovalRequest, environment: string, job: Job): string {
  const stages = [...new Set(spentBy(request, environment, job).map((s) => s.stage))]
  return `stage ${stages.join(', ')}${stages.includes(request.stage) ? ' in an earlier attempt' : ''}`
}
