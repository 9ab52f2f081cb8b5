// Packs both tasks into a .vsix; needs no network. Usage: node scripts/package-azure.mjs [OUTPUT.vsix] [--task FILE]
// The bundle comes from dist/task.cjs, or from --task; identity and version from package.json.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { root } from './bundle.mjs'

const { positionals, bundle } = argumentsOf(process.argv.slice(2))
const { version, license } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
const output = path.resolve(positionals[0] ?? `shiftgate-${version}.vsix`)
const source = path.join(root, 'pipelines/extension')
const folder = mkdtempSync(path.join(tmpdir(), 'shiftgate-vsix-'))
try {
  pack()
} finally {
  rmSync(folder, { recursive: true })
}
console.log(output)

function pack() {
  const tasks = readdirSync(source, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.startsWith('Shiftgate'))
    .map((entry) => entry.name)
  for (const task of tasks) {
    const target = path.join(folder, 'tasks', task)
    mkdirSync(target, { recursive: true })
    cpSync(path.join(source, task, 'task.json'), path.join(target, 'task.json'))
    cpSync(path.join(source, 'images/task.png'), path.join(target, 'icon.png'))
    cpSync(bundle, path.join(target, 'task.cjs'))
    cpSync(path.join(path.dirname(bundle), 'licenses.txt'), path.join(target, 'licenses.txt'))
  }
  mkdirSync(path.join(folder, 'images'))
  cpSync(path.join(source, 'images/icon.png'), path.join(folder, 'images/icon.png'))
  cpSync(path.join(source, 'overview.md'), path.join(folder, 'overview.md'))
  cpSync(path.join(root, 'LICENSE'), path.join(folder, 'LICENSE'))
  const manifest = JSON.parse(readFileSync(path.join(source, 'vss-extension.json'), 'utf8'))
  const complete = {
    ...manifest,
    version: version.split('-')[0],
    files: [{ path: 'tasks' }, { path: 'images', addressable: true }],
    contributions: tasks.map((task) => ({
      id: `${task.toLowerCase()}-task`,
      type: 'ms.vss-distributed-task.task',
      targets: ['ms.vss-distributed-task.tasks'],
      properties: { name: `tasks/${task}` },
    })),
  }
  if (license !== 'MIT') throw new Error('the extension shows LICENSE, which package.json calls differently')
  writeFileSync(path.join(folder, 'vss-extension.json'), JSON.stringify(complete, null, 2))
  execFileSync(
    process.execPath,
    [
      path.join(root, 'node_modules/tfx-cli/_build/tfx-cli.js'),
      'extension',
      'create',
      '--root',
      folder,
      '--manifest-globs',
      'vss-extension.json',
      '--output-path',
      output,
      '--no-prompt',
      '--no-color',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
}

function argumentsOf(argv) {
  const at = argv.indexOf('--task')
  const given = at === -1 ? path.join(root, 'dist/task.cjs') : path.resolve(argv[at + 1] ?? '')
  return { positionals: argv.filter((_, i) => at === -1 || (i !== at && i !== at + 1)), bundle: given }
}
