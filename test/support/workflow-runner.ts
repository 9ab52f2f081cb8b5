import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { ACTION } from './action.ts'
import type { ActionResult, RunningAction } from './action.ts'

/* eslint-disable @typescript-eslint/no-explicit-any -- workflow files, and GitHub's packages used as JavaScript */

export type Conclusion = 'success' | 'failure' | 'cancelled' | 'skipped'

export interface JobResult {
  readonly result: Conclusion
  readonly outputs: { readonly [name: string]: string }
  readonly environment: string | null
  readonly steps: readonly ActionResult[]
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
  readonly inputs: { readonly [name: string]: string }
  readonly github: { readonly [name: string]: string }
  readonly decisions: Decisions
  start(inputs: { readonly [name: string]: string }): Promise<RunningAction>
  /** Results of an earlier attempt: jobs that succeeded are not run again, unless one that they need is. */
  readonly earlier?: { readonly [job: string]: JobResult }
}

const root = path.resolve(import.meta.dirname, '../..')
const SELF = '$/.github/actions/'

/**
 * Runs a workflow file as GitHub does, as far as we use it: needs, if with its status functions, environments, outputs, steps;
 * expressions by GitHub's own evaluator. Steps of our action start the real bundle, others are only checked to exist.
 */
export async function runWorkflow(
  file: string,
  options: WorkflowOptions,
): Promise<{ readonly [job: string]: JobResult }> {
  const workflow = parse(readFileSync(path.join(root, file), 'utf8'))
  const inputs = withDefaults(workflow.on.workflow_call.inputs, options.inputs, 'workflow')
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
    results[name] = again.has(name)
      ? await runJob(name, job, needs, results, inputs, options)
      : options.earlier![name]!
  }
  return results
}

async function runJob(
  name: string,
  job: any,
  needs: readonly string[],
  results: { readonly [job: string]: JobResult },
  inputs: { readonly [name: string]: string },
  options: WorkflowOptions,
): Promise<JobResult> {
  const { decisions } = options
  const none = { outputs: {}, environment: null, steps: [] }
  const cancelled = decisions.cancelled?.() ?? false
  // success() and failure() look at all ancestors, not only at `needs`.
  const ancestors = ancestorsOf(name, job, results)
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
  const condition = String(job.if ?? 'success()')
  const wanted = unwrapped(condition)
  const usesStatus = /\b(always|cancelled|failure|success)\s*\(/.test(wanted)
  const runs = evaluate(usesStatus ? wanted : `success() && (${wanted})`, contexts, status, options.tools)
  if (!truthy(runs)) return { ...none, result: cancelled && !usesStatus ? 'cancelled' : 'skipped' }
  const named = typeof job.environment === 'object' ? job.environment.name : job.environment
  const environment = named === undefined ? null : text(named, contexts, status, options.tools)
  if (environment) {
    const answer = decisions.review(name, environment)
    if (answer === 'reject' || answer === 'time-out') return { ...none, environment, result: 'failure' }
  }
  const steps: { [id: string]: { outputs: { readonly [name: string]: string } } } = {}
  const done: ActionResult[] = []
  for (const step of job.steps) {
    const all = { ...contexts, steps, secrets: {} }
    const given = Object.fromEntries(
      Object.entries<any>(step.with ?? {}).map(([k, v]) => [k, text(v, all, status, options.tools)]),
    )
    if (!step.uses?.startsWith(SELF)) {
      if (!/^actions\/checkout@[0-9a-f]{40}$/.test(step.uses))
        throw new Error(`unknown step ${JSON.stringify(step)}`)
      continue
    }
    const folder = path.join('.github/actions', step.uses.slice(SELF.length))
    const manifest = parse(readFileSync(path.join(root, folder, 'action.yml'), 'utf8'))
    const values = withDefaults(manifest.inputs, given, folder)
    if (manifest.runs.using === 'composite') {
      if (decisions.breaks?.(name)) return { ...none, environment, result: 'failure' }
      continue
    }
    const main = path.normalize(path.join(folder, manifest.runs.main))
    if (main !== path.join('dist', path.basename(ACTION))) throw new Error(`${folder} starts ${main}`)
    const running = await options.start(
      Object.fromEntries(Object.entries(values).map(([k, v]) => [k, text(v, all, status, options.tools)])),
    )
    decisions.during?.(name, running)
    const result = await running.done
    done.push(result)
    if (result.code !== 0) {
      const stopped = decisions.cancelled?.() ?? false
      return { outputs: {}, environment, steps: done, result: stopped ? 'cancelled' : 'failure' }
    }
    if (step.id) steps[step.id] = { outputs: result.outputs }
  }
  const outputs = Object.fromEntries(
    Object.entries<any>(job.outputs ?? {}).map(([k, v]) => [
      k,
      text(v, { ...contexts, steps }, status, options.tools),
    ]),
  )
  return { outputs, environment, steps: done, result: 'success' }
}

function ancestorsOf(name: string, job: any, results: { readonly [job: string]: JobResult }): Conclusion[] {
  // Every job of these files needs, directly or through others, all that stand before it.
  const before = Object.keys(results)
  return [job.needs ?? []].flat().length === 0
    ? []
    : before.filter((n) => n !== name).map((n) => results[n]!.result)
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

const unwrapped = (condition: string) => /^\s*\$\{\{([\s\S]*)\}\}\s*$/.exec(condition)?.[1] ?? condition

/** A value with `${{ }}` in it, as text. */
function text(value: unknown, contexts: object, status: Status, tools: any): string {
  return String(value).replace(/\$\{\{([\s\S]*?)\}\}/g, (_, expression: string) =>
    evaluate(expression, contexts, status, tools).coerceString(),
  )
}

type Status = { readonly [name: string]: () => boolean }

function evaluate(expression: string, contexts: object, status: Status, tools: any): any {
  const { Lexer, Parser, Evaluator, data } = tools.expressions
  const functions = Object.entries(status).map(([name, call]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(call()),
  }))
  const { tokens } = new Lexer(expression.trim()).lex()
  const parsed = new Parser(tokens, [...Object.keys(contexts), 'github'], functions).parse()
  return new Evaluator(parsed, toData(contexts, data), new Map(functions.map((f) => [f.name, f]))).evaluate()
}

function truthy(value: any): boolean {
  return !['', 'false', '0', 'null'].includes(value.coerceString())
}

function toData(value: any, data: any): any {
  if (typeof value === 'string') return new data.StringData(value)
  if (value === null || value === undefined) return new data.Null()
  return new data.Dictionary(
    ...Object.entries(value).map(([key, inner]) => ({ key, value: toData(inner, data) })),
  )
}
