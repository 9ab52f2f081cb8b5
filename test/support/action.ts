import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** The bundle under test, and the Node that a runner would start it with. */
export const ACTION = process.env['SHIFTGATE_CLI']
  ? path.join(path.dirname(path.resolve(process.env['SHIFTGATE_CLI'])), 'action.cjs')
  : path.resolve('dist/action.cjs')
export const NODE24 = process.env['NODE24'] ?? process.execPath

export interface ActionOptions {
  readonly inputs: { readonly [name: string]: string }
  readonly env: { readonly [name: string]: string | undefined }
  readonly cwd: string
}

export interface Annotation {
  readonly level: string
  readonly properties: { readonly [name: string]: string }
  readonly message: string
}

export interface ActionResult {
  readonly code: number | null
  /** What the log shows: the runner takes commands out of it. */
  readonly log: string
  readonly raw: string
  readonly stderr: string
  readonly outputs: { readonly [name: string]: string }
  readonly summary: string
  readonly masks: readonly string[]
  readonly annotations: readonly Annotation[]
  /** Commands other than masks and annotations: there must be none. */
  readonly otherCommands: readonly string[]
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the JSON contract
  readonly report: any
  readonly reportText: string
}

export interface RunningAction {
  readonly child: ChildProcess
  readonly done: Promise<ActionResult>
  /** What it has written so far. */
  readonly output: () => string
}

/** Starts the action as the runner does: inputs as INPUT_*, files for outputs and summary, one process group. */
export async function startAction(options: ActionOptions): Promise<RunningAction> {
  const folder = await mkdtemp(path.join(tmpdir(), 'shiftgate-runner-'))
  const files = Object.fromEntries(
    ['OUTPUT', 'ENV', 'PATH', 'STATE', 'STEP_SUMMARY'].map((name) => [
      `GITHUB_${name}`,
      path.join(folder, name.toLowerCase()),
    ]),
  )
  await Promise.all(Object.values(files).map((file) => writeFile(file, '')))
  const inputs = Object.fromEntries(
    Object.entries(options.inputs).map(([name, value]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      value,
    ]),
  )
  const { PATH, HOME } = process.env
  const child = spawn(NODE24, [ACTION], {
    cwd: options.cwd,
    env: {
      PATH,
      HOME,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: options.cwd,
      GITHUB_SERVER_URL: 'https://github.com',
      RUNNER_TEMP: folder,
      ...files,
      ...inputs,
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let raw = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => (raw += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const done = new Promise<ActionResult>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      collect(code, raw, stderr, files).then(
        (result) => rm(folder, { recursive: true, force: true }).then(() => resolve(result)),
        reject,
      )
    })
  })
  return { child, done, output: () => raw }
}

export async function runAction(options: ActionOptions): Promise<ActionResult> {
  return (await startAction(options)).done
}

const COMMAND = /^::([a-z-]+)(?: ([^:]*(?:%3A[^:]*)*))?::(.*)$/

async function collect(
  code: number | null,
  raw: string,
  stderr: string,
  files: { readonly [name: string]: string },
): Promise<ActionResult> {
  const masks: string[] = []
  const annotations: Annotation[] = []
  const otherCommands: string[] = []
  const log: string[] = []
  for (const line of raw.split('\n')) {
    const found = COMMAND.exec(line.trimStart())
    if (!found) {
      // The other syntax that runners read, anywhere in a line.
      if (/##\[/.test(line)) otherCommands.push(line)
      log.push(line)
      continue
    }
    const [, name, properties = '', message] = found
    if (name === 'add-mask') masks.push(unescape(message!))
    else if (['error', 'warning', 'notice'].includes(name!))
      annotations.push({ level: name!, properties: propertiesOf(properties), message: unescape(message!) })
    else otherCommands.push(line)
  }
  const outputs = parseOutputs(await readFile(files['GITHUB_OUTPUT']!, 'utf8'))
  const reportText = outputs['report'] ? await readFile(outputs['report'], 'utf8') : ''
  return {
    code,
    log: log.join('\n'),
    raw,
    stderr,
    outputs,
    summary: await readFile(files['GITHUB_STEP_SUMMARY']!, 'utf8'),
    masks,
    annotations,
    otherCommands,
    report: reportText === '' ? {} : JSON.parse(reportText),
    reportText,
  }
}

function propertiesOf(text: string): { [name: string]: string } {
  return Object.fromEntries(
    text
      .split(',')
      .filter((pair) => pair.includes('='))
      .map((pair) => [pair.slice(0, pair.indexOf('=')), unescape(pair.slice(pair.indexOf('=') + 1))]),
  )
}

function unescape(text: string): string {
  const codes: { readonly [code: string]: string } = {
    '%0D': '\r',
    '%0A': '\n',
    '%3A': ':',
    '%2C': ',',
    '%25': '%',
  }
  return text.replace(/%(0D|0A|3A|2C|25)/g, (code) => codes[code]!)
}

/** The file as the runner reads it: `name<<delimiter`, lines, `delimiter`. */
function parseOutputs(text: string): { [name: string]: string } {
  const outputs: { [name: string]: string } = {}
  const lines = text.split('\n')
  for (let i = 0; i < lines.length; i++) {
    const found = /^([^<]+)<<(.+)$/.exec(lines[i]!)
    if (!found) continue
    const end = lines.indexOf(found[2]!, i + 1)
    outputs[found[1]!] = lines.slice(i + 1, end).join('\n')
    i = end
  }
  return outputs
}
