import { expectOutcome } from './support/answers.ts'
import { concurrently } from './support/concurrently.ts'
import { onCluster } from './support/environment.ts'
import { readRoute, ROUTE, shares } from './support/route.ts'
import { ask, expectNothingLost, expectShare, startTraffic } from './support/traffic.ts'
import { createWorld } from './support/world.ts'
import type { RolloutFile } from './support/world.ts'

const NAMES = { stable: 'New Model B', canary: 'New Model A' }

function setWeights(green: number, blue: number) {
  return (route: RolloutFile) => {
    const [first, second] = route.spec.http.at(-1).route
    first.weight = green
    second.weight = blue
  }
}

onCluster('S9, S10: what others do to the route and the rollout', (cluster) => {
  concurrently({
    'S9: a hand-edited weight is reported, never overwritten silently, and repaired when told to':
      async () => {
        const world = await createWorld(cluster(), 's9')
        try {
          await world.deployStable()
          const traffic = await startTraffic(world)
          expectOutcome(await world.advance('Blue_0', 'new'), 'done')
          expectOutcome(await world.advance('Blue_50', 'new'), 'done')
          // The same stage again: no write at all.
          const done = await readRoute(world)
          expectOutcome(await world.advance('Blue_50', 'new'), 'unchanged')
          expect((await readRoute(world)).metadata.resourceVersion).toBe(done.metadata.resourceVersion)

          const edited = await world.change('VirtualService', ROUTE, setWeights(70, 30))
          for (const stage of ['Blue_50', 'Blue_100']) {
            const refused = expectOutcome(await world.advance(stage, 'new'), 'refused')
            expect(refused).toMatchObject({ reason: 'drift' })
            expect(refused.message).toMatch(/30.*50|50.*30/)
            expect((await readRoute(world)).metadata.resourceVersion).toBe(edited.metadata.resourceVersion)
          }
          const status = expectOutcome(await world.run('status', 'FILE'), 'done')
          expect(status).toMatchObject({ weight: { recorded: 50, configured: 30 } })
          expect(status.drift.join()).toContain('model-svc-blue weight 50 -> 30')

          expectOutcome(await world.advance('Blue_50', 'new', '--repair'), 'done')
          expect(shares(await readRoute(world))).toEqual({ 'model-svc-green': 50, 'model-svc-blue': 50 })
          expectShare(await ask(world, 1_000), 50, NAMES)
          // Weights are relative: the same share in other numbers is no drift.
          await world.change('VirtualService', ROUTE, setWeights(1, 1))
          expectOutcome(await world.advance('Blue_50', 'new'), 'unchanged')
          expectOutcome(await world.run('abort', 'FILE'), 'done')
          expectNothingLost(await traffic.stop())
        } finally {
          await world.close()
        }
      },
    'S10: of two runs that start together one goes on, and the other is told which': async () => {
      const world = await createWorld(cluster(), 's10')
      try {
        await world.deployStable()
        const traffic = await startTraffic(world)
        const stages = ['Blue_0', 'Blue_50'] as const
        const seen = new Set<string>()
        let watching = true
        world.onClose(() => (watching = false))
        const watch = (async () => {
          while (watching) {
            seen.add(JSON.stringify(shares(await readRoute(world))))
            await new Promise((done) => setTimeout(done, 50))
          }
        })()
        const runs = ['run-a', 'run-b']
        const results = await Promise.all(
          runs.map(async (run) => {
            const first = await world.advance(stages[0], run === 'run-a' ? 'new' : 'newer', '--run', run)
            return { run, first }
          }),
        )
        const winner = results.find(({ first }) => first.code === 0)!
        const loser = results.find(({ run }) => run !== winner.run)!
        expectOutcome(winner.first, 'done')
        const refused = expectOutcome(loser.first, 'refused')
        expect(refused.message).toContain(winner.run)
        const image = winner.run === 'run-a' ? 'new' : 'newer'
        expectOutcome(await world.advance(stages[1], image, '--run', winner.run), 'done')
        // Later it is refused as well, at once.
        const later = expectOutcome(await world.advance(stages[1], image, '--run', loser.run), 'refused')
        expect(later).toMatchObject({ reason: 'owned', owner: { run: winner.run } })

        const { history } = expectOutcome(await world.run('status', 'FILE'), 'done')
        const entries = history as readonly { run: string; event: string; stage: string }[]
        expect(new Set(entries.map(({ run }) => run))).toEqual(new Set([winner.run]))
        expect(entries.map(({ event, stage }) => `${event} ${stage}`)).toEqual([
          'started Blue_0',
          'entered Blue_0',
          'passed Blue_0',
          'entered Blue_50',
          'passed Blue_50',
        ])
        expectOutcome(await world.run('abort', 'FILE'), 'done')
        watching = false
        await watch
        const share = (green: number) =>
          JSON.stringify({ 'model-svc-green': green, 'model-svc-blue': 100 - green })
        expect([...seen]).toEqual([share(100), share(50)])
        expectNothingLost(await traffic.stop())
      } finally {
        await world.close()
      }
    },
  })
})
