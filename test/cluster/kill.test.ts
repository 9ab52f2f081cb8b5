import { expectOutcome } from './support/answers.ts'
import type { ApiProxy } from './support/api-proxy.ts'
import { concurrently } from './support/concurrently.ts'
import { onCluster } from './support/environment.ts'
import { gatewayApi, readHttpRoute, routeOnGateway, useHttpRoute } from './support/http-route.ts'
import { advancing, ours, throughKills, underKills } from './support/kills.ts'
import type { Kill } from './support/kills.ts'
import { content, readRoute } from './support/route.ts'
import { ask } from './support/traffic.ts'
import type { World } from './support/world.ts'

const OLD = 'New Model B'
const NEW = 'New Model A'

onCluster('SIGKILL between any two calls', (cluster) => {
  const scenario = (name: string, body: (world: World, proxy: ApiProxy) => Promise<void>) =>
    underKills(cluster(), { name }, body)

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
    ...(process.env['GATEWAY_API_URL'] ? { 'by HTTPRoute, there and back': byHttpRoute } : {}),
  })

  async function byHttpRoute(): Promise<void> {
    const options = {
      name: 'killgw',
      manifests: { 'k8s/route.yaml': routeOnGateway() },
      prepare: useHttpRoute,
    }
    await underKills(gatewayApi(cluster())!, options, async (world, proxy) => {
      const before = content(await readHttpRoute(world))
      const kills: { readonly [stage: string]: readonly Kill[] } = {
        Blue_0: [['before', /^PUT .*httproutes/]],
        // Header rules, a mirror and a weight in one write.
        Focused: [['after', /^PUT .*httproutes/]],
        Blue_50: [],
      }
      for (const [stage, points] of Object.entries(kills)) {
        await throughKills(world, proxy, points, advancing(world, stage))
      }
      const points: readonly Kill[] = [
        ['before', /^PUT .*httproutes/],
        ['after', /^PUT .*httproutes/],
      ]
      await throughKills(world, proxy, points, ['abort', 'FILE', '--lease-duration', '3s'])
      expect(content(await readHttpRoute(world))).toEqual(before)
      expect(await ask(world, 1_000)).toEqual({ [OLD]: 1_000 })
      expect(await world.names('Service')).toEqual(['model-svc-green'])
      expect(await ours(world)).toEqual(['shiftgate-diabetes'])
    })
  }
})
