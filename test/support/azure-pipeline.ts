import { evaluate, shown, truthy } from './azure-expression.ts'
import type { Scope, Value } from './azure-expression.ts'

type Mapping = { readonly [key: string]: Value }
export type Result = 'Succeeded' | 'Failed' | 'Canceled' | 'Skipped'

export interface Step {
  readonly task: string
  readonly name: string
  readonly inputs: { readonly [name: string]: string }
  readonly stage: string
  readonly environment: string | null
}

export interface StepEnd {
  readonly result: 'Succeeded' | 'Failed' | 'Canceled'
  readonly outputs: { readonly [name: string]: string }
}

/** What is outside of the graph: people at checks, agents, and somebody with a hand on "Cancel". */
export interface Surroundings {
  readonly run: string
  /** Variable groups of the project, by name. */
  readonly groups?: { readonly [group: string]: { readonly [name: string]: string } }
  /** All checks of the stage's environments; null: none of them has one. */
  check(
    stage: string,
    environments: readonly string[],
  ): Promise<'approved' | 'rejected' | 'timedOut' | 'canceled'>
  /** `canceled` is set when the run is cancelled meanwhile. */
  step(step: Step, run: Running): Promise<StepEnd>
}

export interface Running {
  canceled: boolean
}

export interface Ended {
  readonly stages: { readonly [stage: string]: Result }
  /** Stages in the order in which they began. */
  readonly order: readonly string[]
}

interface StageNode {
  readonly name: string
  readonly dependsOn: readonly string[]
  readonly condition: string
  readonly jobs: readonly Mapping[]
}

/** Runs an expanded pipeline as the service does: stage after stage by dependency, condition, checks, jobs, steps. */
export async function runPipeline(expanded: Mapping, around: Surroundings): Promise<Ended> {
  const stages = stagesOf(expanded)
  const results: { [stage: string]: Result } = {}
  const outputs: { [stage: string]: { [job: string]: { outputs: { [name: string]: string } } } } = {}
  const running: Running = { canceled: false }
  const order: string[] = []
  const common = pipelineVariables(expanded['variables'], around.groups ?? {})
  for (const stage of stages) {
    const needed = ancestors(stages, stage.name).map((name) => results[name]!)
    if (!holds(stage.condition, needed, running)) {
      results[stage.name] = running.canceled ? 'Canceled' : 'Skipped'
      continue
    }
    const environments = stage.jobs.flatMap((job) =>
      typeof job['environment'] === 'string' ? [job['environment']] : [],
    )
    const checked = environments.length === 0 ? 'approved' : await around.check(stage.name, environments)
    if (checked === 'canceled') running.canceled = true
    if (checked !== 'approved') {
      // A rejected stage has failed, one that nobody approved in time is skipped.
      results[stage.name] =
        checked === 'rejected' ? 'Failed' : checked === 'timedOut' ? 'Skipped' : 'Canceled'
      continue
    }
    order.push(stage.name)
    results[stage.name] = await runStage(stage)
  }
  return { stages: results, order }

  async function runStage(stage: StageNode): Promise<Result> {
    let worst: Result = 'Succeeded'
    for (const job of stage.jobs) {
      if (!holds(shown(job['condition'] ?? 'succeeded()'), worst === 'Succeeded' ? [] : [worst], running))
        continue
      const ended = await runJob(stage, job)
      if (ended !== 'Succeeded') worst = ended
    }
    return worst
  }

  async function runJob(stage: StageNode, job: Mapping): Promise<Result> {
    const name = shown(job['job'] ?? job['deployment'])
    const variables = variablesOf(stage, (job['variables'] ?? {}) as Mapping)
    const mine: { [name: string]: string } = {}
    let worst: Result = 'Succeeded'
    for (const step of stepsOf(job)) {
      if (typeof step['task'] !== 'string') continue
      if (!holds(shown(step['condition'] ?? 'succeeded()'), worst === 'Succeeded' ? [] : [worst], running))
        continue
      const inputs = Object.entries((step['inputs'] ?? {}) as Mapping).map(([key, value]) => [
        key,
        macros(shown(value), variables),
      ])
      const ended = await around.step(
        {
          task: step['task'],
          name: shown(step['name']),
          inputs: Object.fromEntries(inputs) as { [name: string]: string },
          stage: stage.name,
          environment: typeof job['environment'] === 'string' ? job['environment'] : null,
        },
        running,
      )
      for (const [key, value] of Object.entries(ended.outputs)) mine[`${shown(step['name'])}.${key}`] = value
      if (ended.result !== 'Succeeded') worst = running.canceled ? 'Canceled' : ended.result
    }
    // A deployment job repeats its name.
    const prefix = 'deployment' in job ? `${name}.` : ''
    outputs[stage.name] = {
      [name]: { outputs: Object.fromEntries(Object.entries(mine).map(([k, v]) => [prefix + k, v])) },
    }
    return worst
  }

  /** Only stages that this one names, or the one before it, can be read. */
  function variablesOf(stage: StageNode, declared: Mapping): { [name: string]: string } {
    const seen = Object.fromEntries(stage.dependsOn.map((name) => [name, (outputs[name] ?? {}) as Value]))
    const entries = Object.entries(declared).map(([name, value]) => {
      const inner = /^\$\[([\s\S]*)\]$/.exec(shown(value))?.[1]
      const result =
        inner === undefined ? value : evaluate(inner.trim(), { names: { stageDependencies: seen } })
      return [name, shown(result ?? '')]
    })
    return {
      ...common,
      ...(Object.fromEntries(entries) as { [name: string]: string }),
      'Build.BuildId': around.run,
    }
  }
}

/** Of the whole pipeline, groups included; the last word wins. */
function pipelineVariables(
  declared: Value | undefined,
  groups: NonNullable<Surroundings['groups']>,
): { [name: string]: string } {
  const list = (declared ?? []) as readonly Mapping[]
  return Object.assign(
    {},
    ...list.map(({ group, name, value }) => {
      if (group === undefined) return { [shown(name)]: shown(value) }
      const found = groups[shown(group)]
      if (!found) throw new Error(`the project has no variable group ${shown(group)}`)
      return found
    }),
  ) as { [name: string]: string }
}

/** Service connections that the service knows before the run starts: written out, not in a variable. Only these are handed to jobs. */
export function connectionsOf(expanded: Mapping): string[] {
  const names = new Set<string>()
  const visit = (node: Value): void => {
    if (typeof node !== 'object' || node === null) return
    for (const [key, value] of Object.entries(node as { [key: string]: Value })) {
      if (CONNECTION_INPUTS.includes(key) && !shown(value).includes('$(')) names.add(shown(value))
      visit(value)
    }
  }
  visit(expanded)
  return [...names]
}

const CONNECTION_INPUTS = ['kubernetesServiceConnection', 'azureSubscription', 'containerRegistry']

function stagesOf(expanded: Mapping): StageNode[] {
  return (expanded['stages'] as readonly Mapping[]).map((stage, index, all) => {
    const before = index === 0 ? [] : [shown(all[index - 1]!['stage'])]
    const given = stage['dependsOn']
    return {
      name: shown(stage['stage']),
      dependsOn: given === undefined ? before : Array.isArray(given) ? given.map(shown) : [shown(given)],
      condition: shown(stage['condition'] ?? 'succeeded()'),
      jobs: stage['jobs'] as readonly Mapping[],
    }
  })
}

/** `succeeded()` looks at everything that a stage depends on, directly or not. */
function ancestors(stages: readonly StageNode[], name: string): string[] {
  const direct = stages.find((s) => s.name === name)!.dependsOn
  return [...new Set(direct.flatMap((d) => [d, ...ancestors(stages, d)]))]
}

function holds(condition: string, results: readonly Result[], { canceled }: Running): boolean {
  const functions: Scope['functions'] = {
    always: () => true,
    succeeded: () => !canceled && results.every((r) => r === 'Succeeded'),
    failed: () => !canceled && results.includes('Failed'),
    canceled: () => canceled,
    succeededOrFailed: () => !canceled && results.every((r) => r === 'Succeeded' || r === 'Failed'),
  }
  return truthy(evaluate(condition, { names: {}, functions }))
}

function stepsOf(job: Mapping): readonly Mapping[] {
  if ('steps' in job) return job['steps'] as readonly Mapping[]
  const strategy = job['strategy'] as {
    readonly runOnce: { readonly deploy: { readonly steps: readonly Mapping[] } }
  }
  return strategy.runOnce.deploy.steps
}

/** What is not known stays as it is written. */
function macros(text: string, variables: { readonly [name: string]: string }): string {
  const known = new Map(Object.entries(variables).map(([name, value]) => [name.toLowerCase(), value]))
  return text.replace(/\$\(([\w.]+)\)/g, (whole, name: string) => known.get(name.toLowerCase()) ?? whole)
}
