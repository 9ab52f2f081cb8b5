import type { InterceptedRequest, Reaction } from '../../src/rehearsal/api/contract.ts'
import type { Running } from './cli.ts'
import type { World } from './world.ts'

/** One mutating call of a command, by its number; a mere renewal of the lease, which comes when it comes, is not counted. */
export interface Call {
  readonly number: number
  readonly text: string
}

export interface Counting {
  readonly calls: Call[]
  stop(): void
}

/** Lists the mutating calls of whatever runs now. */
export function countCalls(world: World): Counting {
  const calls: Call[] = []
  world.cluster.api.intercept((request) => {
    if (counts(world, request)) calls.push({ number: calls.length, text: textOf(request) })
  })
  return { calls, stop: () => world.cluster.api.intercept(null) }
}

/** Does something to call number `target` of whatever runs now: before it takes effect, or after it has and before it is answered. */
export function atCall(
  world: World,
  target: number,
  when: 'before' | 'after',
  act: (request: InterceptedRequest) => void | Reaction | Promise<void | Reaction>,
): { readonly reached: () => boolean; stop(): void } {
  let count = 0
  let chosen: InterceptedRequest | null = null
  const isTarget = (request: InterceptedRequest) => {
    if (!counts(world, request) || count++ !== target) return false
    chosen = request
    return true
  }
  world.cluster.api.intercept(
    (request) => (isTarget(request) && when === 'before' ? act(request) : undefined),
    (request) => (when === 'after' && request === chosen ? act(request) : undefined),
  )
  return { reached: () => chosen !== null, stop: () => world.cluster.api.intercept(null) }
}

/** SIGKILL at a call: either it never happens, or it happens and nobody hears of it. */
export async function killAt(
  world: World,
  target: number,
  when: 'before' | 'after',
  command: () => Running,
): Promise<{ killed: boolean; code: number | null }> {
  const running = { process: null as Running | null }
  const trap = atCall(world, target, when, async () => {
    running.process!.child.kill('SIGKILL')
    await running.process!.done
    return { kind: 'reset' }
  })
  running.process = command()
  const { code } = await running.process.done
  trap.stop()
  return { killed: trap.reached(), code }
}

/** Whether a request is one of the calls that are counted. */
export function counts(world: World, request: InterceptedRequest): boolean {
  return request.mutating && !isRenewal(world, request)
}

function isRenewal(world: World, { method, path, body }: InterceptedRequest): boolean {
  if (method !== 'PUT' || !/\/configmaps\/shiftgate-diabetes\?/.test(path)) return false
  const data = (body as { data?: { record?: string; lease?: string } }).data
  const live = world.get('ConfigMap', 'shiftgate-diabetes')?.['data'] as { record?: string } | undefined
  return data?.lease !== undefined && data.record === live?.record
}

function textOf({ method, path, body }: InterceptedRequest): string {
  const name = path
    .split('?')[0]!
    .split('/')
    .slice(-2)
    .join('/')
    .replace(/(shiftgate-diabetes)-\w+/, '$1-…')
  const record = (body as { data?: { record?: string } } | null)?.data?.record
  if (record === undefined) return `${method} ${name}`
  const next = JSON.parse(record) as { phase: string; stageState: string; intent: { command: string } | null }
  return `${method} ${name} (${next.phase}, ${next.stageState}${next.intent ? `, intends ${next.intent.command}` : ''})`
}
