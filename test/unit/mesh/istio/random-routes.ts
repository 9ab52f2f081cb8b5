import fc from 'fast-check'
import type { JsonObject, KubeObject } from '../../../../src/kube/object.ts'
import type { Role, RouteState, Sides } from '../../../../src/mesh/route-state.ts'
import type { RouteContext } from '../../../../src/mesh/router.ts'
import { contextOf, virtualService } from './routes.ts'

/** A route as somebody could have written it, and where our rule is in it. */
export interface RandomRoute {
  readonly vs: KubeObject
  readonly context: RouteContext
  /** Index of the weighted rule. */
  readonly own: number
}

const services: Sides = {
  stable: { name: 'green', backend: { kind: 'service', service: 'svc-green', port: null } },
  canary: { name: 'blue', backend: { kind: 'service', service: 'svc-blue', port: null } },
}
const subsets: Sides = {
  stable: { name: 'a', backend: { kind: 'subset', service: 'svc', subset: 'a', port: null } },
  canary: { name: 'b', backend: { kind: 'subset', service: 'svc', subset: 'b', port: null } },
}

const styles = [
  (service: string) => service,
  (service: string) => `${service}.abtesting.svc.corp.example`,
  (service: string) => `${service}.abtesting.svc.cluster.local`,
]
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const merged = (...parts: (JsonObject | undefined)[]): JsonObject => Object.assign({}, ...parts)

const port = maybe(fc.constantFrom({ port: { number: 80 } }, { port: { number: 8500 } }))
const entryExtras = maybe(fc.constant({ headers: { response: { remove: ['x'] } } }))

function ours(sides: Sides, role: Role): fc.Arbitrary<JsonObject> {
  const { backend } = sides[role]
  return fc
    .record({ style: fc.constantFrom(...styles), port, extras: entryExtras })
    .map(({ style, port, extras }) => ({
      destination: merged(
        { host: style(backend.service) },
        backend.kind === 'subset' ? { subset: backend.subset } : {},
        port,
      ),
      ...extras,
    }))
}
const foreignDestination = fc
  .record({
    host: fc.constantFrom(
      'third',
      'svc-other.abtesting',
      'svc.elsewhere.svc.cluster.local',
      'models.example.com',
    ),
    port,
  })
  .map(({ host, port }) => merged({ host }, port))
const foreign = fc
  .record({ destination: foreignDestination, weight: maybe(fc.integer({ min: 0, max: 300 })) })
  .map(({ destination, weight }) => merged({ destination }, weight === undefined ? {} : { weight }))

const element = fc
  .record({
    uri: maybe(
      fc.constantFrom(
        { uri: { prefix: '/score' } },
        { uri: { exact: '/v1' } },
        { uri: { regex: '/v[0-9]+' } },
      ),
    ),
    headers: maybe(
      fc.constantFrom(
        { headers: { tenant: { exact: 'a' } } },
        { headers: { 'user-group': {} } },
        { headers: { 'user-group': { exact: 'beta' } } },
      ),
    ),
    method: fc.constant({ method: { exact: 'POST' } }),
    more: maybe(
      fc.constantFrom({ withoutHeaders: { tenant: {} } }, { unknownField: { a: [1] } }, { name: 'x' }),
    ),
  })
  .map(({ uri, headers, method, more }) => merged(uri, headers, method, more))
const match = fc.array(element, { minLength: 1, maxLength: 3 })

const extras = fc
  .record({
    timeout: maybe(fc.constant({ timeout: '10s' })),
    retries: maybe(fc.constant({ retries: { attempts: 3, perTryTimeout: '2s' } })),
    rewrite: maybe(fc.constant({ rewrite: { uri: '/' } })),
    unknown: maybe(fc.constant({ unknownField: { deep: [null, { a: 1 }] } })),
    name: maybe(fc.constantFrom({ name: 'x' }, { name: 'shiftgate-other-0' })),
    mirror: maybe(
      fc.constantFrom<JsonObject>(
        { mirror: { host: 'audit' } },
        { mirror: { host: 'audit' }, mirror_percent: 5 },
        { mirror: { host: 'audit' }, mirrorPercentage: { value: 0.5 } },
        { mirrors: [] },
        {
          mirrors: [
            { destination: { host: 'audit' } },
            { destination: { host: 'audit2' }, percentage: { value: 1 } },
          ],
        },
        { mirrorPercentage: { value: 10 } },
      ),
    ),
  })
  .map((parts) => merged(...Object.values(parts)))

function weightedRule(sides: Sides): fc.Arbitrary<JsonObject> {
  const pair = fc.oneof(
    fc.constantFrom<[number, number]>([100, 0], [50, 0], [1, 0], [50, 50], [0, 100]),
    fc.tuple(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 0, max: 1000 })),
  )
  const named = fc
    .record({
      stable: ours(sides, 'stable'),
      canary: ours(sides, 'canary'),
      pair,
      others: fc.array(foreign, { maxLength: 3 }),
      both: fc.integer({ min: 0, max: 4 }).map((n) => n > 0),
      order: fc.array(fc.nat(), { minLength: 5, maxLength: 5 }),
    })
    .map(({ stable, canary, pair, others, both, order }) => {
      const entries = [
        { ...stable, weight: pair[0] + (both ? 0 : 1) },
        ...(both ? [{ ...canary, weight: pair[1] }] : []),
        ...others,
      ]
      return shuffled(entries, order)
    })
  const lone = fc
    .record({ stable: ours(sides, 'stable'), weight: maybe(fc.constantFrom(0, 1, 100)) })
    .map(({ stable, weight }) => [merged(stable, weight === undefined ? {} : { weight })])
  return fc
    .record({ route: fc.oneof({ weight: 4, arbitrary: named }, { weight: 1, arbitrary: lone }), extras })
    .map(({ route, extras }) => ({ ...extras, route }))
}

function shuffled<T>(items: readonly T[], order: readonly number[]): T[] {
  return items
    .map((item, i) => ({ item, key: order[i] ?? 0 }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item)
}

function otherRule(sides: Sides): fc.Arbitrary<JsonObject> {
  const pin = fc.constantFrom<Role>('stable', 'canary').chain((role) => ours(sides, role))
  const actions = fc.oneof(
    fc.array(foreign, { minLength: 1, maxLength: 2 }).map((route) => ({ route })),
    pin.map((entry) => ({ route: [entry] })),
    fc.tuple(pin, foreign).map(([mine, theirs]) => ({
      route: [
        { ...mine, weight: 3 },
        { ...theirs, weight: 4 },
      ],
    })),
    fc.tuple(pin, foreign).map(([mine, theirs]) => ({
      route: [theirs],
      mirror: mine['destination'] as JsonObject,
      mirror_percent: 5,
    })),
    fc.constantFrom<JsonObject>(
      { redirect: { uri: '/x' } },
      { delegate: { name: 'd' } },
      { directResponse: { status: 404 } },
    ),
  )
  return fc
    .record({ match, action: actions, extras })
    .map(({ match, action, extras }) => ({ ...extras, ...action, match }))
}

/** The weighted rule carries a name of its own, so that it is clear which one it is even where the destinations would not tell. */
export const randomRoute: fc.Arbitrary<RandomRoute> = fc.constantFrom(services, subsets).chain((sides) =>
  fc
    .record({
      before: fc.array(otherRule(sides), { maxLength: 3 }),
      ours: weightedRule(sides),
      ourMatch: maybe(match),
      after: fc.array(otherRule(sides), { maxLength: 2 }),
      annotations: maybe(fc.constantFrom<{ [name: string]: string }>({}, { team: 'ml' })),
      pointer: fc.constantFrom<'index' | 'name'>('index', 'name'),
      apiVersion: fc.constantFrom('v1', 'v1beta1', 'v1alpha3'),
    })
    .map(({ before, ours, ourMatch, after, annotations, pointer, apiVersion }) => {
      const rule = pointer === 'name' ? { ...ours, name: 'weighted' } : ours
      const rules = ourMatch ? [...before, { ...rule, match: ourMatch }, ...after] : [...before, rule]
      const plain = virtualService(
        'vs',
        'abtesting',
        { hosts: ['*'], http: rules, tls: [], exportTo: ['.'] },
        `networking.istio.io/${apiVersion}`,
      )
      const vs = annotations ? { ...plain, metadata: { ...plain.metadata, annotations } } : plain
      const context = contextOf(sides, { rule: pointer === 'name' ? 'weighted' : before.length })
      return { vs, context, own: before.length }
    }),
)

const weight = fc.oneof(
  fc.constantFrom(0, 100, 50, 0.5, 0.01, 33.33),
  fc.integer({ min: 0, max: 10_000 }).map((n) => n / 100),
)
const headers = fc
  .constantFrom<RouteState & { kind: 'split' } extends { headers: infer H } ? H[] : never>(
    [],
    [{ headers: { 'user-group': { kind: 'exact', value: 'canary' } }, path: null }],
    [
      { headers: { 'x-canary': { kind: 'present' } }, path: null },
      { headers: { 'x-a': { kind: 'prefix', value: 'b' } }, path: { kind: 'prefix', value: '/score/x' } },
    ],
  )
  .map((list) => list.flat())

export const randomState: fc.Arbitrary<RouteState> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('split' as const),
      weight,
      headers,
      mirror: fc.constantFrom(0, 0, 100, 0.5),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('single' as const),
      role: fc.constantFrom<Role>('stable', 'canary'),
    }),
  },
)
