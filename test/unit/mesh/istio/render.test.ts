import type { JsonObject, KubeObject } from '../../../../src/kube/object.ts'
import { istioRouter } from '../../../../src/mesh/istio/index.ts'
import type { RouteState } from '../../../../src/mesh/route-state.ts'
import { splitAt } from '../../../../src/mesh/route-state.ts'
import type { RouteContext, RouteMemory } from '../../../../src/mesh/router.ts'
import type { HeaderRoute } from '../../../../src/spec/rollout.ts'
import {
  blueGreen,
  contextOf,
  http,
  mlops,
  resnetContext,
  resnets,
  shadow,
  shadowContext,
  shadowMirror,
  tfFocused,
  tfPlain,
  tfWeighted,
  virtualService,
} from './routes.ts'

const context = contextOf(blueGreen)
const single: RouteState = { kind: 'single', role: 'stable' }

function memoryOf(
  vs: KubeObject,
  c: RouteContext = context,
  previous: RouteMemory | null = null,
): RouteMemory {
  const result = istioRouter.remember(vs, c, previous)
  if (!result.ok) throw new Error(result.problems.map((p) => p.message).join('\n'))
  return result.memory
}
function rendered(vs: KubeObject, target: RouteState, c: RouteContext = context, memory = memoryOf(vs, c)) {
  const result = istioRouter.render(vs, target, c, memory)
  if (!result.ok) throw new Error(result.problems.map((p) => p.message).join('\n'))
  return result
}
function refusal(vs: KubeObject, target: RouteState, c: RouteContext = context) {
  const result = istioRouter.render(vs, target, c, memoryOf(vs, c))
  if (result.ok) throw new Error('rendered')
  return result.problems
}
function restored(vs: KubeObject, memory: RouteMemory, c: RouteContext = context): KubeObject {
  const result = istioRouter.restore(vs, c, memory)
  if (!result.ok) throw new Error(result.problems.map((p) => p.message).join('\n'))
  return result.object
}
const weights = (rule: JsonObject) => (rule['route'] as JsonObject[]).map((entry) => entry['weight'])
const hosts = (rule: JsonObject) =>
  (rule['route'] as { destination: { host: string } }[]).map((entry) => entry.destination.host.split('.')[0])
const green = (weight?: number, more: JsonObject = {}) => ({
  destination: { host: 'model-svc-green' },
  ...(weight === undefined ? {} : { weight }),
  ...more,
})
const blue = (weight?: number, more: JsonObject = {}) => ({
  destination: { host: 'model-svc-blue' },
  ...(weight === undefined ? {} : { weight }),
  ...more,
})
const other = (weight?: number) => ({
  destination: { host: 'other' },
  ...(weight === undefined ? {} : { weight }),
})
const route = (...rules: JsonObject[]) => virtualService('vs', 'abtesting', { http: rules })
const exact = (name: string, value: string): HeaderRoute => ({
  headers: { [name]: { kind: 'exact', value } },
  path: null,
})
const split = (weight: number, more: { headers?: HeaderRoute[]; mirror?: number } = {}): RouteState => ({
  kind: 'split',
  weight,
  headers: [],
  mirror: 0,
  ...more,
})

describe('weights', () => {
  test('only the two weights of MLOpsPython and our marks change', () => {
    const { object } = rendered(mlops(), splitAt(50))
    expect({ ...object, metadata: mlops().metadata }).toEqual(mlops([50, 50]))
    expect(object.metadata.annotations).toEqual({
      'shiftgate.dev/rollout': 'diabetes',
      'shiftgate.dev/rule': '{"name":null,"match":null,"nth":0}',
    })
  })

  test.each([
    { name: 'half a percent', start: [100, 0], weight: 0.5, expected: [199, 1] },
    { name: 'a sum of 60', start: [60, 0], weight: 50, expected: [30, 30] },
    { name: 'all', start: [100, 0], weight: 100, expected: [0, 100] },
  ])('$name', ({ start, weight, expected }) => {
    const { object } = rendered(route({ route: [green(start[0]), blue(start[1])] }), splitAt(weight))
    expect(weights(http(object)[0]!)).toEqual(expected)
  })

  test('a third destination keeps its share, and its number when that is possible', () => {
    const start = route({ route: [green(50), other(50), blue(0)] })
    expect(weights(http(rendered(start, splitAt(50)).object)[0]!)).toEqual([25, 50, 25])
    const fine = rendered(start, splitAt(0.5))
    expect(weights(http(fine.object)[0]!)).toEqual([199, 200, 1])
    const back = rendered(fine.object, splitAt(10), context, fine.memory)
    expect(weights(http(back.object)[0]!)).toEqual([45, 50, 5])
  })

  test('a third destination whose weight somebody changes keeps that', () => {
    const start = route({ route: [green(50), other(50), blue(0)] })
    const { object, memory } = rendered(start, splitAt(50))
    const edited = { ...object, spec: { http: [{ route: [green(25), other(70), blue(25)] }] } }
    expect(weights(http(rendered(edited, splitAt(100), context, memory).object)[0]!)).toEqual([0, 70, 50])
    expect(weights(http(restored(edited, memory))[0]!)).toEqual([50, 70, 0])
  })

  test('a lone destination needs no weight, and has none again afterwards', () => {
    const start = route({ route: [green()] })
    const { object, memory } = rendered(start, splitAt(30))
    expect(http(object)[0]).toEqual({ route: [green(70), blue(30)] })
    const after = rendered(object, single, context, memory)
    expect(http(after.object)).toEqual(http(start))
  })

  test.each([
    { name: 'nothing to divide', rule: { route: [green(0), other(100)] }, weight: 50, code: 'no-weight' },
    {
      name: 'numbers beyond int32',
      rule: { route: [green(1_000_003), other(7)] },
      weight: 0.01,
      code: 'weights-too-large',
    },
  ])('refuses: $name', ({ rule, weight, code }) => {
    expect(refusal(route(rule), splitAt(weight)).map((p) => p.code)).toEqual([code])
  })
})

describe('a version that the route does not name', () => {
  test('is added beside the other, with its port and in its way of writing', () => {
    const host = (version: string) => `model-svc-${version}.abtesting.svc.cluster.local`
    const destination = (version: string) => ({ host: host(version), port: { number: 5001 } })
    const start = route({
      route: [
        { destination: destination('green'), headers: { response: { set: { v: 'green' } } } },
        other(0),
      ],
    })
    const weighted = route({
      route: [{ ...(http(start)[0]!['route'] as JsonObject[])[0], weight: 10 }, other(0)],
    })
    const entries = http(rendered(weighted, splitAt(0)).object)[0]!['route']
    expect(entries).toEqual([
      { destination: destination('green'), headers: { response: { set: { v: 'green' } } }, weight: 10 },
      // The neighbour's header tells its version; the same change tells this one.
      { destination: destination('blue'), headers: { response: { set: { v: 'blue' } } }, weight: 0 },
      other(0),
    ])
  })

  test('is fully qualified when its Service is in another namespace than the route', () => {
    const vs = virtualService('vs', 'gateways', {
      http: [{ route: [{ destination: { host: 'model-svc-green.abtesting.svc.cluster.local' } }] }],
    })
    expect(hosts(http(rendered(vs, splitAt(0)).object)[0]!)).toEqual(['model-svc-green', 'model-svc-blue'])
    expect(http(rendered(vs, splitAt(0)).object)[0]).toMatchObject({
      route: [{}, { destination: { host: 'model-svc-blue.abtesting.svc.cluster.local' } }],
    })
  })

  test('is added with the port of its own', () => {
    const { canary, stable } = blueGreen
    const sides = { stable, canary: { ...canary, backend: { ...canary.backend, port: 9000 } } }
    const { object } = rendered(route({ route: [green()] }), splitAt(0), contextOf(sides))
    expect(http(object)[0]).toMatchObject({
      route: [{}, { destination: { host: 'model-svc-blue', port: { number: 9000 } } }],
    })
  })

  test('comes back where and as it was after it was dropped', () => {
    const start = route({
      route: [blue(0, { headers: { request: { remove: ['x'] } } }), other(3), green(100)],
    })
    const off = rendered(start, single)
    expect(http(off.object)).toEqual([{ route: [other(3), green(100)] }])
    const again = rendered(off.object, splitAt(20), context, off.memory)
    expect(http(again.object)).toEqual([
      { route: [blue(20, { headers: { request: { remove: ['x'] } } }), other(3), green(80)] },
    ])
  })

  test('a shared Service without subset is pinned to stable, and as before when restored', () => {
    const memory = memoryOf(tfPlain(), resnetContext)
    const pinned = rendered(tfPlain(), single, resnetContext, memory)
    expect(http(pinned.object)).toMatchObject([
      { route: [{ destination: { subset: 'resnet50', port: { number: 8501 } } }] },
    ])
    const shifted = rendered(pinned.object, splitAt(30), resnetContext, pinned.memory)
    expect(http(shifted.object)).toEqual(http(tfWeighted([70, 30])))
    expect(restored(shifted.object, memory, resnetContext)).toEqual(tfPlain())
    const swapped = rendered(
      shifted.object,
      { kind: 'single', role: 'canary' },
      resnetContext,
      shifted.memory,
    )
    expect(restored(swapped.object, swapped.memory, resnetContext)).toEqual(tfPlain())
  })
})

describe('pins', () => {
  test('point at the remaining version, and back in the next rollout', () => {
    const finished = rendered(mlops([0, 100]), single)
    expect(http(finished.object).map(hosts)).toEqual([
      ['model-svc-green'],
      ['model-svc-green'],
      ['model-svc-green'],
    ])
    expect(http(finished.object)[0]!['match']).toEqual(http(mlops())[0]!['match'])

    const memory = memoryOf(finished.object, context, finished.memory)
    const next = rendered(finished.object, splitAt(0), context, memory)
    expect(http(next.object)).toEqual(http(mlops([100, 0])))
    expect(restored(next.object, next.memory)).toEqual(finished.object)
  })

  test('are not pointed back when somebody changed them meanwhile', () => {
    const finished = rendered(mlops([0, 100]), single)
    const [first, ...rest] = http(finished.object)
    const edited = {
      ...finished.object,
      spec: { ...finished.object['spec'], http: [{ ...first, route: [other()] }, ...rest] },
    }
    const next = rendered(edited, splitAt(0), context, memoryOf(edited, context, finished.memory))
    expect(http(next.object)[0]!['route']).toEqual([other()])
  })

  test('are pointed back by name and match, wherever their rule is now', () => {
    const finished = rendered(mlops([0, 100]), single)
    const [first, second, ours] = http(finished.object)
    const moved = { ...finished.object, spec: { ...finished.object['spec'], http: [second, first, ours] } }
    const next = rendered(moved, splitAt(0), context, memoryOf(moved, context, finished.memory))
    expect(http(next.object).map((rule) => hosts(rule)[0])).toEqual([
      'model-svc-green',
      'model-svc-blue',
      'model-svc-green',
    ])
  })

  test('are a refusal with the rules in question when they may not be changed', () => {
    expect(refusal(mlops(), single, { ...context, pins: 'refuse' })).toEqual([
      {
        code: 'dangling-pin',
        message: [
          'these rules would point at nothing without the version blue; set `pins: retarget` to make them point at the other version, or remove them:',
          '  http[0] (uri prefix /score, header x-api-version exact blue): model-svc-blue',
        ].join('\n'),
      },
    ])
    rendered(mlops(), splitAt(50), { ...context, pins: 'refuse' })
  })

  test('in tcp rules are always a refusal', () => {
    const vs = mlops()
    const withTcp = {
      ...vs,
      spec: { ...vs['spec'], tcp: [{ route: [{ destination: { host: 'model-svc-blue' } }] }] },
    }
    expect(refusal(withTcp, single)[0]).toMatchObject({ code: 'dangling-pin' })
    expect(refusal(withTcp, single)[0]!.message).toContain('tcp[0] (no match): model-svc-blue')
  })

  test('keep a port of their own, and follow the version when they had its port', () => {
    const at = (host: string, port: number) => ({ destination: { host, port: { number: port } } })
    const pin = (prefix: string, port: number) => ({
      match: [{ uri: { prefix } }],
      route: [at('model-svc-blue', port)],
    })
    const start = route(pin('/a', 8500), pin('/b', 9000), {
      route: [
        { ...at('model-svc-green', 5001), weight: 100 },
        { ...at('model-svc-blue', 8500), weight: 0 },
      ],
    })
    const first = rendered(start, single)
    expect(
      http(first.object)
        .slice(0, 2)
        .map((rule) => rule['route']),
    ).toEqual([[at('model-svc-green', 5001)], [at('model-svc-green', 9000)]])
    expect(rendered(first.object, single, context, first.memory).object).toEqual(first.object)
    expect(restored(first.object, first.memory)).toEqual(start)
  })

  test('copies to a version that goes away stop, and start again', () => {
    const copied = {
      match: [{ uri: { prefix: '/a' } }],
      route: [other()],
      mirror: { host: 'model-svc-blue' },
      mirror_percent: 5,
    }
    const start = route(copied, { route: [green(100), blue(0)] })
    const off = rendered(start, single)
    expect(http(off.object)[0]).toEqual({ match: copied.match, route: copied.route })
    const again = rendered(off.object, splitAt(0), context, off.memory)
    expect(http(again.object)[0]).toEqual(copied)
  })
})

describe('header rules', () => {
  test('TF Serving: a header rule before the weights', () => {
    const state = split(0, { headers: [exact('user-group', 'canary')] })
    const [clone, ours] = http(rendered(tfWeighted([100, 0]), state, resnetContext).object)
    expect({ ...clone, name: undefined }).toEqual({ ...http(tfFocused())[0], name: undefined })
    expect(clone!['name']).toBe('shiftgate-resnet-0')
    expect(ours).toEqual(http(tfWeighted([100, 0]))[0])
  })

  test('are clones of the weighted rule, directly before it, and all gone afterwards', () => {
    const ours = {
      name: 'score',
      match: [
        { uri: { prefix: '/v2' } },
        { uri: { prefix: '/v1' }, method: { exact: 'POST' }, headers: { tenant: { exact: 'a' } } },
      ],
      rewrite: { uri: '/' },
      timeout: '10s',
      retries: { attempts: 2 },
      fault: { delay: {} },
      corsPolicy: {},
      headers: { request: { add: { a: 'b' } } },
      somethingNew: [1],
      mirror: { host: 'audit' },
      route: [
        green(90, { headers: { response: { remove: ['x'] } } }),
        other(10),
        blue(0, { headers: { response: { remove: ['y'] } } }),
      ],
    }
    const front = { match: [{ uri: { exact: '/health' } }], route: [other()] }
    const start = route(front, ours)
    const state = split(0, {
      headers: [exact('user-group', 'canary'), { headers: {}, path: { kind: 'exact', value: '/v1/test' } }],
    })
    const { object, memory } = rendered(start, state)
    const { route: _route, ...kept } = ours
    expect(http(object)).toEqual([
      front,
      {
        ...kept,
        name: 'shiftgate-diabetes-0',
        match: [
          { uri: { prefix: '/v2' }, headers: { 'user-group': { exact: 'canary' } } },
          {
            uri: { prefix: '/v1' },
            method: { exact: 'POST' },
            headers: { tenant: { exact: 'a' }, 'user-group': { exact: 'canary' } },
          },
        ],
        route: [blue(undefined, { headers: { response: { remove: ['y'] } } })],
      },
      {
        ...kept,
        // What stable is asked for: the prefix /v1 replaced, and the rest of the path behind it.
        rewrite: { uri: '//test' },
        name: 'shiftgate-diabetes-1',
        match: [
          { uri: { exact: '/v1/test' }, method: { exact: 'POST' }, headers: { tenant: { exact: 'a' } } },
        ],
        route: [blue(undefined, { headers: { response: { remove: ['y'] } } })],
      },
      ours,
    ])
    expect(http(rendered(object, splitAt(0), context, memory).object)).toEqual(http(start))
  })

  const rewriting = (uri: string | undefined, rewrite: JsonObject) =>
    route({
      match: [uri === undefined ? {} : { uri: { prefix: uri } }],
      rewrite,
      route: [green(100), blue(0)],
    })
  const to = (kind: 'exact' | 'prefix' | 'regex', value: string) =>
    split(0, { headers: [{ headers: {}, path: { kind, value } }] })
  test.each([
    ['a longer prefix', '/score', { uri: '/api' }, to('prefix', '/score/v1'), '/api/v1'],
    ['one path', '/score/', { uri: '/' }, to('exact', '/score/v1'), '/v1'],
    ['any path before', undefined, { uri: '/api/' }, to('prefix', '/score'), '/api/score'],
    ['the same prefix', '/score', { uri: '/api' }, to('prefix', '/score'), '/api'],
    ['a shorter prefix', '/score/v1', { uri: '/api' }, to('prefix', '/score'), '/api'],
  ])('a rewrite gives the canary the path that stable gets: %s', (_, prefix, rewrite, state, expected) => {
    const [clone] = http(rendered(rewriting(prefix, { ...rewrite, authority: 'a' }), state).object)
    expect(clone!['rewrite']).toEqual({ uri: expected, authority: 'a' })
  })

  test('other rewrites do not depend on the match', () => {
    for (const rewrite of [{ authority: 'a' }, { uriRegexRewrite: { match: '^/a', rewrite: '/b' } }]) {
      const [clone] = http(rendered(rewriting('/score', rewrite), to('prefix', '/score/v1')).object)
      expect(clone!['rewrite']).toEqual(rewrite)
    }
  })

  test.each([
    [
      'a pattern',
      rewriting(undefined, { uri: '/api' }),
      to('regex', '/score.*'),
      /the header route path regex \/score\.\* has a path of its own, .* for a path of the kind prefix\. Write/,
    ],
    [
      'two prefixes',
      route({
        match: [{ uri: { prefix: '/score' } }, { uri: { prefix: '/score/v1/x' } }],
        rewrite: { uri: '/' },
        route: [green(100), blue(0)],
      }),
      to('exact', '/score/v1/x/y'),
      /in other ways for the paths that this rule matches\. Leave the path out$/,
    ],
  ])('a rewrite that cannot be the same is refused: %s', (_, start, state, message) => {
    const [problem] = refusal(start, state)
    expect(problem!.code).toBe('header-rewrite')
    expect(problem!.message).toMatch(message)
  })

  test('another stage with other headers replaces them', () => {
    const first = rendered(mlops(), split(0, { headers: [exact('a', '1'), exact('b', '2')] }))
    const second = rendered(first.object, split(5, { headers: [exact('c', '3')] }), context, first.memory)
    expect(http(second.object).map((rule) => rule['name'])).toEqual([
      undefined,
      undefined,
      'shiftgate-diabetes-0',
      undefined,
    ])
    expect(http(second.object)[2]!['match']).toEqual([{ headers: { c: { exact: '3' } } }])
  })

  test('rules of a rollout whose name begins like ours are not ours', () => {
    const foreign = { name: 'shiftgate-diabetes-1-0', match: [{ uri: { exact: '/x' } }], route: [other()] }
    const start = route(foreign, { route: [green(100), blue(0)] })
    expect(http(rendered(start, splitAt(10)).object)[0]).toEqual(foreign)
  })

  const theirs = (headers: JsonObject, more: JsonObject = {}) => ({
    match: [{ headers, ...more }],
    route: [green(100), blue(0)],
  })
  test.each([
    {
      name: 'the same condition',
      rule: theirs({ a: { exact: '1' } }),
      expected: { headers: { a: { exact: '1' } } },
    },
    { name: 'presence is narrowed', rule: theirs({ a: {} }), expected: { headers: { a: { exact: '1' } } } },
    {
      name: 'a prefix is narrowed',
      rule: theirs({ a: { prefix: '' } }),
      expected: { headers: { a: { exact: '1' } } },
    },
    {
      name: 'upper case is the same header',
      rule: theirs({ A: { exact: '1' } }),
      expected: { headers: { A: { exact: '1' } } },
    },
    {
      name: 'another exclusion stays',
      rule: theirs({}, { withoutHeaders: { a: { exact: '2' } } }),
      expected: { withoutHeaders: { a: { exact: '2' } }, headers: { a: { exact: '1' } } },
    },
  ])('a rule that knows the header: $name', ({ rule, expected }) => {
    const [clone] = http(rendered(route(rule), split(0, { headers: [exact('a', '1')] })).object)
    expect(clone!['match']).toEqual([expected])
  })

  test.each([
    { name: 'another value', rule: theirs({ a: { exact: '2' } }), code: 'header-contradiction' },
    { name: 'a prefix that it has not', rule: theirs({ a: { prefix: '2' } }), code: 'header-contradiction' },
    {
      name: 'excluded',
      rule: theirs({}, { withoutHeaders: { a: { exact: '1' } } }),
      code: 'header-contradiction',
    },
    {
      name: 'excluded altogether',
      rule: theirs({}, { withoutHeaders: { a: {} } }),
      code: 'header-contradiction',
    },
    { name: 'a pattern', rule: theirs({ a: { regex: '.*' } }), code: 'header-overlap' },
  ])('a rule that contradicts it: $name', ({ rule, code }) => {
    const [problem] = refusal(route(rule), split(0, { headers: [exact('a', '1')] }))
    expect(problem!.code).toBe(code)
    expect(problem!.message).toContain('a exact 1')
  })

  test('alternatives that contradict it are left out when one remains', () => {
    const rule = {
      match: [{ headers: { a: { exact: '2' } } }, { uri: { prefix: '/a' } }],
      route: [green(100), blue(0)],
    }
    const [clone] = http(rendered(route(rule), split(0, { headers: [exact('a', '1')] })).object)
    expect(clone!['match']).toEqual([{ uri: { prefix: '/a' }, headers: { a: { exact: '1' } } }])
  })
})

describe('mirrors', () => {
  const rule = (more: JsonObject) => ({ route: [green(100), blue(0)], ...more })
  const audit = { host: 'audit', port: { number: 80 } }
  const ours = { destination: { host: 'model-svc-blue' }, percentage: { value: 10 } }
  test.each([
    {
      name: 'no other',
      theirs: {},
      expected: { mirror: { host: 'model-svc-blue' }, mirrorPercentage: { value: 10 } },
    },
    { name: 'a mirror', theirs: { mirror: audit }, expected: { mirrors: [{ destination: audit }, ours] } },
    {
      name: 'a mirror of 5 %',
      theirs: { mirror: audit, mirrorPercentage: { value: 5 } },
      expected: { mirrors: [{ destination: audit, percentage: { value: 5 } }, ours] },
    },
    {
      name: 'a mirror of 5 % in an old spelling',
      theirs: { mirror: audit, mirror_percent: 5 },
      expected: { mirrors: [{ destination: audit, percentage: { value: 5 } }, ours] },
    },
    {
      name: 'a mirror that is switched off',
      theirs: { mirror: audit, mirrorPercentage: {} },
      expected: { mirrors: [{ destination: audit, percentage: { value: 0 } }, ours] },
    },
    {
      name: 'a list',
      theirs: { mirrors: [{ destination: audit }] },
      expected: { mirrors: [{ destination: audit }, ours] },
    },
    {
      name: 'an empty list',
      theirs: { mirrors: [] },
      expected: { mirror: { host: 'model-svc-blue' }, mirrorPercentage: { value: 10 } },
    },
    {
      name: 'a percentage without mirror',
      theirs: { mirror_percent: 3 },
      expected: { mirror: { host: 'model-svc-blue' }, mirrorPercentage: { value: 10 } },
    },
  ])('beside: $name', ({ theirs, expected }) => {
    const start = route(rule(theirs))
    const { object, memory } = rendered(start, split(0, { mirror: 10 }))
    expect(http(object)).toEqual([rule(expected)])
    expect(rendered(object, split(0, { mirror: 10 }), context, memory).object).toEqual(object)
    expect(http(rendered(object, splitAt(5), context, memory).object)).toEqual([
      { ...rule(theirs), route: [green(95), blue(5)] },
    ])
    expect(restored(object, memory)).toEqual(start)
  })

  test('somebody adds a mirror beside ours, and keeps it', () => {
    const start = route(rule({ mirror: audit }))
    const { object, memory } = rendered(start, split(0, { mirror: 10 }))
    const more = { destination: { host: 'third' } }
    const mirrors = [...(http(object)[0]!['mirrors'] as JsonObject[]), more]
    const edited = { ...object, spec: { http: [{ ...http(object)[0], mirrors }] } }
    expect(http(restored(edited, memory))).toEqual([rule({ mirrors: [{ destination: audit }, more] })])
  })

  test('are not put on header rules, which keep the mirrors of others', () => {
    const state = split(0, { mirror: 10, headers: [exact('a', '1')] })
    const [clone] = http(rendered(route(rule({ mirror: audit })), state).object)
    expect(clone!['mirrors']).toEqual([{ destination: audit }])
    const [plain] = http(rendered(route(rule({})), state).object)
    expect(plain).toEqual({
      name: 'shiftgate-diabetes-0',
      match: [{ headers: { a: { exact: '1' } } }],
      route: [blue()],
    })
  })

  test.each([
    { name: 'mirror_percent', mirror: { mirror: shadowMirror, mirror_percent: 100 }, percent: 100 },
    { name: 'mirrorPercent', mirror: { mirror: shadowMirror, mirrorPercent: 20 }, percent: 20 },
    {
      name: 'mirrorPercentage',
      mirror: { mirror: shadowMirror, mirrorPercentage: { value: 0.5 } },
      percent: 0.5,
    },
    { name: 'nothing is everything', mirror: { mirror: shadowMirror }, percent: 100 },
    { name: 'null is nothing', mirror: { mirror: shadowMirror, mirror_percent: null }, percent: 100 },
    {
      name: 'both: the new one wins',
      mirror: { mirror: shadowMirror, mirrorPercentage: { value: 10 }, mirror_percent: 100 },
      percent: 10,
    },
    {
      name: 'the list',
      mirror: {
        mirrors: [{ destination: { host: 'x' } }, { destination: shadowMirror, percentage: { value: 7 } }],
      },
      percent: 7,
    },
    {
      name: 'the list without percentage',
      mirror: { mirrors: [{ destination: shadowMirror }] },
      percent: 100,
    },
  ])('reads $name', ({ mirror, percent }) => {
    const read = istioRouter.read(shadow(mirror), shadowContext, null)
    expect(read.ok && read.reading.state).toEqual(split(0, { mirror: percent }))
    const { object } = rendered(shadow(mirror), split(0, { mirror: 25 }), shadowContext)
    const again = istioRouter.read(object, shadowContext, null)
    expect(again.ok && again.reading.state).toEqual(split(0, { mirror: 25 }))
  })
})

describe('reading back', () => {
  const states: { name: string; state: RouteState }[] = [
    { name: 'a weight', state: splitAt(12.34) },
    {
      name: 'headers and a mirror',
      state: split(5, {
        mirror: 0.5,
        headers: [
          exact('a', '1'),
          { headers: { b: { kind: 'present' } }, path: { kind: 'prefix', value: '/x' } },
        ],
      }),
    },
    { name: 'stable alone', state: single },
    { name: 'the canary alone', state: { kind: 'single', role: 'canary' } },
  ]
  test.each(states)('$name', ({ state }) => {
    const { object, memory } = rendered(mlops(), state)
    const read = istioRouter.read(object, context, memory)
    expect(read.ok && read.reading).toMatchObject({ state, exact: true })
    expect(istioRouter.drift(object, state, context, memory)).toEqual([])
  })

  test.each([
    { name: 'relative weights', vs: route({ route: [green(2), blue(6)] }), weight: 75, sum: 8, exact: true },
    {
      name: 'a share between two steps',
      vs: route({ route: [green(2), blue(1)] }),
      weight: 33.33,
      sum: 3,
      exact: false,
    },
    {
      name: 'not counting others',
      vs: route({ route: [green(5), other(90), blue(5)] }),
      weight: 50,
      sum: 10,
      exact: true,
    },
  ])('$name', ({ vs, weight, sum, exact }) => {
    const read = istioRouter.read(vs, context, null)
    expect(read.ok && read.reading).toEqual({ state: splitAt(weight), sum, exact })
  })

  test('a header rule that somebody edited is not exact, and is drift', () => {
    const state = split(0, { headers: [exact('a', '1')] })
    const { object, memory } = rendered(route({ route: [green(100), blue(0)] }), state)
    const [clone, ours] = http(object)
    const edited = { ...object, spec: { http: [{ ...clone, route: [green()] }, ours] } }
    const read = istioRouter.read(edited, context, memory)
    expect(read.ok && read.reading.exact).toBe(false)
    expect(istioRouter.drift(edited, state, context, memory)).toEqual([
      'http[0] route model-svc-blue -> model-svc-green',
    ])
  })

  test('the same copies in another spelling are no drift, more or fewer are', () => {
    const state = split(0, { mirror: 100 })
    const { object, memory } = rendered(route({ route: [green(100), blue(0)] }), state)
    const [{ mirrorPercentage: _, ...bare }] = http(object) as unknown as [{ [field: string]: unknown }]
    const spelled = (fields: object) =>
      ({ ...object, spec: { http: [{ ...bare, ...fields }] } }) as typeof object
    const drift = (fields: object) => istioRouter.drift(spelled(fields), state, context, memory)
    for (const same of [
      { mirror_percent: 100 },
      { mirrorPercent: 100 },
      {},
      { mirrorPercentage: { value: 100 } },
    ]) {
      expect(drift(same)).toEqual([])
    }
    for (const other of [{ mirror_percent: 99 }, { mirrorPercentage: { value: 10 }, mirror_percent: 100 }]) {
      expect(drift(other)).not.toEqual([])
    }
    expect(drift({ mirror: { host: 'audit' } })).not.toEqual([])
  })

  test('the same share in other numbers is no drift, another share is, marks are not', () => {
    const { memory } = rendered(mlops(), splitAt(50))
    expect(istioRouter.drift(mlops([1, 1]), splitAt(50), context, memory)).toEqual([])
    expect(istioRouter.drift(mlops([70, 30]), splitAt(50), context, memory)).toEqual([
      'http[2] route model-svc-green weight 50 -> 70',
      'http[2] route model-svc-blue weight 50 -> 30',
    ])
  })
})

describe('the first run', () => {
  test('names no version that does not exist yet', () => {
    const result = istioRouter.fresh(mlops([50, 50]), context)
    expect(result.ok && http(result.object).map(hosts)).toEqual([
      ['model-svc-green'],
      ['model-svc-green'],
      ['model-svc-green'],
    ])
    expect(result.ok && istioRouter.restore(result.object, context, result.memory)).toMatchObject({
      ok: false,
      problems: [{ code: 'no-start' }],
    })
  })

  test('a mirror to the canary waits too', () => {
    const result = istioRouter.fresh(shadow({ mirror: shadowMirror, mirror_percent: 100 }), shadowContext)
    expect(result.ok && http(result.object)).toEqual(http(shadow()))
  })

  test('subsets of one Service', () => {
    const result = istioRouter.fresh(tfWeighted([70, 30]), resnetContext)
    expect(result.ok && http(result.object)).toMatchObject([
      { route: [{ destination: { subset: resnets.stable.name }, weight: 100 }] },
    ])
    expect(result.ok && istioRouter.canaryTraffic(result.object, resnetContext)).toEqual([])
  })
})

describe('traffic of the canary without a record', () => {
  test.each([
    { name: 'weights 100/0', vs: mlops(), c: context, lines: 0 },
    { name: 'weights 50/50', vs: mlops([50, 50]), c: context, lines: 1 },
    { name: 'a header pin', vs: tfFocused(), c: resnetContext, lines: 0 },
    { name: 'the canary alone', vs: route({ route: [blue()] }), c: context, lines: 1 },
    { name: 'a mirror', vs: shadow({ mirror: shadowMirror }), c: shadowContext, lines: 1 },
    {
      name: 'a mirror of 0 %',
      vs: shadow({ mirror: shadowMirror, mirrorPercentage: { value: 0 } }),
      c: shadowContext,
      lines: 0,
    },
    {
      name: 'a header rule that was left',
      vs: rendered(mlops(), split(0, { headers: [exact('a', '1')] })).object,
      c: context,
      lines: 1,
    },
  ])('$name', ({ vs, c, lines }) => {
    expect(istioRouter.canaryTraffic(vs, c)).toHaveLength(lines)
  })
})

describe('the longest time of a request', () => {
  test.each([
    { name: 'no limit', rules: [{ route: [green()] }], expected: null },
    {
      name: 'the longest',
      rules: [
        { match: [{ uri: {} }], route: [blue()], timeout: '90s' },
        { route: [green()], timeout: '1m' },
      ],
      expected: 90_000,
    },
    {
      name: "not other people's",
      rules: [
        { match: [{ uri: {} }], route: [other()], timeout: '90s' },
        { route: [green()], timeout: '1.5s' },
      ],
      expected: 1_500,
    },
    {
      name: 'a timeout covers all tries',
      rules: [{ route: [green()], timeout: '10s', retries: { attempts: 3, perTryTimeout: '8s' } }],
      expected: 10_000,
    },
    {
      name: 'tries without a timeout',
      rules: [{ route: [green()], retries: { attempts: 3, perTryTimeout: '2s' } }],
      expected: 8_000,
    },
    { name: '0s is no limit', rules: [{ route: [green()], timeout: '0s' }], expected: null },
    { name: 'what is no duration', rules: [{ route: [green()], timeout: 10 }], expected: null },
  ])('$name', ({ rules, expected }) => {
    expect(istioRouter.longestTimeout(route(...rules), context)).toBe(expected)
  })
})

describe('the plan in lines', () => {
  test('weights', () => {
    const { object } = rendered(mlops(), splitAt(50))
    expect(istioRouter.diff(mlops(), object)).toEqual([
      'http[2] route model-svc-green weight 100 -> 50',
      'http[2] route model-svc-blue weight 0 -> 50',
      'metadata.annotations (none) -> {"shiftgate.dev/rollout":"diabetes","shiftgate.dev/rule":"{\\"name\\":null,\\"match\\":null,\\"nth\\":0}"}',
    ])
  })

  test('header rules, a dropped version and pins', () => {
    const first = rendered(mlops(), split(0, { headers: [exact('a', '1')], mirror: 5 }))
    expect(istioRouter.diff(istioRouter.removeMarks(mlops()), istioRouter.removeMarks(first.object))).toEqual(
      [
        'new rule http[2] "shiftgate-diabetes-0" (header a exact 1): model-svc-blue',
        'http[3].mirror (none) -> {"host":"model-svc-blue.abtesting.svc.cluster.local","port":{"number":5001}}',
        'http[3].mirrorPercentage (none) -> {"value":5}',
      ],
    )
    const last = rendered(first.object, single, context, first.memory)
    expect(istioRouter.diff(first.object, last.object)).toEqual([
      'http[0] route model-svc-blue -> model-svc-green',
      'removed rule http[2] "shiftgate-diabetes-0" (header a exact 1): model-svc-blue',
      'http[2] route model-svc-blue removed, weight was 0',
      'http[2].mirror {"host":"model-svc-blue.abtesting.svc.cluster.local","port":{"number":5001}} -> (none)',
      'http[2].mirrorPercentage {"value":5} -> (none)',
    ])
  })

  test('nothing', () => {
    const { object, memory } = rendered(mlops(), splitAt(50))
    expect(istioRouter.diff(object, rendered(object, splitAt(50), context, memory).object)).toEqual([])
  })
})

test('roles exchanged by a swap: the same memory leads back', () => {
  const c = context
  const exchanged = contextOf({ stable: blueGreen.canary, canary: blueGreen.stable })
  const shifted = rendered(mlops(), splitAt(100))
  const finished = rendered(shifted.object, single, exchanged, shifted.memory)
  expect(http(finished.object).map(hosts)).toEqual([
    ['model-svc-blue'],
    ['model-svc-blue'],
    ['model-svc-blue'],
  ])
  expect(restored(finished.object, finished.memory, exchanged)).toEqual(mlops())
  expect(restored(finished.object, finished.memory, c)).toEqual(mlops())
})

test('other annotations stay, and the map itself when there was one', () => {
  for (const annotations of [{}, { a: 'b' }] as Record<string, string>[]) {
    const start = { ...mlops(), metadata: { ...mlops().metadata, annotations } }
    const { object, memory } = rendered(start, splitAt(1))
    expect(object.metadata.annotations).toMatchObject(annotations)
    expect(restored(object, memory)).toEqual(start)
  }
})
