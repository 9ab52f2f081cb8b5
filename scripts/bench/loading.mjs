// What a start loads of the bundle, and how soon it says something: the heavy parts are to be loaded by whom they serve only.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { gzipSync } from 'node:zlib'
import { root } from '../bundle.mjs'
import { summary } from './measure.mjs'

const EXAMPLE = path.join(root, 'examples/mlopspython/rollout.yaml')
/** Looks for a cluster that is not there: everything that a stage needs has been loaded by then. */
const NOWHERE = path.join(root, 'dist/no-kubeconfig')

/** `start`: what is run; `inputs`: of the action, which takes them from its environment. */
const STARTS = [
  { name: '`node -e`, nothing of ours', file: null, args: ['-e', 'console.log(0)'] },
  { name: '`cli.cjs --version`', file: 'cli.cjs', args: ['--version'] },
  {
    name: '`cli.cjs status`, as every command of a stage',
    file: 'cli.cjs',
    args: ['status', EXAMPLE, '--kubeconfig', NOWHERE],
  },
  {
    name: '`cli.cjs validate`, which has `rehearse` beside it',
    file: 'cli.cjs',
    args: ['validate', EXAMPLE],
  },
  {
    name: '`action.cjs`, command `status`',
    file: 'action.cjs',
    args: [],
    inputs: { COMMAND: 'status', FILE: EXAMPLE, KUBECONFIG: NOWHERE },
  },
  {
    name: '`action.cjs`, command `validate`',
    file: 'action.cjs',
    args: [],
    inputs: { COMMAND: 'validate', FILE: EXAMPLE },
  },
]

/** Two Markdown tables: sizes, and starts. */
export async function loading(folder, node, rounds) {
  const rows = []
  for (const start of STARTS) rows.push(await measured(start, folder, node, rounds))
  const kb = (bytes) => Math.round(bytes / 1024).toString()
  return [
    '| bundle | KiB | gzipped |',
    '| --- | ---: | ---: |',
    ...sizes(folder).map(({ name, bytes, zipped }) => `| \`${name}\` | ${kb(bytes)} | ${kb(zipped)} |`),
    '',
    '| start | first output, ms | read, KiB | functions run, KiB | packages run | packages left alone |',
    '| --- | ---: | ---: | ---: | --- | --- |',
    ...rows.map(
      ({ name, time, read, run, packages, idle }) =>
        `| ${name} | ${time.median.toFixed(0)} (${time.low.toFixed(0)}–${time.high.toFixed(0)}) | ${kb(read)} | ${kb(run)} | ${packages.join(', ') || '-'} | ${shortened(idle)} |`,
    ),
  ].join('\n')
}

/** Those that we ask for ourselves by name, and how many those bring. */
function shortened(packages) {
  const { dependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  const own = packages.filter((name) => name in dependencies)
  const rest = packages.length - own.length
  return [...own, ...(rest > 0 ? [`${rest} of theirs`] : [])].join(', ') || '-'
}

function sizes(folder) {
  const names = readdirSync(folder).filter((name) => name.endsWith('.cjs'))
  return names.sort().map((name) => {
    const content = readFileSync(path.join(folder, name))
    return { name, bytes: content.length, zipped: gzipSync(content, { level: 9 }).length }
  })
}

async function measured({ name, file, args, inputs = {} }, folder, node, rounds) {
  const argv = file === null ? args : [path.join(folder, file), ...args]
  const env = { ...process.env, GITHUB_ACTIONS: 'true' }
  for (const [input, value] of Object.entries(inputs)) env[`INPUT_${input}`] = value
  const times = []
  for (let round = 0; round <= rounds; round++) {
    const time = await firstOutput(node, argv, env)
    if (round > 0) times.push(time)
  }
  return { name, time: summary(times), ...(await covered(node, argv, env, folder)) }
}

/** Milliseconds until the process has written something. */
function firstOutput(node, argv, env) {
  return new Promise((resolve, reject) => {
    const began = performance.now()
    const child = spawn(node, argv, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let first = null
    const heard = () => (first ??= performance.now() - began)
    child.stdout.on('data', heard)
    child.stderr.on('data', heard)
    child.on('error', reject)
    child.on('close', () =>
      first === null ? reject(new Error(`${argv.join(' ')} said nothing`)) : resolve(first),
    )
  })
}

/** V8 tells which files were read and which of their functions ran. */
async function covered(node, argv, env, folder) {
  const place = mkdtempSync(path.join(tmpdir(), 'bench-'))
  try {
    await firstOutput(node, argv, { ...env, NODE_V8_COVERAGE: place })
    const scripts = readdirSync(place)
      .flatMap((name) => JSON.parse(readFileSync(path.join(place, name), 'utf8')).result)
      .filter(({ url }) => url.startsWith(`file://${folder}/`))
    const read = scripts.reduce((sum, { url }) => sum + statSync(new URL(url)).size, 0)
    const packages = new Set()
    const held = new Set()
    let run = 0
    for (const { functions } of scripts) {
      // The whole file is a function too.
      run += bytesRun(functions.slice(1))
      for (const { functionName, ranges } of functions) {
        const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(functionName)
        if (found) held.add(found[1])
        if (found && ranges[0].count > 0) packages.add(found[1])
      }
    }
    return {
      read,
      run,
      packages: [...packages].sort(),
      idle: [...held].filter((name) => !packages.has(name)).sort(),
    }
  } finally {
    rmSync(place, { recursive: true })
  }
}

/** Length of the ranges that ran; inner functions that did not are taken out again. */
function bytesRun(functions) {
  const ranges = functions
    .map(({ ranges: [whole] }) => whole)
    .sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset)
  let bytes = 0
  const open = []
  for (const { startOffset: from, endOffset: to, count } of ranges) {
    while (open.length > 0 && open.at(-1).to <= from) open.pop()
    const outer = open.at(-1)?.ran ?? false
    const ran = count > 0
    if (ran !== outer) bytes += ran ? to - from : from - to
    open.push({ to, ran })
  }
  return bytes
}
