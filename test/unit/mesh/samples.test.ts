import { gatewayRouter } from '../../../src/mesh/gateway/index.ts'
import { istioRouter } from '../../../src/mesh/istio/index.ts'
import type { KubeObject } from '../../../src/kube/object.ts'
import type { RouteState } from '../../../src/mesh/route-state.ts'
import type { RouteContext, RouteMemory } from '../../../src/mesh/router.ts'
import * as gateway from './gateway/life.ts'
import * as istio from './istio/life.ts'
import { allSamples } from './samples.ts'
import type { Sample } from './samples.ts'

/** Every route in the examples and tests, through every kind of stage; each step is checked as those of generated routes are. */
const at = (weight: number, more: Partial<Extract<RouteState, { kind: 'split' }>> = {}): RouteState => ({
  kind: 'split',
  weight,
  headers: [],
  mirror: 0,
  ...more,
})
const HEADERS = [
  { headers: { 'x-staff': { kind: 'exact', value: 'yes' } }, path: null },
  { headers: { 'x-beta': { kind: 'present' }, 'x-ring': { kind: 'prefix', value: '1' } }, path: null },
] as const
const STAGES: readonly RouteState[] = [
  at(0),
  at(0, { mirror: 100 }),
  at(0.5, { mirror: 10 }),
  at(10, { headers: HEADERS }),
  at(33.33, { headers: [HEADERS[0]], mirror: 0.5 }),
  at(100),
]
const COPY: RouteState = { kind: 'single', role: 'stable' }
const SWAP: RouteState = { kind: 'single', role: 'canary' }

interface Life {
  readonly route: KubeObject
  readonly memory: RouteMemory
}

/** One way to walk through the life of a route of either API. */
function api(route: KubeObject) {
  if (route.kind === 'HTTPRoute') {
    return {
      router: gatewayRouter,
      remember: gateway.remembered,
      step: (life: Life, state: RouteState, context: RouteContext, start: KubeObject, own: number) =>
        gateway.step(life, state, { route: start, context, own }),
      abort: gateway.aborted,
    }
  }
  const given = ({ vs, memory }: { vs: KubeObject; memory: RouteMemory }): Life => ({ route: vs, memory })
  const taken = ({ route: vs, memory }: Life) => ({ vs, memory })
  return {
    router: istioRouter,
    remember: (vs: KubeObject, context: RouteContext, previous: RouteMemory | null) =>
      given(istio.remembered(vs, context, previous)),
    step: (life: Life, state: RouteState, context: RouteContext, start: KubeObject, own: number) =>
      given(istio.step(taken(life), state, { vs: start, context, own })),
    abort: (life: Life, context: RouteContext) => istio.aborted(taken(life), context),
  }
}

/** `origin`: what everything that is not ours is compared with, in a later rollout the team's own route still. */
function walk(
  { route, context }: Pick<Sample, 'route' | 'context'>,
  previous: RouteMemory | null,
  states: readonly RouteState[],
  origin = route,
): Life[] {
  const { router, remember, step } = api(route)
  const located = router.locate(route, context, previous)
  if (!located.ok) throw new Error(JSON.stringify(located.problems))
  const { index } = located.rule
  const lives = [remember(route, context, previous)]
  const start = narrowed(origin, index, context)
  for (const state of states) lives.push(step(lives.at(-1)!, state, context, start, index))
  return lives
}

/** A shared Service without subset is pinned to stable by the first write: that destination is ours. */
function narrowed(route: KubeObject, own: number, { sides }: RouteContext): KubeObject {
  const { backend } = sides.stable
  if (backend.kind !== 'subset') return route
  const http = (route['spec'].http as { route: { destination: { host: string; subset?: string } }[] }[]).map(
    (rule, i) =>
      i !== own
        ? rule
        : {
            ...rule,
            route: rule.route.map((entry) => {
              const { host, subset } = entry.destination
              const shared = subset === undefined && host.split('.')[0] === backend.service
              return shared
                ? { ...entry, destination: { ...entry.destination, subset: backend.subset } }
                : entry
            }),
          },
  )
  return { ...route, spec: { ...route['spec'], http } }
}

const unmarked = (route: KubeObject) => api(route).router.removeMarks(route)
const swapped = (context: RouteContext): RouteContext => ({
  ...context,
  rule: null,
  sides: { stable: context.sides.canary, canary: context.sides.stable },
})

const SAMPLES = allSamples()
let withoutCanary = 0

test('there are samples of both APIs, with their own stages and without', () => {
  const kinds = SAMPLES.map(({ route, stages }) => `${route.kind} ${stages.length > 0 ? 'staged' : 'alone'}`)
  expect([...new Set(kinds)].toSorted()).toEqual([
    'HTTPRoute alone',
    'HTTPRoute staged',
    'VirtualService alone',
    'VirtualService staged',
  ])
  expect(SAMPLES.length).toBeGreaterThan(20)
})

describe.each(SAMPLES.map((sample) => [sample.name, sample] as const))('%s', (_, sample) => {
  const { route, context } = sample
  const { router, abort } = api(route)

  test('an abort after any stage gives back the original exactly', () => {
    for (const states of [STAGES, sample.stages]) {
      for (const life of walk(sample, null, states)) istio.same(abort(life, context), route, 'aborted')
    }
  })

  test('finished by copy: the original without the canary, which the next rollout puts back', () => {
    const finished = walk(sample, null, [...STAGES, COPY]).at(-1)!
    const located = router.locate(route, context, null)
    if (!located.ok) throw new Error('not located')
    const { canaryIndex, pins, unpinned } = located.rule
    const mirrors = JSON.stringify(route).includes('"mirror')
    if (canaryIndex === null && !unpinned && !mirrors && pins.every(({ role }) => role === 'stable')) {
      withoutCanary++
      istio.same(unmarked(finished.route), route, 'the canary was never in it')
    }
    // What the team wrote for the canary, its header changes and its pins, comes back with it.
    const again = { ...sample, route: finished.route, context: { ...context, rule: null } }
    const [begun, next] = walk(again, finished.memory, [at(0)], route)
    istio.same(abort(begun!, again.context), finished.route, 'aborted at once')
    const first = walk(sample, null, [at(0)]).at(-1)!
    istio.same(unmarked(next!.route), unmarked(first.route), 'the first stage of the next rollout')
  })

  test('finished by swap, and swapped back: as if it had been finished by copy', () => {
    const there = walk(sample, null, [...STAGES, SWAP]).at(-1)!
    const back = walk(
      { route: there.route, context: swapped(context) },
      there.memory,
      [at(0), at(100), SWAP],
      route,
    )
    const copied = walk(sample, null, [...STAGES, COPY]).at(-1)!
    istio.same(unmarked(back.at(-1)!.route), unmarked(copied.route), 'swapped twice')
  })
})

test('some of them never named the canary, so that a finish had to give back the original', () => {
  expect(withoutCanary).toBeGreaterThan(2)
})
