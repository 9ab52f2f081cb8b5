import { expectDone } from './support/answers.ts'
import type { Cluster } from './support/environment.ts'
import { onCluster, skipped } from './support/environment.ts'
import { gatewayApi, httpRoute, readHttpRoute, routeOnGateway, useHttpRoute } from './support/http-route.ts'
import { content } from './support/route.ts'
import { ask, expectNothingLost, expectShare, startTraffic } from './support/traffic.ts'
import { createWorld } from './support/world.ts'
import type { World } from './support/world.ts'

const OLD = 'New Model B'
const NEW = 'New Model A'
const NAMES = { stable: OLD, canary: NEW }
const { GATEWAY_API_URL, MESH_CLIENT_URL } = process.env

async function worldWith(cluster: Cluster, name: string, manifest: string): Promise<World> {
  const world = await createWorld(cluster, name, { manifests: { 'k8s/route.yaml': manifest } })
  await useHttpRoute(world)
  return world
}

/** Up to the middle, every stage with the shares it should have, and back to exactly the route that there was. */
async function thereAndBack(world: World): Promise<void> {
  const before = content(await readHttpRoute(world))
  const traffic = await startTraffic(world)

  expectDone(await world.advance('Blue_0', 'new'))
  expectShare(await ask(world, 1_000), 0, NAMES)
  expect(await ask(world, 50, { headers: { 'x-api-version': 'blue' } })).toEqual({ [NEW]: 50 })

  expectDone(await world.advance('Focused', 'new'))
  expect(await ask(world, 100, { headers: { 'user-group': 'canary' } })).toEqual({ [NEW]: 100 })
  expectShare(await ask(world, 1_000, { headers: { 'user-group': 'Canary' } }), 5, NAMES)
  // A client that asks for a version by name is served as before, whatever group it is in.
  const both = { 'x-api-version': 'green', 'user-group': 'canary' }
  expect(await ask(world, 50, { headers: both })).toEqual({ [OLD]: 50 })

  expectDone(await world.advance('Blue_50', 'new'))
  expectShare(await ask(world, 1_000), 50, NAMES)

  expectDone(await world.run('abort', 'FILE'))
  expect(content(await readHttpRoute(world))).toEqual(before)
  expectShare(await ask(world, 1_000), 0, NAMES)
  expectNothingLost(await traffic.stop())
}

async function wholeRollout(world: World): Promise<void> {
  const traffic = await startTraffic(world)
  for (const stage of ['Blue_0', 'Focused', 'Blue_50', 'Blue_100', 'Blue_Green', 'Green_100']) {
    expectDone(await world.advance(stage, 'new'))
  }
  expectShare(await ask(world, 1_000), 100, NAMES)
  expect(await ask(world, 50, { headers: { 'x-api-version': 'blue' } })).toEqual({ [NEW]: 50 })
  expect(await world.names('Deployment')).toEqual(['model-green'])
  expect(JSON.stringify((await readHttpRoute(world))['spec'])).not.toContain('model-svc-blue')
  expectNothingLost(await traffic.stop())
}

if (!GATEWAY_API_URL) skipped('HTTPRoute on a Gateway', 'needs GATEWAY_API_URL in the environment')
else {
  onCluster('an HTTPRoute on a Gateway', (cluster) => {
    let world: World
    beforeAll(async () => {
      world = await worldWith(gatewayApi(cluster())!, 'gw', routeOnGateway())
    })
    afterAll(() => world?.close())

    test('comes back from the middle of a rollout exactly, goes through a second one, and loses nothing', async () => {
      await world.deployStable()
      await thereAndBack(world)
      await wholeRollout(world)
    })
  })
}

if (!MESH_CLIENT_URL) skipped('HTTPRoute on a Service', 'needs MESH_CLIENT_URL in the environment')
else {
  onCluster('an HTTPRoute on a Service of the mesh', (cluster) => {
    let world: World
    beforeAll(async () => {
      const service =
        'apiVersion: v1\nkind: Service\nmetadata: { name: model }\nspec:\n  selector: { app: model }\n  ports: [{ name: http, port: 5001 }]\n---\n'
      const parent = "\n  parentRefs: [{ group: '', kind: Service, name: model, port: 5001 }]"
      const mesh = { ...cluster(), gateways: [`${MESH_CLIENT_URL}:5001`] as [string] }
      const plain = await worldWith(mesh, 'mesh', service + httpRoute(parent))
      world = { ...plain, host: `model.${plain.namespace}.svc.cluster.local` }
      await world.edit((file) => {
        file.traffic.url = `http://${world.host}:5001/score`
      })
    })
    afterAll(() => world?.close())

    test('comes back from the middle of a rollout exactly, and loses nothing', async () => {
      await world.deployStable()
      await thereAndBack(world)
    })
  })
}
