import { expectOutcome } from './support/answers.ts'
import { concurrently } from './support/concurrently.ts'
import { onCluster } from './support/environment.ts'
import { readRoute, shares } from './support/route.ts'
import { ask, expectNothingLost, expectShare, startTraffic } from './support/traffic.ts'
import { createWorld } from './support/world.ts'

const OLD = 'New Model B'
const NEW = 'New Model A'
const NEWER = 'New Model C'

onCluster('ways to promote, and to undo it', (cluster) => {
  concurrently({
    'swap: the versions exchange their roles, and the next rollout goes the other way': async () => {
      const world = await createWorld(cluster(), 'swap')
      try {
        await world.edit((file) => {
          file.stages[3].promote = 'swap'
          file.traffic.requests = 200
        })
        await world.deployStable()
        const traffic = await startTraffic(world)
        for (const stage of ['Blue_0', 'Blue_50', 'Blue_100', 'Blue_Green', 'Green_100']) {
          expectOutcome(await world.advance(stage, 'new'), 'done')
        }
        expect(await ask(world, 1_000)).toEqual({ [NEW]: 1_000 })
        // Whoever asks for a version that is gone gets the one that remains.
        for (const version of ['green', 'blue']) {
          expect(await ask(world, 200, { headers: { 'x-api-version': version } })).toEqual({ [NEW]: 200 })
        }
        // Green was not created by shiftgate: it gets no traffic, and it is not shiftgate's to delete.
        expect(await world.names('Deployment')).toEqual(['model-blue', 'model-green'])

        expectOutcome(await world.advance('Blue_0', 'newer'), 'done')
        expectOutcome(await world.advance('Blue_50', 'newer'), 'done')
        expectShare(await ask(world, 1_000), 50, { stable: NEW, canary: NEWER })
        const green = await world.get('Deployment', 'model-green')
        expect(green!['spec'].template.spec.containers[0]).toMatchObject({ image: world.images.newer })
        expectOutcome(await world.run('abort', 'FILE'), 'done')
        expect(await ask(world, 1_000)).toEqual({ [NEW]: 1_000 })
        expectNothingLost(await traffic.stop())
      } finally {
        await world.close()
      }
    },
    'half a percent is served, and a finished rollout is rolled back to the release before': async () => {
      const world = await createWorld(cluster(), 'back')
      try {
        await world.edit((file) => {
          file.traffic.requests = 400
          file.traffic.limits = { errors: '1%' }
          const [first, , all, promote, finish] = file.stages
          file.stages = [first, { name: 'Canary_05', weight: 0.5 }, all, promote, finish]
        })
        await world.deployStable()
        const traffic = await startTraffic(world)
        expectOutcome(await world.advance('Blue_0', 'new'), 'done')
        expectOutcome(await world.advance('Canary_05', 'new'), 'done')
        expect(shares(await readRoute(world))).toEqual({ 'model-svc-green': 99.5, 'model-svc-blue': 0.5 })
        expectShare(await ask(world, 4_000), 0.5, { stable: OLD, canary: NEW })
        for (const stage of ['Blue_100', 'Blue_Green', 'Green_100']) {
          expectOutcome(await world.advance(stage, 'new'), 'done')
        }
        expect(await ask(world, 200)).toEqual({ [NEW]: 200 })

        const back = expectOutcome(await world.run('rollback', 'FILE'), 'done')
        expect(back).toMatchObject({ image: world.images.old })
        expect(await ask(world, 1_000)).toEqual({ [OLD]: 1_000 })
        expect(await world.names('Deployment')).toEqual(['model-green'])
        const green = await world.get('Deployment', 'model-green')
        expect(green!['spec'].template.spec.containers[0]).toMatchObject({ image: world.images.old })
        expectNothingLost(await traffic.stop())
      } finally {
        await world.close()
      }
    },
  })
})
