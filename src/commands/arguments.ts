import { parseArgs } from 'node:util'
import { parseDuration } from '../process/duration.ts'
import { invalid } from '../process/errors.ts'
import { suggest } from '../spec/suggest.ts'
import { COMMANDS, GLOBAL_OPTIONS } from './options.ts'
import type { CommandName, OptionSpec } from './options.ts'

/** A command line, checked. */
export interface Arguments {
  readonly command: CommandName
  readonly file: string | null
  /** One that may be given several times: one value in a line. */
  readonly text: (name: string) => string | null
  readonly flag: (name: string) => boolean
  /** Milliseconds. */
  readonly duration: (name: string, fallback: number) => number
}

export type Parsed =
  | { readonly kind: 'help'; readonly command: CommandName | null }
  | { readonly kind: 'version' }
  | { readonly kind: 'run'; readonly arguments: Arguments }

/** Reads `argv` without node and script. Throws `invalid` with what is wrong and what was probably meant. */
export function parseArguments(argv: readonly string[]): Parsed {
  const [word, ...rest] = argv
  if (word === undefined || word === 'help' || word === '--help' || word === '-h')
    return { kind: 'help', command: null }
  if (word === 'version' || word === '--version' || word === '-v') return { kind: 'version' }
  if (!isCommand(word)) throw invalid({ code: 'unknown-command', message: unknownCommand(word) })
  const spec = COMMANDS[word]
  const options: { readonly [name: string]: OptionSpec } = { ...spec.options, ...GLOBAL_OPTIONS }
  const { values, positionals, tokens } = parseArgs({
    args: [...rest],
    options: Object.fromEntries(
      Object.entries(options).map(([name, o]) => [
        name,
        { type: o.type, ...(o.short ? { short: o.short } : {}), ...(o.repeat ? { multiple: true } : {}) },
      ]),
    ),
    allowPositionals: true,
    strict: false,
    tokens: true,
  })
  if (values['help'] === true) return { kind: 'help', command: word }
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const option = options[token.name]
    if (!option)
      throw invalid({ code: 'unknown-option', message: unknownOption(token.rawName, word, options) })
    if (option.type === 'string' && (token.value === undefined || token.value === '')) {
      throw invalid({
        code: 'missing-value',
        message: `${token.rawName} needs a value: ${token.rawName} ${option.value}`,
      })
    }
    if (option.repeat && /[\r\n]/.test(token.value ?? '')) {
      throw invalid({
        code: 'bad-value',
        message: `${token.rawName} has a line break in its value; expected one ${option.value}; give the option once for each`,
      })
    }
    if (option.type === 'boolean' && token.value !== undefined) {
      throw invalid({
        code: 'unexpected-value',
        message: `${token.rawName} takes no value, got "${token.value}"`,
      })
    }
  }
  const [file, ...more] = positionals
  if (more.length > 0) {
    throw invalid({
      code: 'too-many-arguments',
      message: `one rollout file is expected, got also: ${more.join(' ')}`,
    })
  }
  const text = (name: string) => {
    const value = values[name]
    return Array.isArray(value) ? value.join('\n') : typeof value === 'string' ? value : null
  }
  if (
    file === undefined &&
    spec.takes !== 'new-file' &&
    (spec.takes === 'file' || text('rollout') === null)
  ) {
    const or = spec.takes === 'file-or-name' ? ' or --rollout NAME' : ''
    throw invalid({
      code: 'missing-file',
      message: `${word} needs a rollout file${or}: shiftgate ${spec.usage}`,
    })
  }
  return {
    kind: 'run',
    arguments: {
      command: word,
      file: file ?? null,
      text,
      flag: (name) => values[name] === true,
      duration: (name, fallback) => durationOf(name, text(name), fallback),
    },
  }
}

function durationOf(name: string, text: string | null, fallback: number): number {
  if (text === null) return fallback
  const ms = parseDuration(text)
  if (ms === null || ms <= 0) {
    throw invalid({
      code: 'bad-duration',
      message: `--${name} "${text}" is no duration; expected a number with a unit, e.g. 10s or 2m`,
    })
  }
  return ms
}

function isCommand(word: string): word is CommandName {
  return Object.hasOwn(COMMANDS, word)
}

function unknownCommand(word: string): string {
  if (word.startsWith('-'))
    return `the command comes first, before ${word}: shiftgate COMMAND [FILE] [options]`
  const near = suggest(word, Object.keys(COMMANDS))
  return `unknown command "${word}"; ${near ? `did you mean "${near}"?` : `expected one of ${Object.keys(COMMANDS).join(', ')}`}`
}

function unknownOption(
  raw: string,
  command: string,
  options: { readonly [name: string]: OptionSpec },
): string {
  const near = suggest(raw.replace(/^-+/, ''), Object.keys(options))
  return `${command} has no option ${raw}; ${near ? `did you mean --${near}?` : `see shiftgate ${command} --help`}`
}

/** An option that takes several values with commas between; null when it is not given. */
export function listOf(args: Pick<Arguments, 'text'>, name: string): string[] | null {
  const text = args.text(name)
  if (text === null) return null
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
