import { getInput, setSecret } from '@actions/core'
import { systemClock } from '../../process/clock.ts'
import { singleLine } from '../../process/escape.ts'
import type { Host } from '../host.ts'
import { createApprovals } from './approvals.ts'
import { publisher } from './publish.ts'

export interface Runner {
  readonly env: { readonly [name: string]: string | undefined }
  readonly stdout: NodeJS.WriteStream
  readonly exit: (code: number) => never
  readonly version: string
}

/** An input of the step, '' when it is not given. */
export const readInput = (name: string): string => getInput(name)

/** A wait is told again after this many milliseconds: a silent log looks like a dead job. */
const HEARTBEAT = 60_000

/** A step of a GitHub Actions job. */
export function githubHost(runner: Runner): Host {
  const { env, stdout } = runner
  const token = readInput('token')
  const secrets = new Set<string>()
  const mask = (secret: string) => {
    if (secret.trim() === '' || secrets.has(secret)) return
    secrets.add(secret)
    setSecret(secret)
  }
  mask(token)
  return {
    env,
    stdout,
    reviewed: true,
    exit: runner.exit,
    run: ({ id, link }) => ({
      id: id ?? env['GITHUB_RUN_ID'] ?? 'github',
      link: link ?? runLink(env),
      who: `${singleLine(env['GITHUB_ACTOR'] ?? 'unknown')} in job ${singleLine(env['GITHUB_JOB'] ?? '-')} of run ${env['GITHUB_RUN_ID'] ?? '-'} (process ${process.pid})`,
    }),
    approvals: ({ clock, signal }) => createApprovals({ env, token, version: runner.version, clock, signal }),
    progress: () => progress(stdout),
    mask,
    publish: publisher({ env, stdout, secrets }),
  }
}

function runLink(env: Runner['env']): string | null {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env
  if (!server || !repository || !run) return null
  return `${server}/${repository}/actions/runs/${run}/attempts/${env['GITHUB_RUN_ATTEMPT'] ?? '1'}`
}

function progress(stdout: NodeJS.WriteStream): ReturnType<Host['progress']> {
  let said = 0
  const line = (text: string) => {
    said = systemClock.now()
    stdout.write(`  ${singleLine(text, 2_000)}\n`)
  }
  return {
    step: (text) => text.split('\n').forEach(line),
    waiting(text) {
      if (systemClock.now() - said >= HEARTBEAT) line(`… ${text}`)
    },
    end: () => undefined,
  }
}
