import { abort } from '../engine/abort.ts'
import { advance } from '../engine/advance.ts'
import type { Engine } from '../engine/context.ts'
import type { Arguments } from './arguments.ts'
import { composeEngine } from './compose.ts'
import type { Session } from './compose.ts'
import type { CommandResult } from './result.ts'
import { readRolloutFile } from './rollout-file.ts'

export async function advanceCommand(args: Arguments, session: Session): Promise<CommandResult> {
  const { rollout, folder } = await readRolloutFile(args)
  const engine = await composeEngine(args, session, {
    rollout: rollout.name,
    namespace: rollout.namespace,
    folder,
  })
  try {
    const options = {
      rollout,
      to: args.text('to'),
      image: args.text('image'),
      repair: args.flag('repair'),
      supersede: args.flag('supersede'),
    }
    const result = await advance(engine, options)
    const inTheWay = result.reason === 'release-changed' || result.reason === 'owned'
    if (!inTheWay || !args.flag('supersede')) return { ...result }
    const first = rollout.stages[0]!.name
    if (options.to !== null && options.to !== first) {
      const message = `${result.message}; it starts over at ${first}, so use --supersede without --to ${options.to}`
      return { ...result, message }
    }
    // An abort forgets the image, which a changed file alone does not name.
    const image = options.image ?? result.image
    return { ...(await supersede(engine, rollout.name, () => advance(engine, { ...options, image }))) }
  } finally {
    engine.close()
  }
}

/** The old release is aborted in full before the new one starts. */
async function supersede(
  engine: Engine,
  rollout: string,
  start: () => ReturnType<typeof advance>,
): Promise<Awaited<ReturnType<typeof advance>>> {
  const aborted = await abort(engine, { rollout, onlyRun: null, reason: 'superseded by another release' })
  if (aborted.outcome !== 'done' && aborted.outcome !== 'unchanged') return aborted
  const started = await start()
  return { ...started, changes: [...aborted.changes, ...started.changes] }
}
