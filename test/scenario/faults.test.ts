import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { InterceptedRequest, Reaction } from '../../src/rehearsal/api/contract.ts'
import type { CliResult } from '../support/cli.ts'
import { counts } from '../support/kill.ts'
import { expectAnEnd, failureOf, onAll, openSites, shape } from '../support/sites.ts'
import type { Course, Site } from '../support/sites.ts'
import { liveTraffic, podsMatch, until } from '../support/world.ts'
import type { World } from '../support/world.ts'

let opened: Awaited<ReturnType<typeof openSites>>
let sites: readonly Site[]
beforeAll(async () => {
  opened = await openSites('1s')
  sites = opened.sites
}, 300_000)
afterAll(() => Promise.all(opened.worlds.map((world) => world.close())))

const failure = (code: number, reason: string, headers?: Record<string, string>): Reaction => ({
  kind: 'respond',
  status: code,
  body: {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    reason,
    message: `injected ${reason}`,
    code,
  },
  ...(headers ? { headers } : {}),
})

const FAULTS = {
  '409': failure(409, 'Conflict'),
  '422': failure(422, 'Invalid'),
  '429': failure(429, 'TooManyRequests', { 'retry-after': '0' }),
  '500': failure(500, 'InternalError'),
  '503': failure(503, 'ServiceUnavailable'),
  reset: { kind: 'reset' },
  silence: { kind: 'silence' },
} as const satisfies { [name: string]: Reaction }
type FaultName = keyof typeof FAULTS

/** `before`: instead of the call; `after`: it takes effect, and its answer is lost; `read`: instead of the first read that follows. */
type Moment = 'before' | 'after' | 'read'
const ALL: readonly FaultName[] = ['409', '422', '429', '500', '503', 'reset', 'silence']
/** Every fault at every call takes several minutes; otherwise each call meets two of them, in turns. */
const EXHAUSTIVE = process.env['SHIFTGATE_EXHAUSTIVE'] !== undefined
/** What can happen to an answer. These take turns over the calls: to the client an answer that is lost is lost. */
const LOST: readonly FaultName[] = ['500', '503', 'reset', 'silence']
const READ: readonly FaultName[] = ['429', '500', '503', 'reset', 'silence']

interface Case {
  readonly name: string
  readonly course: number
  readonly call: number
  readonly fault: FaultName
  readonly when: Moment
}

function casesOf(courses: readonly Course[]): Case[] {
  let turn = 0
  return courses.flatMap(({ name, calls }, course) =>
    calls.flatMap(({ number, text }) => {
      turn++
      const faults: [Moment, FaultName][] = [
        ...instead(turn).map((fault): [Moment, FaultName] => ['before', fault]),
        ['after', LOST[turn % LOST.length]!],
        ['read', READ[turn % READ.length]!],
      ]
      return faults.map(([when, fault]) => ({
        name: `${name}, ${fault} ${when} call ${number} (${text})`,
        course,
        call: number,
        fault,
        when,
      }))
    }),
  )
}

function instead(turn: number): readonly FaultName[] {
  return EXHAUSTIVE ? ALL : [ALL[(2 * turn) % ALL.length]!, ALL[(2 * turn + 1) % ALL.length]!]
}

/** One fault, at one moment of whatever runs next. */
function inject(world: World, { call, fault, when }: Case): { hit: () => boolean } {
  let count = 0
  let chosen: InterceptedRequest | null = null
  let hit = false
  const react = () => {
    hit = true
    return FAULTS[fault]
  }
  world.cluster.api.intercept(
    (request) => {
      if (!chosen && counts(world, request) && count++ === call) {
        chosen = request
        return when === 'before' ? react() : undefined
      }
      const isFirstRead = when === 'read' && chosen && !hit && !request.mutating
      return isFirstRead ? react() : undefined
    },
    (request) => (when === 'after' && request === chosen ? react() : undefined),
  )
  return { hit: () => hit }
}

/** The command, and where it did not end well, the same once more. */
async function withFault({ world }: Site, { command, before }: Course, one: Case): Promise<CliResult> {
  await world.restore(before)
  const args = one.fault === 'silence' ? [...command, '--request-timeout', '300ms'] : command
  const traffic = liveTraffic(world)
  const injected = inject(world, one)
  try {
    const first = await world.run(...args)
    world.cluster.api.intercept(null)
    // The last write of a command has no read after it.
    if (!injected.hit() && one.when !== 'read')
      throw new Error(`the fault was not met: ${failureOf(args, first)}`)
    const problem = first.json.reason as string | undefined
    if (problem === 'internal') throw new Error(failureOf(args, first))
    const result = first.code === 0 ? first : await world.run(...command)
    if (result.code !== 0) throw new Error(`${failureOf(args, first)}\nthen ${failureOf(command, result)}`)
    await until('the pods are gone', () => podsMatch(world.cluster))
    return first
  } finally {
    await traffic.stop()
    expect({ lost: traffic.lost(), examples: traffic.examples }).toEqual({ lost: 0, examples: [] })
  }
}

describe('a fault at every mutating call, and at the first read after it', () => {
  test('of a rollout: the command, or the same once more, ends as if nothing had happened', async () => {
    const ended: { [outcome: string]: number } = {}
    await onAll(sites, casesOf(sites[0]!.stages), async (site, one) => {
      const course = site.stages[one.course]!
      const first = await withFault(site, course, one)
      const key = `${one.fault} ${one.when}: ${first.code === 0 ? 'done' : 'again'}`
      ended[key] = (ended[key] ?? 0) + 1
      expect(site.world.objects()).toEqual(course.after)
      expect(shape(site.world.record()!)).toEqual(course.record)
    })
    process.stderr.write(`${JSON.stringify(ended, null, 1)}\n`)
    // Throttling, conflicts and lost answers are an ordinary day: nobody has to start the command again. Of silence this
    // cannot be said on a busy machine, where any answer may take longer than the 300 ms that the command waits.
    const again = Object.keys(ended).filter((key) => key.endsWith('again'))
    expect(again.filter((key) => !/^(422|silence)/.test(key))).toEqual([])
  }, 900_000)

  test('in the middle of fencing a route: the mark is gone in the end', async () => {
    const course = sites[0]!.aborts.findIndex((a) => a.name === 'abort of a killed advance')
    const { before, command, calls } = sites[0]!.aborts[course]!
    const route = calls.filter((c) => c.text.includes('virtualservices'))[1]!
    const one: Case = { name: 'fence', course, call: route.number, fault: '422', when: 'before' }
    expect(await withFault(sites[0]!, { name: one.name, before, command, calls }, one)).toMatchObject({
      code: 1,
    })
    await expectAnEnd(sites[0]!)
  }, 60_000)

  test('of an abort: the command, or the same once more, goes back', async () => {
    const chosen = sites[0]!.aborts.filter((a) =>
      ['abort after Blue_50', 'abort after Blue_Green', 'abort of a killed advance'].includes(a.name),
    )
    await onAll(sites, casesOf(chosen), async (site, one) => {
      await withFault(
        site,
        site.aborts.find((a) => a.name === chosen[one.course]!.name)!,
        one,
      )
      await expectAnEnd(site)
    })
  }, 900_000)
})
