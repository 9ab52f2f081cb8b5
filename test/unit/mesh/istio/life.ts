import { isDeepStrictEqual } from 'node:util'
import type { Json, KubeObject } from '../../../../src/kube/object.ts'
import { istioRouter } from '../../../../src/mesh/istio/index.ts'
import type { RouteState } from '../../../../src/mesh/route-state.ts'
import { canaryShare } from '../../../../src/mesh/route-state.ts'
import type { RouteContext, RouteMemory } from '../../../../src/mesh/router.ts'
import { clonesOf, foreignPart, ourMirrors, rulesOf, versionOf, weightsOf, withoutClones } from './foreign.ts'
import type { RandomRoute } from './random-routes.ts'

// A route that is changed in place fails at once, and so does one that depends on the order of keys or on identity.
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen)
  return value
}
export const copy = <T>(value: T): T => frozen(JSON.parse(JSON.stringify(value)) as T)

/** States that cannot be rendered say so by one of these; the route then stays as it is. */
const refusals = ['header-contradiction', 'header-overlap', 'header-rewrite', 'weights-too-large']

export interface Life {
  vs: KubeObject
  memory: RouteMemory
}

export function remembered(vs: KubeObject, context: RouteContext, previous: RouteMemory | null): Life {
  const result = istioRouter.remember(vs, context, previous)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return { vs, memory: copy(result.memory) }
}

export function step(life: Life, state: RouteState, { context, own, vs: start }: RandomRoute): Life {
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
export function same(actual: unknown, expected: unknown, what: string): void {
  const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as Json
  if (isDeepStrictEqual(actual, expected) || isDeepStrictEqual(plain(actual), plain(expected))) return
  throw new Error(`${what}: ${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`)
}

export function aborted(life: Life, context: RouteContext): KubeObject {
  const result = istioRouter.restore(life.vs, context, life.memory)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return copy(result.object)
}
