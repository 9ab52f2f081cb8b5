import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import type { CommandResult } from '../../commands/result.ts'
import { messageOf } from '../../process/errors.ts'
import type { Problem } from '../../process/errors.ts'
import { singleLine } from '../../process/escape.ts'
import { warningsOf } from '../../report/findings.ts'
import { summaryMarkdown } from '../../report/summary.ts'
import { resultText, toJson } from '../../report/text.ts'
import { OUTPUTS, outputsOf } from '../../report/outputs.ts'
import type { Agent } from './agent.ts'
import type { AzureApi } from './api.ts'
import type { Job } from './job.ts'

const SUMMARY_BUDGET = 1_000_000
/** The run page lists them all; more of them tell nobody anything. */
const ISSUES = 20
const SUMMARY_TYPE = 'Distributedtask.Core.Summary'
const STOP =
  'reject the approval, or cancel the run. Its recovery stage then goes back to the state before the rollout.'

interface Options {
  readonly agent: Agent
  readonly job: Job
  readonly api: () => AzureApi
  readonly folder: string | null
}

/** Log, issues, summary, report, output variables and result of one command. */
export function publisher({ agent, job, api, folder }: Options) {
  return async (result: CommandResult): Promise<void> => {
    for (const line of resultText(result).split('\n')) agent.say(line)
    raiseIssues(agent, result)
    const temp = folder ?? tmpdir()
    const report = await writeReport(
      temp,
      result.command,
      agent.redacted(JSON.stringify(toJson(result), null, 2)),
    )
    const values = outputsOf(result, report)
    for (const { name } of OUTPUTS) {
      const value = agent.redacted(values[name])
      agent.command('task.setvariable', { variable: name, isOutput: 'true', issecret: 'false' }, value)
    }
    await attachSummary(result)
    const good = result.outcome === 'done' || result.outcome === 'unchanged'
    const said = `${result.outcome}: ${singleLine(agent.redacted(result.message), 1_000)}`
    agent.command('task.setprogress', { value: '100' }, result.outcome)
    agent.command('task.complete', { result: good ? 'Succeeded' : 'Failed' }, said)
  }

  /**
   * A task with restricted commands may not say `task.uploadsummary`: the attachment is made as the agent itself does it.
   * A run without its summary is still a good run. A cancelled task has no time for one, and its calls have ended with it.
   */
  async function attachSummary(result: CommandResult): Promise<void> {
    if (result.outcome === 'cancelled') return
    const text = agent.redacted(summaryMarkdown(result, { budget: SUMMARY_BUDGET, stop: STOP }))
    if (text === '' || job.token === null || job.record === '') return
    try {
      const tasks = await api().tasks()
      const name = `shiftgate ${singleLine(job.stage || result.command)}.md`
      await api().call('PUT summary', true, () =>
        tasks.createAttachment(
          {},
          Readable.from([Buffer.from(text)]),
          job.project,
          job.hub,
          job.plan,
          job.timeline,
          job.record,
          SUMMARY_TYPE,
          name,
        ),
      )
    } catch (error) {
      agent.command(
        'task.logissue',
        { type: 'warning' },
        `the summary could not be attached to the run: ${singleLine(messageOf(error), 500)}`,
      )
    }
  }
}

function raiseIssues(agent: Agent, result: CommandResult): void {
  if (result.outcome !== 'done' && result.outcome !== 'unchanged') {
    const problems: readonly Problem[] = result.problems?.length
      ? result.problems
      : [{ code: result.reason ?? result.outcome, message: result.message }]
    for (const problem of problems.slice(0, ISSUES)) issue(agent, 'error', problem)
    if (problems.length > ISSUES) {
      agent.command(
        'task.logissue',
        { type: 'error' },
        `${problems.length - ISSUES} more problems: see the log`,
      )
    }
  }
  for (const one of warningsOf(result).slice(0, ISSUES)) issue(agent, 'warning', one)
  for (const note of (result.notes ?? []).slice(0, ISSUES))
    issue(agent, 'warning', { code: 'note', message: note })
}

function issue(
  agent: Agent,
  type: 'error' | 'warning',
  { file, line, column, code, message }: Problem,
): void {
  const properties = {
    type,
    ...(file ? { sourcepath: singleLine(file) } : {}),
    ...(line === undefined ? {} : { linenumber: String(line) }),
    ...(column === undefined ? {} : { columnnumber: String(column) }),
    code: singleLine(code),
  }
  agent.command('task.logissue', properties, singleLine(message, 4_000))
}

async function writeReport(folder: string, command: string, json: string): Promise<string> {
  const name = /^[a-z]+$/.test(command) ? command : 'result'
  const file = path.join(folder, `shiftgate-${name}-${process.pid}.json`)
  await mkdir(folder, { recursive: true })
  await writeFile(file, `${json}\n`)
  return file
}
