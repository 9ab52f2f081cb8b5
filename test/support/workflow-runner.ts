import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parse } from 'yaml'
import { ACTION } from './action.ts'
import type { ActionResult, RunningAction } from './action.ts'
import { holds, text, texts } from './workflow-expression.ts'
import type { Scope } from './workflow-expression.ts'

/* eslint-disable @typescript-eslint/no-explicit-any -- workflow files, and GitHub's packages used as JavaScript */

export type Conclusion = 'success' | 'failure' | 'cancelled' | 'skipped'

export interface JobResult {
  readonly result: Conclusion
  readonly outputs: { readonly [name: string]: string }
  readonly environment: string | null
  /** Of our action, in order. */
  readonly steps: readonly ActionResult[]
  /** What scripts printed. */
  readonly said?: string
}

export interface Decisions {
  /** What people do about a job that waits; `pass`: the environment lets it through. */
  review(job: string, environment: string): 'approve' | 'reject' | 'time-out' | 'pass'
  /** Fails a job's login step. */
  breaks?(job: string): boolean
  /** Called when the action of a job runs; may stop it. */
  during?(job: string, running: RunningAction): void
  /** Whether somebody has cancelled the run by now. */
  cancelled?(): boolean
}

export interface WorkflowOptions {
  readonly tools: any
  /** Of a call or a start by hand; none for other events. */
  readonly inputs?: { readonly [name: string]: string }
  readonly github: { readonly [name: string]: unknown }
  readonly decisions: Decisions
  start(inputs: { readonly [name: string]: string }): Promise<RunningAction>
  /** Environment of scripts, beside what they name themselves. */
  readonly env?: { readonly [name: string]: string }
  /** Results of an earlier attempt: jobs that succeeded are not run again, unless one that they need is. */
  readonly earlier?: { readonly [job: string]: JobResult }
  /** Values of secrets: GitHub drops an output of a job that contains one. */
  readonly secrets?: readonly string[]
}

const root = path.resolve(import.meta.dirname, '../..')
/** Our actions, as the reusable workflow and as callers name them. */
const OURS = /^(?:\$|OWNER\/shiftgate)(?:\/([\w./-]+))?(?:@v1)?$/

/**
 * Runs a workflow file as GitHub does, as far as we use it: needs, if with its status functions, environments, outputs, steps;
 * expressions by GitHub's own evaluator. Steps of our action start the real bundle, others are only checked to exist.
 */
export async function runWorkflow(
  file: string,
  options: WorkflowOptions,
): Promise<{ readonly [job: string]: JobResult }> {
  const workflow = parse(readFileSync(path.join(root, file), 'utf8'))
  const described = (workflow.on.workflow_call ?? workflow.on.workflow_dispatch)?.inputs ?? {}
  const inputs = options.inputs ? withDefaults(described, options.inputs, 'workflow') : {}
  const jobs = Object.entries<any>(workflow.jobs)
  const again = new Set(
    jobs.map(([name]) => name).filter((name) => options.earlier?.[name]?.result !== 'success'),
  )
  const results: { [job: string]: JobResult } = {}
  for (const [name, job] of jobs) {
    const needs: string[] = [job.needs ?? []].flat()
    for (const need of needs)
      if (!(need in results)) throw new Error(`${name} comes before ${need}, which it needs`)
    if (needs.some((need) => again.has(need))) again.add(name)
    const before = ancestorsOf(name, workflow.jobs)
    results[name] = again.has(name)
      ? await runJob(name, job, { needs, before }, results, inputs, options)
      : options.earlier![name]!
  }
  return results
}

async function runJob(
  name: string,
  job: any,
  { needs, before }: { readonly needs: readonly string[]; readonly before: readonly string[] },
  results: { readonly [job: string]: JobResult },
  inputs: { readonly [name: string]: string },
  options: WorkflowOptions,
): Promise<JobResult> {
  const { decisions } = options
  const none = { outputs: {}, environment: null, steps: [] }
  const cancelled = decisions.cancelled?.() ?? false
  // success() and failure() look at all ancestors, not only at `needs`.
  const ancestors = before.map((ancestor) => results[ancestor]!.result)
  const status = {
    always: () => true,
    cancelled: () => cancelled,
    failure: () => !cancelled && ancestors.some((r) => r === 'failure'),
    success: () => !cancelled && ancestors.every((r) => r === 'success'),
  }
  const contexts = {
    github: options.github,
    inputs,
    needs: Object.fromEntries(
      needs.map((n) => [n, { result: results[n]!.result, outputs: results[n]!.outputs }]),
    ),
  }
  const scope: Scope = { contexts, status, tools: options.tools }
  const { runs, own } = holds(job.if, scope)
  if (!runs) return { ...none, result: cancelled && !own ? 'cancelled' : 'skipped' }
  const named = typeof job.environment === 'object' ? job.environment.name : job.environment
  const environment = named === undefined ? null : text(named, scope)
  if (environment) {
    const answer = decisions.review(name, environment)
    if (answer === 'reject' || answer === 'time-out') return { ...none, environment, result: 'failure' }
  }
  const steps: { [id: string]: { outputs: { readonly [name: string]: string } } } = {}
  const done: ActionResult[] = []
  // The first step that fails ends the job here, so that there only `success()` is asked.
  const inSteps = () => ({
    ...scope,
    status: { ...status, success: () => true },
    contexts: { ...contexts, steps, secrets: {} },
  })
  let said = ''
  const ended = (result: Conclusion): JobResult => {
    // Also of a job that failed.
    const outputs = Object.entries(texts(job.outputs, inSteps()))
    const kept = outputs.filter(([, value]) => !options.secrets?.some((secret) => value.includes(secret)))
    return { outputs: Object.fromEntries(kept), environment, steps: done, said, result }
  }
  for (const step of job.steps) {
    if (!holds(step.if, inSteps()).runs) continue
    const given = texts(step.with, inSteps())
    if (step.run !== undefined) {
      const script = await runScript(step.run, { ...options.env, ...texts(step.env, inSteps()) })
      if (step.id) steps[step.id] = { outputs: script.outputs }
      said += script.said
      if (script.code !== 0) return ended('failure')
      continue
    }
    const ours = OURS.exec(step.uses)
    if (!ours) {
      if (!/^actions\/checkout@[0-9a-f]{40}$/.test(step.uses))
        throw new Error(`unknown step ${JSON.stringify(step)}`)
      continue
    }
    const folder = ours[1] ?? '.'
    const manifest = parse(readFileSync(path.join(root, folder, 'action.yml'), 'utf8'))
    const values = withDefaults(manifest.inputs, given, folder)
    if (manifest.runs.using === 'composite') {
      if (decisions.breaks?.(name)) return ended('failure')
      continue
    }
    const main = path.normalize(path.join(folder, manifest.runs.main))
    if (main !== path.join('dist', path.basename(ACTION))) throw new Error(`${folder} starts ${main}`)
    const running = await options.start(texts(values, inSteps()))
    decisions.during?.(name, running)
    const result = await running.done
    done.push(result)
    if (step.id) steps[step.id] = { outputs: result.outputs }
    if (result.code !== 0) return ended((decisions.cancelled?.() ?? false) ? 'cancelled' : 'failure')
  }
  return ended('success')
}

/** As the runner starts bash where a step names no shell. */
async function runScript(
  script: string,
  env: { readonly [name: string]: string },
): Promise<{ code: number | null; outputs: { [name: string]: string }; said: string }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'shiftgate-step-'))
  const file = path.join(folder, 'output')
  writeFileSync(file, '')
  const { PATH } = process.env
  const child = spawn('bash', ['-e', '-c', script], {
    cwd: folder,
    env: { PATH, ...env, GITHUB_OUTPUT: file },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  rmSync(folder, { recursive: true })
  const outputs = lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])
  return { code, outputs: Object.fromEntries(outputs), said }
}

/** What a job needs, directly or through others. */
function ancestorsOf(name: string, jobs: { readonly [name: string]: any }): string[] {
  const needs: string[] = [jobs[name].needs ?? []].flat()
  return [...new Set([...needs, ...needs.flatMap((need) => ancestorsOf(need, jobs))])]
}

function withDefaults(
  described: { readonly [name: string]: { default?: string; required?: boolean } },
  given: { readonly [name: string]: string },
  where: string,
): { readonly [name: string]: string } {
  const unknown = Object.keys(given).filter((name) => !(name in described))
  if (unknown.length > 0) throw new Error(`${where} has no input ${unknown.join(', ')}`)
  return Object.fromEntries(
    Object.entries(described).map(([name, { default: value }]) => [name, given[name] ?? String(value ?? '')]),
  )
}
