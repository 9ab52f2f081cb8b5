import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { HistoryEntry } from '../../src/record/record.ts'
import type { LoggedRequest } from '../../src/rehearsal/api/contract.ts'
import type { CliResult } from '../support/cli.ts'
import { atCall } from '../support/kill.ts'
import { IMAGES, startWorld, until } from '../support/world.ts'
import type { Saved, World } from '../support/world.ts'

let world: World
let original: { saved: Saved; objects: string[] }
let first: Saved
beforeAll(async () => {
  world = await startWorld({ lease: '1s' })
  original = { saved: world.save(), objects: world.objects() }
  expect(await world.advance('Blue_0')).toMatchObject({ code: 0 })
  first = world.save()
}, 60_000)
afterAll(() => world.close())

const advanceAs = (run: string, stage = 'Blue_0') =>
  world.run(
    'advance',
    '--to',
    stage,
    '--image',
    IMAGES.new,
    '--approve',
    'all',
    '--run',
    run,
    '--run-link',
    `https://ci/${run}`,
  )

/** Entries of a rollout from its start on belong to one run, and come in the order in which a rollout goes. */
function expectOneStory(history: readonly HistoryEntry[], run: string, events: string[]): void {
  const started = history.map((h) => h.event).lastIndexOf('started')
  expect(history.slice(started).map((h) => `${h.run}: ${h.event} ${h.stage}`)).toEqual(
    events.map((e) => `${run}: ${e}`),
  )
}

describe('two runs that start together', () => {
  test('50 times: one owns the rollout, the other is told who, and the history is of one', async () => {
    const winners: { [run: string]: number } = {}
    for (let round = 0; round < 50; round++) {
      await world.restore(original.saved)
      // Held until both have looked: the worst moment.
      const looked: (() => void)[] = []
      world.cluster.api.intercept(async ({ method, path }) => {
        if (looked.length >= 2 || method !== 'POST' || !path.includes('/configmaps?')) return
        await new Promise<void>((release) => {
          looked.push(release)
          if (looked.length === 2) for (const go of looked) go()
        })
      })
      const results = await Promise.all([advanceAs('run-a'), advanceAs('run-b')])
      world.cluster.api.intercept(null)
      const won = results.findIndex((r) => r.code === 0)
      const [winner, loser] = won === 0 ? (['run-a', 'run-b'] as const) : (['run-b', 'run-a'] as const)
      winners[winner] = (winners[winner] ?? 0) + 1
      expect(looked).toHaveLength(2)
      expect(results[won]).toMatchObject({ json: { outcome: 'done', stage: 'Blue_0' } })
      expect({ loser, ...results[1 - won] }).toMatchObject({
        code: 4,
        json: { outcome: 'refused', reason: 'owned', owner: { run: winner } },
      })
      expect(results[1 - won]!.json.message).toContain(`${winner} (https://ci/${winner})`)
      expectOneStory(world.record()!.history, winner, ['started Blue_0', 'entered Blue_0', 'passed Blue_0'])
      expect(world.lease()).toBeNull()
    }
    expect(winners['run-a']! + winners['run-b']!).toBe(50)
  }, 300_000)
})

describe('two processes of one run', () => {
  test('one works, the other is told so or finds the work done', async () => {
    for (let round = 0; round < 5; round++) {
      await world.restore(first)
      const results = await Promise.all([advanceAs('run-1', 'Blue_50'), advanceAs('run-1', 'Blue_50')])
      const outcomes = results
        .map((r: CliResult) =>
          `${r.code} ${r.json.outcome as string} ${(r.json.reason as string | undefined) ?? ''}`.trim(),
        )
        .sort()
      expect([
        ['0 done', '0 unchanged'],
        ['0 done', '4 refused lease-held'],
      ]).toContainEqual(outcomes)
      expectOneStory(world.record()!.history, 'run-1', [
        'started Blue_0',
        'entered Blue_0',
        'passed Blue_0',
        'entered Blue_50',
        'passed Blue_50',
      ])
    }
  }, 60_000)

  test('an abort during an advance wins at once, and the advance says so and stops', async () => {
    await world.restore(first)
    let go: (() => void) | null = null
    const trap = atCall(world, 2, 'before', () => new Promise<void>((release) => (go = release)))
    const advance = world.start('advance', '--to', 'Blue_50', '--image', IMAGES.new, '--approve', 'all')
    await until('the route has changed', () => go !== null)
    const aborted = await world.run('abort')
    go!()
    trap.stop()
    expect(aborted).toMatchObject({ code: 0, json: { outcome: 'done' } })
    expect(await advance.done).toMatchObject({ code: 4, json: { outcome: 'refused', reason: 'preempted' } })
    expect(world.objects()).toEqual(original.objects)
    expect(world.record()).toMatchObject({ phase: 'aborted' })
  })

  test('two aborts at once: the cluster is as before, and neither fails for good', async () => {
    await world.restore(first)
    const results = await Promise.all([world.run('abort'), world.run('abort')])
    expect(results.map((r) => r.code).filter((code) => code !== 0 && code !== 4)).toEqual([])
    expect(results.some((r) => r.code === 0)).toBe(true)
    expect(await world.run('abort')).toMatchObject({ code: 0, json: { outcome: 'unchanged' } })
    expect(world.objects()).toEqual(original.objects)
  })

  test('an abort --run that looked before another run began leaves the new one alone', async () => {
    await world.restore(first)
    let held: (() => void) | null = null
    world.cluster.api.intercept(async ({ mutating }) => {
      if (!mutating || held) return
      await new Promise<void>((release) => (held = release))
    })
    const late = world.start('abort', '--run', 'run-1')
    await until('the abort is about to write', () => held !== null)
    expect(await world.run('abort')).toMatchObject({ code: 0, json: { outcome: 'done' } })
    expect(await advanceAs('run-2')).toMatchObject({ code: 0 })
    const mark = world.mark()
    held!()
    expect(await late.done).toMatchObject({
      code: 0,
      json: { outcome: 'unchanged', owner: { run: 'run-2' } },
    })
    world.cluster.api.intercept(null)
    expect(world.writesSince(mark)).toEqual([])
    expect(world.record()).toMatchObject({ phase: 'active', owner: { run: 'run-2' }, intent: null })
  })
})

/** Calls of Blue_50 at which a process is frozen: each of its own writes, before it is sent on. */
describe('a process that is frozen past its lease, and woken when others have gone on', () => {
  /** Freezes an advance at its mutating call, lets another command go on, wakes it, and gives the writes that it sent from then on. */
  async function frozen(
    call: number,
    meanwhile: () => Promise<void>,
  ): Promise<{ woken: CliResult; sent: LoggedRequest[] }> {
    await world.restore(first)
    const running = { done: null as ReturnType<World['start']> | null }
    // The call takes effect, its answer waits in the socket of a process that does not run.
    const trap = atCall(world, call, 'after', () => void running.done!.child.kill('SIGSTOP'))
    running.done = world.start('advance', '--to', 'Blue_50', '--image', IMAGES.new, '--approve', 'all')
    await until('it is frozen', () => trap.reached())
    trap.stop()
    await meanwhile()
    const mark = world.mark()
    running.done.child.kill('SIGCONT')
    const woken = await running.done.done
    // One that wakes within its lease may try its record once: compare-and-swap refuses that.
    const refused = (r: LoggedRequest) => r.status === 409 && r.path.includes('/configmaps/shiftgate-')
    return {
      woken,
      sent: world.cluster.api.requests.slice(mark).filter((r) => r.mutating && !refused(r)),
    }
  }

  for (const call of [0, 1, 2, 3]) {
    test(`after call ${call}: another process of the run has passed the stage; it writes nothing`, async () => {
      const { woken, sent } = await frozen(call, async () => {
        expect(await advanceAs('run-1', 'Blue_50')).toMatchObject({ code: 0, json: { outcome: 'done' } })
      })
      expect(woken).toMatchObject({ code: 4, json: { outcome: 'refused', reason: 'preempted' } })
      expect(sent).toEqual([])
      expectOneStory(world.record()!.history, 'run-1', [
        'started Blue_0',
        'entered Blue_0',
        'passed Blue_0',
        'entered Blue_50',
        'passed Blue_50',
      ])
      expect(world.record()).toMatchObject({ stage: 'Blue_50', stageState: 'passed' })
    })

    test(`after call ${call}: the rollout was aborted; it writes nothing`, async () => {
      const { woken, sent } = await frozen(call, async () => {
        expect(await world.run('abort')).toMatchObject({ code: 0, json: { outcome: 'done' } })
      })
      expect(woken).toMatchObject({ code: 4, json: { outcome: 'refused', reason: 'preempted' } })
      expect(sent).toEqual([])
      expect(world.objects()).toEqual(original.objects)
    })

    test(`after call ${call}: aborted, and another run has begun; it writes nothing`, async () => {
      const { woken, sent } = await frozen(call, async () => {
        expect(await world.run('abort')).toMatchObject({ code: 0, json: { outcome: 'done' } })
        expect(await advanceAs('run-2')).toMatchObject({ code: 0 })
      })
      expect(woken).toMatchObject({ code: 4, json: { outcome: 'refused' } })
      expect(sent).toEqual([])
      expectOneStory(world.record()!.history, 'run-2', ['started Blue_0', 'entered Blue_0', 'passed Blue_0'])
      expect(await world.ask()).toEqual({ old: 20 })
    })
  }

  test('a frozen process that nobody missed goes on', async () => {
    const { woken } = await frozen(1, () => new Promise((resolve) => setTimeout(resolve, 2_500)))
    expect(woken).toMatchObject({ code: 0, json: { outcome: 'done', stage: 'Blue_50' } })
  })
})
