import { SWAP, lines, scene } from './rollout-scene.ts'
import type { SceneOptions } from './rollout-scene.ts'

/** Stable whole, then the route, its confirmation and the drain, and only then something goes. */
const ROUTE_BACK = [
  'replace VirtualService model model-svc-green:100 model-svc-blue:0',
  'confirm stable alone before removal',
  'drain 60 s',
]
const GONE = [
  'delete Deployment model-blue',
  'delete Service model-svc-blue',
  'release VirtualService model',
  'release Deployment model-green',
  'release Service model-svc-green',
]
const UNPINNED = [
  'drain 60 s',
  'delete Deployment model-blue',
  'gone model-blue',
  'replace VirtualService model model:-',
  'drain 2 s',
  'delete DestinationRule model',
  'release VirtualService model',
  'release DestinationRule model',
  'release Deployment model-green',
  'release Service model',
]

const PINNED = [
  'replace VirtualService model model/green:100 model/blue:0',
  'confirm stable alone before removal',
]

const CASES: readonly [string, SceneOptions, string, readonly string[]][] = [
  [
    'Services, before the canary had traffic: nothing to agree on',
    {},
    'Zero',
    ['replace VirtualService model model-svc-green:100 model-svc-blue:0', 'drain 60 s', ...GONE],
  ],
  ['Services', {}, 'Half', ['ready model-green 2', ...ROUTE_BACK, ...GONE]],
  ['Services', {}, 'All', ['ready model-green 2', ...ROUTE_BACK, ...GONE]],
  [
    'Services, after copy: the old release on stable first, where no traffic goes',
    {},
    'Promote',
    [
      'replace Deployment model-green model:old x2',
      'ready model-green 2',
      'warm up model-green',
      'drain 2 s',
      ...ROUTE_BACK,
      ...GONE,
    ],
  ],
  [
    'Services, after swap: stable was never touched',
    { stages: SWAP },
    'Promote',
    ['ready model-green 2', ...ROUTE_BACK, ...GONE],
  ],
  ['subsets, before the canary had traffic', { backends: 'subsets' }, 'Zero', UNPINNED],
  [
    'subsets of an unpinned route: it comes back only when no canary pod is left',
    { backends: 'subsets' },
    'Half',
    ['ready model-green 2', ...PINNED, ...UNPINNED],
  ],
  [
    'subsets, after copy',
    { backends: 'subsets' },
    'Promote',
    [
      'replace Deployment model-green model:old x2',
      'ready model-green 2',
      'warm up model-green',
      'drain 2 s',
      ...PINNED,
      ...UNPINNED,
    ],
  ],
  [
    'a first run, before the route opened',
    { stable: 0 },
    'Zero',
    ['delete Deployment model-green', 'delete Service model-svc-green', 'release VirtualService model'],
  ],
  [
    'a first run',
    { stable: 0 },
    'Half',
    [
      'delete VirtualService model',
      'drain 60 s',
      'delete Deployment model-green',
      'delete Service model-svc-green',
      'release VirtualService model',
    ],
  ],
]

const ORDER = ['Zero', 'Half', 'All', 'Promote', 'Finish']

test.each(CASES)('%s', (_name, options, after, expected) => {
  const world = scene(options)
  world.pass(...ORDER.slice(0, ORDER.indexOf(after) + 1))
  expect(lines(world.abort())).toEqual(expected)
})

const content = (world: ReturnType<typeof scene>) =>
  [...world.live.values()]
    .map(({ kind, metadata, spec }) => JSON.stringify([kind, metadata.name, spec]))
    .sort()

describe('comes back to the objects of before', () => {
  for (const options of [
    {},
    { stages: SWAP },
    { backends: 'subsets' },
    { stable: 4, autoscaler: { target: 'model-green', min: 2, max: 9 } },
  ] as const) {
    test.each(ORDER.slice(0, 4))(
      `${JSON.stringify(options)} after %s, and from anywhere in the middle of it`,
      (after) => {
        const before = content(scene(options))
        const begun = () => {
          const world = scene(options)
          world.pass(...ORDER.slice(0, ORDER.indexOf(after) + 1))
          return world
        }
        for (let done = 0; done <= begun().abort().length; done++) {
          const world = begun()
          world.carryOut(world.abort().slice(0, done))
          world.carryOut(world.abort())
          expect({ done, objects: content(world) }).toEqual({ done, objects: before })
          expect(world.abort().filter((a) => a.kind === 'write')).toEqual([])
        }
      },
    )
  }
})

test('later edits of other people are kept', () => {
  const world = scene()
  world.pass('Zero', 'Half', 'All', 'Promote')
  const edited = world.get('Deployment', 'model-green')!
  world.put({ ...edited, metadata: { ...edited.metadata, annotations: { 'team/note': 'looked at' } } })
  const route = world.get('VirtualService', 'model')!
  world.put({ ...route, spec: { ...route['spec'], hosts: ['models.example.com', 'two.example.com'] } })
  world.carryOut(world.abort())
  expect(world.get('Deployment', 'model-green')).toMatchObject({
    metadata: { annotations: { 'team/note': 'looked at' } },
    spec: { template: { spec: { containers: [{ image: 'model:old' }] } } },
  })
  expect(world.get('VirtualService', 'model')!['spec'].hosts).toEqual([
    'models.example.com',
    'two.example.com',
  ])
})

test('whoever scaled stable meanwhile had a reason', () => {
  const world = scene()
  world.pass('Zero', 'Half', 'All', 'Promote')
  const scaled = world.get('Deployment', 'model-green')!
  world.put({ ...scaled, spec: { ...scaled['spec'], replicas: 7 } })
  world.carryOut(world.abort())
  expect(world.get('Deployment', 'model-green')!['spec'].replicas).toBe(7)
})

test('an object of somebody else with the name of the canary is not removed', () => {
  const world = scene()
  world.pass('Zero', 'Half')
  const { metadata } = world.get('Service', 'model-svc-blue')!
  world.put({ ...world.get('Service', 'model-svc-blue')!, metadata: { ...metadata, labels: {} } })
  expect(lines(world.abort()).filter((line) => line.startsWith('delete'))).toEqual([
    'delete Deployment model-blue',
  ])
})
