import { readStatus } from '../engine/status.ts'
import { statusText } from '../report/status.ts'
import type { Arguments } from './arguments.ts'
import { composeEngine } from './compose.ts'
import type { Session } from './compose.ts'
import type { CommandResult } from './result.ts'
import { rolloutNamed } from './rollout-file.ts'

export async function statusCommand(args: Arguments, session: Session): Promise<CommandResult> {
  const target = await rolloutNamed(args)
  const engine = await composeEngine(args, session, target)
  try {
    const status = await readStatus(engine, target.rollout)
    return { ...status, text: statusText(status) }
  } finally {
    engine.close()
  }
}
