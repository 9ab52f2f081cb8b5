// What is generated, and from where. A new part of a page: one line in `generators`.
import { exported } from './source.mjs'

/** Markdown by the NAME of its markers. */
export const generators = {
  'rollout-reference': () => call('spec', 'rolloutReference'),
  commands: () => call('commands', 'commandReference'),
  findings: () => call('preflight', 'findingsReference'),
  'github-inputs': () => call('commands', 'actionInputReference'),
  'github-outputs': () => call('commands', 'actionOutputReference'),
}

/** Whole files: `{ file, content }`, leaving out those whose source is not there yet. */
export async function generatedFiles() {
  const schema = await exported('spec', 'rolloutJsonSchema')
  const manifest = await exported('commands', 'actionManifest')
  const workflow = await exported('setup/github', 'reusableWorkflow')
  return [
    ...(schema === null
      ? []
      : [{ file: 'schema/rollout.schema.json', content: `${JSON.stringify(schema(), null, 2)}\n` }]),
    { file: 'action.yml', content: manifest('dist/action.cjs') },
    // The reusable workflow takes the action of its own commit, which it can only name by a folder.
    { file: '.github/actions/shiftgate/action.yml', content: manifest('../../../dist/action.cjs') },
    { file: '.github/workflows/abtest.yml', content: workflow() },
  ]
}

async function call(folder, name) {
  const generate = await exported(folder, name)
  if (generate === null) throw new Error(`no file in src/${folder} exports ${name}()`)
  return generate()
}
