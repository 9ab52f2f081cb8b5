import fc from 'fast-check'
import type { KubeObject } from '../../../../src/kube/object.ts'
import { istioRouter } from '../../../../src/mesh/istio/index.ts'
import type { RouteState } from '../../../../src/mesh/route-state.ts'
import { clonesOf, rulesOf } from './foreign.ts'
import { aborted, copy, frozen, remembered, same, step } from './life.ts'
import { randomRoute, randomState } from './random-routes.ts'

const states = fc.array(randomState, { minLength: 1, maxLength: 5 })

test('a whole rollout and its abort, at any moment, leave the route exactly as it was', () => {
  fc.assert(
    fc.property(randomRoute, states, (random, list) => {
      frozen(random.vs)
      const life = list.reduce(
        (now, state) => step(now, state, random),
        remembered(random.vs, random.context, null),
      )
      const back = aborted(life, random.context)
      same(back, random.vs, 'aborted')
      same(aborted({ ...life, vs: back }, random.context), random.vs, 'aborted twice')
    }),
    { seed: 11, numRuns: 1000 },
  )
})

test('a second rollout after a finished one goes back to the finished state', () => {
  const finish: RouteState = { kind: 'single', role: 'stable' }
  fc.assert(
    fc.property(randomRoute, states, states, (random, first, second) => {
      const finished = [...first, finish].reduce(
        (now, state) => step(now, state, random),
        remembered(random.vs, random.context, null),
      )
      // The next rollout finds the rule by its mark, whatever the file says.
      const context = { ...random.context, rule: null }
      const life = second.reduce(
        (now, state) => step(now, state, { ...random, context }),
        remembered(finished.vs, context, finished.memory),
      )
      same(aborted(life, context), finished.vs, 'aborted')
    }),
    { seed: 12, numRuns: 400 },
  )
})

test('finished by swap and swapped back is finished by copy, and the original where the canary was nowhere', () => {
  let originals = 0
  fc.assert(
    fc.property(randomRoute, states, (random, list) => {
      const { vs, context, own } = random
      const begun = remembered(vs, context, null)
      const located = istioRouter.locate(vs, context, null)
      if (!located.ok) throw new Error(JSON.stringify(located.problems))
      const reached = list.reduce((now, state) => step(now, state, random), begun)
      const copied = step(reached, { kind: 'single', role: 'stable' }, random)
      const swapped = step(reached, { kind: 'single', role: 'canary' }, random)
      const { stable, canary } = context.sides
      const back = { ...context, rule: null, sides: { stable: canary, canary: stable } }
      const second = remembered(swapped.vs, back, swapped.memory)
      const again = step(second, { kind: 'single', role: 'canary' }, { vs, context: back, own })
      same(plain(again.vs), plain(copied.vs), 'swapped twice')
      if (located.rule.canaryIndex !== null || located.rule.pins.some(({ role }) => role === 'canary')) return
      originals++
      same(plain(copied.vs), plain(vs), 'the canary was never in it')
    }),
    { seed: 14, numRuns: 300 },
  )
  expect(originals).toBeGreaterThan(20)
})

test("other people's edits in mid-rollout survive the abort", () => {
  const edit = fc.constantFrom<(vs: KubeObject, own: number) => KubeObject>(
    (vs) =>
      withHttp(vs, [
        { match: [{ uri: { exact: '/new' } }], route: [{ destination: { host: 'third' } }] },
        ...rulesOf(vs),
      ]),
    (vs) => ({ ...vs, metadata: { ...vs.metadata, labels: { edited: 'yes' } } }),
    (vs, own) =>
      withHttp(
        vs,
        rulesOf(vs).map((rule, i) => (i === own ? { ...rule, timeout: '77s', added: { a: 1 } } : rule)),
      ),
  )
  fc.assert(
    fc.property(randomRoute, randomState, edit, (random, state, change) => {
      // The file may give the rule's index, which the edit makes wrong.
      const { context } = random
      const begun = remembered(random.vs, context, null)
      const life = step(begun, state, random)
      const clones = clonesOf(life.vs, context).length
      const edited = change(life.vs, random.own + clones)
      same(aborted({ ...life, vs: copy(edited) }, context), change(random.vs, random.own), 'aborted')
    }),
    { seed: 13, numRuns: 600 },
  )
})

function withHttp(vs: KubeObject, http: unknown[]): KubeObject {
  return { ...vs, spec: { ...vs['spec'], http } }
}

/** Without marks; an API server stores no empty annotations either. */
function plain(vs: KubeObject): KubeObject {
  const bare = istioRouter.removeMarks(vs)
  const { annotations = {}, ...metadata } = bare.metadata
  return Object.keys(annotations).length > 0 ? bare : { ...bare, metadata }
}
