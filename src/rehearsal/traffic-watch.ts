import { judge } from '../gates/traffic/judge.ts'
import { keyToRole } from '../gates/traffic/roles.ts'
import type { RoleNames } from '../gates/traffic/roles.ts'
import { singleLine } from '../process/escape.ts'
import type { Traffic } from '../spec/rollout.ts'
import { startLoad } from './load.ts'
import type { Load } from './load.ts'

export interface Tally {
  requests: number
  stable: number
  canary: number
  /** Bad answers that the canary gave itself. */
  canaryErrors: number
  /** Everything else that was no good answer: lost. */
  lost: number
}

/** Constant live traffic for the whole rehearsal, with who answered. */
export interface TrafficWatch {
  readonly total: Tally
  /** Answers from now on; stop with the next call. */
  newTally(): Tally
  readonly examples: readonly string[]
  stop(): Promise<void>
}

export function watchTraffic(options: {
  readonly traffic: Traffic
  readonly address: string
  readonly names: RoleNames
  readonly rate: number
  /** Sent in turn; empty: none. */
  readonly bodies: readonly Buffer[]
  readonly headers: { readonly [name: string]: string }
  /** On a first run the route is closed at first: until the first good answer nothing can be lost. */
  readonly closedAtFirst: boolean
}): TrafficWatch {
  let open = !options.closedAtFirst
  const { traffic, names } = options
  const url = new URL(traffic.url)
  const assess = judge(traffic, [names.stable, names.canary], singleLine)
  const total = emptyTally()
  let current = emptyTally()
  const examples: string[] = []
  const load: Load = startLoad({
    url: `http://${options.address}`,
    host: url.host,
    path: url.pathname + url.search,
    method: traffic.method,
    headers: options.headers,
    ...(options.bodies.length > 0 ? { body: options.bodies } : {}),
    rate: options.rate,
    timeout: traffic.timeout,
    onAnswer(answer) {
      const response =
        answer.status === null ? null : { status: answer.status, headers: answer.headers, body: answer.body }
      const failure = answer.error === null ? null : { kind: 'failed', text: answer.error }
      const judged = assess({ response, failure })
      const role = judged.version === null ? null : keyToRole(judged.version, names)
      open ||= judged.good
      for (const tally of [total, current]) count(tally, role, judged.good || !open)
      if (!open) return
      if (!judged.good && examples.length < 5 && judged.error && !examples.includes(judged.error)) {
        examples.push(judged.error)
      }
    },
  })
  return {
    total,
    newTally() {
      current = emptyTally()
      return current
    },
    examples,
    stop: () => load.stop(),
  }
}

function emptyTally(): Tally {
  return { requests: 0, stable: 0, canary: 0, canaryErrors: 0, lost: 0 }
}

function count(tally: Tally, role: 'stable' | 'canary' | null, good: boolean): void {
  tally.requests++
  if (role) tally[role]++
  if (good) return
  if (role === 'canary') tally.canaryErrors++
  else tally.lost++
}
