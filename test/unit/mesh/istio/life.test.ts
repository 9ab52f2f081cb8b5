import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import type { Json, KubeObject } from '../../../../src/kube/object.ts'
import { istioRouter } from '../../../../src/mesh/istio/index.ts'
import type { RouteState } from '../../../../src/mesh/route-state.ts'
import { canaryShare } from '../../../../src/mesh/route-state.ts'
import type { RouteContext, RouteMemory } from '../../../../src/mesh/router.ts'
import { clonesOf, foreignPart, ourMirrors, rulesOf, versionOf, weightsOf, withoutClones } from './foreign.ts'
import type { RandomRoute } from './random-routes.ts'
import { randomRoute, randomState } from './random-routes.ts'

// A route that is changed in place fails at once, and so does one that depends on the order of keys or on identity.
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen)
  return value
}
const copy = <T>(value: T): T => frozen(JSON.parse(JSON.stringify(value)) as T)

/** States that cannot be rendered say so by one of these; the route then stays as it is. */
const refusals = ['header-contradiction', 'header-overlap', 'weights-too-large']

interface Life {
  vs: KubeObject
  memory: RouteMemory
}

function remembered(vs: KubeObject, context: RouteContext, previous: RouteMemory | null): Life {
  const result = istioRouter.remember(vs, context, previous)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return { vs, memory: copy(result.memory) }
}

function step(life: Life, state: RouteState, { context, own, vs: start }: RandomRoute): Life {
  const result = istioRouter.render(life.vs, state, context, life.memory)
  if (!result.ok) {
    const allowed = state.kind === 'split' && (state.headers.length > 0 || state.weight % 1 !== 0)
    if (!allowed || result.problems.some((p) => !refusals.includes(p.code)))
      throw new Error(JSON.stringify(result.problems))
    return life
  }
  const next = { vs: copy(result.object), memory: copy(result.memory) }
  const rules = withoutClones(next.vs, context)
  const rule = rules[own]!

  const pins = state.kind === 'single' ? 'any' : 'as they are'
  same(foreignPart(next.vs, own, context, pins), foreignPart(start, own, context, pins), 'foreign part')

  const { stable, canary, others } = weightsOf(rule, context)
  const all = [stable, canary, ...others]
  check(
    all.every((w) => Number.isInteger(w) && w >= 0 && w < 2 ** 31) && all.some((w) => w > 0),
    `weights ${all.join()}`,
  )
  check(
    canary * 10_000 === Math.round(canaryShare(state) * 100) * (stable + canary),
    `share ${stable}/${canary}`,
  )
  const then = weightsOf(withoutClones(start, context)[own]!, context)
  const sum = then.stable + then.canary
  check(
    others.every((w, i) => w * sum === then.others[i]! * (stable + canary)),
    `other shares ${others.join()}`,
  )

  const named = new Set(rules.flatMap((r) => (r.route ?? []).map((e) => versionOf(e.destination, context))))
  const clones = clonesOf(next.vs, context)
  if (state.kind === 'single') {
    check(!named.has(state.role === 'stable' ? 'canary' : 'stable'), 'a version that is gone is named')
    check(clones.length === 0 && ourMirrors(rule, context).length === 0, 'header rules or mirror left')
  } else {
    check(clones.length === state.headers.length, `${clones.length} header rules`)
    const at = rulesOf(next.vs).indexOf(rule)
    check(
      clones.every(({ index }, n) => index === at - clones.length + n),
      'header rules are not before ours',
    )
    check(
      clones.every(
        ({ rule: c }) => c.route!.length === 1 && versionOf(c.route![0]!.destination, context) === 'canary',
      ),
      'a header rule goes elsewhere',
    )
    same(ourMirrors(rule, context), state.mirror > 0 ? [state.mirror] : [], 'mirror')
  }

  const again = istioRouter.render(next.vs, state, context, next.memory)
  check(again.ok, 'cannot be rendered again')
  if (again.ok) same(again.object, next.vs, 'rendered twice')
  same(istioRouter.drift(next.vs, state, context, next.memory), [], 'drift')
  const read = istioRouter.read(next.vs, context, next.memory)
  check(read.ok && read.reading.exact && canaryShare(read.reading.state) === canaryShare(state), 'read back')
  return next
}

function check(condition: boolean, what: string): void {
  if (!condition) throw new Error(what)
}
function same(actual: unknown, expected: unknown, what: string): void {
  const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as Json
  if (isDeepStrictEqual(actual, expected) || isDeepStrictEqual(plain(actual), plain(expected))) return
  throw new Error(`${what}: ${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`)
}

function aborted(life: Life, context: RouteContext): KubeObject {
  const result = istioRouter.restore(life.vs, context, life.memory)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return copy(result.object)
}

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
