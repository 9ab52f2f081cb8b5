import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { IMAGES, startWorld, until } from '../support/world.ts'
import type { Saved, World } from '../support/world.ts'

/** An autoscaler of the team's that allows stable no more than one pod. */
const AUTOSCALER = (text: string) => `${text}---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: 'model-\${version}' }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: '\${deployment}' }
  minReplicas: 1
  maxReplicas: 1
`

describe('stable cannot have the pods that carried the load any more', () => {
  let world: World
  let original: string[]
  let half: Saved
  beforeAll(async () => {
    world = await startWorld({
      manifests: { 'model.yaml': AUTOSCALER },
      change: (file) => (file.timeouts.ready = '2s'),
    })
    original = world.objects()
    for (const stage of ['Blue_0', 'Blue_50']) expect(await world.advance(stage)).toMatchObject({ code: 0 })
    // What one node less makes of it.
    world.setRecord((record) => ({ ...record, baseline: 3 }))
    half = world.save()
  }, 60_000)
  afterAll(() => world.close())

  test('an abort changes no route as long as the canary serves', async () => {
    expect(await world.run('abort')).toMatchObject({
      code: 1,
      json: {
        outcome: 'failed',
        reason: 'abort-incomplete',
        message: expect.stringContaining('--fewer-pods'),
        weight: { configured: 50 },
      },
    })
  })

  test('with --fewer-pods it goes back', async () => {
    await world.restore(half)
    expect(await world.run('abort', '--fewer-pods')).toMatchObject({
      code: 0,
      json: { outcome: 'done', weight: { recorded: 0, configured: 0 } },
    })
    expect(world.objects()).toEqual(original)
    expect(await world.ask()).toEqual({ old: 20 })
  })

  test('it goes back at once when the canary has no ready pod', async () => {
    await world.restore(half)
    world.cluster.workloads.faults.set({ deployment: 'model-blue' }, 'not-ready')
    await until(
      'the canary is not ready',
      () => !world.get('Deployment', 'model-blue')?.['status'].readyReplicas,
    )
    expect(await world.run('abort')).toMatchObject({
      code: 0,
      json: {
        outcome: 'done',
        gates: expect.arrayContaining([
          expect.objectContaining({ reason: expect.stringContaining('model-blue has none') }),
        ]),
      },
    })
    expect(world.objects()).toEqual(original)
  })
})

describe('objects whose names change with their content', () => {
  const settings = (name: string) => (text: string) =>
    `${text.replace(/---\napiVersion: v1\nkind: ConfigMap[^]*$/, '')}---
apiVersion: v1
kind: ConfigMap
metadata: { name: '${name}-\${version}' }
data: { threshold: '0.5' }
`
  const names = (world: World) =>
    ['a', 'b', 'c'].filter((name) => world.get('ConfigMap', `${name}-green`) !== null)

  test('those of the release before go at finish, and come back by rollback', async () => {
    const world = await startWorld({ manifests: { 'model.yaml': settings('a') } })
    try {
      const roll = async (image: string) => {
        for (const stage of ['Blue_0', 'Blue_50', 'Blue_100', 'Blue_Green', 'Green_100']) {
          const result = await world.run('advance', '--to', stage, '--image', image, '--approve', 'all')
          expect({ stage, ...result }).toMatchObject({ stage, code: 0 })
        }
      }
      await world.editManifest('model.yaml', settings('b'))
      await roll(IMAGES.new)
      // Before the first rollout it was the team's own: adopted, never removed as ours.
      expect(names(world)).toEqual(['a', 'b'])
      await world.editManifest('model.yaml', settings('c'))
      await roll(IMAGES.newer)
      expect(names(world)).toEqual(['a', 'c'])
      expect(await world.run('rollback')).toMatchObject({ code: 0 })
      expect(names(world)).toEqual(['a', 'b'])
      expect(await world.ask()).toEqual({ new: 20 })
    } finally {
      await world.close()
    }
  }, 120_000)
})

test('a first run waits for all the pods that the manifests ask for', async () => {
  const world = await startWorld({
    start: 'empty',
    manifests: { 'model.yaml': (text) => text.replace('replicas: 1', 'replicas: 3') },
  })
  try {
    expect(await world.advance('Blue_0')).toMatchObject({ code: 0 })
    expect(world.get('Deployment', 'model-green')).toMatchObject({ status: { readyReplicas: 3 } })
  } finally {
    await world.close()
  }
})
