import type { OptionSpec } from './options.ts'

/** Of every command that reads a rollout file. */
export const SET: OptionSpec = {
  type: 'string',
  value: 'PATH=VALUE',
  repeat: true,
  help: 'instead of a value of the rollout file, e.g. image.scoring.script=scoring/scoreB.py; the same in all commands of a rollout',
}
