import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { findAct, runAct } from '../../support/act.ts'
import type { ActRun } from '../../support/act.ts'
import { ENVIRONMENTS, STAGES, startGithubWorld } from '../../support/github-world.ts'
import type { GithubWorld } from '../../support/github-world.ts'
import { IMAGES, liveTraffic, podsMatch, until } from '../../support/world.ts'
import type { Saved } from '../../support/world.ts'

const act = findAct()
const JOBS = STAGES.map((_, i) => `stage-${i + 1}`)
const reason = act === null ? ' (skipped: no act on the PATH, and SHIFTGATE_ACT is not set)' : ''
const withAct = act === null ? describe.skip : describe

/** The reusable workflow, called by an example, run by another implementation of GitHub's runner. */
withAct(`abtest.yml, executed by nektos/act${reason}`, () => {
  let w: GithubWorld
  let before: Saved
  let original: readonly string[]
  let traffic: ReturnType<typeof liveTraffic>

  beforeAll(async () => {
    w = await startGithubWorld()
    before = w.world.save()
    original = w.world.objects()
  }, 60_000)
  beforeEach(async () => {
    w.github.reviews.clear()
    await w.world.restore(before)
    traffic = liveTraffic(w.world)
  }, 60_000)
  afterEach(() => traffic.stop())
  afterAll(async () => {
    const violations = w?.github.violations ?? []
    await w?.close()
    expect(violations).toEqual([])
  })

  async function run(): Promise<ActRun> {
    const kubeconfig = await readFile(path.join(w.world.folder, 'kubeconfig'), 'utf8')
    const ran = await runAct({
      act: act!,
      repository: w.world.folder,
      caller: 'examples/github/kubeconfig.yml',
      inputs: { image: IMAGES.new },
      secrets: { KUBECONFIG: kubeconfig, GITHUB_TOKEN: w.github.token },
      env: { GITHUB_API_URL: w.github.url, GITHUB_RUN_ID: '1001', GITHUB_RUN_ATTEMPT: '1' },
    })
    await traffic.stop()
    for (const secret of [w.github.token, w.world.cluster.api.token])
      expect(ran.raw.includes(secret) && secret).toBe(false)
    return ran
  }

  /** Reviews as they would be in the log: act has no environments that wait for them. */
  function approve(...stages: string[]): void {
    stages.forEach((stage) => w.approve(stage))
  }

  const results = ({ jobs, raw }: ActRun) => {
    const { plan } = jobs
    if (plan?.result !== 'success') throw new Error(raw.slice(-5_000))
    return Object.fromEntries(Object.entries(jobs).map(([name, { result }]) => [name, result]))
  }

  async function expectAsBefore(): Promise<void> {
    await until('the pods are those of the Deployments', () => podsMatch(w.world.cluster))
    expect(w.world.record()).toMatchObject({ phase: 'aborted', owner: null })
    expect(w.world.objects()).toEqual(original)
    expect(await w.world.ask()).toEqual({ old: 20 })
  }

  test('all approved: every stage is a job of its own, and recovery leaves the finished rollout alone', async () => {
    approve(...Object.keys(ENVIRONMENTS))
    const ran = await run()
    const done = Object.fromEntries(JOBS.map((job) => [job, 'success']))
    expect(results(ran)).toMatchObject({ plan: 'success', ...done, recover: 'success' })
    expect(Object.keys(ran.jobs).filter((job) => job in done)).toEqual(JOBS)
    expect(ran.code).toBe(0)
    expect(ran.jobs['recover']!.log).toContain('unchanged: rollout "diabetes" has finished')
    expect({ lost: traffic.lost(), examples: traffic.examples }).toEqual({ lost: 0, examples: [] })
    expect(w.world.record()).toMatchObject({ phase: 'finished', owner: null })
    expect(await w.world.ask()).toEqual({ new: 20 })
  }, 120_000)

  test('act lets every job through, nobody has approved: the stage is held, recovery goes back', async () => {
    approve('Blue_50')
    const ran = await run()
    expect(ran.code).not.toBe(0)
    const found = results(ran)
    expect(found).toMatchObject({ 'stage-2': 'success', 'stage-3': 'failure', recover: 'success' })
    expect(JOBS.slice(3).map((job) => found[job] ?? 'skipped')).toEqual(['skipped', 'skipped'])
    expect(ran.jobs['stage-3']!.log).toContain('nobody reviewed environment "blue-100"')
    expect({ lost: traffic.lost(), examples: traffic.examples }).toEqual({ lost: 0, examples: [] })
    await expectAsBefore()
  }, 120_000)

  test('a bad model: the stage aborts, later jobs do not start, recovery finds nothing to do', async () => {
    approve(...Object.keys(ENVIRONMENTS))
    w.world.cluster.workloads.faults.set({ deployment: 'model-blue' }, '5xx')
    const ran = await run().finally(() =>
      w.world.cluster.workloads.faults.set({ deployment: 'model-blue' }, null),
    )
    expect(ran.code).not.toBe(0)
    const found = results(ran)
    expect(found).toMatchObject({ 'stage-1': 'success', 'stage-2': 'failure', recover: 'success' })
    expect(JOBS.slice(2).map((job) => found[job] ?? 'skipped')).toEqual(Array(3).fill('skipped'))
    expect(ran.jobs['recover']!.log).toContain('is aborted already')
    await expectAsBefore()
  }, 120_000)
})
