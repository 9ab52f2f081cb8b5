// What is generated, and from where. A new part of a page: one line in `generators`.
import { exported } from './source.mjs'

/** Markdown by the NAME of its markers. */
export const generators = {
  'rollout-reference': () => call('spec', 'rolloutReference'),
  commands: () => call('commands', 'commandReference'),
  findings: () => call('preflight', 'findingsReference'),
  inputs: () => call('host', 'inputReference'),
}

/** Whole files: `{ file, content }`, leaving out those whose source is not there yet. */
export async function generatedFiles() {
  const schema = await exported('spec', 'rolloutJsonSchema')
  if (schema === null) return []
  return [{ file: 'schema/rollout.schema.json', content: `${JSON.stringify(schema(), null, 2)}\n` }]
}

async function call(folder, name) {
  const generate = await exported(folder, name)
  if (generate === null) throw new Error(`no file in src/${folder} exports ${name}()`)
  return generate()
}
