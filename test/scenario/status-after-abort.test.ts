import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { startWorld } from '../support/world.ts'
import type { World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await startWorld({ change: (content) => (content.traffic.requests = 100) })
})
afterEach(() => world.close())

test('status shows the gate that failed, not the last one that passed', async () => {
  expect(await world.advance('Blue_0')).toMatchObject({ code: 0 })
  world.cluster.workloads.faults.set({ deployment: 'model-blue' }, '5xx')
  expect(await world.advance('Blue_50')).toMatchObject({ code: 1, json: { outcome: 'aborted' } })
  const { json } = await world.run('status')
  expect(json.gates.at(-1)).toMatchObject({ kind: 'traffic', verdict: 'fail' })
})
