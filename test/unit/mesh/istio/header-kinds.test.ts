import { describe, expect, test } from '@jest/globals'
import type { JsonObject, KubeObject } from '../../../../src/kube/object.ts'
import { istioRouter } from '../../../../src/mesh/istio/index.ts'
import type { RouteState } from '../../../../src/mesh/route-state.ts'
import { splitAt } from '../../../../src/mesh/route-state.ts'
import type { RouteMemory } from '../../../../src/mesh/router.ts'
import type { HeaderRoute, StringMatch } from '../../../../src/spec/rollout.ts'
import { blueGreen, contextOf, http, virtualService } from './routes.ts'

const context = contextOf(blueGreen)
const entry = (version: string, weight?: number) => ({
  destination: { host: `model-svc-${version}` },
  ...(weight === undefined ? {} : { weight }),
})
/** The last rule of a team's route, with everything that a header rule inherits. */
const OURS: JsonObject = {
  match: [{ uri: { prefix: '/score' } }],
  timeout: '10s',
  retries: { attempts: 3, perTryTimeout: '2s', retryOn: '5xx' },
  route: [entry('green', 100), entry('blue', 0)],
}
/** Other people's rules: one that is named as if it were ours, one by the same header, one behind. */
const FOREIGN: readonly JsonObject[] = [
  { name: 'shiftgate-other-0', match: [{ headers: { target: { exact: 'x' } } }], route: [entry('audit')] },
  {
    name: 'shiftgate-diabetes-canary',
    match: [{ uri: { exact: '/c' } }],
    timeout: '1s',
    route: [entry('audit')],
  },
]
const BEHIND: JsonObject = { match: [{ uri: { prefix: '/' } }], route: [entry('site')] }
const start = () => virtualService('vs', 'abtesting', { http: [...FOREIGN, OURS, BEHIND] })

const m = {
  exact: (value: string): StringMatch => ({ kind: 'exact', value }),
  prefix: (value: string): StringMatch => ({ kind: 'prefix', value }),
  regex: (value: string): StringMatch => ({ kind: 'regex', value }),
  present: { kind: 'present' } as StringMatch,
}
const by = (headers: HeaderRoute['headers'], path: StringMatch | null = null): HeaderRoute => ({
  headers,
  path,
})
const state = (weight: number, headers: readonly HeaderRoute[]): RouteState => ({
  kind: 'split',
  weight,
  headers,
  mirror: 0,
})
const uri = { prefix: '/score' }

const ROWS: readonly { name: string; headers: readonly HeaderRoute[]; matches: readonly JsonObject[] }[] = [
  {
    name: 'exact',
    headers: [by({ target: m.exact('a') })],
    matches: [{ uri, headers: { target: { exact: 'a' } } }],
  },
  {
    name: 'prefix',
    headers: [by({ target: m.prefix('a') })],
    matches: [{ uri, headers: { target: { prefix: 'a' } } }],
  },
  {
    name: 'regex',
    headers: [by({ target: m.regex('a|b') })],
    matches: [{ uri, headers: { target: { regex: 'a|b' } } }],
  },
  { name: 'presence', headers: [by({ target: m.present })], matches: [{ uri, headers: { target: {} } }] },
  {
    name: 'several are AND: one element',
    headers: [by({ target: m.exact('a'), tester: m.present, group: m.prefix('b') })],
    matches: [{ uri, headers: { target: { exact: 'a' }, tester: {}, group: { prefix: 'b' } } }],
  },
  {
    name: 'a list is OR: a rule each',
    headers: [by({ target: m.exact('a') }), by({ group: m.regex('b.*') })],
    matches: [
      { uri, headers: { target: { exact: 'a' } } },
      { uri, headers: { group: { regex: 'b.*' } } },
    ],
  },
  {
    name: 'a path of its own, inside the path of the rule',
    headers: [by({ target: m.exact('a') }, m.exact('/score/v2'))],
    matches: [{ uri: { exact: '/score/v2' }, headers: { target: { exact: 'a' } } }],
  },
]

function remembered(vs: KubeObject): RouteMemory {
  const result = istioRouter.remember(vs, context, null)
  if (!result.ok) throw new Error(result.problems[0]!.message)
  return result.memory
}
function render(vs: KubeObject, target: RouteState, memory: RouteMemory) {
  const result = istioRouter.render(vs, target, context, memory)
  if (!result.ok) throw new Error(result.problems[0]!.message)
  return result
}

describe.each([0, 25])('header rules beside a weight of %i', (weight) => {
  test.each(ROWS)('$name', ({ headers, matches }) => {
    const { object, memory } = render(start(), state(weight, headers), remembered(start()))
    const rules = http(object)
    const { route: _, ...inherited } = OURS
    const clones = rules.slice(FOREIGN.length, -2)
    expect(clones).toEqual(
      matches.map((match, n) => ({
        ...inherited,
        name: `shiftgate-diabetes-${n}`,
        match: [match],
        route: [entry('blue')],
      })),
    )
    // Everything else is where it was, and as it was.
    expect(rules.slice(0, FOREIGN.length)).toEqual(FOREIGN)
    expect(rules.slice(-2)).toEqual([
      { ...OURS, route: [entry('green', 100 - weight), entry('blue', weight)] },
      BEHIND,
    ])

    const read = istioRouter.read(object, context, memory)
    expect(read).toMatchObject({ ok: true, reading: { exact: true, state: state(weight, headers) } })
    expect(istioRouter.drift(object, state(weight, headers), context, memory)).toEqual([])
    // The next stage without headers, and the way back.
    expect(http(render(object, splitAt(weight), memory).object)).toHaveLength(FOREIGN.length + 2)
    const back = istioRouter.restore(object, context, memory)
    expect(back.ok && http(back.object)).toEqual(http(start()))
  })

  test('a rule that somebody added meanwhile stays, between ours and before them', () => {
    const { headers } = ROWS[5]!
    const { object, memory } = render(start(), state(weight, headers), remembered(start()))
    const added = { match: [{ uri: { exact: '/new' } }], route: [entry('site')] }
    const rules = http(object)
    const edited = { ...object, spec: { http: [added, ...rules.slice(0, 3), added, ...rules.slice(3)] } }
    const back = istioRouter.restore(edited, context, memory)
    expect(back.ok && http(back.object)).toEqual([added, ...FOREIGN, added, OURS, BEHIND])
  })
})
