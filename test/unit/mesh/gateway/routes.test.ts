import type { JsonObject, KubeObject } from '../../../../src/kube/object.ts'
import { gatewayRouter } from '../../../../src/mesh/gateway/index.ts'
import type { RouteState } from '../../../../src/mesh/route-state.ts'
import { splitAt } from '../../../../src/mesh/route-state.ts'
import type { RouteContext } from '../../../../src/mesh/router.ts'
import type { HeaderRoute } from '../../../../src/spec/rollout.ts'
import { contextOf, everyPath, httpRoute, mlops, ref, rulesOf, scored } from './routes.ts'

const exact = (name: string, value: string, path: HeaderRoute['path'] = null): HeaderRoute => ({
  headers: { [name]: { kind: 'exact', value } },
  path,
})
const split = (weight: number, more: Partial<Extract<RouteState, { kind: 'split' }>> = {}): RouteState => ({
  kind: 'split',
  weight,
  headers: [],
  mirror: 0,
  ...more,
})

function rendered(route: KubeObject, state: RouteState, context: RouteContext = contextOf()) {
  const remembered = gatewayRouter.remember(route, context, null)
  if (!remembered.ok) return remembered
  return gatewayRouter.render(route, state, context, remembered.memory)
}
function ruleAfter(route: KubeObject, state: RouteState, index: number, context = contextOf()) {
  const result = rendered(route, state, context)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return rulesOf(result.object)[index]
}
function problemsOf(result: ReturnType<typeof rendered>): string[] {
  return result.ok ? [] : result.problems.map((p) => `${p.code}: ${p.message}`)
}
const weights = (rule: ReturnType<typeof ruleAfter>) => rule?.backendRefs?.map((r) => [r.name, r.weight])

describe('weights', () => {
  const plain = (...refs: JsonObject[]) => httpRoute([{ matches: [everyPath], backendRefs: refs }])
  test.each([
    ['keeps the sum', plain(ref('svc-green', 100), ref('svc-blue', 0)), 30, [70, 30]],
    ['another sum', plain(ref('svc-green', 10), ref('svc-blue', 0)), 50, [5, 5]],
    ['a finer share than the sum can say', plain(ref('svc-green', 100), ref('svc-blue', 0)), 0.01, [9999, 1]],
    ['nothing written counts as 1 and 1', plain(ref('svc-green'), ref('svc-blue')), 25, [3, 1]],
    ['a lone one, which needs no number', plain(ref('svc-green')), 20, [80, 20]],
    ['the canary in front', plain(ref('svc-blue', 0), ref('svc-green', 100)), 5, [5, 95]],
  ])('%s', (_, route, weight, expected) => {
    expect(weights(ruleAfter(route, splitAt(weight), 0))?.map(([, w]) => w)).toEqual(expected)
  })

  test('a foreign third destination keeps its share', () => {
    const route = plain(ref('svc-green', 60), ref('third', 40), ref('svc-blue', 0))
    expect(weights(ruleAfter(route, splitAt(50), 0))).toEqual([
      ['svc-green', 30],
      ['third', 40],
      ['svc-blue', 30],
    ])
  })

  test('a weight that the API has no room for is refused', () => {
    const route = plain(ref('svc-green', 999_983), ref('third', 7), ref('svc-blue', 0))
    expect(problemsOf(rendered(route, splitAt(0.01)))).toEqual([
      'weights-too-large: rules[0] (everything): svc-green 999983, third 7, svc-blue 0: 0.01 % cannot be written exactly with these weights; use smaller ones, such as a sum of 100',
    ])
  })

  test('a canary that the rule never named gets the filters of its neighbour, with its own name', () => {
    const filters = [
      {
        type: 'ResponseHeaderModifier',
        responseHeaderModifier: { set: [{ name: 'x-version', value: 'green' }] },
      },
    ]
    const rule = ruleAfter(plain(ref('svc-green', 1, { filters })), splitAt(10), 0)
    expect(rule?.backendRefs?.[1]).toEqual({
      ...ref('svc-blue', 10),
      filters: [
        {
          type: 'ResponseHeaderModifier',
          responseHeaderModifier: { set: [{ name: 'x-version', value: 'blue' }] },
        },
      ],
    })
  })
})

describe('mirror', () => {
  const audit = { type: 'RequestMirror', requestMirror: { backendRef: ref('audit') } }
  const rewrite = { type: 'URLRewrite', urlRewrite: { hostname: 'models' } }
  const backendRef = { group: '', kind: 'Service', name: 'svc-blue', port: 80 }
  const route = (filters?: JsonObject[]) =>
    httpRoute([
      {
        matches: [everyPath],
        backendRefs: [ref('svc-green', 100), ref('svc-blue', 0)],
        ...(filters ? { filters } : {}),
      },
    ])
  test.each([
    [100, {}],
    [10, { percent: 10 }],
    [0.5, { fraction: { numerator: 50, denominator: 10_000 } }],
    [33.33, { fraction: { numerator: 3333, denominator: 10_000 } }],
  ])('%d %%', (mirror, share) => {
    expect(ruleAfter(route(), split(0, { mirror }), 0)?.filters).toEqual([
      { type: 'RequestMirror', requestMirror: { backendRef, ...share } },
    ])
  })
  test("stands behind everybody else's filters", () => {
    const filters = ruleAfter(route([audit, rewrite]), split(0, { mirror: 100 }), 0)?.filters
    expect(filters).toEqual([audit, rewrite, { type: 'RequestMirror', requestMirror: { backendRef } }])
  })
  test.each([
    [{}, 100],
    [{ percent: 10 }, 10],
    [{ fraction: { numerator: 1 } }, 1],
    [{ fraction: { numerator: 1, denominator: 8 } }, 12.5],
    [{ percent: 0 }, 0],
  ])('%j is read as %d %%', (share, percent) => {
    const live = route([{ type: 'RequestMirror', requestMirror: { backendRef, ...share } }])
    const read = gatewayRouter.read(live, contextOf(), null)
    expect(read.ok && read.reading.state).toEqual(split(0, { mirror: percent }))
  })
})

describe('header rules', () => {
  test('are clones in front of the weighted rule, and told by an annotation', () => {
    const result = rendered(mlops(), split(0, { headers: [exact('user-group', 'canary')] }))
    if (!result.ok) throw new Error(JSON.stringify(result.problems))
    const matches = [{ ...everyPath, headers: [{ type: 'Exact', name: 'user-group', value: 'canary' }] }]
    expect(rulesOf(result.object)[2]).toEqual({ matches, backendRefs: [ref('svc-blue')] })
    expect(JSON.parse(result.object.metadata.annotations!['shiftgate.dev/header-rules']!)).toEqual([matches])
  })

  test.each<[string, HeaderRoute, unknown]>([
    [
      'a prefix',
      { headers: { a: { kind: 'prefix', value: 'v1.' } }, path: null },
      [{ type: 'RegularExpression', name: 'a', value: '^v1\\..*' }],
    ],
    [
      'presence',
      { headers: { a: { kind: 'present' } }, path: null },
      [{ type: 'RegularExpression', name: 'a', value: '.*' }],
    ],
    [
      'a regular expression',
      { headers: { a: { kind: 'regex', value: 'v[12]' } }, path: null },
      [{ type: 'RegularExpression', name: 'a', value: 'v[12]' }],
    ],
    [
      'two that must both hold',
      { headers: { a: { kind: 'exact', value: '1' }, b: { kind: 'exact', value: '2' } }, path: null },
      [
        { type: 'Exact', name: 'a', value: '1' },
        { type: 'Exact', name: 'b', value: '2' },
      ],
    ],
  ])('%s', (_, header, expected) => {
    const route = httpRoute([{ matches: [everyPath], backendRefs: [ref('svc-green')] }])
    const state = split(0, { headers: [header] })
    const result = rendered(route, state)
    if (!result.ok) throw new Error(JSON.stringify(result.problems))
    expect(rulesOf(result.object)[0]?.matches).toEqual([{ ...everyPath, headers: expected }])
    const read = gatewayRouter.read(result.object, contextOf(), result.memory)
    expect(read.ok && read.reading).toEqual({ state, sum: 100, exact: true })
  })

  test('a path is combined element by element', () => {
    const route = httpRoute([
      { matches: [{ path: { type: 'PathPrefix', value: '/score' } }], backendRefs: [ref('svc-green')] },
    ])
    const under = exact('a', 'b', { kind: 'prefix', value: '/score/v2' })
    expect(ruleAfter(route, split(0, { headers: [under] }), 0)?.matches).toEqual([
      {
        path: { type: 'PathPrefix', value: '/score/v2' },
        headers: [{ type: 'Exact', name: 'a', value: 'b' }],
      },
    ])
    const beside = exact('a', 'b', { kind: 'prefix', value: '/scores' })
    expect(problemsOf(rendered(route, split(0, { headers: [beside] })))).toEqual([
      'header-contradiction: rules[0] (path PathPrefix /score): svc-green 100, svc-blue 0: the header route a exact b, path prefix /scores can never match: this rule already demands another value of the path',
    ])
  })

  test("a rule of other people that would lose requests by HTTPRoute's precedence is a refusal", () => {
    const two: HeaderRoute = {
      headers: { tenant: { kind: 'exact', value: 'a' }, group: { kind: 'exact', value: 'b' } },
      path: null,
    }
    const route = httpRoute([
      { matches: [{ ...everyPath, headers: [{ name: 'tenant', value: 'a' }] }], backendRefs: [ref('third')] },
      { matches: [everyPath], backendRefs: [ref('svc-green')] },
    ])
    expect(problemsOf(rendered(route, split(0, { headers: [two] })))).toEqual([
      "header-precedence: the header route (header tenant Exact a, header group Exact b) has more conditions than rules[0] (header tenant Exact a): third 1, so HTTPRoute would serve it first and take requests of that rule. Ask for fewer headers, or exclude that rule's requests by another value of its header",
    ])
    // With as many conditions the list decides, and ours is behind; with another value no request is both.
    for (const fine of [
      exact('group', 'b'),
      { ...two, headers: { ...two.headers, tenant: { kind: 'exact', value: 'z' } } } as HeaderRoute,
    ])
      expect(problemsOf(rendered(route, split(0, { headers: [fine] })))).toEqual([])
  })

  test('16 rules are all there is room for', () => {
    const others = Array.from({ length: 14 }, (_, i) => ({
      matches: [{ path: { type: 'PathPrefix', value: `/${i}` } }],
      backendRefs: [ref('third')],
    }))
    const route = httpRoute([...others, { matches: [everyPath], backendRefs: [ref('svc-green')] }])
    expect(problemsOf(rendered(route, split(0, { headers: [exact('a', '1')] })))).toEqual([])
    expect(problemsOf(rendered(route, split(0, { headers: [exact('a', '1'), exact('a', '2')] })))).toEqual([
      'too-many-rules: an HTTPRoute has at most 16 rules: this one has 15, and 2 header routes need one each. Ask for fewer header routes in the stage, or move rules into another HTTPRoute',
    ])
  })

  test('128 matches are all there is room for', () => {
    const matches = Array.from({ length: 64 }, (_, i) => ({ path: { type: 'PathPrefix', value: `/${i}` } }))
    const own = { matches, backendRefs: [ref('svc-green')] }
    const other = { matches: [{ path: { type: 'Exact', value: '/x' } }], backendRefs: [ref('third')] }
    const state = split(0, { headers: [exact('a', '1')] })
    expect(problemsOf(rendered(httpRoute([own]), state))).toEqual([])
    expect(problemsOf(rendered(httpRoute([other, own]), state))).toEqual([
      'too-many-rules: an HTTPRoute has at most 128 matches in all its rules: with the header rules this one would have 129, because each repeats the conditions of the weighted rule',
    ])
  })

  const replacing = (prefix: string, replacePrefixMatch: string) =>
    httpRoute([
      {
        matches: [{ path: { type: 'PathPrefix', value: prefix } }],
        filters: [
          { type: 'RequestHeaderModifier', requestHeaderModifier: { remove: ['x'] } },
          {
            type: 'URLRewrite',
            urlRewrite: { hostname: 'h', path: { type: 'ReplacePrefixMatch', replacePrefixMatch } },
          },
        ],
        backendRefs: [ref('svc-green')],
      },
    ])
  test('a prefix rewrite leaves no room for an exact path', () => {
    const header = exact('a', 'b', { kind: 'exact', value: '/score' })
    expect(problemsOf(rendered(replacing('/', '/'), split(0, { headers: [header] })))).toEqual([
      'header-rewrite: rules[0] (everything): svc-green 100, svc-blue 0: the header route a exact b, path exact /score has a path of its own, and this rule replaces the prefix of the path, which can only be done the same for a path of the kind prefix. Write the path as a prefix, or leave it out',
    ])
  })

  test.each([
    ['/', '/', '/score', '/score'],
    ['/', '/api/', '/score/', '/api/score'],
    ['/score', '/', '/score/v1', '/v1'],
    ['/score/', '/api', '/score/v1', '/api/v1'],
    ['/score', '/api/', '/score/', '/api/'],
    ['/score/v1', '/api', '/score', '/api'],
  ])(
    'a prefix %s replaced by %s: the canary gets by %s the path that stable gets',
    (prefix, replace, value, expected) => {
      const route = replacing(prefix, replace)
      const clone = ruleAfter(route, split(0, { headers: [exact('a', 'b', { kind: 'prefix', value })] }), 0)
      expect((clone as { filters?: unknown } | undefined)?.filters).toEqual([
        { type: 'RequestHeaderModifier', requestHeaderModifier: { remove: ['x'] } },
        {
          type: 'URLRewrite',
          urlRewrite: { hostname: 'h', path: { type: 'ReplacePrefixMatch', replacePrefixMatch: expected } },
        },
      ])
    },
  )
})

describe('finding our rule', () => {
  test('the order of the list does not say which rule gets the rest', () => {
    const reversed = httpRoute([
      { matches: [everyPath], backendRefs: [ref('svc-green')] },
      { matches: [scored('blue')], backendRefs: [ref('svc-blue')] },
    ])
    const found = gatewayRouter.locate(reversed, contextOf(), null)
    expect(found.ok && { index: found.rule.index, pins: found.rule.pins.map((p) => p.index) }).toEqual({
      index: 0,
      pins: [1],
    })
  })

  test.each<[string, KubeObject, Partial<RouteContext>, string]>([
    [
      'versions with no weight in common',
      httpRoute([
        { matches: [{ path: { type: 'PathPrefix', value: '/a' } }], backendRefs: [ref('svc-green')] },
        { matches: [{ path: { type: 'PathPrefix', value: '/b' } }], backendRefs: [ref('svc-blue')] },
      ]),
      {},
      'versions-apart',
    ],
    ['no rule for either', httpRoute([{ matches: [everyPath], backendRefs: [ref('third')] }]), {}, 'no-rule'],
    ['no rules', httpRoute([]), {}, 'no-http'],
    [
      'no weight',
      httpRoute([{ matches: [everyPath], backendRefs: [ref('svc-green', 0), ref('svc-blue', 0)] }]),
      {},
      'no-weight',
    ],
    [
      'a redirect',
      httpRoute([{ matches: [everyPath], filters: [{ type: 'RequestRedirect', requestRedirect: {} }] }]),
      { rule: 0 },
      'unsupported-rule',
    ],
    ['no parent', { ...mlops(), spec: { rules: mlops()['spec'].rules } }, {}, 'no-parent'],
    ['a VirtualService', { ...mlops(), kind: 'VirtualService' }, {}, 'unsupported-route'],
    [
      'two ports of one version',
      httpRoute([
        { matches: [everyPath], backendRefs: [ref('svc-green'), ref('svc-green', 1, { port: 81 })] },
      ]),
      {},
      'two-ports',
    ],
    [
      "somebody else's",
      httpRoute([{ matches: [everyPath], backendRefs: [ref('svc-green')] }], {
        annotations: { 'shiftgate.dev/rollout': 'iris' },
      }),
      {},
      'route-taken',
    ],
  ])('%s is refused', (_, route, overrides, code) => {
    const found = gatewayRouter.locate(route, contextOf(overrides), null)
    expect(found.ok ? 'found' : found.problems.map((p) => p.code)).toEqual([code])
  })

  test("a Service of another namespace's route is named with its namespace", () => {
    const route = {
      ...httpRoute([
        { matches: [everyPath], backendRefs: [ref('svc-green', 1, { namespace: 'abtesting' })] },
      ]),
      metadata: { name: 'model', namespace: 'edge' },
    }
    expect(ruleAfter(route, splitAt(10), 0)?.backendRefs).toEqual([
      ref('svc-green', 90, { namespace: 'abtesting' }),
      ref('svc-blue', 10, { namespace: 'abtesting' }),
    ])
    const elsewhere = { ...mlops(), metadata: { name: 'model', namespace: 'edge' } }
    expect(gatewayRouter.locate(elsewhere, contextOf(), null).ok).toBe(false)
  })
})

test('a fresh route is what the API server would store, and names stable only', () => {
  const manifest = httpRoute([
    { matches: [{ headers: [{ name: 'x', value: 'blue' }] }], backendRefs: [{ name: 'svc-blue', port: 80 }] },
    {
      backendRefs: [
        { name: 'svc-green', port: 80, weight: 50 },
        { name: 'svc-blue', port: 80, weight: 50 },
      ],
    },
  ])
  const fresh = gatewayRouter.fresh(manifest, contextOf())
  if (!fresh.ok) throw new Error(JSON.stringify(fresh.problems))
  expect(rulesOf(fresh.object)).toEqual([
    {
      matches: [{ ...everyPath, headers: [{ type: 'Exact', name: 'x', value: 'blue' }] }],
      backendRefs: [ref('svc-green')],
    },
    { matches: [everyPath], backendRefs: [ref('svc-green', 100)] },
  ])
  const opened = gatewayRouter.render(fresh.object, splitAt(10), contextOf(), fresh.memory)
  expect(opened.ok && rulesOf(opened.object).map((r) => weights(r))).toEqual([
    [['svc-blue', 1]],
    [
      ['svc-green', 90],
      ['svc-blue', 10],
    ],
  ])
})

test('what happens is said in the words of the object', () => {
  const before = mlops()
  const result = rendered(before, split(30, { headers: [exact('a', 'b')], mirror: 0 }))
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  expect(gatewayRouter.diff(before, gatewayRouter.removeMarks(result.object))).toEqual([
    'new rule rules[2] (header a Exact b): svc-blue 1',
    'rules[3] backendRefs svc-green weight 100 -> 70',
    'rules[3] backendRefs svc-blue weight 0 -> 30',
  ])
  expect(gatewayRouter.canaryTraffic(result.object, contextOf())).toEqual([
    'rules[2] (header a Exact b): svc-blue 1: a header rule of an earlier rollout sends requests to blue',
    'rules[3] (everything): svc-green 70, svc-blue 30: sends requests to blue',
  ])
})

test.each([
  [{ timeouts: { request: '10s', backendRequest: '2s' } }, 10_000],
  [{ timeouts: { backendRequest: '2s' } }, 2_000],
  [{ timeouts: { backendRequest: '2s' }, retry: { attempts: 3 } }, 8_000],
  [{ timeouts: { request: '0s' } }, null],
  [{}, null],
])('the longest time of %j', (more, expected) => {
  const route = httpRoute([{ matches: [everyPath], backendRefs: [ref('svc-green')], ...more }])
  expect(gatewayRouter.longestTimeout(route, contextOf())).toBe(expected)
})
