import { invalid } from '../process/errors.ts'
import { suggest } from '../spec/suggest.ts'
import { COMMANDS, GLOBAL_OPTIONS } from './options.ts'
import type { CommandName, OptionSpec } from './options.ts'

/** One input of the GitHub action and of the Azure tasks; their manifests, documentation and reading come from here. */
export interface InputSpec {
  /** kebab-case, as the CLI's option; Azure's name is `camelCase(name)`. */
  readonly name: string
  readonly type: 'string' | 'multiLine' | 'boolean'
  readonly help: string
  /** Which commands take it. */
  readonly commands: readonly CommandName[]
  readonly required: boolean
  readonly default: string | null
}

/** Not a pipeline's: a rehearsal has its own machine, and gates are set up by people with the rights of an administrator. */
const NOT_ON_HOSTS: readonly CommandName[] = ['rehearse', 'init', 'setup']
export const HOST_COMMANDS = (Object.keys(COMMANDS) as CommandName[]).filter(
  (name) => !NOT_ON_HOSTS.includes(name),
)

/** Not inputs: a pipeline's approvals come from its host, and its output is not a terminal's. */
const TERMINAL_ONLY = ['approve', 'json', 'quiet', 'help', 'run-link']

/** What differs from the CLI's option of that name. */
const ON_HOSTS: { readonly [name: string]: { readonly help: string } } = {
  set: {
    help: 'values instead of those of the rollout file, one in a line: PATH=VALUE, e.g. image.scoring.script=scoring/scoreB.py; the same in all steps of a rollout',
  },
  run: { help: 'the run that owns the rollout (default: this run of the pipeline)' },
}

export const INPUTS: readonly InputSpec[] = [
  {
    name: 'command',
    type: 'string',
    help: `what to do: ${HOST_COMMANDS.join(', ')}`,
    commands: HOST_COMMANDS,
    required: true,
    default: null,
  },
  {
    name: 'file',
    type: 'string',
    help: 'the rollout file',
    commands: HOST_COMMANDS,
    required: false,
    default: 'rollout.yaml',
  },
  ...optionInputs(),
]

function optionInputs(): InputSpec[] {
  const found = new Map<string, InputSpec>()
  for (const command of HOST_COMMANDS) {
    const options: { readonly [name: string]: OptionSpec } = {
      ...COMMANDS[command].options,
      ...GLOBAL_OPTIONS,
    }
    for (const [name, option] of Object.entries(options)) {
      if (TERMINAL_ONLY.includes(name)) continue
      const { help } = { ...option, ...ON_HOSTS[name] }
      const type = option.repeat ? 'multiLine' : option.type
      const commands = [...(found.get(name)?.commands ?? []), command]
      found.set(name, { name, type, help, commands, required: false, default: null })
    }
  }
  return [...found.values()]
}

export function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

/**
 * The command line for a host's inputs. `read` gives the value of an input by its kebab-case name, '' when it is not set;
 * `shown` names it as the host's users write it. Throws `invalid`.
 */
export function argvOf(read: (name: string) => string, shown = (name: string) => name): string[] {
  const command = read('command').trim()
  if (!(HOST_COMMANDS as readonly string[]).includes(command)) throw wrongCommand(command, shown)
  const argv = [command]
  const rollout = read('rollout').trim()
  if (rollout === '') argv.push(read('file').trim() || 'rollout.yaml')
  for (const input of INPUTS) {
    if (input.name === 'command' || input.name === 'file') continue
    const value = read(input.name).trim()
    if (value === '' || (input.type === 'boolean' && isFalse(value))) continue
    if (!input.commands.includes(command as CommandName)) throw notTaken(input, command, shown)
    // With `=`, a value that begins with a dash stays a value.
    if (input.type === 'multiLine') argv.push(...linesOf(value).map((line) => `--${input.name}=${line}`))
    else argv.push(input.type === 'boolean' ? flag(input, value, shown) : `--${input.name}=${value}`)
  }
  return argv
}

const linesOf = (value: string) => value.split(/\r?\n/).filter((line) => line.trim() !== '')

const isFalse = (value: string) => /^false$/i.test(value)

function flag(input: InputSpec, value: string, shown: (name: string) => string): string {
  if (/^true$/i.test(value)) return `--${input.name}`
  throw invalid({
    code: 'bad-input',
    message: `input "${shown(input.name)}" is "${value}"; expected true or false`,
  })
}

function wrongCommand(command: string, shown: (name: string) => string): Error {
  const near = suggest(command, HOST_COMMANDS)
  const hint = near ? `did you mean "${near}"?` : `expected one of ${HOST_COMMANDS.join(', ')}`
  return invalid({ code: 'bad-input', message: `input "${shown('command')}" is "${command}"; ${hint}` })
}

function notTaken(input: InputSpec, command: string, shown: (name: string) => string): Error {
  const message = `input "${shown(input.name)}" means nothing to command "${command}"; it is for ${input.commands.join(', ')}; remove it`
  return invalid({ code: 'bad-input', message })
}
