import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { KubeObject } from '../../src/kube/object.ts'
import { NAMESPACE, startWorld, until } from '../support/world.ts'
import type { Saved, World } from '../support/world.ts'

/** What an abort needs, or would put back, was taken away by somebody in the middle of a rollout. */
let world: World
let original: string[]
let half: Saved
beforeAll(async () => {
  world = await startWorld()
  original = world.objects()
  for (const stage of ['Blue_0', 'Blue_50']) expect(await world.advance(stage)).toMatchObject({ code: 0 })
  half = world.save()
}, 60_000)
beforeEach(() => world.restore(half))
afterAll(() => world.close())

const gone = (kind: string) => (line: string) => !line.startsWith(`${kind} `)

async function remove(apiVersion: string, kind: string, name: string): Promise<void> {
  const { uid } = world.get(kind, name)!.metadata
  await world.cluster.client().delete({ apiVersion, kind, namespace: NAMESPACE, name }, { uid })
}

test('the Deployment of stable: an abort creates it as it was, waits for it, and only then moves the traffic', async () => {
  await remove('apps/v1', 'Deployment', 'model-green')
  await until('nobody answers for stable', async () => !(await world.ask())['old'])
  const mark = world.mark()
  expect(await world.run('abort')).toMatchObject({
    code: 0,
    json: { outcome: 'done', weight: { recorded: 0, configured: 0 } },
  })
  expect(await world.ask()).toEqual({ old: 20 })
  expect(world.objects()).toEqual(original)
  const writes = world.writesSince(mark).filter((w) => /deployments|virtualservices/.test(w))
  expect(writes.map((w) => w.split('/').at(-1))).toEqual(
    expect.arrayContaining(['deployments', 'mlmodel-virtualservice', 'model-blue']),
  )
  expect(writes.findIndex((w) => w.startsWith('POST'))).toBe(0)
})

test('the route: an abort removes the canary and says that nothing leads to stable', async () => {
  await remove('networking.istio.io/v1', 'VirtualService', 'mlmodel-virtualservice')
  expect(await world.run('abort')).toMatchObject({
    code: 0,
    json: {
      outcome: 'done',
      message: expect.stringMatching(
        /VirtualService abtesting\/mlmodel-virtualservice does not exist any more/,
      ),
      weight: { recorded: 0, configured: null },
    },
  })
  expect(world.objects()).toEqual(original.filter(gone('VirtualService')))
  const { json } = await world.run('status')
  expect(json.message).toMatch(/^aborted: .*not known: there is no route$/)
})

test('the rule, for a page that says "maintenance": an abort leaves the page, and ends', async () => {
  const page = [{ route: [{ destination: { host: 'maintenance' } }] }]
  const route = edited((http) => http.splice(0, http.length, ...page))
  expect(await world.advance('Blue_100')).toMatchObject({ code: 4, json: { outcome: 'refused' } })
  expect(await world.run('abort')).toMatchObject({
    code: 0,
    json: { outcome: 'done', message: expect.stringMatching(/names neither green nor blue/) },
  })
  expect(world.get('VirtualService', 'mlmodel-virtualservice')!['spec']).toEqual(route['spec'])
  expect(world.objects().filter(gone('VirtualService'))).toEqual(original.filter(gone('VirtualService')))
})

test('the rule, but something that is not ours still names the canary: the abort is not complete, and removes nothing', async () => {
  edited((http) => http.splice(0, http.length, { delegate: { name: 'elsewhere' } }))
  expect(await world.run('abort')).toMatchObject({
    code: 1,
    json: {
      outcome: 'failed',
      reason: 'abort-incomplete',
      message: expect.stringMatching(/delegates to elsewhere.*run "abort" again/s),
    },
  })
  expect(world.get('Deployment', 'model-blue')).not.toBeNull()
})

/** The route as somebody with an editor leaves it. */
function edited(change: (http: object[]) => void): KubeObject {
  const route = structuredClone(world.get('VirtualService', 'mlmodel-virtualservice')!)
  const { resourceVersion: _, ...metadata } = route.metadata
  change(route['spec'].http as object[])
  return world.cluster.api.store.put({ ...route, metadata }, 'kubectl')
}
