import { expectOutcome } from './support/answers.ts'
import { concurrently } from './support/concurrently.ts'
import { onCluster } from './support/environment.ts'
import { content, readRoute } from './support/route.ts'
import { ask, expectNothingLost, startTraffic } from './support/traffic.ts'
import { createWorld } from './support/world.ts'

const OLD = 'New Model B'

onCluster('S5, S6: a canary that is not good enough', (cluster) => {
  concurrently({
    'S5: one that fails one request in five is taken back by itself': async () => {
      const world = await createWorld(cluster(), 's5')
      try {
        await world.deployStable()
        const before = content(await readRoute(world))
        const traffic = await startTraffic(world)
        expectOutcome(await world.advance('Blue_0', 'failing'), 'done')

        // Nobody approves more than the stage itself: the way back needs nobody.
        const result = await world.run(
          ...['advance', 'FILE', '--to', 'Blue_50', '--approve', 'Blue_50', '--image', world.images.failing],
        )
        const aborted = expectOutcome(result, 'aborted')
        expect(aborted).toMatchObject({ reason: 'gate-failed' })
        expect(aborted.message).toMatch(/\d+ of \d+ answers.*errors/)

        // Blue goes only after every gateway was seen on green, and after the drain.
        const order = ['updated VirtualService', 'asking every gateway', 'waiting 2s', 'deleted Deployment']
        const way = result.stderr.slice(result.stderr.indexOf('aborting diabetes'))
        const positions = order.map((text) => way.indexOf(text))
        expect(positions).toEqual([...positions].sort((a, b) => a - b))
        expect(positions).not.toContain(-1)

        expect(content(await readRoute(world))).toEqual(before)
        expect(await ask(world, 1_000)).toEqual({ [OLD]: 1_000 })
        expect(await world.names('Deployment')).toEqual(['model-green'])
        expect(await world.names('Service')).toEqual(['model-svc-green'])
        const report = await traffic.stop()
        // What the canary answered itself is what it is there for; nothing else may be missing.
        const own = report.lost.filter(({ what }) => what.startsWith('HTTP 500 "New Model A"'))
        expect(own.length).toBeGreaterThan(0)
        expectNothingLost({ ...report, lost: report.lost.filter((lost) => !own.includes(lost)) })

        const { history } = expectOutcome(await world.run('status', 'FILE'), 'done')
        const events = (history as readonly { event: string }[]).map(({ event }) => event)
        expect(events).toEqual(['started', 'entered', 'passed', 'entered', 'aborting', 'aborted'])
      } finally {
        await world.close()
      }
    },
    'S6: one that never becomes ready is removed, and the route is not even touched': async () => {
      const world = await createWorld(cluster(), 's6')
      try {
        await world.deployStable()
        await world.edit((file) => void (file.timeouts.ready = '20s'))
        const { metadata } = await readRoute(world)
        const traffic = await startTraffic(world)
        const aborted = expectOutcome(await world.advance('Blue_0', 'exiting'), 'aborted')
        // The reason is the container's own.
        expect(aborted.message).toMatch(/model-blue is not ready.*exit(ed)?.* 3/s)
        expect((await readRoute(world)).metadata.resourceVersion).toBe(metadata.resourceVersion)
        expect(await world.names('Deployment')).toEqual(['model-green'])
        expect(await world.names('Service')).toEqual(['model-svc-green'])
        expect(await ask(world, 1_000)).toEqual({ [OLD]: 1_000 })
        const report = await traffic.stop()
        expectNothingLost(report)
        expect(Object.keys(report.answers)).toEqual([OLD])
      } finally {
        await world.close()
      }
    },
    'S7: an abort at half of the traffic goes back first and removes then, and again changes nothing':
      async () => {
        const world = await createWorld(cluster(), 's7')
        try {
          await world.deployStable()
          const before = content(await readRoute(world))
          const traffic = await startTraffic(world)
          expectOutcome(await world.advance('Blue_0', 'new'), 'done')
          expectOutcome(await world.advance('Blue_50', 'new'), 'done')
          // Another run's recovery job leaves it alone.
          const foreign = expectOutcome(await world.run('abort', 'FILE', '--run', 'another'), 'unchanged')
          expect(foreign.owner).toMatchObject({ run: expect.any(String) as string })

          // From the record alone: the file is gone.
          expectOutcome(
            await world.run('abort', '--rollout', 'diabetes', '--namespace', world.namespace),
            'done',
          )
          expect(content(await readRoute(world))).toEqual(before)
          expect(await ask(world, 1_000)).toEqual({ [OLD]: 1_000 })
          expect(await world.names('Deployment')).toEqual(['model-green'])
          const record = await world.get('ConfigMap', 'shiftgate-diabetes')
          const route = await readRoute(world)
          expectOutcome(await world.run('abort', 'FILE'), 'unchanged')
          expect(await world.get('ConfigMap', 'shiftgate-diabetes')).toEqual(record)
          expect(await readRoute(world)).toEqual(route)
          const kept = (await world.names('ConfigMap')).filter((name) => name.startsWith('shiftgate'))
          expect(kept).toEqual(['shiftgate-diabetes'])
          const late = expectOutcome(await world.advance('Blue_100', 'new'), 'refused')
          expect(late).toMatchObject({ reason: 'after-abort' })
          expectNothingLost(await traffic.stop())
        } finally {
          await world.close()
        }
      },
  })
})
