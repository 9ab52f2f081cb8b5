// What is generated, and from where. A new part of a page: one line in `generators`.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../bundle.mjs'
import { pictures, scenarios } from './pictures.mjs'
import { exported } from './source.mjs'
import { summaries } from './summaries.mjs'

/** Markdown by the NAME of its markers. */
export const generators = {
  'rollout-reference': () => call('spec', 'rolloutReference'),
  commands: () => call('commands', 'commandReference'),
  findings: () => call('preflight', 'findingsReference'),
  scenarios,
  'github-inputs': () => call('commands', 'actionInputReference'),
  'github-outputs': () => call('commands', 'actionOutputReference'),
}

/** Whole files: `{ file, content }`, leaving out those whose source is not there yet. */
export async function generatedFiles() {
  return [
    ...(await schema()),
    ...(await github()),
    ...(await azureTasks()),
    ...(await pictures()),
    ...summaries(),
  ]
}

async function schema() {
  const generate = await exported('spec', 'rolloutJsonSchema')
  if (generate === null) return []
  return [{ file: 'schema/rollout.schema.json', content: json(generate()) }]
}

/** The action, and the reusable workflow with its stage jobs. */
async function github() {
  const manifest = await exported('commands', 'actionManifest')
  const workflow = await exported('setup/github', 'reusableWorkflow')
  const byHand = await exported('setup/github', 'byHandWorkflow')
  return [
    { file: 'action.yml', content: manifest('dist/action.cjs') },
    // The reusable workflow takes the action of its own commit, which it can only name by a folder.
    { file: '.github/actions/shiftgate/action.yml', content: manifest('../../../dist/action.cjs') },
    { file: '.github/workflows/abtest.yml', content: workflow() },
    { file: 'examples/github/by-hand.yml', content: byHand('rollout.yaml', 'kubeconfig') },
  ]
}

/** Inputs, outputs and handlers of the Azure Pipelines tasks, from the tables of the code. */
async function azureTasks() {
  const generate = await exported('main', 'azureTaskManifests')
  if (generate === null) return []
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  return generate(version).map(({ name, content }) => ({
    file: `pipelines/extension/${name}/task.json`,
    content: json(content),
  }))
}

const json = (value) => `${JSON.stringify(value, null, 2)}\n`

async function call(folder, name) {
  const generate = await exported(folder, name)
  if (generate === null) throw new Error(`no file in src/${folder} exports ${name}()`)
  return generate()
}
