import { COMMANDS, GLOBAL_OPTIONS } from './options.ts'
import type { CommandName, OptionSpec } from './options.ts'

export function overview(): string {
  const names = Object.keys(COMMANDS) as CommandName[]
  return [
    'shiftgate releases a model-serving image next to the old one and moves traffic to it stage by stage.',
    '',
    'usage: shiftgate COMMAND [FILE] [options]',
    '',
    ...names.map((name) => `  ${name.padEnd(9)} ${COMMANDS[name].help}`),
    '',
    'options of every command:',
    ...optionLines(GLOBAL_OPTIONS),
    '',
    'exit codes: 0 done or unchanged, 1 failed or aborted, 2 wrong input, 3 held, 4 refused, 130 cancelled',
    'try it without a cluster: shiftgate rehearse examples/mlopspython/rollout.yaml --approve all',
  ].join('\n')
}

export function commandHelp(name: CommandName): string {
  const command = COMMANDS[name]
  return [
    `usage: shiftgate ${command.usage}`,
    '',
    command.help,
    '',
    ...optionLines(command.options),
    '',
    'options of every command:',
    ...optionLines(GLOBAL_OPTIONS),
  ].join('\n')
}

function optionLines(options: { readonly [name: string]: OptionSpec }): string[] {
  const width = 26
  return Object.entries(options).map(([name, option]) => {
    const left = `  --${name}${option.value ? ` ${option.value}` : ''}`
    return `${left.padEnd(width)}${left.length >= width ? ' ' : ''}${option.help}`
  })
}

/** Every command with its options, as Markdown for the documentation. */
export function commandReference(): string {
  const names = Object.keys(COMMANDS) as CommandName[]
  return [
    ...names.flatMap((name) => {
      const command = COMMANDS[name]
      return [
        `### ${name}`,
        '',
        '```text',
        `shiftgate ${command.usage}`,
        '```',
        '',
        `${sentence(command.help)}`,
        '',
        ...optionTable(command.options),
        '',
      ]
    }),
    '### Options of every command',
    '',
    ...optionTable(GLOBAL_OPTIONS),
  ].join('\n')
}

function optionTable(options: { readonly [name: string]: OptionSpec }): string[] {
  const rows = Object.entries(options).map(([name, option]) => {
    const usage = `--${name}${option.value ? ` ${option.value}` : ''}`
    return `| \`${usage.replaceAll('|', '\\|')}\` | ${sentence(option.help).replaceAll('|', '\\|')} |`
  })
  return ['| Option | Meaning |', '| --- | --- |', ...rows]
}

function sentence(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}${/[.?!…]$/.test(text) ? '' : '.'}`
}
