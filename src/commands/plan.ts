import { planAdvance } from '../engine/plan-advance.ts'
import { planText } from '../report/plan.ts'
import type { Arguments } from './arguments.ts'
import { composeEngine } from './compose.ts'
import type { Session } from './compose.ts'
import type { CommandResult } from './result.ts'
import { requireSameStages } from './pipeline-stages.ts'
import { readRolloutFile, withNotes } from './rollout-file.ts'

export async function planCommand(args: Arguments, session: Session): Promise<CommandResult> {
  const { rollout, folder, notes } = await readRolloutFile(args)
  requireSameStages(args.text('pipeline-stages'), rollout)
  const engine = await composeEngine(args, session, {
    rollout: rollout.name,
    namespace: rollout.namespace,
    folder,
  })
  try {
    const options = { rollout, to: args.text('to'), image: args.text('image'), repair: args.flag('repair') }
    const planned = withNotes(notes, await planAdvance(engine, options))
    return { ...planned, text: planText(planned) }
  } finally {
    engine.close()
  }
}
