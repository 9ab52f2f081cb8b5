import { isDeepStrictEqual } from 'node:util'
import type { JsonObject, KubeObject } from '../../../../src/kube/object.ts'
import { withDefaults } from '../../../../src/mesh/gateway/defaults.ts'
import { gatewayRouter } from '../../../../src/mesh/gateway/index.ts'
import type { RouteState } from '../../../../src/mesh/route-state.ts'
import { canaryShare } from '../../../../src/mesh/route-state.ts'
import type { RouteContext, RouteMemory } from '../../../../src/mesh/router.ts'
import type { RandomRoute } from './random-routes.ts'
import type { Rule } from './routes.ts'
import { httpRoute, rulesOf } from './routes.ts'

// Written against the meaning of an HTTPRoute and not with the router's own code, so that one can check the other.

export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen)
  return value
}
export const copy = <T>(value: T): T => frozen(JSON.parse(JSON.stringify(value)) as T)

function check(condition: boolean, what: string): void {
  if (!condition) throw new Error(what)
}
export function same(actual: unknown, expected: unknown, what: string): void {
  if (isDeepStrictEqual(copy(actual), copy(expected))) return
  throw new Error(`${what}: ${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`)
}

type Entry = NonNullable<Rule['backendRefs']>[number] & { group?: string; kind?: string }

function versionOf(ref: Entry | undefined, { sides, namespace }: RouteContext): 'stable' | 'canary' | null {
  if (!ref || (ref.kind ?? 'Service') !== 'Service' || (ref.namespace ?? namespace) !== namespace) return null
  const role = (['stable', 'canary'] as const).find((r) => sides[r].backend.service === ref.name)
  return role ?? null
}

const stored = (rule: Rule) => rulesOf(withDefaults(httpRoute([rule as JsonObject])))[0]!.matches

export function clonesOf(route: KubeObject): number[] {
  const text = route.metadata.annotations?.['shiftgate.dev/header-rules']
  const list = (text === undefined ? [] : JSON.parse(text)) as unknown[]
  return rulesOf(route).flatMap((rule, i) =>
    list.some((m) => isDeepStrictEqual(m, stored(rule))) ? [i] : [],
  )
}

interface MirrorFilter {
  readonly type?: string
  readonly requestMirror?: {
    backendRef?: Entry
    percent?: number
    fraction?: { numerator: number; denominator?: number }
  }
}
const mirrorTarget = (filter: JsonObject, context: RouteContext) =>
  versionOf((filter as MirrorFilter).requestMirror?.backendRef, context)

function ourMirrors(rule: Rule, context: RouteContext): number[] {
  return (rule.filters ?? [])
    .filter((filter) => mirrorTarget(filter, context) === 'canary')
    .map((filter) => {
      const { percent, fraction } = (filter as MirrorFilter).requestMirror!
      if (fraction) return (fraction.numerator * 100) / (fraction.denominator ?? 100)
      return percent ?? 100
    })
}

/** Everything that is not ours. `pins`: whether other rules may name our versions as they like. */
function foreignPart(
  route: KubeObject,
  own: number,
  pins: 'as they are' | 'any',
  context: RouteContext,
): unknown {
  const clones = clonesOf(route)
  const rules = rulesOf(route)
    .filter((_, i) => !clones.includes(i))
    .map((rule, i) => {
      if (i !== own && pins === 'as they are') return rule
      const refs = rule.backendRefs?.flatMap((ref): unknown[] => {
        if (versionOf(ref, context) === null) {
          const { weight: _weight, ...rest } = ref
          return [i === own ? rest : ref]
        }
        return i === own ? [] : ['ours']
      })
      const filters = (rule.filters ?? []).filter((filter) => mirrorTarget(filter, context) === null)
      return { ...rule, filters, ...(refs ? { backendRefs: refs } : {}) }
    })
  const { annotations, ...metadata } = route.metadata
  const rest = Object.entries(annotations ?? {}).filter(([key]) => !key.startsWith('shiftgate.dev/'))
  return { ...route, metadata: { ...metadata, annotations: rest }, spec: { ...route['spec'], rules } }
}

function weightsOf(rule: Rule, context: RouteContext): { stable: number; canary: number; others: number[] } {
  const refs = rule.backendRefs ?? []
  const sum = (role: 'stable' | 'canary') =>
    refs.filter((r) => versionOf(r, context) === role).reduce((total, r) => total + (r.weight ?? 1), 0)
  const others = refs.filter((r) => versionOf(r, context) === null).map((r) => r.weight ?? 1)
  return { stable: sum('stable'), canary: sum('canary'), others }
}

/** States that cannot be rendered say so by one of these; the route then stays as it is. */
const refusals = [
  'header-contradiction',
  'header-overlap',
  'header-precedence',
  'header-rewrite',
  'too-many-rules',
  'weights-too-large',
]

export interface Life {
  readonly route: KubeObject
  readonly memory: RouteMemory
}

export function remembered(route: KubeObject, context: RouteContext, previous: RouteMemory | null): Life {
  const result = gatewayRouter.remember(route, context, previous)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return { route, memory: copy(result.memory) }
}

/** How often a state was refused or rendered; a generator that only makes refused routes would prove nothing. */
export const reached = { refused: 0, rendered: 0, withHeaders: 0 }

export function step(life: Life, state: RouteState, { context, own, route: start }: RandomRoute): Life {
  const result = gatewayRouter.render(life.route, state, context, life.memory)
  if (!result.ok) {
    if (result.problems.some((p) => !refusals.includes(p.code)))
      throw new Error(JSON.stringify(result.problems))
    reached.refused++
    return life
  }
  reached.rendered++
  if (state.kind === 'split' && state.headers.length > 0) reached.withHeaders++
  const next = { route: copy(result.object), memory: copy(result.memory) }
  const pins = state.kind === 'single' ? 'any' : 'as they are'
  same(foreignPart(next.route, own, pins, context), foreignPart(start, own, pins, context), 'foreign part')
  if (isDeepStrictEqual(copy(withDefaults(start)), copy(start)))
    same(withDefaults(next.route), next.route, 'as the API server stores it')

  const clones = clonesOf(next.route)
  const team = rulesOf(next.route).filter((_, i) => !clones.includes(i))
  const rule = team[own]!
  const { stable, canary, others } = weightsOf(rule, context)
  check(
    [stable, canary, ...others].every((w) => Number.isInteger(w) && w >= 0 && w <= 1_000_000),
    `weights ${[stable, canary, ...others].join()}`,
  )
  check(stable + canary > 0, 'nothing gets traffic')
  check(
    canary * 10_000 === Math.round(canaryShare(state) * 100) * (stable + canary),
    `share ${stable}/${canary}`,
  )
  const then = weightsOf(rulesOf(start)[own]!, context)
  if (then.others.length > 0) {
    const sum = then.stable + then.canary
    check(
      others.every((w, i) => w * sum === then.others[i]! * (stable + canary)),
      `other shares ${others.join()}`,
    )
  }
  if (state.kind === 'single') {
    const gone = state.role === 'stable' ? 'canary' : 'stable'
    check(
      !team.some((r) => r.backendRefs?.some((ref) => versionOf(ref, context) === gone)),
      'a version that is gone is named',
    )
    check(clones.length === 0 && ourMirrors(rule, context).length === 0, 'header rules or mirror left')
  } else {
    const at = rulesOf(next.route).indexOf(rule)
    same(
      clones,
      state.headers.map((_, n) => at - state.headers.length + n),
      'header rules',
    )
    for (const index of clones) {
      const clone = rulesOf(next.route)[index]!
      check(
        clone.backendRefs!.length === 1 && versionOf(clone.backendRefs![0], context) === 'canary',
        'goes elsewhere',
      )
      check(clone.backendRefs![0]!.weight !== 0, 'gets nothing')
      check(ourMirrors(clone, context).length === 0 && clone.name === undefined, 'copied or named')
      const { matches: _m, backendRefs: _b, filters: _f, ...rest } = clone
      const { matches: _m2, backendRefs: _b2, filters: _f2, name: _n, ...weighted } = rule
      same(rest, weighted, 'clone')
    }
    same(ourMirrors(rule, context), state.mirror > 0 ? [state.mirror] : [], 'mirror')
  }

  const again = gatewayRouter.render(next.route, state, context, next.memory)
  check(again.ok, 'cannot be rendered again')
  if (again.ok) same(again.object, next.route, 'rendered twice')
  same(gatewayRouter.drift(next.route, state, context, next.memory), [], 'drift')
  const read = gatewayRouter.read(next.route, context, next.memory)
  check(read.ok && read.reading.exact && canaryShare(read.reading.state) === canaryShare(state), 'read back')
  return next
}

export function aborted(life: Life, context: RouteContext): KubeObject {
  const result = gatewayRouter.restore(life.route, context, life.memory)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return copy(result.object)
}
