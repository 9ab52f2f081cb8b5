import type { Decision } from '../plan/decide.ts'
import { driftOf, driftProblem } from '../plan/route.ts'
import type { RoutePlanInput } from '../plan/route.ts'
import type { RolloutRecord } from '../record/record.ts'
import { stageNamed } from '../spec/rollout.ts'
import type { Engine } from './context.ts'
import { observeRoutes } from './observe.ts'
import { rolesOf } from './stage-plan.ts'

/** The routes of a rollout as they are now, with what the record knows of them. */
export async function lookAtRoutes(engine: Engine, record: RolloutRecord): Promise<RoutePlanInput> {
  const rollout = record.file
  const { roles } = rolesOf(rollout, record)
  const routes = await observeRoutes(engine.kube, rollout, [])
  return { rollout, roles, routes, memories: record.routes }
}

/**
 * A stage that has passed is not `unchanged` when somebody changed its route since: that is refused, or with `repair` the
 * stage is carried out once more.
 */
export async function mindDrift(
  engine: Engine,
  record: RolloutRecord | null,
  decision: Decision,
  repair: boolean,
): Promise<Decision> {
  if (decision.kind !== 'unchanged' || record?.phase !== 'active') return decision
  const stage = stageNamed(record.file, decision.stage ?? '')
  const drift = driftOf(await lookAtRoutes(engine, record), [])
  if (!stage || drift.length === 0) return decision
  return repair ? { kind: 'resume', stage } : { kind: 'refuse', problem: driftProblem(record.rollout, drift) }
}
