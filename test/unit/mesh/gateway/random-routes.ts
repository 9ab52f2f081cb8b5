import fc from 'fast-check'
import type { JsonObject, KubeObject } from '../../../../src/kube/object.ts'
import { withDefaults } from '../../../../src/mesh/gateway/defaults.ts'
import type { Role, RouteState } from '../../../../src/mesh/route-state.ts'
import type { RouteContext } from '../../../../src/mesh/router.ts'
import { contextOf, httpRoute, sides } from './routes.ts'

/** A route as somebody could have written it, and where our rule is in it. */
export interface RandomRoute {
  readonly route: KubeObject
  readonly context: RouteContext
  readonly own: number
}

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const merged = (...parts: (JsonObject | undefined)[]): JsonObject => Object.assign({}, ...parts)

const styles = fc.constantFrom<JsonObject>(
  {},
  { group: '', kind: 'Service' },
  { namespace: 'abtesting' },
  { filters: [{ type: 'ResponseHeaderModifier', responseHeaderModifier: { remove: ['x'] } }] },
  { unknownField: { a: [1] } },
)
const ours = (role: Role) =>
  fc
    .tuple(styles, fc.constantFrom(80, 8500))
    .map(([style, port]) => ({ name: sides[role].backend.service, port, ...style }))
const weight = fc.oneof(fc.constantFrom(0, 1, 100), fc.integer({ min: 0, max: 300 }))
const foreign = fc
  .record({
    ref: fc.constantFrom<JsonObject>(
      { name: 'third', port: 80 },
      { name: 'svc-green', namespace: 'elsewhere', port: 80 },
      { name: 'svc-blue', kind: 'ServiceImport', group: 'multicluster.x-k8s.io' },
    ),
    weight: maybe(weight),
  })
  .map(({ ref, weight }) => merged(ref, weight === undefined ? {} : { weight }))

const element = fc
  .record({
    path: maybe(
      fc.constantFrom<JsonObject>(
        { path: { type: 'PathPrefix', value: '/score' } },
        { path: { value: '/score/' } },
        { path: { type: 'Exact', value: '/v1' } },
        { path: { type: 'RegularExpression', value: '/v[0-9]+' } },
      ),
    ),
    headers: maybe(
      fc.constantFrom<JsonObject>(
        { headers: [{ name: 'Tenant', value: 'a' }] },
        { headers: [{ name: 'user-group', type: 'Exact', value: 'beta' }] },
        { headers: [{ name: 'user-group', type: 'RegularExpression', value: 'b.*' }] },
      ),
    ),
    more: maybe(
      fc.constantFrom<JsonObject>(
        { queryParams: [{ name: 'v', value: '1' }] },
        { method: 'POST' },
        { unknownField: [null] },
      ),
    ),
  })
  .map(({ path, headers, more }) => merged(path, headers, more))
const matches = fc.array(element, { minLength: 1, maxLength: 3 })

const rewrite = { type: 'URLRewrite', urlRewrite: { hostname: 'models' } }
const audit = (more: JsonObject = {}) => ({
  type: 'RequestMirror',
  requestMirror: { backendRef: { name: 'audit', port: 80 }, ...more },
})
const extras = fc
  .record({
    timeouts: maybe(fc.constant({ timeouts: { request: '10s' } })),
    unknown: maybe(fc.constant({ unknownField: { deep: [null, { a: 1 }] } })),
    filters: maybe(
      fc.constantFrom<JsonObject>(
        { filters: [] },
        { filters: [rewrite] },
        { filters: [audit({ percent: 5 }), rewrite] },
        { filters: [rewrite, audit(), audit({ fraction: { numerator: 1 } })] },
      ),
    ),
  })
  .map((parts) => merged(...Object.values(parts)))

const weightedRule = fc
  .record({
    stable: ours('stable'),
    canary: ours('canary'),
    pair: fc.tuple(fc.integer({ min: 1, max: 1000 }), weight),
    // An API server always says the weight; one that is left out would come back as a 1 after it was changed.
    others: fc.array(
      foreign.map((entry) => ({ weight: 1, ...entry })),
      { maxLength: 2 },
    ),
    form: fc.constantFrom<'both' | 'stable' | 'lone' | 'bare'>('both', 'both', 'stable', 'lone', 'bare'),
    canaryFirst: fc.boolean(),
    extras,
  })
  .map(({ stable, canary, pair, others, form, canaryFirst, extras }) => {
    const mine = { ...stable, weight: pair[0] }
    const theirs = { ...canary, weight: pair[1] }
    const backendRefs = {
      both: canaryFirst ? [theirs, ...others, mine] : [mine, theirs, ...others],
      stable: [mine, ...others],
      lone: [mine],
      bare: [stable],
    }[form]
    return { ...extras, backendRefs }
  })

const otherRule = fc
  .record({
    matches,
    extras,
    action: fc.oneof(
      fc.array(foreign, { minLength: 1, maxLength: 2 }).map((backendRefs) => ({ backendRefs })),
      fc
        .constantFrom<Role>('stable', 'canary')
        .chain(ours)
        .map((entry) => ({ backendRefs: [entry] })),
      fc.tuple(ours('canary'), foreign).map(([mine, theirs]) => ({
        backendRefs: [
          { ...mine, weight: 3 },
          { ...theirs, weight: 4 },
        ],
      })),
      foreign.map((theirs) => ({
        backendRefs: [theirs],
        filters: [
          rewrite,
          { type: 'RequestMirror', requestMirror: { backendRef: { name: 'svc-blue', port: 80 } } },
        ],
      })),
      fc.constant<JsonObject>({
        filters: [{ type: 'RequestRedirect', requestRedirect: { hostname: 'elsewhere' } }],
      }),
    ),
  })
  .map(({ matches, extras, action }) => ({ ...extras, ...action, matches }))

export const randomRoute: fc.Arbitrary<RandomRoute> = fc
  .record({
    before: fc.array(otherRule, { maxLength: 3 }),
    ours: weightedRule,
    ourMatches: maybe(matches),
    after: fc.array(otherRule, { maxLength: 2 }),
    annotations: maybe(fc.constantFrom<JsonObject>({}, { team: 'ml' })),
    pointer: fc.constantFrom<'index' | 'name'>('index', 'name'),
    stored: fc.boolean(),
    apiVersion: fc.constantFrom('v1', 'v1beta1'),
  })
  .map(({ before, ours, ourMatches, after, annotations, pointer, stored, apiVersion }) => {
    const named = pointer === 'name' ? { ...ours, name: 'weighted' } : ours
    const rule = ourMatches ? { ...named, matches: ourMatches } : named
    const written = {
      ...httpRoute([...before, rule, ...after], annotations ? { annotations } : {}),
      apiVersion: `gateway.networking.k8s.io/${apiVersion}`,
    }
    const route = stored ? withDefaults(written) : written
    return {
      route,
      context: contextOf({ rule: pointer === 'name' ? 'weighted' : before.length }),
      own: before.length,
    }
  })

const percent = fc.oneof(
  fc.constantFrom(0, 100, 50, 0.5, 0.01, 33.33),
  fc.integer({ min: 0, max: 10_000 }).map((n) => n / 100),
)
const headers = fc.constantFrom<Extract<RouteState, { kind: 'split' }>['headers']>(
  [],
  [{ headers: { 'user-group': { kind: 'exact', value: 'canary' } }, path: null }],
  [
    { headers: { 'x-canary': { kind: 'present' } }, path: null },
    { headers: { 'x-a': { kind: 'prefix', value: 'b.c' } }, path: { kind: 'prefix', value: '/score/x' } },
  ],
)

export const randomState: fc.Arbitrary<RouteState> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('split' as const),
      weight: percent,
      headers,
      mirror: fc.constantFrom(0, 0, 100, 10, 0.5),
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
