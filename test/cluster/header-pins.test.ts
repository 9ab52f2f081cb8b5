import { expectOutcome } from './support/answers.ts'
import { onCluster } from './support/environment.ts'
import { readRoute, rules, shares } from './support/route.ts'
import { ask, expectNothingLost, expectShare, startTraffic } from './support/traffic.ts'
import { createWorld } from './support/world.ts'
import type { World } from './support/world.ts'

const OLD = 'New Model B'
const NEW = 'New Model A'
const NAMES = { stable: OLD, canary: NEW }

/** Who asks for a version by header gets it; who writes it differently follows the weights. */
async function expectPins(world: World, weight: number): Promise<void> {
  const pinned = (headers: { readonly [name: string]: string }) =>
    ask(world, 200, { headers: { ...headers } })
  expect(await pinned({ 'x-api-version': 'blue' })).toEqual({ [NEW]: 200 })
  expect(await pinned({ 'X-Api-Version': 'blue' })).toEqual({ [NEW]: 200 })
  expect(await pinned({ 'x-api-version': 'green' })).toEqual({ [OLD]: 200 })
  const followers = [
    { headers: { 'x-api-version': 'BLUE' } },
    { headers: { 'x-api-version': 'purple' } },
    {},
    // The rules want the path too.
    { path: '/other', headers: { 'x-api-version': 'blue' } },
  ]
  for (const call of followers) expectShare(await ask(world, 1_000, call), weight, NAMES)
}

onCluster('S2, S3: header rules beside the weights', (cluster) => {
  let world: World
  beforeAll(async () => {
    world = await createWorld(cluster(), 's2')
    await world.edit((file) => {
      file.traffic.requests = 200
      file.stages.splice(1, 0, { name: 'Blue_10', weight: 10 })
    })
    await world.deployStable()
  })
  afterAll(() => world?.close())

  test('answer at every weight, and are not touched by any', async () => {
    const before = rules(await readRoute(world))
    const traffic = await startTraffic(world)
    for (const [stage, weight] of [
      ['Blue_0', 0],
      ['Blue_10', 10],
      ['Blue_50', 50],
      ['Blue_100', 100],
    ] as const) {
      expectOutcome(await world.advance(stage, 'new'), 'done')
      const route = await readRoute(world)
      expect(rules(route).slice(0, 2)).toEqual(before.slice(0, 2))
      expect(rules(route)).toHaveLength(before.length)
      expect(shares(route)).toEqual({ 'model-svc-green': 100 - weight, 'model-svc-blue': weight })
      if (weight !== 10) await expectPins(world, weight)
    }
    // After finish a pin to blue answers from what remains.
    expectOutcome(await world.advance('Blue_Green', 'new'), 'done')
    expectOutcome(await world.advance('Green_100', 'new'), 'done')
    for (const version of ['blue', 'green']) {
      expect(await ask(world, 200, { headers: { 'x-api-version': version } })).toEqual({ [NEW]: 200 })
    }
    expectNothingLost(await traffic.stop())
  })

  test('are refused when a rule without a match stands before them', async () => {
    const other = await createWorld(cluster(), 's3')
    try {
      await other.deployStable()
      const changed = await other.change('VirtualService', 'mlmodel-virtualservice', (route) => {
        route.spec.http.unshift(route.spec.http.pop())
      })
      const refused = expectOutcome(await other.advance('Blue_0', 'new'), 'refused')
      expect(refused).toMatchObject({ reason: 'unreachable-rules' })
      expect(refused.message).toMatch(/http\[0\].*takes every request.*never reached/)
      expect((await readRoute(other)).metadata.resourceVersion).toBe(changed.metadata.resourceVersion)
      expect(await other.names('Deployment')).toEqual(['model-green'])
      expect(await other.names('ConfigMap')).not.toContain('shiftgate-diabetes')
    } finally {
      await other.close()
    }
  })
})
