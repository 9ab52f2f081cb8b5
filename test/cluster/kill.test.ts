import { expectOutcome } from './support/answers.ts'
import { startApiProxy } from './support/api-proxy.ts'
import type { ApiProxy } from './support/api-proxy.ts'
import { concurrently } from './support/concurrently.ts'
import { onCluster } from './support/environment.ts'
import { content, readRoute } from './support/route.ts'
import { ask, expectNothingLost, startTraffic } from './support/traffic.ts'
import { createWorld } from './support/world.ts'
import type { World } from './support/world.ts'

const OLD = 'New Model B'
const NEW = 'New Model A'

/** Where a command is killed: at its first mutating call that looks like this, before the server does it or after. */
type Kill = readonly [when: 'before' | 'after', call: RegExp]

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
async function throughKills(world: World, proxy: ApiProxy, kills: readonly Kill[], args: readonly string[]) {
  for (const kill of kills) await killed(world, proxy, kill, args)
  const result = await world.run(...args)
  if (result.json.outcome !== 'unchanged') expectOutcome(result, 'done')
  const status = expectOutcome(await world.run('status', 'FILE'), 'done')
  expect(status).toMatchObject({ lease: null, pending: null, drift: [] })
}

/** The record, and the archive of the last finished release; nothing else of ours. */
async function ours(world: World): Promise<string[]> {
  return (await world.names('ConfigMap')).filter((name) => name.startsWith('shiftgate-'))
}

onCluster('SIGKILL between any two calls', (cluster) => {
  const scenario = async (name: string, body: (world: World, proxy: ApiProxy) => Promise<void>) => {
    const proxy = await startApiProxy(cluster().kubeconfig)
    const world = await createWorld(cluster(), name, { server: proxy.url })
    try {
      await world.edit((file) => void (file.traffic.requests = 200))
      await world.deployStable()
      const traffic = await startTraffic(world)
      await body(world, proxy)
      expectNothingLost(await traffic.stop())
    } finally {
      await world.close()
      proxy.close()
    }
  }
  const advancing = (world: World, stage: string) => [
    ...['advance', 'FILE', '--to', stage, '--approve', 'all', '--image', world.images.new],
    ...['--lease-duration', '3s'],
  ]

  concurrently({
    'a rollout ends where it would have': () =>
      scenario('kill', async (world, proxy) => {
        const kills: { readonly [stage: string]: readonly Kill[] } = {
          Blue_0: [
            ['after', /^POST .*configmaps/],
            ['before', /^PATCH .*services/],
            ['after', /^PATCH .*deployments/],
          ],
          Blue_50: [['before', /^PUT .*virtualservices/]],
          Blue_100: [['after', /^PUT .*virtualservices/]],
          Blue_Green: [['after', /^PUT .*deployments/]],
          Green_100: [
            ['after', /^PUT .*virtualservices/],
            ['before', /^DELETE .*deployments/],
            ['after', /^DELETE .*services/],
          ],
        }
        for (const [stage, points] of Object.entries(kills)) {
          await throughKills(world, proxy, points, advancing(world, stage))
        }
        expect(await ask(world, 1_000)).toEqual({ [NEW]: 1_000 })
        expect(await world.names('Deployment')).toEqual(['model-green'])
        expect(await world.names('Service')).toEqual(['model-svc-green'])
        expect(await ours(world)).toHaveLength(2)
      }),
    'an abort ends where it would have': () =>
      scenario('killed', async (world, proxy) => {
        const before = content(await readRoute(world))
        for (const stage of ['Blue_0', 'Blue_50']) {
          expectOutcome(await world.run(...advancing(world, stage)), 'done')
        }
        const points: readonly Kill[] = [
          ['after', /^PUT .*configmaps/],
          ['after', /^PUT .*virtualservices/],
          ['after', /^DELETE .*deployments/],
          ['before', /^DELETE .*configmaps/],
        ]
        await throughKills(world, proxy, points, ['abort', 'FILE', '--lease-duration', '3s'])
        expect(content(await readRoute(world))).toEqual(before)
        expect(await ask(world, 1_000)).toEqual({ [OLD]: 1_000 })
        expect(await world.names('Deployment')).toEqual(['model-green'])
        expect(await world.names('Service')).toEqual(['model-svc-green'])
        expect(await ours(world)).toEqual(['shiftgate-diabetes'])
      }),
  })
})
