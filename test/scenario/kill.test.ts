import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { killAt } from '../support/kill.ts'
import { STAGES, expectAnEnd, failureOf, onAll, openSites, shape } from '../support/sites.ts'
import type { Course, Site } from '../support/sites.ts'
import { liveTraffic, podsMatch, until } from '../support/world.ts'

/** As long as the next command waits for a process that is dead. */
const LEASE = '300ms'

let opened: Awaited<ReturnType<typeof openSites>>
let sites: readonly Site[]

beforeAll(async () => {
  opened = await openSites(LEASE)
  sites = opened.sites
  const courses = [...sites[0]!.stages, ...sites[0]!.aborts]
  const lines = courses.flatMap(({ name, calls }) => calls.map((c) => `  ${name} ${c.number}: ${c.text}\n`))
  process.stderr.write(`${lines.length} mutating calls:\n${lines.join('')}`)
}, 300_000)
afterAll(() => Promise.all(opened.worlds.map((world) => world.close())))

interface Case {
  readonly name: string
  readonly course: number
  readonly call: number
  readonly when: 'before' | 'after'
}

/** Before and after each mutating call. */
function casesOf(courses: readonly Course[]): Case[] {
  return courses.flatMap(({ name, calls }, course) =>
    calls.flatMap(({ number, text }) =>
      (['before', 'after'] as const).map((when) => ({
        name: `${name}, killed ${when} call ${number} (${text})`,
        course,
        call: number,
        when,
      })),
    ),
  )
}

/** Restores, kills a command at a call, runs the next command, and counts the requests that were lost from the kill on. */
async function killedAndRepaired(
  { world }: Site,
  { command, before }: Course,
  { call, when }: Case,
  next: readonly string[],
): Promise<void> {
  await world.restore(before)
  const traffic = liveTraffic(world)
  try {
    const killed = await killAt(world, call, when, () => world.start(...command))
    if (!killed.killed || killed.code !== null) throw new Error(`was not killed: ${JSON.stringify(killed)}`)
    const result = await world.run(...next)
    if (result.code !== 0) throw new Error(failureOf(next, result))
    await until('the pods are gone', () => podsMatch(world.cluster))
  } finally {
    await traffic.stop()
  }
  expect({ lost: traffic.lost(), examples: traffic.examples }).toEqual({ lost: 0, examples: [] })
}

describe('killed at every mutating call', () => {
  test('of a rollout, the same stage again ends as if nothing had happened', () => {
    const run = async (site: Site, one: Case) => {
      const { world, stages } = site
      const course = stages[one.course]!
      await killedAndRepaired(site, course, one, course.command)
      expect(world.objects()).toEqual(course.after)
      expect(shape(world.record()!)).toEqual(course.record)
      // From an equal state on everything is equal; that is tried once in each stage.
      if (one.when === 'before' || one.call !== Math.floor(course.calls.length / 2)) return
      for (const later of STAGES.slice(one.course + 1)) {
        expect(await world.advance(later)).toMatchObject({ code: 0 })
      }
      expect(world.objects()).toEqual(stages.at(-1)!.after)
      expect(await world.ask()).toEqual({ new: 20 })
    }
    return onAll(sites, casesOf(sites[0]!.stages), run)
  }, 900_000)

  test('of a rollout, abort goes back', () => {
    const run = async (site: Site, one: Case) => {
      await killedAndRepaired(site, site.stages[one.course]!, one, ['abort'])
      await expectAnEnd(site)
    }
    return onAll(sites, casesOf(sites[0]!.stages), run)
  }, 900_000)

  test('of an abort, abort again goes back', () => {
    const run = async (site: Site, one: Case) => {
      await killedAndRepaired(site, site.aborts[one.course]!, one, ['abort'])
      await expectAnEnd(site)
    }
    return onAll(sites, casesOf(sites[0]!.aborts), run)
  }, 900_000)
})
