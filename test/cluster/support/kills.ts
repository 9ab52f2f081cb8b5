import { expectOutcome } from './answers.ts'
import type { ApiProxy } from './api-proxy.ts'
import { startApiProxy } from './api-proxy.ts'
import type { Cluster } from './environment.ts'
import { expectNothingLost, startTraffic } from './traffic.ts'
import { createWorld } from './world.ts'
import type { World, WorldOptions } from './world.ts'

/** Where a command is killed: at its first mutating call that looks like this, before the server does it or after. */
export type Kill = readonly [when: 'before' | 'after', call: RegExp]

async function killed(
  world: World,
  proxy: ApiProxy,
  [when, call]: Kill,
  args: readonly string[],
): Promise<void> {
  const running = { process: null as ReturnType<World['start']> | null, at: '' }
  proxy.watch(
    ({ text }) => (running.at === '' && call.test(text) ? `cut-${when}` : 'pass'),
    async ({ text }) => {
      running.at = text
      running.process!.child.kill('SIGKILL')
      await running.process!.done
    },
  )
  running.process = world.start(...args)
  const result = await running.process.done
  proxy.watch(
    () => 'pass',
    async () => undefined,
  )
  // A test that never came to its point shows nothing.
  if (running.at === '') throw new Error(`${args.join(' ')} ended without ${String(call)}:\n${result.stderr}`)
  expect(result.code).toBeNull()
}

/** Kills the command at each point in turn, and then lets it end. */
export async function throughKills(
  world: World,
  proxy: ApiProxy,
  kills: readonly Kill[],
  args: readonly string[],
): Promise<void> {
  for (const kill of kills) await killed(world, proxy, kill, args)
  const result = await world.run(...args)
  if (result.json.outcome !== 'unchanged') expectOutcome(result, 'done')
  const status = expectOutcome(await world.run('status', 'FILE'), 'done')
  expect(status).toMatchObject({ lease: null, pending: null, drift: [] })
}

/** The record, and the archive of the last finished release; nothing else of ours. */
export async function ours(world: World): Promise<string[]> {
  return (await world.names('ConfigMap')).filter((name) => name.startsWith('shiftgate-'))
}

/** `advance` to a stage with the new image, and a lease that soon counts as left. */
export function advancing(world: World, stage: string): string[] {
  return [
    ...['advance', 'FILE', '--to', stage, '--approve', 'all', '--image', world.images.new],
    ...['--lease-duration', '3s'],
  ]
}

export interface Scenario extends WorldOptions {
  readonly name: string
  /** Before the stable version is deployed. */
  readonly prepare?: (world: World) => Promise<void>
}

/** A world whose commands reach the API server through a proxy that can cut them off, with users who must not notice. */
export async function underKills(
  cluster: Cluster,
  { name, prepare, ...options }: Scenario,
  body: (world: World, proxy: ApiProxy) => Promise<void>,
): Promise<void> {
  const proxy = await startApiProxy(cluster.kubeconfig)
  const world = await createWorld(cluster, name, { ...options, server: proxy.url })
  try {
    await world.edit((file) => void (file.traffic.requests = 200))
    await prepare?.(world)
    await world.deployStable()
    const traffic = await startTraffic(world)
    await body(world, proxy)
    expectNothingLost(await traffic.stop())
  } finally {
    await world.close()
    proxy.close()
  }
}
