import { configuredWeight } from '../plan/route.ts'
import type { RolloutRecord } from '../record/record.ts'
import type { Engine } from './context.ts'
import { lookAtRoutes } from './drift.ts'
import type { RolloutResult } from './result.ts'

/** The result with the weight that the API server has now; null stays where there is no route, or it cannot be read. */
export async function withConfigured(
  engine: Engine,
  record: RolloutRecord | null,
  result: RolloutResult,
): Promise<RolloutResult> {
  if (!record) return result
  // What the command came to is known; a look that fails must not change it.
  const configured = await lookAtRoutes(engine, record)
    .then(configuredWeight)
    .catch(() => null)
  return { ...result, weight: { ...result.weight, configured } }
}
