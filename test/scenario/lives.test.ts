import { afterEach, describe, expect, test } from '@jest/globals'
import type { CliResult } from '../support/cli.ts'
import { IMAGES, liveTraffic, podsMatch, startWorld, until } from '../support/world.ts'
import type { World, WorldOptions } from '../support/world.ts'

/** Rollouts that do not go the ordinary way: held, failed, first ones, open ones, undone ones. */
const STAGES = ['Blue_0', 'Blue_50', 'Blue_100', 'Blue_Green', 'Green_100']

let open: World[] = []
afterEach(async () => {
  await Promise.all(open.map((world) => world.close()))
  open = []
})

async function begin(options: WorldOptions = {}): Promise<World> {
  const world = await startWorld(options)
  open.push(world)
  return world
}

async function pass(world: World, stages: readonly string[], ...args: string[]): Promise<void> {
  for (const stage of stages) expectDone(await world.advance(stage, ...args))
}

function expectDone(result: CliResult): void {
  if (result.code !== 0 || result.json.outcome !== 'done')
    throw new Error(`${result.stdout}\n${result.stderr}`)
}

const image = (world: World, name: string) =>
  world.get('Deployment', name)?.['spec'].template.spec.containers[0].image as string | undefined

describe('a stage whose gate failed and that holds', () => {
  test('is left alone by recovery, resumes, and goes on', async () => {
    const world = await begin({ change: (file) => (file.stages[1]['on-failure'] = 'hold') })
    await pass(world, ['Blue_0'])
    world.cluster.workloads.faults.set({ deployment: 'model-blue' }, '5xx')
    const held = await world.advance('Blue_50')
    expect(held).toMatchObject({
      code: 3,
      json: {
        outcome: 'held',
        reason: 'gate-failed',
        stage: 'Blue_50',
        weight: { recorded: 50 },
        gates: expect.arrayContaining([
          expect.objectContaining({ kind: 'traffic', verdict: 'fail' }),
        ]) as unknown,
      },
    })
    expect(await world.run('status')).toMatchObject({
      code: 0,
      json: { stage: 'Blue_50', stageState: 'held', heldBecause: expect.any(String), nextStage: 'Blue_50' },
    })
    const mark = world.mark()
    expect(await world.run('abort', '--run', 'run-1')).toMatchObject({
      code: 0,
      json: { outcome: 'unchanged', owner: { run: 'run-1' }, message: expect.stringContaining('held') },
    })
    expect(await world.advance('Blue_100')).toMatchObject({
      code: 4,
      json: { reason: 'stage-order', message: expect.stringContaining('held') },
    })
    expect(world.writesSince(mark)).toEqual([])
    world.cluster.workloads.faults.set({ deployment: 'model-blue' }, null)
    expectDone(await world.advance('Blue_50'))
    expect(world.record()!.history.map((h) => `${h.event} ${h.stage}`)).toEqual([
      'started Blue_0',
      'entered Blue_0',
      'passed Blue_0',
      'entered Blue_50',
      'held Blue_50',
      'passed Blue_50',
    ])
  })

  test('soaks from the recorded route change, not from the start of the job', async () => {
    const world = await begin({ change: (file) => (file.stages[1].soak = '60s') })
    await pass(world, ['Blue_0'])
    const running = world.start('advance', '--to', 'Blue_50', '--image', IMAGES.new, '--approve', 'all')
    await until('it soaks', () => world.record()!.stageState === 'gating')
    running.child.kill('SIGINT')
    expect(await running.done).toMatchObject({ code: 130, json: { outcome: 'cancelled' } })
    world.setRecord((record) => ({
      ...record,
      routeChangedAt: new Date(Date.parse(record.routeChangedAt!) - 60_000).toISOString(),
    }))
    const began = performance.now()
    expectDone(await world.advance('Blue_50'))
    expect(performance.now() - began).toBeLessThan(30_000)
  })
})

describe('a bad canary', () => {
  test('aborts by itself when its gate fails, and the reason is told with numbers', async () => {
    const world = await begin()
    const before = world.objects()
    await pass(world, ['Blue_0'])
    world.cluster.workloads.faults.set({ deployment: 'model-blue' }, '5xx')
    const result = await world.advance('Blue_50')
    expect(result).toMatchObject({
      code: 1,
      json: { outcome: 'aborted', reason: 'gate-failed', stage: 'Blue_50', weight: { recorded: 0 } },
    })
    expect(result.json.gates).toContainEqual(
      expect.objectContaining({
        kind: 'traffic',
        verdict: 'fail',
        reason: expect.stringMatching(/\d+ of \d+/),
      }),
    )
    await until('the pods are gone', () => podsMatch(world.cluster))
    expect(world.objects()).toEqual(before)
    expect(await world.ask()).toEqual({ old: 20 })
    expect(world.record()!.history.slice(-3)).toMatchObject([
      { event: 'entered' },
      {
        event: 'aborting',
        stage: 'Blue_50',
        reason: expect.stringMatching(/Blue_50.*errors/),
        gates: expect.arrayContaining([expect.objectContaining({ verdict: 'fail' })]),
      },
      { event: 'aborted' },
    ])
  })

  test('that is never ready gets no traffic at all', async () => {
    const world = await begin({ change: (file) => (file.timeouts.ready = '2s') })
    const before = world.objects()
    world.cluster.workloads.faults.set({ deployment: 'model-blue' }, 'not-ready')
    const traffic = liveTraffic(world)
    const result = await world.advance('Blue_0')
    await traffic.stop()
    expect(result).toMatchObject({ code: 1, json: { outcome: 'aborted' } })
    expect(traffic.examples).toEqual([])
    expect(world.objects()).toEqual(before)
  })

  test('stays where it is when stable cannot take the traffic back: abort-incomplete, then again', async () => {
    const world = await begin({ change: (file) => (file.timeouts.ready = '3s') })
    const before = world.objects()
    await pass(world, ['Blue_0', 'Blue_50', 'Blue_100'])
    world.cluster.workloads.faults.set({ deployment: 'model-green' }, 'not-ready')
    await until(
      'stable is not ready',
      () => (world.get('Deployment', 'model-green')?.['status'].readyReplicas ?? 0) === 0,
    )
    const failed = await world.run('abort')
    expect(failed).toMatchObject({
      code: 1,
      json: { outcome: 'failed', reason: 'abort-incomplete', weight: { recorded: 100 } },
    })
    expect(await world.ask()).toEqual({ new: 20 })
    expect(await world.run('status')).toMatchObject({
      code: 0,
      json: {
        phase: 'active',
        pending: { command: 'abort' },
        message: expect.stringContaining('not complete'),
      },
    })
    expect(await world.advance('Blue_Green')).toMatchObject({ code: 4, json: { reason: 'aborting' } })
    world.cluster.workloads.faults.set({ deployment: 'model-green' }, null)
    await until(
      'stable is ready',
      () => world.get('Deployment', 'model-green')?.['status'].readyReplicas === 1,
    )
    expect(await world.run('abort', '--run', 'run-1')).toMatchObject({ code: 0, json: { outcome: 'done' } })
    expect(world.objects()).toEqual(before)
    expect(await world.ask()).toEqual({ old: 20 })
  })
})

describe('a first run', () => {
  test('deploys stable without a route, opens it at the first weight, and leaves an ordinary service', async () => {
    const world = await begin({ start: 'empty' })
    const plan = await world.run('plan', '--image', IMAGES.new)
    const first = await world.advance('Blue_0')
    expectDone(first)
    expect(first.json.changes).toEqual(plan.json.changes)
    expect([
      image(world, 'model-green'),
      world.get('VirtualService', 'mlmodel-virtualservice'),
      image(world, 'model-blue'),
    ]).toEqual([IMAGES.new, null, undefined])
    expect(await world.run('status')).toMatchObject({
      code: 0,
      json: { stage: 'Blue_0', weight: { recorded: null, configured: null }, drift: [] },
    })
    await pass(world, ['Blue_50'])
    const traffic = liveTraffic(world)
    await pass(world, ['Blue_100', 'Blue_Green', 'Green_100'])
    await traffic.stop()
    expect({ lost: traffic.lost(), examples: traffic.examples }).toEqual({ lost: 0, examples: [] })
    expect(await world.ask()).toEqual({ new: 20 })
    expect(image(world, 'model-blue')).toBeUndefined()
    expect(await world.run('status')).toMatchObject({
      json: { phase: 'finished', weight: { recorded: 0, configured: 0 }, drift: [] },
    })
    expect(await world.run('rollback')).toMatchObject({
      code: 4,
      json: { outcome: 'refused', reason: 'first-release' },
    })
    // The next one is an ordinary rollout.
    for (const stage of STAGES)
      expectDone(await world.run('advance', '--to', stage, '--image', IMAGES.newer, '--approve', 'all'))
    expect(await world.ask()).toEqual({ newer: 20 })
    expect(await world.run('rollback')).toMatchObject({
      code: 0,
      json: { outcome: 'done', image: IMAGES.new },
    })
    expect(await world.ask()).toEqual({ new: 20 })
  })

  test('is refused while other pods answer for stable: a wrong name must not get their traffic', async () => {
    const world = await begin()
    await world.edit((file) => (file.versions.green.deployment = 'prod-model'))
    const before = world.objects()
    for (const command of ['plan', 'advance']) {
      const refusal = await world.run(command, '--image', IMAGES.new)
      expect(refusal).toMatchObject({ code: 4, json: { outcome: 'refused', reason: 'stable-elsewhere' } })
      expect(refusal.json.message).toMatch(
        /^Deployment abtesting\/prod-model does not exist, and yet Service abtesting\/model-svc-green has ready pods \(model-green-\S+\): a first release would get their traffic\. Name the Deployment/,
      )
    }
    expect(world.objects()).toEqual(before)
  })

  for (const stage of ['Blue_0', 'Blue_50', 'Blue_Green']) {
    test(`aborted at ${stage} leaves nothing`, async () => {
      const world = await begin({ start: 'empty' })
      const before = world.objects()
      await pass(world, STAGES.slice(0, STAGES.indexOf(stage) + 1))
      expect(await world.run('abort')).toMatchObject({ code: 0, json: { outcome: 'done' } })
      await until('the pods are gone', () => podsMatch(world.cluster))
      const left = world.objects().filter((line) => !before.includes(line))
      // What the route's manifests bring along for everybody stays.
      expect(left.filter((line) => !line.startsWith('Gateway '))).toEqual([])
      expect(await world.run('abort')).toMatchObject({ code: 0, json: { outcome: 'unchanged' } })
    })
  }
})

describe('an open A/B test', () => {
  test('goes as far as its last stage, stays there, and abort ends it', async () => {
    const world = await begin({ change: (file) => (file.stages = file.stages.slice(0, 2)) })
    const before = world.objects()
    await pass(world, ['Blue_0', 'Blue_50'])
    const mark = world.mark()
    expect(await world.run('advance', '--image', IMAGES.new, '--approve', 'all')).toMatchObject({
      code: 0,
      json: { outcome: 'unchanged', stage: 'Blue_50' },
    })
    expect(await world.run('status')).toMatchObject({
      code: 0,
      json: { stage: 'Blue_50', nextStage: null, weight: { recorded: 50, configured: 50 } },
    })
    expect(await world.run('rollback')).toMatchObject({ code: 4, json: { outcome: 'refused' } })
    expect(world.writesSince(mark)).toEqual([])
    expect(await world.run('abort')).toMatchObject({ code: 0, json: { outcome: 'done' } })
    expect(world.objects()).toEqual(before)
  })
})

describe('rollback', () => {
  test('before anything has finished: unchanged, or refused in mid-rollout', async () => {
    const world = await begin()
    const mark = world.mark()
    expect(await world.run('rollback')).toMatchObject({
      code: 0,
      json: { command: 'rollback', outcome: 'unchanged' },
    })
    expect(world.writesSince(mark)).toEqual([])
    await pass(world, ['Blue_0'])
    const between = world.mark()
    expect(await world.run('rollback')).toMatchObject({
      code: 4,
      json: { outcome: 'refused', message: expect.stringContaining('abort') },
    })
    expect(world.writesSince(between)).toEqual([])
  })

  test('after copy: to the adopted release, and back again, and again, without a lost request', async () => {
    const world = await begin()
    await pass(world, STAGES)
    const finished = world.objects()
    const traffic = liveTraffic(world)
    for (const [to, word] of [
      [IMAGES.old, 'old'],
      [IMAGES.new, 'new'],
      [IMAGES.old, 'old'],
    ] as const) {
      const result = await world.run('rollback')
      expect(result).toMatchObject({ code: 0, json: { command: 'rollback', outcome: 'done', image: to } })
      expect(await world.ask()).toEqual({ [word]: 20 })
      expect(image(world, 'model-green')).toBe(to)
      expect(image(world, 'model-blue')).toBeUndefined()
      const status = await world.run('status')
      expect(status).toMatchObject({
        code: 0,
        json: {
          phase: 'finished',
          image: to,
          owner: null,
          drift: [],
          weight: { recorded: 0, configured: 0 },
        },
      })
      if (word === 'new') expect(world.objects()).toEqual(finished)
    }
    await traffic.stop()
    expect({ lost: traffic.lost(), examples: traffic.examples }).toEqual({ lost: 0, examples: [] })
  })

  test('after two releases of ours: to the one before', async () => {
    const world = await begin()
    await pass(world, STAGES)
    const first = world.objects()
    for (const stage of STAGES)
      expectDone(await world.run('advance', '--to', stage, '--image', IMAGES.newer, '--approve', 'all'))
    expect(await world.ask()).toEqual({ newer: 20 })
    expect(await world.run('rollback')).toMatchObject({
      code: 0,
      json: { outcome: 'done', image: IMAGES.new },
    })
    expect(world.objects()).toEqual(first)
    expect(await world.ask()).toEqual({ new: 20 })
  })

  test('after swap: the roles change and change back', async () => {
    const world = await begin({ change: (file) => (file.stages[3].promote = 'swap') })
    await pass(world, STAGES)
    expect(world.record()).toMatchObject({ stable: 'blue', canary: 'green', phase: 'finished' })
    expect(await world.ask()).toEqual({ new: 20 })
    expect(await world.run('status')).toMatchObject({
      json: { versions: { stable: 'blue' }, weight: { recorded: 0, configured: 0 }, drift: [] },
    })
    const traffic = liveTraffic(world)
    for (const [stable, word] of [
      ['green', 'old'],
      ['blue', 'new'],
    ] as const) {
      expect(await world.run('rollback')).toMatchObject({ code: 0, json: { outcome: 'done' } })
      expect(world.record()).toMatchObject({ stable, phase: 'finished' })
      expect(await world.ask()).toEqual({ [word]: 20 })
    }
    await traffic.stop()
    expect({ lost: traffic.lost(), examples: traffic.examples }).toEqual({ lost: 0, examples: [] })
    // And an ordinary rollout from there: green is the canary now.
    for (const stage of STAGES)
      expectDone(await world.run('advance', '--to', stage, '--image', IMAGES.newer, '--approve', 'all'))
    expect(world.record()).toMatchObject({ stable: 'green', phase: 'finished' })
    expect(await world.ask()).toEqual({ newer: 20 })
  })

  test('asks for an approval where the file wants one', async () => {
    const world = await begin({ change: (file) => (file.rollback = { approval: 'abtestenv' }) })
    await pass(world, STAGES)
    const mark = world.mark()
    expect(await world.run('rollback')).toMatchObject({
      code: 3,
      json: { outcome: 'held', reason: 'approval-missing' },
    })
    expect(world.writesSince(mark)).toEqual([])
    expect(await world.run('rollback', '--approve', 'all')).toMatchObject({
      code: 0,
      json: { outcome: 'done', image: IMAGES.old },
    })
  })

  test('is aborted back to the release that was to be undone', async () => {
    const world = await begin()
    await pass(world, STAGES)
    const finished = world.objects()
    // Its gates hold rather than abort: the abort would return to the release that is to be left.
    world.cluster.workloads.faults.set({ deployment: 'model-blue' }, 'wrong-answer')
    const running = world.start('rollback')
    await until(
      'it has shifted',
      () => world.record()!.stage === 'Rollback_shift' && world.record()!.stageState === 'gating',
    )
    running.child.kill('SIGKILL')
    await running.done
    expect(await world.advance('Blue_0')).toMatchObject({ code: 4, json: { reason: 'rolling-back' } })
    world.cluster.workloads.faults.set({ deployment: 'model-blue' }, null)
    expect(await world.run('abort')).toMatchObject({ code: 0, json: { outcome: 'done' } })
    expect(await world.ask()).toEqual({ new: 20 })
    expect(world.objects()).toEqual(finished)
    expect(await world.run('rollback')).toMatchObject({
      code: 0,
      json: { outcome: 'done', image: IMAGES.old },
    })
  })
})
