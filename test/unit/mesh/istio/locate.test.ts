import type { JsonObject, KubeObject } from '../../../../src/kube/object.ts'
import { istioRouter } from '../../../../src/mesh/istio/index.ts'
import type { Sides } from '../../../../src/mesh/route-state.ts'
import type { RouteContext } from '../../../../src/mesh/router.ts'
import {
  blueGreen,
  contextOf,
  http,
  mlops,
  proxies,
  proxy,
  proxyContext,
  resnetContext,
  shadow,
  shadowContext,
  shadowMirror,
  tfFocused,
  tfPlain,
  tfWeighted,
  virtualService,
} from './routes.ts'

const context = contextOf(blueGreen)
const to = (host: string, weight?: number, more: JsonObject = {}) => ({
  destination: { host, ...more },
  ...(weight === undefined ? {} : { weight }),
})
const route = (...rules: JsonObject[]) => virtualService('vs', 'abtesting', { http: rules })
const both = (...weights: number[]) => ({
  route: [to('model-svc-green', weights[0]), to('model-svc-blue', weights[1])],
})
const matching = (prefix: string, rule: JsonObject) => ({ match: [{ uri: { prefix } }], ...rule })

function located(vs: KubeObject, c: RouteContext = context) {
  const result = istioRouter.locate(vs, c, null)
  if (!result.ok) throw new Error(result.problems.map((p) => p.message).join('\n'))
  return result.rule
}
function refusal(vs: KubeObject, c: RouteContext = context) {
  const result = istioRouter.locate(vs, c, null)
  if (result.ok) throw new Error(`located ${JSON.stringify(result.rule)}`)
  return result.problems
}

describe('finds the weighted rule', () => {
  test('of MLOpsPython, and the rules that pin a version', () => {
    const { index, stableIndex, canaryIndex, pins, ours } = located(mlops())
    expect({ index, stableIndex, canaryIndex, ours }).toEqual({
      index: 2,
      stableIndex: 0,
      canaryIndex: 1,
      ours: [],
    })
    expect(pins.map(({ index, role, destinations }) => ({ index, role, destinations }))).toEqual([
      { index: 0, role: 'canary', destinations: [0] },
      { index: 1, role: 'stable', destinations: [0] },
    ])
    expect(pins[0]!.description).toBe(
      'http[0] (uri prefix /score, header x-api-version exact blue): model-svc-blue',
    )
  })

  test.each([
    { name: 'TF Serving 70/30', vs: tfWeighted([70, 30]), c: resnetContext, expected: [0, 0, 1, false] },
    {
      name: 'TF Serving with a header rule',
      vs: tfFocused(),
      c: resnetContext,
      expected: [1, 0, null, false],
    },
    { name: 'TF Serving without subsets', vs: tfPlain(), c: resnetContext, expected: [0, 0, null, true] },
    {
      name: 'shadow',
      vs: shadow({ mirror: shadowMirror, mirror_percent: 100 }),
      c: shadowContext,
      expected: [0, 0, null, false],
    },
    { name: 'header routing', vs: proxy(), c: proxyContext, expected: [1, 0, null, false] },
  ])('$name', ({ vs, c, expected }) => {
    const { index, stableIndex, canaryIndex, unpinned } = located(vs, c)
    expect([index, stableIndex, canaryIndex, unpinned]).toEqual(expected)
  })

  test.each([
    { name: 'short', host: 'model-svc-blue' },
    { name: 'fully qualified', host: 'model-svc-blue.abtesting.svc.cluster.local' },
    { name: 'of another cluster domain', host: 'model-svc-blue.abtesting.svc.corp.example' },
  ])('host $name', ({ host }) => {
    expect(located(route({ route: [to('model-svc-green', 100), to(host, 0)] })).canaryIndex).toBe(1)
  })

  test.each([
    { name: 'of another namespace', host: 'model-svc-blue.other.svc.cluster.local' },
    { name: 'that only begins alike', host: 'model-svc-blue2' },
    { name: 'outside the cluster', host: 'model-svc-blue.example.com' },
  ])('a host $name is not ours', ({ host }) => {
    expect(located(route({ route: [to('model-svc-green', 100), to(host, 0)] })).canaryIndex).toBeNull()
  })

  test('a short name belongs to the namespace of the route, not of the Services', () => {
    const elsewhere = virtualService('vs', 'gateways', { http: [both(100, 0)] })
    expect(refusal(elsewhere)[0]!.code).toBe('no-rule')
  })

  test('another port of the same Service is still ours', () => {
    const blue = to('model-svc-blue', 0, { port: { number: 9000 } })
    expect(located(route({ route: [to('model-svc-green', 100), blue] })).canaryIndex).toBe(1)
  })

  test('by name, by index, and the index does not count our header rules', () => {
    const twice = route(matching('/a', { name: 'a', ...both(100, 0) }), { name: 'b', ...both(100, 0) })
    expect(located(twice, { ...context, rule: 'a' }).index).toBe(0)
    expect(located(twice, { ...context, rule: 1 }).index).toBe(1)
    const ours = matching('/b', { name: 'shiftgate-diabetes-0', route: [to('model-svc-blue')] })
    const found = located(route(...http(twice).slice(0, 1), ours, ...http(twice).slice(1)), {
      ...context,
      rule: 1,
    })
    expect([found.index, found.ours]).toEqual([2, [1]])
  })

  test('by the mark, when every rule names one version after a finished rollout', () => {
    const finished = istioRouter.fresh(mlops([50, 50]), context)
    if (!finished.ok) throw new Error('not rendered')
    expect(located(finished.object).index).toBe(2)
    expect(refusal(istioRouter.removeMarks(finished.object))[0]!.code).toBe('ambiguous-rule')
    expect(
      istioRouter.locate(istioRouter.removeMarks(finished.object), context, finished.memory),
    ).toMatchObject({
      ok: true,
      rule: { index: 2 },
    })
  })

  test('by the mark, after somebody put a rule in front', () => {
    const finished = istioRouter.fresh(mlops([50, 50]), context)
    if (!finished.ok) throw new Error('not rendered')
    const { spec } = finished.object
    const first = matching('/new', { route: [to('model-svc-green')] })
    expect(located({ ...finished.object, spec: { ...spec, http: [first, ...spec.http] } }).index).toBe(3)
  })

  test('by the record, when an index in the file went out of date in mid-rollout', () => {
    const c = { ...context, rule: 2 }
    const begun = istioRouter.remember(mlops(), c, null)
    if (!begun.ok) throw new Error('not remembered')
    const first = matching('/new', { route: [to('other')] })
    const edited = route(first, ...http(mlops()))
    expect(istioRouter.locate(edited, c, begun.memory)).toMatchObject({ ok: true, rule: { index: 3 } })
    const [a, b, ours] = http(mlops())
    const rematched = route(first, a!, b!, matching('/', ours!))
    expect(istioRouter.locate(rematched, c, begun.memory)).toMatchObject({ ok: true, rule: { index: 3 } })
  })

  test.each(['not json', '[]', '{"match":7}'])('an unreadable mark %s marks nothing', (mark) => {
    const vs = mlops()
    const metadata = {
      ...vs.metadata,
      annotations: { 'shiftgate.dev/rollout': 'diabetes', 'shiftgate.dev/rule': mark },
    }
    expect(located({ ...vs, metadata }).index).toBe(2)
  })
})

describe('refuses what is not clear or not supported', () => {
  test('more than one candidate, with a list to choose from', () => {
    const [problem] = refusal(route(matching('/a', both(100, 0)), both(50, 50)))
    expect(problem).toEqual({
      code: 'ambiguous-rule',
      message: [
        '2 http rules could be the one to shift; set `rule:` to a name or an index:',
        '  http[0] (uri prefix /a): model-svc-green 100, model-svc-blue 0',
        '  http[1] (no match): model-svc-green 50, model-svc-blue 50',
      ].join('\n'),
    })
  })

  const swapped: Sides = { stable: proxies.canary, canary: proxies.stable }
  const cases: { name: string; vs: KubeObject; code: string; says: string; c?: RouteContext }[] = [
    { name: 'none', vs: route({ route: [to('other')] }), code: 'no-rule', says: 'http[0] (no match): other' },
    {
      name: 'none here, but in a delegate',
      vs: route(matching('/score', { delegate: { name: 'scoring' } })),
      code: 'no-rule',
      says: 'it delegates to scoring',
    },
    {
      name: 'a name that two rules have',
      vs: route(matching('/a', { name: 'x', ...both(100, 0) }), { name: 'x', ...both(100, 0) }),
      c: { ...context, rule: 'x' },
      code: 'ambiguous-rule',
      says: 'names 2 rules',
    },
    {
      name: 'a name that no rule has',
      vs: mlops(),
      c: { ...context, rule: 'x' },
      code: 'no-such-rule',
      says: 'rule: "x"',
    },
    {
      name: 'an index beyond the end',
      vs: mlops(),
      c: { ...context, rule: 3 },
      code: 'no-such-rule',
      says: 'rule: 3',
    },
    {
      name: "somebody else's rule",
      vs: route(matching('/a', { route: [to('other')] }), both(100, 0)),
      c: { ...context, rule: 0 },
      code: 'rule-not-ours',
      says: 'neither to model-svc-green or model-svc-blue',
    },
    {
      name: 'a rule that delegates',
      vs: route(matching('/a', { delegate: { name: 'other' } }), both(100, 0)),
      c: { ...context, rule: 0 },
      code: 'unsupported-rule',
      says: 'delegate',
    },
    {
      name: 'a rule that redirects',
      vs: route(matching('/a', { redirect: { uri: '/b' } }), both(100, 0)),
      c: { ...context, rule: 0 },
      code: 'unsupported-rule',
      says: 'redirect',
    },
    {
      name: 'the versions in two rules',
      vs: route(matching('/a', { route: [to('model-svc-green')] }), { route: [to('model-svc-blue')] }),
      code: 'versions-apart',
      says: 'http[1] (no match): model-svc-blue',
    },
    ...[{ prefix: '/' }, { regex: '.*' }, { regex: '/.*' }].map((uri) => ({
      name: `the canary first, for every path: ${JSON.stringify(uri)}`,
      vs: route({ match: [{ uri }], route: [to('model-svc-blue')] }, { route: [to('model-svc-green')] }),
      code: 'versions-apart',
      says: 'model-svc-blue',
    })),
    {
      name: 'header routing, with the header rule as stable',
      vs: proxy(),
      c: { ...proxyContext, sides: swapped },
      code: 'versions-apart',
      says: 'in different http rules',
    },
    {
      name: 'a match-less rule in front',
      vs: route({ route: [to('other')] }, matching('/a', both(100, 0))),
      code: 'unreachable-rules',
      says: 'http[0] (no match): other takes every request',
    },
    {
      name: 'an empty match in front',
      vs: route({ match: [{ name: 'all' }], route: [to('other')] }, both(100, 0)),
      code: 'unreachable-rules',
      says: 'takes every request',
    },
    // A real istiod routes these nowhere: 503.
    ...['model-svc-blue.abtesting', 'model-svc-blue.abtesting.svc'].map((host) => ({
      name: `a host that Istio does not complete: ${host}`,
      vs: route({ route: [to('model-svc-green', 100), to(host, 0)] }),
      code: 'unsupported-rule',
      says: `${host} is a host that Istio does not complete, as it does names without a dot, so requests for it are answered with 503; write model-svc-blue.abtesting.svc.cluster.local`,
    })),
    {
      name: 'one destination twice',
      vs: route({
        route: [
          to('model-svc-green', 50),
          to('model-svc-green.abtesting.svc.cluster.local', 50),
          to('model-svc-blue', 0),
        ],
      }),
      code: 'duplicate-destination',
      says: 'the version green is named 2 times',
    },
    {
      name: 'two ports of one version',
      vs: route({
        route: [
          to('model-svc-green', 50, { port: { number: 1 } }),
          to('model-svc-green', 50, { port: { number: 2 } }),
        ],
      }),
      code: 'two-ports',
      says: '2 ports (1, 2)',
    },
    { name: 'a negative weight', vs: route(both(-1, 101)), code: 'bad-weight', says: '-1' },
    {
      name: 'a weight as text',
      vs: route({ route: [to('model-svc-green', 1), { destination: { host: 'x' }, weight: '1' }] }),
      code: 'bad-weight',
      says: '"1"',
    },
    {
      name: 'only tcp and tls',
      vs: virtualService('vs', 'abtesting', { tcp: [{}], tls: [{}] }),
      code: 'unsupported-route',
      says: 'only tcp and tls routes',
    },
    {
      name: 'no rules at all',
      vs: virtualService('vs', 'abtesting', {}),
      code: 'no-http',
      says: 'no http rules',
    },
    {
      name: 'another kind',
      vs: { ...mlops(), kind: 'HTTPRoute' },
      code: 'unsupported-route',
      says: 'is a HTTPRoute',
    },
    {
      name: 'a route of another rollout',
      vs: {
        ...mlops(),
        metadata: { ...mlops().metadata, annotations: { 'shiftgate.dev/rollout': 'fraud' } },
      },
      code: 'route-taken',
      says: 'in use by the rollout "fraud"',
    },
    {
      name: 'two versions that are one Service',
      vs: mlops(),
      c: contextOf({ stable: blueGreen.stable, canary: { ...blueGreen.stable, name: 'blue' } }),
      code: 'same-backend',
      says: 'are the same destination model-svc-green',
    },
  ]
  test.each(cases)('$name', ({ vs, code, says, c }) => {
    const problems = refusal(vs, c)
    expect(problems.map((p) => p.code)).toEqual([code])
    expect(problems[0]!.message).toContain(says)
  })
})
