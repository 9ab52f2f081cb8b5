import type { KubeObject } from '../../src/kube/object.ts'
import { expectDone } from './support/answers.ts'
import type { Cluster } from './support/environment.ts'
import { onCluster, skipped } from './support/environment.ts'
import { content } from './support/route.ts'
import { ask, expectNothingLost, expectShare, startTraffic } from './support/traffic.ts'
import { createWorld } from './support/world.ts'
import type { World } from './support/world.ts'

const OLD = 'New Model B'
const NEW = 'New Model A'
const NAMES = { stable: OLD, canary: NEW }
const ROUTE = 'mlmodel'

const { GATEWAY_API_URL, GATEWAY_API_URL_2, GATEWAY_API_PARENT, MESH_CLIENT_URL } = process.env
/** `namespace/name` of the Gateway that is served at GATEWAY_API_URL. */
const [gatewayNamespace, gatewayName] = (GATEWAY_API_PARENT ?? 'istio-system/testbed').split('/')

const backend = (version: string, weight?: number) => `
        - name: model-svc-${version}
          port: 5001${weight === undefined ? '' : `\n          weight: ${weight}`}
          filters:
            - { type: ResponseHeaderModifier, responseHeaderModifier: { set: [{ name: x-model-version, value: ${version} }] } }`

const pin = (version: string) => `
    - matches: [{ path: { value: /score }, headers: [{ name: x-api-version, value: ${version} }] }]
      backendRefs:${backend(version)}`

/** The route of MLOpsPython, as an HTTPRoute with this parent. */
const route = (head: string) => `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: ${ROUTE} }
spec:${head}
  rules:${pin('blue')}${pin('green')}
    - backendRefs:${backend('green', 100)}${backend('blue', 0)}
`

async function worldWith(cluster: Cluster, name: string, manifest: string): Promise<World> {
  const world = await createWorld(cluster, name, { manifests: { 'k8s/route.yaml': manifest } })
  await world.edit((file) => {
    file.routes = [{ httpRoute: ROUTE, manifests: ['k8s/route.yaml'], pins: 'retarget' }]
    file.stages.splice(1, 0, {
      name: 'Focused',
      weight: 5,
      headers: { 'user-group': 'canary' },
      mirror: 12.5,
    })
  })
  return world
}

async function readRoute(world: World): Promise<KubeObject> {
  const found = await world.get('HTTPRoute', ROUTE)
  if (!found) throw new Error(`HTTPRoute ${ROUTE} is not there`)
  return found
}

/** Up to the middle, every stage with the shares it should have, and back to exactly the route that there was. */
async function thereAndBack(world: World): Promise<void> {
  const before = content(await readRoute(world))
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
  expect(content(await readRoute(world))).toEqual(before)
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
  expect(JSON.stringify((await readRoute(world))['spec'])).not.toContain('model-svc-blue')
  expectNothingLost(await traffic.stop())
}

if (!GATEWAY_API_URL) skipped('HTTPRoute on a Gateway', 'needs GATEWAY_API_URL in the environment')
else {
  onCluster('an HTTPRoute on a Gateway', (cluster) => {
    let world: World
    beforeAll(async () => {
      const gateways = [GATEWAY_API_URL, ...(GATEWAY_API_URL_2 ? [GATEWAY_API_URL_2] : [])] as [string]
      const parent = `\n  parentRefs: [{ namespace: ${gatewayNamespace}, name: ${gatewayName} }]\n  hostnames: ["*"]`
      world = await worldWith({ ...cluster(), gateways }, 'gw', route(parent))
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
      const plain = await worldWith(mesh, 'mesh', service + route(parent))
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
