import { afterEach, describe, expect, test } from '@jest/globals'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { runAction } from '../../support/action.ts'
import type { ActionResult } from '../../support/action.ts'
import { STAGES, startGithubWorld } from '../../support/github-world.ts'
import type { GithubWorld } from '../../support/github-world.ts'
import { IMAGES, until } from '../../support/world.ts'

/** The bundle as a runner starts it. */
let open: GithubWorld[] = []
afterEach(async () => {
  const violations = open.flatMap((w) => w.github.violations)
  await Promise.all(open.map((w) => w.close()))
  open = []
  expect(violations).toEqual([])
})

async function begin(options: Parameters<typeof startGithubWorld>[0] = {}): Promise<GithubWorld> {
  const world = await startGithubWorld(options)
  open.push(world)
  return world
}

function expectDone(result: ActionResult): void {
  if (result.code !== 0 || result.outputs['outcome'] !== 'done')
    throw new Error(`${result.raw}\n${result.stderr}`)
}

/** Whatever a step leaves behind. */
const leftBy = (result: ActionResult) =>
  [result.log, result.stderr, result.summary, result.reportText, JSON.stringify(result.outputs)].join('\n')

test('a whole rollout: what approvers see, who approved, outputs, and no secret anywhere', async () => {
  const { step, advance, approve, world, github } = await begin()
  const plan = await step({ command: 'plan', image: IMAGES.new })
  expectDone(plan)
  expect(plan.summary).toMatch(/^now +green 100 % \|█+\| 0 % blue$/m)
  expect(plan.summary).toContain(`\`${IMAGES.new}\``)
  expect(plan.outputs).toMatchObject({
    stage: 'Blue_0',
    image: IMAGES.new,
    release: expect.stringMatching(/^sha256:/),
  })
  expect(JSON.parse(plan.outputs['stages']!)).toEqual([
    { name: 'Blue_0', environment: null },
    { name: 'Blue_50', environment: 'blue-50' },
    { name: 'Blue_100', environment: 'blue-100' },
    { name: 'Blue_Green', environment: 'promote' },
    { name: 'Green_100', environment: 'finish' },
  ])
  // Jobs that plan have no permission to ask.
  expect(github.requests).toEqual([])
  const release = plan.outputs['release']!
  const results = [plan]
  for (const stage of STAGES) {
    if (stage !== 'Blue_0') approve(stage)
    const result = await advance(stage, { release })
    expectDone(result)
    expect(result.outputs).toMatchObject({ stage, image: IMAGES.new, release })
    results.push(result)
  }
  const [, first, second] = results
  // Before anybody is asked about Blue_50, the step before has shown what it will do.
  expect(first!.summary).toContain('### Next: stage Blue\\_50')
  expect(first!.summary).toMatch(/^next +green 50 % +\|█+░+\| 50 % blue$/m)
  expect(first!.summary).toMatch(/http\[\d\] .*model-svc-blue/)
  expect(first!.summary).toContain('| waits for approval in | `blue-50` |')
  expect(first!.summary).toContain('**To stop:**')
  expect(JSON.parse(first!.outputs['plan']!)).toMatchObject({ stage: 'Blue_50', approval: 'blue-50' })
  expect(second!.summary).toMatch(/\| `Blue_50` \| octocat \| \d{4}-\S+ \| looks good \|/)
  expect(second!.outputs['weight']).toBe('50')
  expect(
    world
      .record()!
      .history.filter((h) => h.approval !== null)
      .map((h) => h.approval),
  ).toMatchObject([
    { stage: 'Blue_50', by: 'octocat', comment: 'looks good', evidence: { run: '1001', count: 1 } },
    { stage: 'Blue_100', by: 'octocat' },
    { stage: 'Blue_Green', by: 'octocat' },
    { stage: 'Green_100', by: 'octocat' },
  ])
  expect(await world.ask()).toEqual({ new: 20 })
  const secrets = [github.token, world.cluster.api.token]
  const kubeconfig = await readFile(path.join(world.folder, 'kubeconfig'), 'utf8')
  expect(kubeconfig).toContain(secrets[1])
  for (const result of results) {
    expect(result.masks).toEqual(expect.arrayContaining(secrets))
    // Masked before anything is printed, and nowhere else.
    expect(result.raw.indexOf(secrets[0]!)).toBeLessThan(result.raw.indexOf('shiftgate'))
    for (const secret of secrets) expect(leftBy(result)).not.toContain(secret)
    for (const secret of secrets) expect(JSON.stringify(world.record())).not.toContain(secret)
    expect(result.otherCommands).toEqual([])
  }
})

describe('an approval', () => {
  let w: GithubWorld
  const held = async (result: Promise<ActionResult>, why: string | RegExp) => {
    const { code, outputs, annotations, report } = await result
    const message = expect.stringMatching(why) as unknown
    expect({ code, outcome: outputs['outcome'], annotations, reason: report.reason }).toMatchObject({
      code: 3,
      outcome: 'held',
      annotations: [{ level: 'error', message }],
      reason: 'approval-missing',
    })
  }
  const setUp = async (options: Parameters<typeof startGithubWorld>[0] = {}) => {
    w = await begin(options)
    expectDone(await w.advance('Blue_0'))
    return w
  }

  test('is what the review log says: missing, rejected, unprotected, bypassed, of another environment, run or release', async () => {
    await setUp()
    const mark = w.world.mark()
    await held(w.advance('Blue_50'), /nobody reviewed environment "blue-50" in run 1001.*administrator/)
    w.github.reviews.set('1001', [{ environment: 'blue-50', state: 'rejected', by: 'octocat' }])
    await held(w.advance('Blue_50'), /octocat rejected/)
    w.github.environments.set('blue-50', { reviewers: [] })
    w.github.reviews.set('1001', [])
    await held(w.advance('Blue_50'), /no required reviewers and lets everybody through.*setup --host github/)
    w.approve('Blue_100')
    w.approve('Blue_50', 'octocat', '999')
    await held(w.advance('Blue_50'), /nobody reviewed/)
    w.approve('Blue_50')
    await held(
      w.advance('Blue_50', { release: 'sha256:0000000000000000' }),
      /which was planned, and this is sha256:/,
    )
    expect(w.world.writesSince(mark)).toEqual([])
    expectDone(await w.advance('Blue_50'))
  })

  test('cannot be had when GitHub does not tell: the missing permission is named, trouble is tried again', async () => {
    await setUp()
    w.approve('Blue_50')
    const mark = w.world.mark()
    for (const status of [403, 404]) {
      w.github.trouble = () => ({ status })
      await held(w.advance('Blue_50'), /needs the permission "actions: read"/)
    }
    w.github.trouble = () => ({ status: 401, message: 'Bad credentials' })
    await held(w.advance('Blue_50'), /token is not valid/)
    w.github.trouble = () => ({ status: 503, message: 'Unicorn ::error::!' })
    await held(w.advance('Blue_50'), /with 503/)
    expect(w.world.writesSince(mark)).toEqual([])
    let tries = 0
    w.github.trouble = () =>
      ++tries === 1
        ? { status: 429, headers: { 'retry-after': '0' } }
        : tries === 2
          ? { status: 403, headers: { 'x-ratelimit-remaining': '0' } }
          : tries === 3
            ? { status: 502 }
            : null
    expectDone(await w.advance('Blue_50'))
    expect(tries).toBe(4)
  })

  test('of a shared environment opens one stage, and not a second one', async () => {
    const shared = {
      Blue_50: 'production',
      Blue_100: 'production',
      Blue_Green: 'production',
      Green_100: 'production',
    }
    await setUp({ environments: shared })
    w.approve('Blue_50')
    expectDone(await w.advance('Blue_50'))
    await held(w.advance('Blue_100'), /the approval of environment "production" opened stage Blue_50/)
    w.approve('Blue_100', 'hubot')
    expectDone(await w.advance('Blue_100'))
    expect(w.world.record()!.history.findLast((h) => h.approval)!.approval).toMatchObject({
      stage: 'Blue_100',
      by: 'hubot',
      evidence: { count: 2 },
    })
  })

  test('is needed again in another attempt', async () => {
    await setUp({ change: (file) => (file.stages[1]['on-failure'] = 'hold') })
    w.approve('Blue_50')
    w.world.cluster.workloads.faults.set({ deployment: 'model-blue' }, '5xx')
    const stopped = await w.advance('Blue_50')
    expect(stopped).toMatchObject({ code: 3, report: { reason: 'gate-failed' } })
    w.world.cluster.workloads.faults.set({ deployment: 'model-blue' }, null)
    await held(w.advance('Blue_50', { attempt: 2 }), /in an earlier attempt/)
    w.approve('Blue_50', 'hubot')
    expectDone(await w.advance('Blue_50', { attempt: 2 }))
    // Both are used up: a third attempt of it, or anything else of that environment, needs a third.
    expect(
      w.world
        .record()!
        .history.filter((h) => h.approval)
        .map((h) => h.approval!.by),
    ).toEqual(['octocat', 'hubot'])
  })

  test('is needed again where recovery has taken the rollout back, and all jobs run once more', async () => {
    await setUp()
    w.approve('Blue_50')
    expectDone(await w.advance('Blue_50'))
    expectDone(await w.step({ command: 'abort', run: '1001' }))
    expectDone(await w.advance('Blue_0', { attempt: 2 }))
    const mark = w.world.mark()
    await held(w.advance('Blue_50', { attempt: 2 }), /opened stage Blue_50 in an earlier attempt/)
    expect(w.world.writesSince(mark)).toEqual([])
    expect(await w.world.ask()).toEqual({ old: 20 })
  })

  test('by starting the stage, where the file lists the approvers', async () => {
    await setUp({ change: (file) => (file.approvers = ['octocat', 'hubot']) })
    const owner = { run: '1001' }
    const start = (
      run: string,
      facts: { event: string; actor: string; triggeringActor?: string; attempt?: number },
    ) => {
      w.github.runs.set(run, facts)
      return (stage: string) =>
        w.step(
          { command: 'advance', to: stage, image: IMAGES.new, run: owner.run },
          { run, attempt: facts.attempt ?? 1 },
        )
    }
    // The review log does not count here, whatever is in it.
    w.approve('Blue_50')
    await held(start('1001', { event: 'push', actor: 'octocat' })('Blue_50'), /started by push/)
    await held(
      start('1002', { event: 'workflow_dispatch', actor: 'mona' })('Blue_50'),
      /mona started run 1002 and is not among/,
    )
    const second = start('1003', { event: 'workflow_dispatch', actor: 'Octocat' })
    expectDone(await second('Blue_50'))
    await held(second('Blue_100'), /opened stage Blue_50 already/)
    await held(
      start('1003', { event: 'workflow_dispatch', actor: 'octocat', triggeringActor: 'mona', attempt: 2 })(
        'Blue_100',
      ),
      /mona started/,
    )
    expectDone(await start('1004', { event: 'issue_comment', actor: 'hubot' })('Blue_100'))
    expect(w.world.record()!.history.findLast((h) => h.approval)!.approval).toMatchObject({
      by: 'hubot',
      comment: '/approve',
    })
    expect(w.world.record()!.owner!.run).toBe('1001')
  })
})

describe('recovery', () => {
  test('leaves other runs and held stages alone, and takes its own rollout back', async () => {
    const w = await begin({ change: (file) => (file.stages[1]['on-failure'] = 'hold') })
    expectDone(await w.advance('Blue_0'))
    const mark = w.world.mark()
    const other = await w.step({ command: 'abort', run: '2002' }, { run: '2002' })
    expect(other).toMatchObject({
      code: 0,
      outputs: { outcome: 'unchanged' },
      log: expect.stringContaining('run 1001'),
    })
    expect(w.world.writesSince(mark)).toEqual([])
    w.approve('Blue_50')
    w.world.cluster.workloads.faults.set({ deployment: 'model-blue' }, '5xx')
    expect(await w.advance('Blue_50')).toMatchObject({ code: 3 })
    const between = w.world.mark()
    const left = await w.step({ command: 'abort', run: '1001' })
    expect(left).toMatchObject({
      code: 0,
      outputs: { outcome: 'unchanged' },
      log: expect.stringContaining('held'),
    })
    expect(w.world.writesSince(between)).toEqual([])
    // Nor do those that recover.
    const asked = w.github.requests.length
    w.world.cluster.workloads.faults.set({ deployment: 'model-blue' }, null)
    expectDone(await w.advance('Blue_50'))
    expect(await w.step({ command: 'abort', run: '1001', 'keep-passed': 'true' })).toMatchObject({
      code: 0,
      outputs: { outcome: 'unchanged' },
    })
    expectDone(await w.step({ command: 'abort', run: '1001' }))
    expect(await w.world.ask()).toEqual({ old: 20 })
    expect(w.github.requests).toHaveLength(asked + 1)
  })

  test('after a login that ended in the middle of a soak: the step fails and says so, and a new login goes back', async () => {
    const w = await begin({ change: (file) => (file.stages[0].soak = '10m') })
    const running = await w.start({ command: 'advance', to: 'Blue_0', image: IMAGES.new })
    await until('it soaks', () => w.world.record()?.stageState === 'gating')
    const body = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'Unauthorized', code: 401 }
    w.world.cluster.api.intercept(() => ({
      kind: 'respond',
      status: 401,
      body: { ...body, message: 'Unauthorized' },
    }))
    const result = await running.done
    w.world.cluster.api.intercept(null)
    expect(result).toMatchObject({ code: 1, outputs: { outcome: 'failed' } })
    expect(result.annotations).toMatchObject([
      { level: 'error', message: expect.stringContaining('Unauthorized') },
    ])
    expectDone(await w.step({ command: 'abort', run: '1001' }))
    expect(await w.world.ask()).toEqual({ old: 20 })
  })

  test('after a cancel: SIGINT ends the step well before SIGTERM comes, and recovery goes back', async () => {
    const w = await begin({ change: (file) => (file.stages[0].soak = '10m') })
    const running = await w.start({ command: 'advance', to: 'Blue_0', image: IMAGES.new })
    await until('it soaks', () => w.world.record()?.stageState === 'gating')
    running.child.kill('SIGINT')
    const term = setTimeout(() => running.child.kill('SIGTERM'), 7_500)
    const result = await running.done
    clearTimeout(term)
    expect(result).toMatchObject({ code: 130, outputs: { outcome: 'cancelled' } })
    expect(result.annotations).toMatchObject([
      { level: 'error', message: expect.stringContaining('cancelled by SIGINT') },
    ])
    expect(result.summary).toContain('cancelled')
    expectDone(await w.step({ command: 'abort', run: '1001' }))
    expect(await w.world.ask()).toEqual({ old: 20 })
  })
})

describe('wrong input', () => {
  test('is annotated at its place, ten at most, and touches nothing', async () => {
    const w = await begin()
    await w.world.edit((file) => {
      file.stages = Array.from({ length: 14 }, (_, i) => ({ name: `S${i}`, wieght: i }))
    })
    const mark = w.world.mark()
    const result = await w.advance('Blue_0')
    expect(result.code).toBe(2)
    expect(result.annotations).toHaveLength(10)
    expect(result.annotations[0]).toMatchObject({
      level: 'error',
      properties: {
        file: 'rollout.yaml',
        line: expect.stringMatching(/^\d+$/),
        col: expect.stringMatching(/^\d+$/),
      },
    })
    expect(result.annotations[9]!.message).toMatch(/\d+ more problems/)
    const inputs = await w.step({ command: 'advnace' })
    expect(inputs).toMatchObject({
      code: 2,
      annotations: [{ message: expect.stringContaining('did you mean "advance"') }],
    })
    expect(await w.step({ command: 'status', to: 'Blue_0' })).toMatchObject({
      code: 2,
      annotations: [{ message: expect.stringContaining('input "to" means nothing to command "status"') }],
    })
    expect(w.world.writesSince(mark)).toEqual([])
  })
})

test('what validate only warns of is read too: in the log, at its line, and in the summary', async () => {
  const w = await begin()
  const probe = /\n +readinessProbe:\n.*\n.*\n/
  await w.world.editManifest('model.yaml', (text) => text.replace(probe, '\n'))
  const result = await w.step({ command: 'validate' })
  expectDone(result)
  const message = /has no readinessProbe in container model/
  expect(result.log).toMatch(/^warning k8s\/model\.yaml:\d+:\d+ no-readiness-probe: /m)
  expect(result.annotations).toMatchObject([
    {
      level: 'warning',
      message: expect.stringMatching(message),
      properties: { file: 'k8s/model.yaml', line: expect.stringMatching(/^\d+$/) },
    },
  ])
  expect(result.summary).toMatch(/\*\*Warnings\*\*\n\n- k8s\/model\.yaml:\d+:\d+: Deployment/)
})

test('what a bad model answers is text, never a command or markup', async () => {
  const hostile =
    '::set-output name=x::y <img src=x> ::add-mask::a ##[error]b ${{ github.token }} [a](http://b) @octocat'
  const w = await begin({
    answer: hostile,
    change(file) {
      file.traffic.answer = { body: '^(old|new)$' }
      file.stages[0].weight = 50
    },
  })
  const env = { GITHUB_ACTOR: hostile, GITHUB_REF_NAME: hostile, GITHUB_JOB: hostile }
  const result = await w.advance('Blue_0', { env })
  expect(result.outputs['outcome']).toBe('aborted')
  expect(result.summary).toContain('&lt;img src=x&gt;')
  expect(result.code).not.toBe(0)
  expect(result.otherCommands).toEqual([])
  expect(result.summary).not.toMatch(/<img|::set-output|##\[|\n::/)
  expect(result.masks).not.toContain('a')
})

test('no space left when the result is written: one line says so, and the step fails', async () => {
  const result = await runAction({
    cwd: path.resolve(import.meta.dirname, '../../..'),
    inputs: { command: 'validate', file: 'examples/mlopspython/rollout.yaml' },
    env: { GITHUB_OUTPUT: '/dev/full' },
  })
  expect(result).toMatchObject({
    code: 1,
    stderr: '',
    annotations: [
      {
        level: 'error',
        message: expect.stringMatching(/^the result could not be handed to the runner: ENOSPC/),
      },
    ],
  })
})
