import { afterEach, describe, expect, test } from '@jest/globals'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { CLI } from '../support/cli.ts'
import type { Running } from '../support/cli.ts'
import { IMAGES, startWorld, until } from '../support/world.ts'
import type { FileContent, World } from '../support/world.ts'

/** Hosts kill ten seconds after they have asked; some of that is theirs. */
const LONGEST = 7_000

let world: World
afterEach(() => world.close())

interface Phase {
  readonly name: string
  readonly change?: (file: FileContent) => void
  /** Stages that have passed before. */
  readonly passed: readonly string[]
  readonly command: readonly string[]
  /** Makes the phase last, before the command starts. */
  readonly arrange?: () => void
  /** The phase has been reached. */
  readonly reached: () => boolean
  /** What made it last is over. */
  readonly relent?: () => Promise<void> | void
  readonly status: object
  readonly signal?: NodeJS.Signals
}

const advanceTo = (stage: string) => ['advance', '--to', stage, '--image', IMAGES.new, '--approve', 'all']
const notReady = (deployment: string) => () => world.cluster.workloads.faults.set({ deployment }, 'not-ready')
const ready = (deployment: string) => () => world.cluster.workloads.faults.set({ deployment }, null)
const weights = () =>
  (world.get('VirtualService', 'mlmodel-virtualservice')!['spec'].http[2].route as { weight?: number }[]).map(
    (r) => r.weight,
  )

const PHASES: readonly Phase[] = [
  {
    name: 'waiting for ready pods',
    passed: [],
    command: advanceTo('Blue_0'),
    arrange: notReady('model-blue'),
    reached: () => world.get('Deployment', 'model-blue')?.['status']?.replicas === 1,
    relent: ready('model-blue'),
    status: { stage: 'Blue_0', stageState: 'entering' },
  },
  {
    name: 'the traffic gate',
    change: (file) => (file.traffic.requests = 100_000),
    passed: [],
    command: advanceTo('Blue_0'),
    reached: () => world.record()?.stageState === 'gating',
    status: { stage: 'Blue_0', stageState: 'gating' },
  },
  {
    name: 'soak',
    change: (file) => (file.stages[0].soak = '10m'),
    passed: [],
    command: advanceTo('Blue_0'),
    reached: () => world.record()?.stageState === 'gating',
    status: { stage: 'Blue_0', stageState: 'gating' },
    signal: 'SIGTERM',
  },
  {
    name: 'waiting for gateways to agree, in finish',
    passed: ['Blue_0', 'Blue_50', 'Blue_100', 'Blue_Green'],
    command: advanceTo('Green_100'),
    arrange: () => world.cluster.gateways[0]!.pause(),
    reached: () => weights().length === 1,
    relent: () => world.cluster.gateways[0]!.resume(),
    status: { stage: 'Green_100', stageState: 'entering' },
  },
  {
    name: 'drain, in finish',
    change: (file) => (file.timeouts.drain = '3s'),
    passed: ['Blue_0', 'Blue_50', 'Blue_100', 'Blue_Green'],
    command: advanceTo('Green_100'),
    reached: () => weights().length === 1 && world.record()?.routes[0]?.state?.kind === 'single',
    status: { stage: 'Green_100', stageState: 'entering' },
  },
  {
    name: 'waiting for stable, in abort',
    passed: ['Blue_0', 'Blue_50', 'Blue_100'],
    command: ['abort'],
    arrange: notReady('model-green'),
    reached: () => world.record()?.intent?.command === 'abort',
    relent: async () => {
      ready('model-green')()
      await until(
        'stable is ready again',
        () => world.get('Deployment', 'model-green')?.['status'].readyReplicas === 1,
      )
    },
    status: { stage: 'Blue_100', pending: { command: 'abort' } },
  },
  {
    name: 'a request that the API server does not answer',
    passed: [],
    command: advanceTo('Blue_0'),
    arrange: () =>
      world.cluster.api.intercept(({ method, path }) =>
        method === 'PUT' && path.includes('virtualservices') ? { kind: 'silence' } : undefined,
      ),
    reached: () =>
      world.cluster.api.requests.some((r) => r.method === 'PUT' && r.path.includes('virtualservices')),
    relent: () => world.cluster.api.intercept(null),
    // Whether that write took effect is not known, so nobody else may write before the lease is over.
    status: { stage: 'Blue_0', stageState: 'entering', lease: expect.stringContaining('run-1') },
  },
]

async function cancelled(running: Running, signal: NodeJS.Signals): Promise<void> {
  const began = performance.now()
  running.child.kill(signal)
  const result = await running.done
  expect(performance.now() - began).toBeLessThan(LONGEST)
  expect({ code: result.code, stderr: result.stderr }).toMatchObject({
    code: 130,
    stderr: expect.stringContaining(signal),
  })
  expect(result.json).toMatchObject({ outcome: 'cancelled', problems: [{ code: 'cancelled' }] })
}

describe('cancelled', () => {
  for (const phase of PHASES) {
    for (const next of ['the same command', 'abort'] as const) {
      test(`in ${phase.name}: 130 in time; status describes it; ${next} repairs it`, async () => {
        world = await startWorld(phase.change ? { change: phase.change } : {})
        const original = world.objects()
        for (const stage of phase.passed) expect(await world.advance(stage)).toMatchObject({ code: 0 })
        phase.arrange?.()
        const running = world.start(...phase.command)
        await until('the phase is reached', phase.reached)
        await cancelled(running, phase.signal ?? 'SIGINT')
        expect(world.record()?.phase).toBe('active')
        await phase.relent?.()
        expect(await world.run('status')).toMatchObject({
          code: 0,
          json: { outcome: 'done', lease: null, drift: [], ...phase.status },
        })
        // Not every phase ends by itself when it is resumed; those are left by abort alone.
        const endless = phase.name === 'soak' || phase.name === 'the traffic gate'
        const command = next === 'abort' || endless ? ['abort'] : phase.command
        const result = await world.run(...command)
        expect(result).toMatchObject({ code: 0, json: { outcome: 'done' } })
        if (command[0] === 'abort') {
          expect(world.objects()).toEqual(original)
          expect(await world.ask()).toEqual({ old: 20 })
        }
      }, 90_000)
    }
  }

  test('while it waits for the lease of another process: 130, and nothing was written', async () => {
    world = await startWorld()
    expect(await world.advance('Blue_0')).toMatchObject({ code: 0 })
    const live = world.get('ConfigMap', 'shiftgate-diabetes')!
    const lease = JSON.stringify({
      holder: 'somebody',
      renewal: 1,
      duration: 600_000,
      who: 'a process far away',
    })
    world.cluster.api.store.put({ ...live, data: { ...live['data'], lease } })
    const mark = world.mark()
    const running = world.start(...advanceTo('Blue_50'))
    const reads = () =>
      world.cluster.api.requests.slice(mark).filter((r) => r.path.includes('configmaps/shiftgate-diabetes'))
        .length
    await until('it looks again and again', () => reads() > 3)
    await cancelled(running, 'SIGINT')
    expect(world.writesSince(mark)).toEqual([])
    expect(await world.run('status')).toMatchObject({
      code: 0,
      json: { lease: 'a process far away', stage: 'Blue_0' },
    })
    expect(await world.run('abort')).toMatchObject({ code: 0, json: { outcome: 'done' } })
  })

  // A prompt needs a terminal; util-linux' "script" gives one.
  const terminal = existsSync('/usr/bin/script') ? test : test.skip
  terminal('at the prompt for an approval, by Ctrl-C: 130, and nothing was written', async () => {
    world = await startWorld()
    expect(await world.advance('Blue_0')).toMatchObject({ code: 0 })
    const mark = world.mark()
    const words = [
      process.execPath,
      CLI,
      'advance',
      world.file,
      '--to',
      'Blue_50',
      '--image',
      IMAGES.new,
      '--run',
      'run-1',
    ]
    const child = spawn('/usr/bin/script', ['-qfec', words.map((w) => `'${w}'`).join(' '), '/dev/null'], {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...world.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    let seen = ''
    child.stdout.on('data', (chunk: Buffer) => (seen += chunk.toString()))
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
    await until('it asks', () => seen.includes('approve stage Blue_50'))
    const began = performance.now()
    child.stdin.write('\u0003')
    expect({ code: await ended, seen }).toMatchObject({ code: 130 })
    expect(performance.now() - began).toBeLessThan(LONGEST)
    expect(world.writesSince(mark)).toEqual([])
    expect(await world.run('status')).toMatchObject({
      code: 0,
      json: { stage: 'Blue_0', stageState: 'passed' },
    })
    expect(await world.advance('Blue_50')).toMatchObject({ code: 0, json: { outcome: 'done' } })
  })
})
