import { verify } from '../engine/verify.ts'
import { verifyText } from '../report/verify.ts'
import { invalid } from '../process/errors.ts'
import type { Arguments } from './arguments.ts'
import { composeEngine } from './compose.ts'
import type { Session } from './compose.ts'
import type { CommandResult } from './result.ts'
import { readRolloutFile } from './rollout-file.ts'

export async function verifyCommand(args: Arguments, session: Session): Promise<CommandResult> {
  const { rollout, folder } = await readRolloutFile(args)
  const requests = args.text('requests')
  if (requests !== null && !/^[1-9][0-9]{0,6}$/.test(requests)) {
    throw invalid({
      code: 'bad-number',
      message: `--requests "${requests}" is no number of requests; expected 1 to 9999999`,
    })
  }
  const engine = await composeEngine(args, session, {
    rollout: rollout.name,
    namespace: rollout.namespace,
    folder,
  })
  try {
    const result = await verify(engine, {
      rollout,
      stage: args.text('stage'),
      requests: requests === null ? null : Number(requests),
    })
    return { ...result, text: verifyText(result) }
  } finally {
    engine.close()
  }
}
