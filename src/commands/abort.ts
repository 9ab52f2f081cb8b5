import { abort } from '../engine/abort.ts'
import type { Arguments } from './arguments.ts'
import { composeEngine } from './compose.ts'
import type { Session } from './compose.ts'
import type { CommandResult } from './result.ts'
import { rolloutNamed } from './rollout-file.ts'

export async function abortCommand(args: Arguments, session: Session): Promise<CommandResult> {
  const target = await rolloutNamed(args)
  const engine = await composeEngine(args, session, target)
  try {
    const reason = args.text('reason') ?? `asked for by ${engine.run.who}`
    const options = {
      rollout: target.rollout,
      onlyRun: args.text('run'),
      keepPassed: args.flag('keep-passed'),
      reason,
      fewerPods: args.flag('fewer-pods'),
    }
    return { ...(await abort(engine, options)) }
  } finally {
    engine.close()
  }
}
