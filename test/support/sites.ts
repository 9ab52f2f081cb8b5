import { expect } from '@jest/globals'
import type { RolloutRecord } from '../../src/record/record.ts'
import type { CliResult } from './cli.ts'
import type { Call, Counting } from './kill.ts'
import { countCalls, killAt } from './kill.ts'
import { IMAGES, startWorld } from './world.ts'
import type { Saved, World } from './world.ts'

export const STAGES = ['Blue_0', 'Blue_50', 'Blue_100', 'Blue_Green', 'Green_100']
/** Clusters that work side by side; the machine has two cores. */
const CLUSTERS = 2

/** A command on a known state, with the mutating calls that it makes when nothing happens to it. */
export interface Course {
  readonly name: string
  readonly command: readonly string[]
  readonly before: Saved
  readonly calls: readonly Call[]
}

/** A stage, and what it looks like when it has passed. */
export interface StageCourse extends Course {
  readonly stage: string
  readonly after: string[]
  readonly record: unknown
}

/** A cluster with what undisturbed commands do on it. */
export interface Site {
  readonly world: World
  readonly original: readonly string[]
  readonly stages: readonly StageCourse[]
  readonly aborts: readonly Course[]
}

export const advanceTo = (stage: string) => [
  'advance',
  '--to',
  stage,
  '--image',
  IMAGES.new,
  '--approve',
  'all',
]

/** The caller closes the worlds. */
export async function openSites(lease: string): Promise<{ sites: Site[]; worlds: World[] }> {
  const worlds = await Promise.all(Array.from({ length: CLUSTERS }, () => startWorld({ lease })))
  try {
    return { worlds, sites: await Promise.all(worlds.map(prepareSite)) }
  } catch (error) {
    await Promise.all(worlds.map((world) => world.close()))
    throw error
  }
}

async function prepareSite(world: World): Promise<Site> {
  const original = world.objects()
  const stages: StageCourse[] = []
  const aborts: Course[] = []
  for (const stage of STAGES) {
    const before = world.save()
    const command = advanceTo(stage)
    const { calls } = await counted(world, command)
    const after = { after: world.objects(), record: shape(world.record()!) }
    stages.push({ name: `advance to ${stage}`, stage, command, before, calls, ...after })
    if (stage === 'Green_100') break
    aborts.push(await abortFrom(world, `abort after ${stage}`))
  }
  // Of a process that died between the route and its record, and still holds the lease.
  await world.restore(stages[2]!.before)
  await killAt(world, 1, 'after', () => world.start(...stages[2]!.command))
  aborts.push(await abortFrom(world, 'abort of a killed advance'))
  return { world, original, stages, aborts }
}

async function abortFrom(world: World, name: string): Promise<Course> {
  const before = world.save()
  const { calls } = await counted(world, ['abort'])
  await world.restore(before)
  return { name, command: ['abort'], before, calls }
}

async function counted(world: World, command: readonly string[]): Promise<Counting> {
  const counting = countCalls(world)
  const result = await world.run(...command)
  counting.stop()
  if (result.code !== 0) throw new Error(failureOf(command, result))
  return counting
}

export function failureOf(command: readonly string[], { code, stdout, stderr }: CliResult): string {
  return `${command.join(' ')}: ${code} ${stdout}\n${stderr}`
}

/** All cases, on as many clusters as there are; tells every case that failed, not only the first. */
export async function onAll<T extends { readonly name: string }>(
  sites: readonly Site[],
  cases: readonly T[],
  run: (site: Site, one: T) => Promise<void>,
): Promise<void> {
  const queue = [...cases]
  const failures: string[] = []
  await Promise.all(
    sites.map(async (site) => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        try {
          await run(site, next)
        } catch (error) {
          failures.push(`${next.name}: ${error instanceof Error ? error.message : String(error)}`)
        }
        site.world.cluster.api.intercept(null)
      }
    }),
  )
  if (failures.length > 0) {
    throw new Error(`${failures.length} of ${cases.length} failed:\n${failures.join('\n')}`)
  }
}

/** What has to be equal; times and measurements are not. */
export function shape(record: RolloutRecord) {
  const {
    phase,
    stage,
    stageState,
    stable,
    canary,
    release,
    image,
    owner,
    intent,
    progress,
    routes,
    created,
    autoscalers,
    heldBecause,
  } = record
  return {
    phase,
    stage,
    stageState,
    stable,
    canary,
    release,
    image,
    intent,
    progress,
    created,
    autoscalers,
    heldBecause,
    owner: owner?.run ?? null,
    states: routes.map((r) => [r.name, r.state]),
    archive: record.archive !== null,
    lastFinished: record.lastFinished !== null,
    history: record.history.map((h) => `${h.event} ${h.stage}`),
  }
}

/** As before the rollout or, where it was past its way back, as after it. */
export async function expectAnEnd({ world, stages, original }: Site): Promise<void> {
  const record = world.record()
  if (record?.phase === 'finished') {
    const end = stages.at(-1)!
    expect(world.objects()).toEqual(end.after)
    expect(shape(record)).toMatchObject({ ...(end.record as object), history: expect.anything() as unknown })
    expect(await world.ask()).toEqual({ new: 20 })
    return
  }
  const ended =
    record === null || (record.phase === 'aborted' && record.owner === null && record.intent === null)
  expect({ ended, record: ended ? null : record }).toEqual({ ended: true, record: null })
  expect(world.objects()).toEqual(original)
  expect(await world.ask()).toEqual({ old: 20 })
}
