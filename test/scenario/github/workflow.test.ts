import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startGithubWorld } from '../../support/github-world.ts'
import type { GithubWorld } from '../../support/github-world.ts'
import { atCall } from '../../support/kill.ts'
import { runWorkflow } from '../../support/workflow-runner.ts'
import type { Decisions, JobResult } from '../../support/workflow-runner.ts'
import { workflowTools } from '../../support/workflow-tools.ts'
import { IMAGES, liveTraffic, podsMatch, until } from '../../support/world.ts'
import type { Saved } from '../../support/world.ts'

/** `.github/workflows/abtest.yml`, executed with the real bundle on an embedded cluster, however a run can end. */
const FILE = '.github/workflows/abtest.yml'
const RUN = '1001'
const STAGES = ['Blue_0', 'Blue_50', 'Blue_100', 'Blue_Green', 'Green_100']
const JOBS = STAGES.map((_, i) => `stage-${i + 1}`)
/** All five are gated, so that each can be rejected. */
const ENVIRONMENTS = Object.fromEntries(STAGES.map((stage) => [stage, `production-${stage}`]))

interface Point {
  readonly saved: Saved
  readonly results: { readonly [job: string]: JobResult }
}

let w: GithubWorld
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- GitHub's packages, used as JavaScript
let tools: any
let original: readonly string[]
/** Before stage n, when those before it have passed. */
const points: Point[] = []
let finished: { readonly objects: readonly string[]; readonly results: { readonly [job: string]: JobResult } }

beforeAll(async () => {
  // One after the other: bundling the tools would starve the cluster that starts in this process.
  tools = await workflowTools()
  w = await startGithubWorld({ environments: ENVIRONMENTS })
  original = w.world.objects()
}, 120_000)

afterAll(async () => {
  const violations = w?.github.violations ?? []
  await w?.close()
  expect(violations).toEqual([])
})

/** People approve what they are asked for; the rest is up to the case. */
function run(
  decisions: Partial<Decisions>,
  options: { attempt?: number; earlier?: Point['results']; secrets?: readonly string[] } = {},
) {
  const { attempt = 1, earlier, secrets } = options
  return runWorkflow(FILE, {
    tools,
    inputs: { image: IMAGES.new },
    github: { run_id: RUN, token: w.github.token, repository: w.github.repository },
    decisions: {
      ...decisions,
      review(job, environment) {
        const answer = decisions.review?.(job, environment) ?? 'approve'
        // The environment of unattended jobs has no reviewers.
        if (environment === 'shiftgate') return 'pass'
        const state = answer === 'approve' ? 'approved' : answer === 'reject' ? 'rejected' : null
        const reviews = w.github.reviews.get(RUN) ?? []
        if (state) w.github.reviews.set(RUN, [...reviews, { environment, state, by: 'octocat' }])
        return answer
      },
    },
    start: (inputs) => w.start({ ...inputs, 'lease-duration': '2s' }, { run: RUN, attempt }),
    ...(earlier ? { earlier } : {}),
    ...(secrets ? { secrets } : {}),
  })
}

const outcomes = (results: { readonly [job: string]: JobResult }) =>
  Object.fromEntries(Object.entries(results).map(([name, { result }]) => [name, result]))

function expectWork(results: { readonly [job: string]: JobResult }, job: string): void {
  if (results[job]!.result === 'success') return
  throw new Error(`${job}: ${results[job]!.steps.map((s) => s.raw + s.stderr).join('\n')}`)
}

/** Old, as before the rollout; or new and finished, where there was no way back any more. */
async function expectAnEnd(): Promise<'old' | 'new'> {
  const record = w.world.record()
  await until('the pods are those of the Deployments', () => podsMatch(w.world.cluster))
  if (record?.phase === 'finished') {
    expect(w.world.objects()).toEqual(finished.objects)
    expect(await w.world.ask()).toEqual({ new: 20 })
    return 'new'
  }
  expect(record === null || (record.phase === 'aborted' && record.owner === null)).toBe(true)
  expect(w.world.objects()).toEqual(original)
  expect(await w.world.ask()).toEqual({ old: 20 })
  return 'old'
}

test('all approved: one job after the other, and recovery leaves the finished rollout alone', async () => {
  const traffic = liveTraffic(w.world)
  const begun: string[] = []
  const results: { [job: string]: JobResult } = {}
  const saved: Saved[] = []
  const ended = await run({
    review(job) {
      begun.push(job)
      if (job.startsWith('stage-')) saved.push(w.world.save())
      return 'approve'
    },
  })
  await traffic.stop()
  Object.assign(results, ended)
  for (const job of ['plan', ...JOBS, 'recover']) expectWork(ended, job)
  expect(begun).toEqual(['plan', ...JOBS, 'recover'])
  expect(outcomes(ended)).toMatchObject({ build: 'skipped', 'stage-6': 'skipped', 'stage-12': 'skipped' })
  expect(JOBS.map((job) => ended[job]!.environment)).toEqual(STAGES.map((s) => `production-${s}`))
  expect(ended['recover']!.steps[0]!.outputs['outcome']).toBe('unchanged')
  expect({ lost: traffic.lost(), examples: traffic.examples }).toEqual({ lost: 0, examples: [] })
  expect(w.world.record()!.phase).toBe('finished')
  expect(await w.world.ask()).toEqual({ new: 20 })
  finished = { objects: w.world.objects(), results: ended }
  for (const [i, state] of saved.entries()) {
    const kept = ['plan', 'build', ...JOBS.slice(0, i)]
    points.push({
      saved: state,
      results: Object.fromEntries(kept.map((job) => [job, job === 'build' ? SKIPPED : ended[job]!])),
    })
  }
}, 120_000)

/** A job that did not have to run counts as done when failed jobs run again. */
const SKIPPED: JobResult = { result: 'success', outputs: {}, environment: null, steps: [] }

/** From the moment before stage n, with live traffic until the run has ended. */
async function from(
  n: number,
  decisions: Partial<Decisions>,
): Promise<{ readonly [job: string]: JobResult }> {
  const point = points[n]!
  w.github.reviews.set(
    RUN,
    STAGES.slice(0, n).map((s) => ({ environment: ENVIRONMENTS[s]!, state: 'approved', by: 'octocat' })),
  )
  await w.world.restore(point.saved)
  const traffic = liveTraffic(w.world)
  const results = await run(decisions, { earlier: point.results })
  await traffic.stop()
  expect({ lost: traffic.lost(), examples: traffic.examples }).toEqual({ lost: 0, examples: [] })
  return results
}

/** "Re-run failed jobs": what has succeeded stays, the rest is asked and done anew. */
async function expectAgain(results: Point['results'], n: number, end: 'old' | 'new'): Promise<void> {
  const again = await run({}, { attempt: 2, earlier: { ...results, build: SKIPPED } })
  expectWork(again, 'recover')
  if (n > 0 && end === 'old') {
    // Nobody begins in the middle of what was taken back.
    expect(again[JOBS[n]!]!.steps[0]).toMatchObject({ code: 4, report: { reason: 'after-abort' } })
    expect(await expectAnEnd()).toBe('old')
    return
  }
  for (const job of JOBS.slice(n)) expectWork(again, job)
  expect(await expectAnEnd()).toBe('new')
}

describe.each(STAGES.map((stage, n) => [stage, n] as const))('at %s', (_, n) => {
  const job = JOBS[n]!
  const later = Object.fromEntries(JOBS.slice(n + 1).map((name) => [name, 'skipped']))

  test.each(['reject', 'time-out'] as const)(
    '%s: everything is as before, and stays so when failed jobs run again',
    async (answer) => {
      const results = await from(n, { review: (name) => (name === job ? answer : 'approve') })
      expect(outcomes(results)).toMatchObject({ [job]: 'failure', ...later })
      expectWork(results, 'recover')
      expect(await expectAnEnd()).toBe('old')
      await expectAgain(results, n, 'old')
    },
  )

  test('the job fails before its step: everything is as before', async () => {
    const results = await from(n, { breaks: (name) => name === job })
    expect(outcomes(results)).toMatchObject({ [job]: 'failure', ...later })
    expectWork(results, 'recover')
    expect(await expectAnEnd()).toBe('old')
    await expectAgain(results, n, 'old')
  })

  test.each(['cancelled', 'killed'] as const)('%s in the middle: an end, one or the other', async (how) => {
    let stopped = false
    const results = await from(n, {
      cancelled: () => stopped && how === 'cancelled',
      during(name, running) {
        if (name !== job) return
        const trap = atCall(w.world, 2, 'before', async () => {
          stopped = true
          running.child.kill(how === 'killed' ? 'SIGKILL' : 'SIGINT')
          if (how === 'killed') await running.done
          trap.stop()
          return how === 'killed' ? { kind: 'reset' } : undefined
        })
        void running.done.then(() => trap.stop())
      },
    })
    expect(stopped).toBe(true)
    expect(outcomes(results)).toMatchObject({ [job]: how === 'killed' ? 'failure' : 'cancelled', ...later })
    expectWork(results, 'recover')
    const end = await expectAnEnd()
    if (n < STAGES.length - 1) expect(end).toBe('old')
    await expectAgain(results, n, end)
  })
})

test('a bad model aborts by itself, and re-running failed jobs says to start again at the first stage', async () => {
  w.world.cluster.workloads.faults.set({ deployment: 'model-blue' }, '5xx')
  const point = points[1]!
  w.github.reviews.set(RUN, [{ environment: ENVIRONMENTS['Blue_0']!, state: 'approved', by: 'octocat' }])
  await w.world.restore(point.saved)
  const results = await run({}, { earlier: point.results })
  w.world.cluster.workloads.faults.set({ deployment: 'model-blue' }, null)
  expect(results['stage-2']!.steps[0]!.outputs['outcome']).toBe('aborted')
  expect(outcomes(results)).toMatchObject({ 'stage-2': 'failure', 'stage-3': 'skipped', recover: 'success' })
  expect(await expectAnEnd()).toBe('old')
  const again = await run({}, { earlier: { ...results, build: SKIPPED }, attempt: 2 })
  expect(again['stage-2']!.steps[0]).toMatchObject({
    code: 4,
    report: { reason: 'after-abort', message: expect.stringContaining('start at Blue_0') },
  })
  expect(await expectAnEnd()).toBe('old')
})

test('without an approval a stage is held; recovery then goes back, because nothing says that somebody waits', async () => {
  const results = await from(1, { review: (job) => (job === 'stage-2' ? 'pass' : 'approve') })
  expect(results['stage-2']!.steps[0]).toMatchObject({ code: 3, report: { reason: 'approval-missing' } })
  expect(outcomes(results)).toMatchObject({ 'stage-2': 'failure', 'stage-3': 'skipped', recover: 'success' })
  expect(await expectAnEnd()).toBe('old')
})

test('a held stage is left alone, and re-running failed jobs goes on from there to the end', async () => {
  const point = points[3]!
  const passed = STAGES.slice(0, 3)
  w.github.reviews.set(
    RUN,
    passed.map((s) => ({ environment: ENVIRONMENTS[s]!, state: 'approved', by: 'octocat' })),
  )
  await w.world.restore(point.saved)
  // Promotion holds when it fails: all traffic is on the canary, which serves.
  w.world.cluster.workloads.faults.set({ deployment: 'model-green' }, 'not-ready')
  const results = await run({}, { earlier: point.results })
  expect(results['stage-4']!.steps[0]).toMatchObject({ code: 3, outputs: { outcome: 'held' } })
  expect(results['recover']!.steps[0]).toMatchObject({ code: 0, outputs: { outcome: 'unchanged' } })
  expect(await w.world.ask()).toEqual({ new: 20 })
  w.world.cluster.workloads.faults.set({ deployment: 'model-green' }, null)
  const again = await run({}, { earlier: { ...results, build: SKIPPED }, attempt: 2 })
  for (const job of ['stage-4', 'stage-5', 'recover']) expectWork(again, job)
  expect(await expectAnEnd()).toBe('new')
})

describe('what would end green with nothing rolled out, or taken back after its last approval, stops before it begins', () => {
  const untouched = async (started: Promise<Point['results']>) => {
    const mark = w.world.mark()
    const results = await started
    expect(outcomes(results)).toMatchObject({
      'stage-2': 'skipped',
      'stage-12': 'skipped',
      recover: 'success',
    })
    expect(results['recover']!.steps[0]!.outputs['outcome']).toBe('unchanged')
    expect(w.world.writesSince(mark)).toEqual([])
    return results
  }

  // A secret may be as short, or as common a word, as somebody likes.
  test.each([
    ['stages', 'Blue'],
    ['release', 'sha256:'],
  ])('GitHub has dropped the output %s, because it contains a secret', async (name, secret) => {
    await w.world.restore(points[0]!.saved)
    const results = await untouched(run({}, { secrets: [secret] }))
    expect(results['plan']!.result).toBe('success')
    expect(results['stage-1']).toMatchObject({ result: 'failure', steps: [] })
    expect(results['stage-1']!.said).toContain(`::error::the jobs before have handed over no ${name}:`)
  })

  test('the file has more stages than the workflow has jobs', async () => {
    await w.world.restore(points[0]!.saved)
    let stages: unknown[] = []
    await w.world.edit((file) => {
      stages = file.stages
      const more = Array.from({ length: 8 }, (_, i) => ({ name: `More_${i}`, weight: 51 + i }))
      file.stages = [...stages.slice(0, 2), ...more, ...stages.slice(2)] as typeof file.stages
    })
    const results = await untouched(run({}))
    await w.world.edit((file) => (file.stages = stages as typeof file.stages))
    expect(outcomes(results)).toMatchObject({ plan: 'failure', 'stage-1': 'skipped' })
    expect(results['plan']!.said).toContain('more than 12 stages')
  })
})
