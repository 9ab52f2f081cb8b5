import fc from 'fast-check'
import type { KubeObject } from '../../../../src/kube/object.ts'
import { gatewayRouter } from '../../../../src/mesh/gateway/index.ts'
import type { RouteState } from '../../../../src/mesh/route-state.ts'
import { aborted, clonesOf, copy, frozen, reached, remembered, same, step } from './life.ts'
import { randomRoute, randomState } from './random-routes.ts'
import { rulesOf } from './routes.ts'

const states = fc.array(randomState, { minLength: 1, maxLength: 4 })

test('a whole rollout and its abort, at any moment, leave the route exactly as it was', () => {
  fc.assert(
    fc.property(randomRoute, states, (random, list) => {
      frozen(random.route)
      const life = list.reduce(
        (now, state) => step(now, state, random),
        remembered(random.route, random.context, null),
      )
      const back = aborted(life, random.context)
      same(back, random.route, 'aborted')
      same(aborted({ ...life, route: back }, random.context), random.route, 'aborted twice')
    }),
    { seed: 21, numRuns: 250 },
  )
  expect(reached.rendered).toBeGreaterThan(reached.refused)
  expect(reached.withHeaders).toBeGreaterThan(50)
})

test('a second rollout after a finished one goes back to the finished state', () => {
  const finish: RouteState = { kind: 'single', role: 'stable' }
  fc.assert(
    fc.property(randomRoute, states, states, (random, first, second) => {
      const finished = [...first, finish].reduce(
        (now, state) => step(now, state, random),
        remembered(random.route, random.context, null),
      )
      const context = { ...random.context, rule: null }
      const life = second.reduce(
        (now, state) => step(now, state, { ...random, context }),
        remembered(finished.route, context, finished.memory),
      )
      same(aborted(life, context), finished.route, 'aborted')
    }),
    { seed: 22, numRuns: 100 },
  )
})

test('finished by swap and swapped back is finished by copy, and the original where the canary was nowhere', () => {
  let originals = 0
  fc.assert(
    fc.property(randomRoute, states, (random, list) => {
      const { route, context, own } = random
      const begun = remembered(route, context, null)
      const located = gatewayRouter.locate(route, context, null)
      if (!located.ok) throw new Error(JSON.stringify(located.problems))
      const there = list.reduce((now, state) => step(now, state, random), begun)
      const copied = step(there, { kind: 'single', role: 'stable' }, random)
      const swapped = step(there, { kind: 'single', role: 'canary' }, random)
      const { stable, canary } = context.sides
      const back = { ...context, rule: null, sides: { stable: canary, canary: stable } }
      const second = remembered(swapped.route, back, swapped.memory)
      const again = step(second, { kind: 'single', role: 'canary' }, { route, context: back, own })
      same(plain(again.route), plain(copied.route), 'swapped twice')
      if (located.rule.canaryIndex !== null || located.rule.pins.some(({ role }) => role === 'canary')) return
      originals++
      same(plain(copied.route), plain(route), 'the canary was never in it')
    }),
    { seed: 24, numRuns: 100 },
  )
  expect(originals).toBeGreaterThan(10)
})

test("other people's edits in mid-rollout survive the abort", () => {
  type Edit = (route: KubeObject, own: number) => KubeObject
  const withRules = (route: KubeObject, rules: unknown): KubeObject => ({
    ...route,
    spec: { ...route['spec'], rules },
  })
  const edit = fc.constantFrom<Edit>(
    (route) =>
      withRules(route, [
        { matches: [{ path: { type: 'Exact', value: '/new' } }], backendRefs: [{ name: 'third', port: 80 }] },
        ...rulesOf(route),
      ]),
    (route) => ({ ...route, metadata: { ...route.metadata, labels: { edited: 'yes' } } }),
    (route, own) =>
      withRules(
        route,
        rulesOf(route).map((rule, i) =>
          i === own ? { ...rule, timeouts: { request: '77s' }, added: 1 } : rule,
        ),
      ),
  )
  fc.assert(
    fc.property(randomRoute, randomState, edit, (random, state, change) => {
      const { context } = random
      const life = step(remembered(random.route, context, null), state, random)
      const edited = change(life.route, random.own + clonesOf(life.route).length)
      same(aborted({ ...life, route: copy(edited) }, context), change(random.route, random.own), 'aborted')
    }),
    { seed: 23, numRuns: 200 },
  )
})

/** Without marks; an API server stores no empty annotations either. */
function plain(route: KubeObject): KubeObject {
  const bare = gatewayRouter.removeMarks(route)
  const { annotations = {}, ...metadata } = bare.metadata
  return Object.keys(annotations).length > 0 ? bare : { ...bare, metadata }
}
