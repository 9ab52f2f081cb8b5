import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { IMAGES, startWorld } from '../support/world.ts'
import type { World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld({ change: (content) => (content.traffic.requests = 100) })
}, 60_000)
afterAll(() => world.close())

const NOTE = 'set from outside, instead of what rollout.yaml says: stages[1].weight=40, traffic.requests=60'
const SET = ['--set', 'stages[1].weight=40', '--set', 'traffic.requests=60', '--image', IMAGES.new]

test('whoever reads the plan is told the values that are not those of the file', async () => {
  const plan = await world.run('plan', ...SET)
  expect(plan).toMatchObject({ code: 0, json: { outcome: 'done' } })
  expect(plan.json.notes[0]).toBe(NOTE)
  const plain = await world.run('plan', '--image', IMAGES.new)
  expect(plain.json.notes.join()).not.toContain('outside')
})

test('they are part of the release, and stay with it', async () => {
  expect(await world.run('advance', ...SET)).toMatchObject({
    code: 0,
    json: { stage: 'Blue_0', notes: expect.arrayContaining([NOTE]) },
  })
  expect(await world.run('advance', '--image', IMAGES.new, '--approve', 'all')).toMatchObject({
    code: 4,
    json: { reason: 'release-changed' },
  })
  expect(await world.run('advance', ...SET, '--approve', 'all')).toMatchObject({
    code: 0,
    json: { stage: 'Blue_50', weight: { configured: 40 } },
  })
})
