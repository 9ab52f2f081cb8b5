import { SWAP, lines, scene } from './rollout-scene.ts'
import type { SceneOptions } from './rollout-scene.ts'

/** What happens in a stage, to what, and in which order: nothing is removed before the route, its confirmation and the drain. */
interface Golden {
  readonly name: string
  readonly options: SceneOptions
  readonly stages: { readonly [stage: string]: readonly string[] }
}

const SERVICES_UP = [
  'apply Service model-svc-blue',
  'apply Deployment model-blue model:new x1',
  'ready model-blue 1',
  'warm up model-blue',
  'replace VirtualService model model-svc-green:100 model-svc-blue:0',
]
const COPY_TO_STABLE = [
  'confirm 100 % before removal',
  'drain 60 s',
  'replace Deployment model-green model:new x2',
  'ready model-green 2',
  'warm up model-green',
  'compare templates',
]
const SCALE_UP = ['apply Deployment model-blue model:new x2', 'ready model-blue 2', 'warm up model-blue']

const GOLDEN: readonly Golden[] = [
  {
    name: 'two Services, copy',
    options: {},
    stages: {
      Zero: SERVICES_UP,
      Half: [
        'ready model-blue 1',
        'warm up model-blue',
        'drain 2 s',
        'replace VirtualService model model-svc-green:50 model-svc-blue:50',
      ],
      All: [...SCALE_UP, 'replace VirtualService model model-svc-green:0 model-svc-blue:100'],
      Promote: COPY_TO_STABLE,
      Finish: [
        'ready model-green 2',
        'drain 2 s',
        'replace VirtualService model model-svc-green:100',
        'confirm stable alone before removal',
        'drain 60 s',
        'delete Deployment model-blue',
        'delete Service model-svc-blue',
        'release VirtualService model',
        'release Deployment model-green',
        'release Service model-svc-green',
      ],
    },
  },
  {
    name: 'two Services, swap: the adopted stable stays',
    options: { stages: SWAP },
    stages: {
      Zero: SERVICES_UP,
      Promote: ['ready model-blue 2'],
      Finish: [
        'ready model-blue 2',
        'replace VirtualService model model-svc-blue:100',
        'confirm canary alone before removal',
        'drain 60 s',
        'release VirtualService model',
        'release Deployment model-green',
        'release Service model-svc-green',
      ],
    },
  },
  {
    name: 'two subsets of one Service, copy: subset, pinned route, confirmation, and only then the first canary pod',
    options: { backends: 'subsets' },
    stages: {
      Zero: [
        'create DestinationRule model green blue',
        'drain 2 s',
        'replace VirtualService model model/green:100 model/blue:0',
        'confirm 0 %',
        'apply Deployment model-blue model:new x1',
        'ready model-blue 1',
        'warm up model-blue',
      ],
      Half: [
        'ready model-blue 1',
        'warm up model-blue',
        'drain 2 s',
        'replace VirtualService model model/green:50 model/blue:50',
      ],
      All: [...SCALE_UP, 'replace VirtualService model model/green:0 model/blue:100'],
      Promote: COPY_TO_STABLE,
      Finish: [
        'ready model-green 2',
        'drain 2 s',
        'replace VirtualService model model/green:-',
        'confirm stable alone before removal',
        'drain 60 s',
        'replace DestinationRule model green',
        'delete Deployment model-blue',
        'release VirtualService model',
        'release DestinationRule model',
        'release Deployment model-green',
        'release Service model',
      ],
    },
  },
  {
    name: 'two subsets of one Service, swap',
    options: { backends: 'subsets', stages: SWAP },
    stages: {
      Promote: ['ready model-blue 2'],
      Finish: [
        'ready model-blue 2',
        'replace VirtualService model model/blue:-',
        'confirm canary alone before removal',
        'drain 60 s',
        'replace DestinationRule model blue',
        'release VirtualService model',
        'release DestinationRule model',
        'release Deployment model-green',
        'release Service model',
      ],
    },
  },
  {
    name: 'a first run: no rule names what is not there, and the route opens with the first weight',
    options: { stable: 0 },
    stages: {
      Zero: [
        'apply Service model-svc-green',
        'apply Deployment model-green model:new x1',
        'ready model-green 1',
        'warm up model-green',
      ],
      Half: [
        'ready model-green 1',
        'warm up model-green',
        'drain 2 s',
        'create VirtualService model model-svc-green:100',
        'confirm stable alone',
      ],
      All: ['ready model-green 1'],
      Promote: ['ready model-green 1'],
      Finish: ['ready model-green 1', 'release VirtualService model'],
    },
  },
  {
    name: 'a first run with subsets',
    options: { stable: 0, backends: 'subsets' },
    stages: {
      Zero: [
        'apply Service model',
        'apply Deployment model-green model:new x1',
        'ready model-green 1',
        'warm up model-green',
      ],
      Half: [
        'ready model-green 1',
        'warm up model-green',
        'create DestinationRule model green blue',
        'drain 2 s',
        'create VirtualService model model/green:-',
        'confirm stable alone',
      ],
    },
  },
]

const ORDER = ['Zero', 'Half', 'All', 'Promote', 'Finish']

for (const { name, options, stages } of GOLDEN) {
  describe(name, () => {
    test.each(Object.entries(stages))('%s', (stage, expected) => {
      const world = scene(options)
      world.pass(...ORDER.slice(0, ORDER.indexOf(stage)))
      expect(lines(world.pass(stage))).toEqual(expected)
    })
  })
}

describe('planning again', () => {
  test.each(ORDER)('what %s has done plans no write', (stage) => {
    for (const options of [{}, { stages: SWAP }, { backends: 'subsets' }, { stable: 0 }] as const) {
      const world = scene(options)
      world.pass(...ORDER.slice(0, ORDER.indexOf(stage) + 1))
      expect(world.plan(stage).filter((a) => a.kind === 'write')).toEqual([])
    }
  })

  test.each(ORDER)('%s from anywhere in the middle of it comes to the same objects', (stage) => {
    const names = ORDER.slice(0, ORDER.indexOf(stage))
    const whole = scene()
    whole.pass(...names, stage)
    const before = scene()
    before.pass(...names)
    for (let done = 0; done <= before.plan(stage).length; done++) {
      const world = scene()
      world.pass(...names)
      world.carryOut(world.plan(stage).slice(0, done))
      world.carryOut(world.plan(stage))
      expect({ done, objects: content(world) }).toEqual({ done, objects: content(whole) })
    }
  })
})

function content(world: ReturnType<typeof scene>): string[] {
  return [...world.live.values()]
    .map(({ kind, metadata, spec }) => JSON.stringify([kind, metadata.name, spec]))
    .sort()
}

describe('what is left out', () => {
  test('warm-up without a traffic block', () => {
    const world = scene({ traffic: false })
    expect(lines(world.plan('Zero')).filter((line) => line.startsWith('warm up'))).toEqual([])
  })

  test('scaling, when the pods are there', () => {
    const world = scene({ stable: 1 })
    world.pass('Zero', 'Half')
    expect(lines(world.plan('All'))).toEqual(
      [
        'ready model-blue 1',
        'warm up model-blue',
        'replace VirtualService model model-svc-green:0 model-svc-blue:100',
      ].filter((line) => !line.startsWith('warm up')),
    )
  })

  test('replicas, where an autoscaler decides: its minimum is raised and put back at the end', () => {
    const world = scene({ stable: 4, autoscaler: { target: 'model-blue', min: 1, max: 10 } })
    expect(lines(world.pass('Zero'))).toContain('apply Deployment model-blue model:new x-')
    expect(lines(world.pass('Half'))).toContain('replace HorizontalPodAutoscaler model-blue-hpa min 2')
    expect(lines(world.pass('All'))).toContain('replace HorizontalPodAutoscaler model-blue-hpa min 4')
    expect(lines(world.abort())).toContain('replace HorizontalPodAutoscaler model-blue-hpa min 1')
  })
})

test('the drain is the longest of the configured one and the timeouts of the routes', () => {
  const world = scene()
  const route = world.get('VirtualService', 'model')!
  world.put({ ...route, spec: { ...route['spec'], http: [{ ...route['spec'].http[0], timeout: '90s' }] } })
  world.pass('Zero', 'Half', 'All', 'Promote')
  expect(lines(world.plan('Finish'))).toContain('drain 90 s')
})
