import { startLoad } from '../../../src/rehearsal/load.ts'
import type { LoadAnswer } from '../../../src/rehearsal/load.ts'
import { binomialAcceptance } from '../../../src/stats/proportion.ts'
import { createCaller } from '../../contract/gateway-client.ts'
import type { Call } from '../../contract/gateway-client.ts'
import { until } from './until.ts'
import type { World } from './world.ts'

/** Requests per second on the first gateway, and on each further one. */
const RATE = 110
/** What it must come to, on a machine that has other things to do. */
const LEAST_RATE = 100
const RATE_ELSEWHERE = 40
/** How often one of these checks may fail by chance. */
const LEVEL = 1e-7

export interface TrafficReport {
  readonly sent: number
  /** Everything but a complete 2xx. */
  readonly lost: readonly Lost[]
  /** When the first good answer of each gateway was asked for, in seconds since the load began. */
  readonly first: { readonly [url: string]: number }
  /** By the answer's text. */
  readonly answers: { readonly [answer: string]: number }
  /** Requests per second on the first gateway. */
  readonly rate: number
}

export interface Lost {
  /** When it was sent, since the load began. */
  readonly seconds: number
  readonly url: string
  /** `HTTP 503 no healthy upstream`, or how the connection ended. */
  readonly what: string
}

/** The users of the model: a constant load on every gateway until it is stopped. */
export interface Traffic {
  report(): TrafficReport
  stop(): Promise<TrafficReport>
}

/** Starts once the first answers are good on every gateway; `early`: at once, though there is no route yet. */
export async function startTraffic(world: World, { early = false } = {}): Promise<Traffic> {
  if (!early) for (const url of world.cluster.gateways) await served(world, url)
  const lost: Lost[] = []
  const first: { [url: string]: number } = {}
  const answers: { [answer: string]: number } = {}
  const began = performance.now()
  const loads = world.cluster.gateways.map((url, index) =>
    startLoad({
      url,
      host: world.host,
      path: '/score',
      rate: index === 0 ? RATE : RATE_ELSEWHERE,
      onAnswer(answer) {
        if (answer.status !== null && answer.status >= 200 && answer.status < 300) {
          const text = textOf(answer.body)
          first[url] ??= (answer.at - began) / 1_000
          answers[text] = (answers[text] ?? 0) + 1
        } else lost.push({ seconds: (answer.at - began) / 1_000, url, what: described(answer) })
      },
    }),
  )
  world.onClose(() => loads.forEach((load) => void load.stop()))
  let ended: number | null = null
  const report = (): TrafficReport => ({
    sent: loads.reduce((sum, load) => sum + load.sent(), 0),
    lost: [...lost],
    first: { ...first },
    answers: { ...answers },
    rate: (loads[0]!.sent() * 1_000) / ((ended ?? performance.now()) - began),
  })
  return {
    report,
    async stop() {
      ended = performance.now()
      await Promise.all(loads.map((load) => load.stop()))
      return report()
    },
  }
}

function described(answer: LoadAnswer): string {
  return answer.error ?? `HTTP ${answer.status} ${answer.body.slice(0, 100)}`
}

/** Waits until a gateway serves the model. */
export async function served(world: World, url: string = world.cluster.gateways[0]): Promise<void> {
  const caller = createCaller(url, world.host)
  try {
    await until(`an answer of ${world.host} by ${url}`, async () => {
      const answers = await caller.repeat(5, { path: '/score' })
      return answers.every(({ status }) => status === 200)
    })
  } finally {
    caller.close()
  }
}

/** Answers by their text; what is not a 200 counts as `HTTP status`. */
export async function ask(world: World, n: number, call: Call = {}): Promise<{ [answer: string]: number }> {
  const counts: { [answer: string]: number } = {}
  for (const url of world.cluster.gateways) {
    const caller = createCaller(url, world.host)
    try {
      const share = Math.ceil(n / world.cluster.gateways.length)
      for (const { status, text } of await caller.repeat(share, { path: '/score', ...call })) {
        const key = status === 200 ? textOf(text) : `HTTP ${status}`
        counts[key] = (counts[key] ?? 0) + 1
      }
    } finally {
      caller.close()
    }
  }
  return counts
}

/** Both kinds of answers, nothing else, and the share of `canary` within the exact bounds of `percent`. */
export function expectShare(
  counts: { readonly [answer: string]: number },
  percent: number,
  names: { readonly stable: string; readonly canary: string },
): void {
  const { [names.stable]: stable = 0, [names.canary]: canary = 0, ...others } = counts
  expect(others).toEqual({})
  const n = stable + canary
  expect(n).toBeGreaterThanOrEqual(1_000)
  const { low, high } = binomialAcceptance(n, percent / 100, LEVEL)
  expect(canary).toBeGreaterThanOrEqual(low)
  expect(canary).toBeLessThanOrEqual(high)
}

/** No request was lost, and there were enough of them all the time. */
export function expectNothingLost(report: TrafficReport): void {
  expect({ lost: report.lost.length, first: report.lost.slice(0, 20) }).toEqual({ lost: 0, first: [] })
  expect(report.rate).toBeGreaterThanOrEqual(LEAST_RATE)
}

function textOf(body: string): string {
  try {
    return String(JSON.parse(body))
  } catch {
    return body
  }
}
