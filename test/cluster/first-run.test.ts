import { concurrently } from './support/concurrently.ts'
import { expectOutcome } from './support/answers.ts'
import { onCluster } from './support/environment.ts'
import { readRoute, shares } from './support/route.ts'
import { ask, expectNothingLost, expectShare, startTraffic } from './support/traffic.ts'
import type { Traffic } from './support/traffic.ts'
import { createWorld } from './support/world.ts'
import type { World } from './support/world.ts'
import { until } from './support/until.ts'

const FIRST = 'New Model A'
const SECOND = 'New Model C'
const STAGES = ['Blue_0', 'Blue_50', 'Blue_100', 'Blue_Green', 'Green_100'] as const

/** Envoy's workers learn of a route one after the other. */
const WORKERS = 1

/**
 * Before the route there is nothing to answer: 404, or no listener where no team has a Gateway. From the first answer on nothing may
 * be missing, and there is never a 503.
 */
function expectNothingLostOnceServed(traffic: Traffic): void {
  const { lost, first } = traffic.report()
  const late = lost.filter(
    ({ what, seconds, url }) =>
      !/^(HTTP 404|ECONNREFUSED$)/.test(what) || seconds > (first[url] ?? Infinity) + WORKERS,
  )
  expect(late.slice(0, 20)).toEqual([])
}

/** A Gateway that the team has already, and another service behind it. */
async function sharedGateway(world: World): Promise<string> {
  const other = `other.${world.host}`
  await world.apply({
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'mlmodel-gateway' },
    spec: {
      selector: { istio: 'ingressgateway' },
      servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: [world.host, other] }],
    },
  })
  await world.apply({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'other' },
    spec: {
      gateways: ['mlmodel-gateway'],
      hosts: [other],
      http: [{ directResponse: { status: 200, body: { string: '"other"' } } }],
    },
  })
  return other
}

onCluster('S4: the first run, in a namespace where nothing serves yet', (cluster) => {
  concurrently({
    'opens the route without a 503, and the next rollout is an ordinary one': async () => {
      const world = await createWorld(cluster(), 's4')
      try {
        await world.edit((file) => void (file.traffic.requests = 200))
        const traffic = await startTraffic(world, { early: true })
        const began = expectOutcome(await world.advance('Blue_0', 'new'), 'done')
        expect(began.notes.join()).toContain('first run')
        expect(await world.get('VirtualService', 'mlmodel-virtualservice')).toBeNull()
        expect(await world.names('Deployment')).toEqual(['model-green'])
        for (const stage of STAGES.slice(1)) {
          expectOutcome(await world.advance(stage, 'new'), 'done')
          // No rule ever names a Service that does not exist.
          expect(await world.names('Service')).toEqual(['model-svc-green'])
          expect(JSON.stringify((await readRoute(world))['spec'])).not.toContain('model-svc-blue')
          expect(await ask(world, 200)).toEqual({ [FIRST]: 200 })
        }
        expectNothingLostOnceServed(traffic)
        expect((await traffic.stop()).answers).toEqual({ [FIRST]: expect.any(Number) as number })

        const second = await startTraffic(world)
        expectOutcome(await world.advance('Blue_0', 'newer'), 'done')
        expectOutcome(await world.advance('Blue_50', 'newer'), 'done')
        expectShare(await ask(world, 1_000), 50, { stable: FIRST, canary: SECOND })
        expect(shares(await readRoute(world))).toEqual({ 'model-svc-green': 50, 'model-svc-blue': 50 })
        expectOutcome(await world.run('abort', 'FILE'), 'done')
        expect(await ask(world, 200)).toEqual({ [FIRST]: 200 })
        expectNothingLost(await second.stop())
      } finally {
        await world.close()
      }
    },
    'is taken back without a trace, and leaves a Gateway that others share alone': async () => {
      const world = await createWorld(cluster(), 'sb')
      try {
        await world.edit((file) => void (file.traffic.requests = 200))
        const host = await sharedGateway(world)
        const before = await world.get('Gateway', 'mlmodel-gateway')
        await until('the other service', async () => (await ask(world, 10, { host }))['other'] === 10)
        expectOutcome(await world.advance('Blue_0', 'new'), 'done')
        expectOutcome(await world.advance('Blue_50', 'new'), 'done')
        expectOutcome(await world.run('abort', 'FILE'), 'done')
        expect(await world.names('Deployment')).toEqual([])
        expect(await world.names('Service')).toEqual([])
        expect(await world.names('VirtualService')).toEqual(['other'])
        expect(await world.get('Gateway', 'mlmodel-gateway')).toEqual(before)
        expect(await ask(world, 100, { host })).toEqual({ other: 100 })
      } finally {
        await world.close()
      }
    },
    'is taken back with the Gateway that it brought along': async () => {
      const world = await createWorld(cluster(), 'sc')
      try {
        await world.edit((file) => void (file.traffic.requests = 200))
        expectOutcome(await world.advance('Blue_0', 'new'), 'done')
        expectOutcome(await world.advance('Blue_50', 'new'), 'done')
        expectOutcome(await world.run('abort', 'FILE'), 'done')
        for (const kind of ['Deployment', 'Service', 'VirtualService', 'Gateway']) {
          expect([kind, await world.names(kind)]).toEqual([kind, []])
        }
        expectOutcome(await world.run('abort', 'FILE'), 'unchanged')
      } finally {
        await world.close()
      }
    },
  })
})
