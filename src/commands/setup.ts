import { invalid } from '../process/errors.ts'
import { parseDuration } from '../process/duration.ts'
import { setupText } from '../report/setup.ts'
import type { SetupSettings } from '../setup/environments.ts'
import { checkSetup, setUp } from '../setup/setup.ts'
import { suggest } from '../spec/suggest.ts'
import { listOf } from './arguments.ts'
import type { Arguments } from './arguments.ts'
import { composeEnvironments, SETUP_HOSTS } from './compose.ts'
import type { SetupHost } from './compose.ts'
import type { Session } from './compose.ts'
import type { CommandResult } from './result.ts'
import { readRolloutFile } from './rollout-file.ts'

/** Creates or audits the environments that the stages of a rollout wait in. */
export async function setupCommand(args: Arguments, session: Session): Promise<CommandResult> {
  const host = hostOf(args.text('host'))
  const asked = settingsOf(args, host)
  const { rollout } = await readRolloutFile(args)
  const environments = await composeEnvironments(host, args, session)
  const branches = asked.branches ?? [(await environments.defaultBranch()) ?? 'main']
  const settings = { ...asked, branches }
  const result = args.flag('check')
    ? await checkSetup(environments, rollout, settings)
    : await setUp(environments, rollout, settings, session.progress)
  return { command: 'setup', rollout: rollout.name, host, ...result, text: setupText(result) }
}

function hostOf(text: string | null): SetupHost {
  const host = SETUP_HOSTS.find((h) => h === text)
  if (host) return host
  const near = text === null ? null : suggest(text, SETUP_HOSTS)
  const is = text === null ? '--host is missing' : `--host is "${text}"`
  const hint = near ? `did you mean "${near}"?` : `expected ${SETUP_HOSTS.join(' or ')}`
  throw invalid({ code: 'bad-host', message: `${is}; ${hint}` })
}

interface Asked extends Omit<SetupSettings, 'branches'> {
  /** Null: those of the host. */
  readonly branches: readonly string[] | null
}

function settingsOf(args: Arguments, host: SetupHost): Asked {
  const list = (name: string) => listOf(args, name)
  const branches = list('branches')
  return {
    reviewers: list('reviewers'),
    preventSelfReview: !args.flag('allow-self-review'),
    wait: waitOf(args.text('wait')),
    branches: branches?.includes('any') ? [] : branches,
    // Jobs of Azure Pipelines need no environment.
    unattended: args.text('environment') ?? (host === 'azure' ? null : 'shiftgate'),
  }
}

/** 30 days is the longest that the hosts take. */
const LONGEST_WAIT = 43_200

function waitOf(text: string | null): number {
  if (text === null) return 0
  const minutes = (parseDuration(text) ?? NaN) / 60_000
  if (Number.isInteger(minutes) && minutes >= 0 && minutes <= LONGEST_WAIT) return minutes
  throw invalid({
    code: 'bad-duration',
    message: `--wait "${text}" is no wait; expected whole minutes, at most 30 days, e.g. 10m`,
  })
}
