import { runAction, startAction } from './action.ts'
import type { ActionResult, RunningAction } from './action.ts'
import { startGithub } from './github-api.ts'
import type { FakeGithub } from './github-api.ts'
import { IMAGES, startWorld } from './world.ts'
import type { FileContent, World, WorldOptions } from './world.ts'

export const STAGES = ['Blue_0', 'Blue_50', 'Blue_100', 'Blue_Green', 'Green_100'] as const
/** One environment for each stage that somebody approves. */
export const ENVIRONMENTS: { readonly [stage: string]: string } = {
  Blue_50: 'blue-50',
  Blue_100: 'blue-100',
  Blue_Green: 'promote',
  Green_100: 'finish',
}

export interface JobOptions {
  readonly run?: string
  readonly attempt?: number
  readonly env?: { readonly [name: string]: string }
}

/** The main example, a repository at GitHub, and steps of its jobs. */
export interface GithubWorld {
  readonly world: World
  readonly github: FakeGithub
  step(inputs: { readonly [name: string]: string }, options?: JobOptions): Promise<ActionResult>
  start(inputs: { readonly [name: string]: string }, options?: JobOptions): Promise<RunningAction>
  /** `advance` to a stage of the image that is rolled out. */
  advance(stage: string, options?: JobOptions & { readonly release?: string }): Promise<ActionResult>
  /** A person reviews the environment of a stage, as often as it is called. */
  approve(stage: string, by?: string, run?: string): void
  close(): Promise<void>
}

export async function startGithubWorld(
  options: WorldOptions & { readonly environments?: { readonly [stage: string]: string } } = {},
): Promise<GithubWorld> {
  const environments = options.environments ?? ENVIRONMENTS
  const change = (file: FileContent) => {
    for (const stage of file.stages) {
      if (environments[stage.name]) stage.approval = environments[stage.name]
    }
    options.change?.(file)
  }
  const [world, github] = await Promise.all([startWorld({ ...options, change }), startGithub()])
  for (const name of new Set(Object.values(environments)))
    github.environments.set(name, { reviewers: [{ type: 'User', name: 'octocat' }], preventSelfReview: true })

  const jobOf = (inputs: { readonly [name: string]: string }, job: JobOptions = {}) => ({
    cwd: world.folder,
    inputs: { token: github.token, file: 'rollout.yaml', 'lease-duration': '2s', ...inputs },
    env: {
      ...world.env,
      GITHUB_API_URL: github.url,
      GITHUB_REPOSITORY: github.repository,
      GITHUB_RUN_ID: job.run ?? '1001',
      GITHUB_RUN_ATTEMPT: String(job.attempt ?? 1),
      GITHUB_ACTOR: 'mona',
      GITHUB_JOB: 'stage',
      ...job.env,
    },
  })
  return {
    world,
    github,
    step: (inputs, job) => runAction(jobOf(inputs, job)),
    start: (inputs, job) => startAction(jobOf(inputs, job)),
    advance: (stage, { release, ...job } = {}) =>
      runAction(
        jobOf({ command: 'advance', to: stage, image: IMAGES.new, ...(release ? { release } : {}) }, job),
      ),
    approve(stage, by = 'octocat', run = '1001') {
      const reviews = github.reviews.get(run) ?? []
      const review = {
        environment: environments[stage]!,
        state: 'approved',
        by,
        comment: 'looks good',
      } as const
      github.reviews.set(run, [...reviews, review])
    },
    async close() {
      await Promise.all([world.close(), github.close()])
    },
  }
}
