import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ACTION, NODE24 } from './action.ts'

const root = path.resolve(import.meta.dirname, '../..')

/** `act`, which runs workflows on this machine: named by SHIFTGATE_ACT, or on the PATH; null: there is none. */
export function findAct(): string | null {
  const named = process.env['SHIFTGATE_ACT']
  const command = named || 'act'
  const { error, status } = spawnSync(command, ['--version'], { stdio: 'ignore' })
  if (!error && status === 0) return command
  if (named) throw new Error(`SHIFTGATE_ACT names ${named}, which does not run`)
  return null
}

export interface ActJob {
  readonly result: 'success' | 'failure' | 'skipped'
  /** What its steps printed, and what act says of them. */
  readonly log: string
}

export interface ActRun {
  readonly code: number | null
  /** By job id, in the order in which they began. */
  readonly jobs: { readonly [id: string]: ActJob }
  /** Everything it wrote, but for the lines that tell it what to mask. */
  readonly raw: string
}

export interface ActOptions {
  readonly act: string
  /** The team's repository: rollout file and manifests. */
  readonly repository: string
  /** The caller, a workflow file of ours under examples/. */
  readonly caller: string
  readonly inputs: { readonly [name: string]: string }
  readonly secrets: { readonly [name: string]: string }
  readonly env: { readonly [name: string]: string }
}

/**
 * Runs a caller of the reusable workflow as `act` does, in host mode and offline. What act 0.2.89 lacks, and what is done
 * about it: environments and approvals (jobs pass at once), concurrency (not looked at), and `uses: $/…` (written out as the
 * repository that it stands for).
 */
export async function runAct(options: ActOptions): Promise<ActRun> {
  const folder = mkdtempSync(path.join(tmpdir(), 'shiftgate-act-'))
  try {
    const shiftgate = path.join(folder, 'shiftgate')
    publish(shiftgate)
    const team = path.join(folder, 'team')
    cpSync(options.repository, team, { recursive: true })
    mkdirSync(path.join(team, '.github/workflows'), { recursive: true })
    cpSync(path.join(root, options.caller), path.join(team, '.github/workflows/rollout.yml'))
    commit(team)
    const home = path.join(folder, 'home')
    mkdirSync(path.join(home, '.config/act'), { recursive: true })
    // Without one it asks which container image to use.
    writeFileSync(path.join(home, '.config/act/actrc'), '')
    mkdirSync(path.join(folder, 'bin'))
    symlinkSync(NODE24, path.join(folder, 'bin/node'))
    const event = path.join(folder, 'event.json')
    writeFileSync(event, JSON.stringify({ inputs: options.inputs }))
    const args = [
      ['workflow_dispatch', '--json', '--eventpath', event, '--workflows', '.github/workflows/rollout.yml'],
      ['--platform', 'ubuntu-latest=-self-hosted', '--action-cache-path', path.join(folder, 'cache')],
      [
        '--no-cache-server',
        '--use-new-action-cache',
        '--local-repository',
        `OWNER/shiftgate@v1=${shiftgate}`,
      ],
      ...cloudLogins(folder),
      // Values stay out of the arguments: it takes them from its environment.
      ...Object.keys(options.secrets).map((name) => ['--secret', name]),
      ...Object.entries(options.env).map(([name, value]) => ['--env', `${name}=${value}`]),
    ].flat()
    const child = spawn(options.act, args, {
      cwd: team,
      env: {
        ...options.secrets,
        PATH: `${path.join(folder, 'bin')}:${process.env['PATH']}`,
        HOME: home,
        XDG_CONFIG_HOME: path.join(home, '.config'),
        XDG_CACHE_HOME: path.join(home, '.cache'),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let raw = ''
    child.stdout.on('data', (chunk: Buffer) => (raw += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (raw += chunk.toString()))
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject)
      child.on('close', resolve)
    })
    const shown = raw.split('\n').filter((line) => !line.includes('"command":"add-mask"'))
    return { code, jobs: jobsOf(shown), raw: shown.join('\n') }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Our repository, as far as callers use it, with the bundle under test. */
function publish(folder: string): void {
  for (const part of ['.github/actions', '.github/workflows/abtest.yml', 'action.yml'])
    cpSync(path.join(root, part), path.join(folder, part), { recursive: true })
  cpSync(ACTION, path.join(folder, 'dist/action.cjs'))
  const workflow = path.join(folder, '.github/workflows/abtest.yml')
  const text = readFileSync(workflow, 'utf8')
  writeFileSync(workflow, withoutWhatActLacks(text))
}

/** act fetches actions of others even where an `if` leaves them out: instead of the logins of clouds it gets one that fails. */
function cloudLogins(folder: string): string[][] {
  const login = path.join(folder, 'login')
  mkdirSync(login)
  writeFileSync(
    path.join(login, 'action.yml'),
    'name: login\nruns: { using: composite, steps: [{ run: exit 1, shell: bash }] }\n',
  )
  const text = readFileSync(path.join(root, '.github/actions/cluster/action.yml'), 'utf8')
  return [...text.matchAll(/uses: (\S+@\S+)/g)].map(([, uses]) => ['--local-repository', `${uses!}=${login}`])
}

function withoutWhatActLacks(workflow: string): string {
  return workflow
    .replace(/uses: \$\/(\S+)/g, 'uses: OWNER/shiftgate/$1@v1')
    .replace(/^ *(queue: max|deployment: false)\n/gm, '')
}

function commit(folder: string): void {
  const git = (...args: string[]) => {
    const { status, stderr } = spawnSync('git', args, { cwd: folder, encoding: 'utf8' })
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`)
  }
  git('init', '-q', '-b', 'main')
  git('add', '-A')
  git('-c', 'user.name=octocat', '-c', 'user.email=o@example.com', 'commit', '-q', '-m', 'model')
  git('remote', 'add', 'origin', 'https://github.com/octo/models.git')
}

interface Line {
  readonly jobID?: string
  readonly msg?: string
  readonly jobResult?: string
}

function jobsOf(lines: readonly string[]): { [id: string]: ActJob } {
  const jobs: { [id: string]: { result: ActJob['result']; log: string } } = {}
  for (const text of lines) {
    if (!text.startsWith('{')) continue
    const { jobID, msg = '', jobResult } = JSON.parse(text) as Line
    if (jobID === undefined) continue
    const job = (jobs[jobID] ??= { result: 'skipped', log: '' })
    job.log += msg.endsWith('\n') ? msg : `${msg}\n`
    if (jobResult === 'success' || jobResult === 'failure') job.result = jobResult
  }
  return jobs
}
