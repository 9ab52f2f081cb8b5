import { expectOutcome } from './support/answers.ts'
import { onCluster } from './support/environment.ts'
import { content, readRoute, shares } from './support/route.ts'
import { ask, expectNothingLost, expectShare, startTraffic } from './support/traffic.ts'
import { createWorld } from './support/world.ts'
import type { World } from './support/world.ts'

const OLD = 'New Model B'
const NEW = 'New Model A'

/** One Service for both versions: every pod with `app: model` is behind it, whatever the route says. */
const MODEL = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: "\${deployment}" }
spec:
  selector: { matchLabels: { app: model, version: "\${version}" } }
  template:
    metadata: { labels: { app: model, version: "\${version}" } }
    spec:
      containers:
        - name: model
          image: \${image}
          ports: [{ name: http, containerPort: 5001 }]
          readinessProbe: { httpGet: { path: /, port: http }, periodSeconds: 1, timeoutSeconds: 10 }
---
apiVersion: v1
kind: Service
metadata: { name: model }
spec:
  selector: { app: model }
  ports: [{ name: http, port: 5001, targetPort: http }]
`
/** A plain route without subsets, as a team has it before its first canary. */
const ROUTE = `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: mlmodel-gateway }
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*"] }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: mlmodel-virtualservice }
spec:
  gateways: [mlmodel-gateway]
  hosts: ["*"]
  http:
    - route: [{ destination: { host: model, port: { number: 5001 } } }]
`

onCluster('S-a: subsets of one Service', (cluster) => {
  let world: World
  beforeAll(async () => {
    world = await createWorld(cluster(), 'subsets', {
      manifests: { 'k8s/model.yaml': MODEL, 'k8s/route.yaml': ROUTE },
    })
    await world.edit((file) => {
      for (const [name, version] of Object.entries<{ service: string; subset: string }>(file.versions)) {
        version.service = 'model'
        version.subset = name
      }
      file.traffic.identify = { body: { stable: OLD, canary: NEW } }
    })
    await world.deployStable()
  })
  afterAll(() => world?.close())

  test('come before the first canary pod and go after the route, and nothing is lost between', async () => {
    const before = content(await readRoute(world))
    const traffic = await startTraffic(world)
    expectOutcome(await world.advance('Blue_0', 'new'), 'done')
    await world.deploymentReady('model-blue', 1)
    expect(await ask(world, 1_000)).toEqual({ [OLD]: 1_000 })
    // The Service has the canary's pod since it is ready: nobody was sent there.
    expect(Object.keys(traffic.report().answers)).toEqual([OLD])
    expectOutcome(await world.advance('Blue_50', 'new'), 'done')
    expectShare(await ask(world, 1_000), 50, { stable: OLD, canary: NEW })

    expectOutcome(await world.run('abort', 'FILE'), 'done')
    expect(content(await readRoute(world))).toEqual(before)
    expect(await world.names('DestinationRule')).toEqual([])
    expect(await world.names('Deployment')).toEqual(['model-green'])
    expect(await ask(world, 1_000)).toEqual({ [OLD]: 1_000 })

    for (const stage of ['Blue_0', 'Blue_50', 'Blue_100']) {
      expectOutcome(await world.advance(stage, 'new'), 'done')
    }
    expect(shares(await readRoute(world))).toEqual({ green: 0, blue: 100 })
    for (const stage of ['Blue_Green', 'Green_100']) {
      expectOutcome(await world.advance(stage, 'new'), 'done')
    }
    expect(await ask(world, 1_000)).toEqual({ [NEW]: 1_000 })
    expect(await world.names('Deployment')).toEqual(['model-green'])
    expect(await world.names('Service')).toEqual(['model'])
    expect(JSON.stringify((await readRoute(world))['spec'])).not.toContain('blue')
    expectNothingLost(await traffic.stop())
  })
})
