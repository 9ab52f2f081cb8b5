import { invalid } from '../process/errors.ts'
import { rehearsalText } from '../report/rehearsal.ts'
import { suggest } from '../spec/suggest.ts'
import type { Arguments } from './arguments.ts'
import { composeRehearsal } from './compose.ts'
import type { Session } from './compose.ts'
import type { CommandResult } from './result.ts'
import { readRolloutFile } from './rollout-file.ts'

export async function rehearseCommand(args: Arguments, session: Session): Promise<CommandResult> {
  const { rollout, folder } = await readRolloutFile(args)
  const rehearsal = await composeRehearsal(args, session)
  const result = await rehearsal.run({
    rollout,
    folder,
    fault: faultOf(args.text('fault'), rehearsal.faults),
  })
  return { command: 'rehearse', rollout: rollout.name, ...result, text: rehearsalText(rollout, result) }
}

function faultOf<Fault extends string>(text: string | null, faults: readonly Fault[]): Fault | null {
  if (text === null) return null
  const fault = faults.find((f) => f === text)
  if (fault) return fault
  const near = suggest(text, faults)
  throw invalid({
    code: 'unknown-fault',
    message: `there is no fault "${text}"; ${near ? `did you mean "${near}"?` : `expected one of ${faults.join(', ')}`}`,
  })
}
