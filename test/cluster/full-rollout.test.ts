import { expectDone } from './support/answers.ts'
import { onCluster } from './support/environment.ts'
import { ask, expectNothingLost, expectShare, startTraffic } from './support/traffic.ts'
import { createWorld } from './support/world.ts'
import type { World } from './support/world.ts'

const OLD = 'New Model B'
const NEW = 'New Model A'
const NAMES = { stable: OLD, canary: NEW }

async function imageOf(world: World, deployment: string): Promise<string> {
  return (await world.get('Deployment', deployment))?.['spec'].template.spec.containers[0].image as string
}

// Like every file here it runs with the rights of deploy/rbac.yaml, and with nothing else.
onCluster('S1: a full rollout in five stages under load', (cluster) => {
  let world: World
  beforeAll(async () => {
    world = await createWorld(cluster(), 's1')
    await world.deployStable()
  })
  afterAll(() => world?.close())

  test('loses nothing, serves the shares of each stage, and leaves the new release on green alone', async () => {
    const traffic = await startTraffic(world)
    const gatewayBefore = await world.get('Gateway', 'mlmodel-gateway')

    expectDone(await world.advance('Blue_0', 'new'))
    expectShare(await ask(world, 1_000), 0, NAMES)
    // S-d: what was pushed is what runs, by digest.
    expect(await imageOf(world, 'model-blue')).toBe(world.images.new)
    expect(await imageOf(world, 'model-green')).toBe(world.images.old)
    expect(traffic.report().answers).toEqual({ [OLD]: expect.any(Number) as number })

    expectDone(await world.advance('Blue_50', 'new'))
    expectShare(await ask(world, 1_000), 50, NAMES)

    expectDone(await world.advance('Blue_100', 'new'))
    expectShare(await ask(world, 1_000), 100, NAMES)

    expectDone(await world.advance('Blue_Green', 'new'))
    expectShare(await ask(world, 1_000), 100, NAMES)
    expect(await imageOf(world, 'model-green')).toBe(world.images.new)

    const finished = expectDone(await world.advance('Green_100', 'new'))
    expectShare(await ask(world, 1_000), 100, NAMES)
    expect(finished.weight).toMatchObject({ recorded: 0 })
    expect(await world.names('Deployment')).toEqual(['model-green'])
    expect(await world.names('Service')).toEqual(['model-svc-green'])
    await world.deploymentReady('model-green', 1)

    // S-b: the Gateway was there before, and is as it was.
    expect(await world.get('Gateway', 'mlmodel-gateway')).toEqual(gatewayBefore)
    const report = await traffic.stop()
    expectNothingLost(report)
    expect(Object.keys(report.answers).sort()).toEqual([NEW, OLD])

    const status = expectDone(await world.run('status', 'FILE'))
    expect(status).toMatchObject({ image: world.images.new, owner: null })
    expect(expectDone(await world.advance('Green_100', 'new'), 'unchanged').changes).toEqual([])
  })
})
