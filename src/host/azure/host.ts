import { systemClock } from '../../process/clock.ts'
import { singleLine } from '../../process/escape.ts'
import type { Host } from '../host.ts'
import { createApprovals } from './approvals.ts'
import type { Agent } from './agent.ts'
import type { AzureApi } from './api.ts'
import { requireRun } from './job.ts'
import type { Job } from './job.ts'
import { publisher } from './publish.ts'

interface Options {
  readonly agent: Agent
  readonly job: Job
  readonly api: () => AzureApi
  readonly env: { readonly [name: string]: string | undefined }
  readonly stdout: NodeJS.WritableStream
  readonly exit: (code: number) => never
}

/** A wait is told again after this many milliseconds: a silent log looks like a dead job. */
const HEARTBEAT = 60_000

/** A task in a job of Azure Pipelines. */
export function azureHost({ agent, job, api, env, stdout, exit }: Options): Host {
  return {
    env,
    stdout,
    reviewed: true,
    exit,
    run: ({ id, link }) => ({
      id: id ?? requireRun(job),
      link: link ?? job.link,
      who: `stage ${singleLine(job.stage)} of run ${job.run} on agent ${singleLine(agent.variable('Agent.Name') ?? '-')} (process ${process.pid})`,
    }),
    approvals: ({ clock }) => createApprovals({ job, api, clock }),
    progress: () => progress(agent),
    mask: (secret) => agent.secret(secret),
    publish: publisher({ agent, job, api, folder: agent.variable('Agent.TempDirectory') }),
  }
}

function progress(agent: Agent): ReturnType<Host['progress']> {
  let said = 0
  let shown = -1
  const line = (text: string) => {
    said = systemClock.now()
    agent.say(`  ${text}`)
  }
  return {
    step: (text) => text.split('\n').forEach(line),
    waiting(text) {
      if (systemClock.now() - said >= HEARTBEAT) line(`… ${text}`)
    },
    percent(value) {
      if (value <= shown) return
      shown = value
      agent.command('task.setprogress', { value: String(value) }, 'shiftgate')
    },
    end: () => undefined,
  }
}
