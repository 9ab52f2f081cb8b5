import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { KubeObject } from '../../src/kube/object.ts'
import { cli } from '../support/cli.ts'
import { IMAGES, startWorld } from '../support/world.ts'
import type { World } from '../support/world.ts'

/** What a team has before it comes to shiftgate often fits one version only; the manifests that it writes then fit two. */
let world: World
beforeAll(async () => {
  world = await startWorld()
}, 60_000)
afterAll(() => world.close())

describe('the Service of stable selects the pods of the canary too', () => {
  let before: KubeObject
  beforeAll(() => {
    before = world.get('Service', 'model-svc-green')!
    const { resourceVersion: _, ...metadata } = before.metadata
    world.cluster.api.store.put({
      ...before,
      metadata,
      spec: { ...before['spec'], selector: { app: 'model' } },
    })
  })

  test('advance is refused before there is a canary, and nobody is answered by it', async () => {
    const mark = world.mark()
    expect(await world.advance('Blue_0')).toMatchObject({
      code: 4,
      json: {
        outcome: 'refused',
        reason: 'service-overlap',
        message: expect.stringMatching(
          /Service abtesting\/model-svc-green selects app=model, .* pods of blue too.*app=model,model_version=green first/,
        ),
      },
    })
    expect(world.writesSince(mark)).toEqual([])
    expect(world.get('Deployment', 'model-blue')).toBeNull()
    expect(await world.ask()).toEqual({ old: 20 })
  })

  test('plan says the same', async () => {
    expect(await world.run('plan', '--image', IMAGES.new)).toMatchObject({
      code: 4,
      json: { reason: 'service-overlap' },
    })
  })

  test('once it selects what the manifests say, the rollout begins', async () => {
    const live = world.get('Service', 'model-svc-green')!
    const { resourceVersion: _, ...metadata } = live.metadata
    world.cluster.api.store.put({
      ...live,
      metadata,
      spec: { ...live['spec'], selector: before['spec'].selector },
    })
    expect(await world.advance('Blue_0')).toMatchObject({ code: 0, json: { outcome: 'done' } })
    expect(await world.ask()).toEqual({ old: 20 })
    expect(await world.run('abort')).toMatchObject({ code: 0 })
  })
})

test('several refusals are all told to a person', async () => {
  const service = world.get('Service', 'model-svc-green')!
  const { resourceVersion: _, ...metadata } = service.metadata
  const { store } = world.cluster.api
  store.put({ ...service, metadata, spec: { ...service['spec'], selector: { app: 'model' } } })
  const leftover = structuredClone(world.get('Deployment', 'model-green')!)
  const labels = { app: 'leftover' }
  store.put({
    ...leftover,
    metadata: { name: 'model-blue', namespace: leftover.metadata.namespace },
    spec: {
      ...leftover['spec'],
      replicas: 0,
      selector: { matchLabels: labels },
      template: { ...leftover['spec'].template, metadata: { labels } },
    },
  })
  const args = ['advance', world.file, '--image', IMAGES.new, '--approve', 'all']
  const { code, stderr } = await cli(args, { env: world.env, cwd: world.folder })
  expect(code).toBe(4)
  expect(stderr).toMatch(
    /refused: 2 problems\n {2}- Deployment abtesting\/model-blue has the selector app=leftover/,
  )
  expect(stderr).toMatch(/\n {2}- Service abtesting\/model-svc-green selects app=model/)
})
