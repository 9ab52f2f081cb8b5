import { renderStage } from '../engine/render-stage.ts'
import { invalid } from '../process/errors.ts'
import { stageNamed } from '../spec/rollout.ts'
import type { Arguments } from './arguments.ts'
import type { Session } from './compose.ts'
import { EXAMPLE_DIGEST } from './example-digest.ts'
import type { CommandResult } from './result.ts'
import { readRolloutFile } from './rollout-file.ts'

/** The manifests of a stage, for review or GitOps. Needs no cluster. */
export async function renderCommand(args: Arguments, session: Session): Promise<CommandResult> {
  const { rollout, folder } = await readRolloutFile(args)
  const name = args.text('stage')
  const names = rollout.stages.map((s) => s.name).join(', ')
  if (name === null)
    throw invalid({ code: 'missing-value', message: `render needs --stage; stages: ${names}` })
  const stage = stageNamed(rollout, name)
  if (!stage)
    throw invalid({
      code: 'unknown-stage',
      message: `no stage is called "${name}"; expected one of ${names}`,
    })
  const image = args.text('image') ?? (rollout.image ? `${rollout.image.repository}@${EXAMPLE_DIGEST}` : null)
  const objects = await renderStage({ rollout, workspace: { folder, env: session.host.env }, stage, image })
  const { stringify } = await import('yaml')
  return {
    command: 'render',
    outcome: 'done',
    rollout: rollout.name,
    stage: stage.name,
    message: `${objects.length} objects of stage ${stage.name}`,
    objects,
    text: objects.map((o) => stringify(o, { lineWidth: 0, aliasDuplicateObjects: false })).join('---\n'),
  }
}
