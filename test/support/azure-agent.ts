import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { CLI } from './cli.ts'
import { unzip } from './unzip.ts'

/** The task's bundle lies beside the CLI's. */
export const TASK_BUNDLE = path.join(path.dirname(CLI), 'task.cjs')

/** Handlers that the task declares, each with a Node of its kind where one is at hand. */
export const NODES: readonly { readonly handler: string; readonly node: string }[] = [
  { handler: 'Node20_1', node: process.execPath },
  ...(process.env['NODE24'] && existsSync(process.env['NODE24'])
    ? [{ handler: 'Node24', node: process.env['NODE24'] }]
    : []),
]

export interface Installed {
  readonly folder: string
  readonly names: readonly string[]
  remove(): Promise<void>
}

/** Packs the extension with its own script, and unpacks it. */
export async function installExtension(): Promise<Installed> {
  const folder = await mkdtemp(path.join(tmpdir(), 'shiftgate-vsix-test-'))
  const archive = path.join(folder, 'shiftgate.vsix')
  const script = path.resolve('scripts/package-azure.mjs')
  await promisify(execFile)(process.execPath, [script, archive, '--task', TASK_BUNDLE])
  const names = await unzip(archive, path.join(folder, 'extension'))
  return {
    folder: path.join(folder, 'extension'),
    names,
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** A service connection as the agent hands it to a task. */
export interface Endpoint {
  readonly url?: string
  readonly scheme: string
  readonly parameters: { readonly [name: string]: string }
  readonly data?: { readonly [name: string]: string }
}

export interface TaskRun {
  readonly task: 'ShiftgateRollout' | 'ShiftgateBuild'
  readonly inputs: { readonly [name: string]: string }
  readonly variables: { readonly [name: string]: string }
  readonly endpoints?: { readonly [id: string]: Endpoint }
  readonly env?: { readonly [name: string]: string }
  readonly cwd: string
  readonly node?: string
}

export interface LoggingCommand {
  readonly name: string
  readonly properties: { readonly [name: string]: string }
  readonly message: string
}

export interface TaskResult {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** As `task.complete` said; what the agent would make of the exit code when it said nothing. */
  readonly result: 'Succeeded' | 'Failed'
  readonly message: string
  readonly commands: readonly LoggingCommand[]
  readonly outputs: { readonly [name: string]: string }
  readonly issues: readonly LoggingCommand[]
  /** What a person sees in the log: all but commands. */
  readonly log: string
  readonly stdout: string
  readonly stderr: string
  /** All that the task left in the agent's temporary folder: reports. */
  readonly written: string
  /** What an agent would refuse: a command or a variable that the task's restrictions forbid. */
  readonly refused: readonly string[]
}

/** Allowed in restricted mode (Agent.Worker/TaskCommandExtension.cs: CommandRestriction). */
const RESTRICTED = new Set([
  'logdetail',
  'logissue',
  'issue',
  'complete',
  'setprogress',
  'setsecret',
  'setvariable',
  'debug',
  'settaskvariable',
  'prependpath',
])

export interface RunningTask {
  readonly child: ChildProcess
  readonly done: Promise<TaskResult>
  said(text: string | RegExp): Promise<void>
}

/** Runs a task as the agent does: its handler's Node, inputs and connections in the environment, commands read from stdout. */
export async function startTask(installed: Installed, run: TaskRun): Promise<RunningTask> {
  const folder = path.join(installed.folder, 'tasks', run.task)
  const manifest = JSON.parse(await readFile(path.join(folder, 'task.json'), 'utf8')) as Manifest
  const temp = await mkdtemp(path.join(tmpdir(), 'shiftgate-agent-'))
  const target = path.join(folder, manifest.execution['Node20_1']!.target)
  const { PATH, HOME } = process.env
  const child = spawn(run.node ?? process.execPath, [target], {
    cwd: run.cwd,
    env: { PATH, HOME, ...environmentOf(run, manifest), AGENT_TEMPDIRECTORY: temp, ...run.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  const listeners = new Set<() => void>()
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
    for (const listener of listeners) listener()
  })
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const done = new Promise<TaskResult>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      void (async () => {
        const left = await leftFiles(temp)
        const written = await reports(temp)
        await rm(temp, { recursive: true, force: true })
        resolve(resultOf({ code, signal, stdout, stderr: stderr + left, written }, manifest))
      })()
    })
  })
  const said = (text: string | RegExp) =>
    new Promise<void>((resolve, reject) => {
      const there = () => (typeof text === 'string' ? stdout.includes(text) : text.test(stdout))
      const look = () => {
        if (!there()) return
        listeners.delete(look)
        resolve()
      }
      listeners.add(look)
      look()
      void done.then((r) =>
        there() ? resolve() : reject(new Error(`ended without "${text}":\n${r.stdout}\n${r.stderr}`)),
      )
    })
  return { child, done, said }
}

export async function runTask(installed: Installed, run: TaskRun): Promise<TaskResult> {
  return (await startTask(installed, run)).done
}

interface Manifest {
  readonly inputs: readonly { readonly name: string; readonly type: string; readonly defaultValue?: string }[]
  readonly execution: { readonly [handler: string]: { readonly target: string } }
  readonly restrictions: { readonly settableVariables: { readonly allowed: readonly string[] } }
}

function environmentOf({ inputs, variables, endpoints = {}, cwd }: TaskRun, manifest: Manifest) {
  const env: { [name: string]: string } = {}
  for (const name of Object.keys(inputs)) {
    if (!manifest.inputs.some((i) => i.name === name)) throw new Error(`the task has no input "${name}"`)
  }
  for (const { name, type, defaultValue } of manifest.inputs) {
    const given = inputs[name] ?? defaultValue
    // The agent makes paths absolute, and sends an input without a value as an empty one.
    const value = given && type === 'filePath' ? path.resolve(cwd, given) : given
    if (value !== undefined) env[`INPUT_${name.toUpperCase()}`] = value
  }
  for (const [name, value] of Object.entries(variables)) env[name.toUpperCase().replace(/[. ]/g, '_')] = value
  for (const [id, { url, scheme, parameters, data = {} }] of Object.entries(endpoints)) {
    if (url !== undefined) env[`ENDPOINT_URL_${id}`] = url
    env[`ENDPOINT_AUTH_${id}`] = JSON.stringify({ scheme, parameters })
    env[`ENDPOINT_AUTH_SCHEME_${id}`] = scheme
    for (const [key, value] of Object.entries(parameters))
      env[`ENDPOINT_AUTH_PARAMETER_${id}_${key.toUpperCase()}`] = value
    for (const [key, value] of Object.entries(data)) env[`ENDPOINT_DATA_${id}_${key.toUpperCase()}`] = value
  }
  return env
}

/** Credentials that a task leaves on the agent. */
async function leftFiles(temp: string): Promise<string> {
  const left = (await readdir(temp)).filter((name) => name !== '.taskkey' && !name.endsWith('.json'))
  return left.length === 0 ? '' : `left behind: ${left.join(', ')}\n`
}

async function reports(temp: string): Promise<string> {
  const names = (await readdir(temp)).filter((name) => name.endsWith('.json'))
  return (await Promise.all(names.map((name) => readFile(path.join(temp, name), 'utf8')))).join('\n')
}

function resultOf(
  ended: Pick<TaskResult, 'code' | 'signal' | 'stdout' | 'stderr' | 'written'>,
  { restrictions }: Manifest,
): TaskResult {
  const lines = ended.stdout.split('\n')
  const commands = lines.map(commandOf).filter((c): c is LoggingCommand => c !== null)
  const refused = commands.flatMap(({ name, properties }) => {
    const event = name.split('.')[1] ?? ''
    if (!name.startsWith('task.') || !RESTRICTED.has(event)) return [name]
    const variable = properties['variable'] ?? ''
    return event === 'setvariable' && !restrictions.settableVariables.allowed.includes(variable)
      ? [`${name} ${variable}`]
      : []
  })
  const complete = commands.filter((c) => c.name === 'task.complete').at(-1)
  const completed = complete?.properties['result'] === 'Succeeded' ? 'Succeeded' : 'Failed'
  const failed = ended.code !== 0 || complete === undefined
  return {
    ...ended,
    result: failed ? 'Failed' : completed,
    message: complete?.message ?? '',
    commands,
    outputs: Object.fromEntries(
      commands
        .filter((c) => c.name === 'task.setvariable')
        .map((c) => [c.properties['variable'] ?? '', c.message]),
    ),
    issues: commands.filter((c) => c.name === 'task.logissue'),
    log: lines.filter((l) => commandOf(l) === null).join('\n'),
    refused,
  }
}

/** The agent looks for its commands anywhere in a line. */
export function commandOf(line: string): LoggingCommand | null {
  const found = /##vso\[([\w.]+)\s*([^\]]*)\](.*)$/.exec(line)
  if (!found) return null
  const pairs = (found[2] ?? '').split(';').filter((p) => p.includes('='))
  const unescaped = (text: string) =>
    text
      .replaceAll('%3B', ';')
      .replaceAll('%5D', ']')
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%AZP25', '%')
  return {
    name: found[1]!,
    properties: Object.fromEntries(
      pairs.map((p) => [p.slice(0, p.indexOf('=')), unescaped(p.slice(p.indexOf('=') + 1))]),
    ),
    message: unescaped(found[3] ?? ''),
  }
}
