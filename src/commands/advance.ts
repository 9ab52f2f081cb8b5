import { abort } from '../engine/abort.ts'
import { advance } from '../engine/advance.ts'
import type { AdvanceOptions } from '../engine/advance.ts'
import type { Engine } from '../engine/context.ts'
import { planAdvance } from '../engine/plan-advance.ts'
import type { RolloutResult } from '../engine/result.ts'
import { messageOf } from '../process/errors.ts'
import type { Arguments } from './arguments.ts'
import { composeEngine } from './compose.ts'
import type { Session } from './compose.ts'
import type { CommandResult } from './result.ts'
import { readRolloutFile, withNotes } from './rollout-file.ts'

export async function advanceCommand(args: Arguments, session: Session): Promise<CommandResult> {
  const { rollout, folder, notes } = await readRolloutFile(args)
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
    const result = withNotes(notes, await advance(engine, options))
    const inTheWay = result.reason === 'release-changed' || result.reason === 'owned'
    if (!inTheWay || !args.flag('supersede'))
      return session.host.reviewed ? withNext(engine, result, options, notes) : { ...result }
    const first = rollout.stages[0]!.name
    if (options.to !== null && options.to !== first) {
      const message = `${result.message}; it starts over at ${first}, so use --supersede without --to ${options.to}`
      return { ...result, message }
    }
    // An abort forgets the image, which a changed file alone does not name.
    const image = options.image ?? result.image
    const started = await supersede(engine, rollout.name, () => advance(engine, { ...options, image }))
    return { ...withNotes(notes, started) }
  } finally {
    engine.close()
  }
}

/** What the next stage would change, for its approvers. They see it before they are asked; the advance does not depend on it. */
async function withNext(
  engine: Engine,
  result: RolloutResult,
  options: AdvanceOptions,
  notes: readonly string[],
): Promise<CommandResult> {
  const more = options.rollout.stages.at(-1)!.name !== result.stage
  if (!more || (result.outcome !== 'done' && result.outcome !== 'unchanged')) return { ...result }
  const next = await planAdvance(engine, { ...options, to: null }).catch((error: unknown) => {
    engine.progress.step(`the next stage could not be planned: ${messageOf(error)}`)
    return null
  })
  return { ...result, next: next && withNotes(notes, next) }
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
