import { rollback } from '../engine/rollback.ts'
import type { Arguments } from './arguments.ts'
import { composeEngine } from './compose.ts'
import type { Session } from './compose.ts'
import type { CommandResult } from './result.ts'
import { rolloutNamed } from './rollout-file.ts'

export async function rollbackCommand(args: Arguments, session: Session): Promise<CommandResult> {
  const target = await rolloutNamed(args)
  const engine = await composeEngine(args, session, target)
  try {
    return { ...(await rollback(engine, { rollout: target.rollout })) }
  } finally {
    engine.close()
  }
}
