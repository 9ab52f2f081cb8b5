import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Interceptor } from '../../src/rehearsal/api/contract.ts'
import { IMAGES, startWorld } from '../support/world.ts'
import type { Saved, World } from '../support/world.ts'

const SMALL = (text: string) =>
  text.replace(
    '          image: ${image}\n',
    '          image: ${image}\n          resources: { requests: { cpu: 10m, memory: 20Mi } }\n',
  )
const ENOUGH = { cpu: '250m', memory: '512Mi' }

/** As GKE Autopilot does: whoever asks for less than the least gets the least, in the Deployment itself. */
const raiseRequests: Interceptor = ({ mutating, body }) => {
  const object = body as { kind?: string; spec?: { template?: { spec?: { containers?: object[] } } } } | null
  if (!mutating || object?.kind !== 'Deployment') return
  for (const container of object.spec?.template?.spec?.containers ?? [])
    Object.assign(container, { resources: { requests: ENOUGH, limits: ENOUGH } })
}

describe('an admission webhook changes what manifests say', () => {
  let world: World
  beforeAll(async () => {
    world = await startWorld({ manifests: { 'model.yaml': SMALL } })
    world.cluster.api.intercept(raiseRequests)
    expect(await world.advance('Blue_0')).toMatchObject({ code: 0 })
  }, 60_000)
  afterAll(() => world.close())

  const requests = () =>
    world.get('Deployment', 'model-blue')!['spec'].template.spec.containers[0].resources.requests as object

  test('that is no drift: all stages pass, and its values stay', async () => {
    expect(requests()).toEqual(ENOUGH)
    for (const stage of ['Blue_50', 'Blue_100', 'Blue_Green']) {
      expect(await world.advance(stage)).toMatchObject({ code: 0, json: { outcome: 'done' } })
      expect(requests()).toEqual(ENOUGH)
    }
  })

  test('what somebody changes is, with the difference', async () => {
    const live = structuredClone(world.get('Deployment', 'model-blue')!)
    live['spec'].template.spec.containers[0].image = IMAGES.newer
    const { resourceVersion: _, ...metadata } = live.metadata
    world.cluster.api.store.put({ ...live, metadata }, 'kubectl')
    const message = expect.stringMatching(
      /Deployment abtesting\/model-blue: spec\.template\.spec\.containers\[0\]\.image is .*@sha256:222.*, in the release .*@sha256:111/,
    )
    expect(await world.advance('Green_100')).toMatchObject({ code: 4, json: { reason: 'drift', message } })
    expect(await world.run('plan', '--image', IMAGES.new)).toMatchObject({
      code: 0,
      json: { drift: [message] },
    })
    expect(await world.advance('Green_100', '--repair')).toMatchObject({ code: 0 })
    expect(await world.ask()).toEqual({ new: 20 })
  })
})

describe('the API server refuses an object in the middle of a stage', () => {
  let world: World
  let fresh: Saved
  const quota =
    'deployments.apps "model-blue" is forbidden: exceeded quota: team, limited: count/deployments.apps=1'
  beforeAll(async () => {
    world = await startWorld()
    fresh = world.save()
  }, 60_000)
  beforeEach(() => world.restore(fresh))
  afterAll(() => world.close())

  test('what stands, and how to go on, is said, kept for status, and forgotten when it goes on', async () => {
    world.cluster.api.intercept(({ mutating, body }) => {
      if (!mutating || (body as { kind?: string } | null)?.kind !== 'Deployment') return
      const status = {
        kind: 'Status',
        apiVersion: 'v1',
        status: 'Failure',
        reason: 'Forbidden',
        message: quota,
        code: 403,
      }
      return { kind: 'respond', status: 403, body: status }
    })
    expect(await world.advance('Blue_0')).toMatchObject({
      code: 1,
      json: {
        command: 'advance',
        outcome: 'failed',
        reason: 'kubernetes-forbidden',
        rollout: 'diabetes',
        stage: 'Blue_0',
        message: expect.stringMatching(
          /exceeded quota: team.*Stage Blue_0 is not complete.*advance again, or abort$/,
        ),
        changes: [expect.objectContaining({ kind: 'Service', action: 'created' })],
      },
    })
    world.cluster.api.intercept(null)
    expect(await world.run('status')).toMatchObject({
      json: {
        stageState: 'entering',
        heldBecause: expect.stringContaining('exceeded quota: team'),
        message: expect.stringMatching(
          /Blue_0 was left unfinished.*exceeded quota.*"advance" goes on with it, "abort" goes back$/,
        ),
      },
    })
    expect(await world.advance('Blue_0')).toMatchObject({ code: 0, json: { outcome: 'done' } })
    expect(world.record()).toMatchObject({ stageState: 'passed', heldBecause: null })
  })
})
