import { expectDone } from './support/answers.ts'
import { onCluster } from './support/environment.ts'
import { ask, expectNothingLost, expectShare, startTraffic } from './support/traffic.ts'
import { createWorld } from './support/world.ts'
import type { World } from './support/world.ts'

const OLD = 'New Model B'
const NEW = 'New Model A'

onCluster('a rollout whose first stage has a weight already', (cluster) => {
  let world: World
  beforeEach(async () => {
    world = await createWorld(cluster(), 'first-weight')
    await world.deployStable()
  })
  afterEach(() => world?.close())

  // The route follows the pods at once: a gateway that hears of it before it knows the pods has nobody to send requests to.
  test('loses nothing when pods and their first requests come in one stage', async () => {
    await world.edit((file) => void file.stages.shift())
    const traffic = await startTraffic(world)
    expectDone(await world.advance('Blue_50', 'new'))
    expectShare(await ask(world, 1_000), 50, { stable: OLD, canary: NEW })
    expectDone(await world.run('abort', 'FILE'))
    expectNothingLost(await traffic.stop())
  })
})
