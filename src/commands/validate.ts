import { prepare } from '../engine/preparation.ts'
import type { Arguments } from './arguments.ts'
import type { Session } from './compose.ts'
import { EXAMPLE_DIGEST } from './example-digest.ts'
import type { CommandResult } from './result.ts'
import { readRolloutFile } from './rollout-file.ts'

/** Checks the file and all that it renders, without a cluster. */
export async function validateCommand(args: Arguments, session: Session): Promise<CommandResult> {
  const { rollout, folder } = await readRolloutFile(args)
  const image = args.text('image') ?? (rollout.image ? `${rollout.image.repository}@${EXAMPLE_DIGEST}` : null)
  const prepared = await prepare(rollout, { folder, env: session.host.env }, image)
  const objects = Object.values(prepared.rendered.objects).flat().length
  return {
    command: 'validate',
    outcome: 'done',
    rollout: rollout.name,
    message: `${args.file} is valid: ${rollout.stages.length} stages, ${objects} objects for two versions, ${rollout.routes.length} route${rollout.routes.length === 1 ? '' : 's'}`,
    stages: rollout.stages.map((s) => s.name),
  }
}
