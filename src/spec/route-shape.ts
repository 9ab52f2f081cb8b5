import { defaulted, list, object, optional, required } from './collection-shapes.ts'
import { manifestsShape } from './manifest-shape.ts'
import { dnsLabel, objectName } from './name-shapes.ts'
import type { Route } from './rollout.ts'
import { choice, number, text } from './scalar-shapes.ts'
import { converted, named } from './shape.ts'
import type { Shape } from './shape.ts'
import { byKey, byType } from './union-shapes.ts'

const rule = byType<string | number>('the name of a rule, or its index from 0', {
  text: text({ expected: 'the name of a rule', most: 253 }),
  number: number({ from: 0, to: 10_000, decimals: 0 }),
})

const common = {
  namespace: optional(dnsLabel('a namespace'), "the rollout's", 'Namespace of the route.'),
  rule: optional(
    named(rule, { type: 'name or index' }),
    'found by its destinations',
    'The rule whose weights move: its name, or its index from 0. Needed only when it is not clear.',
  ),
  manifests: defaulted(
    manifestsShape,
    [],
    'Where the route and what belongs to it come from when they do not exist yet.',
  ),
  pins: defaulted(
    choice(['refuse', 'retarget']),
    'refuse',
    'Rules that send their requests to one version only: `retarget` makes them point at the version that remains, `refuse` stops when one would lead nowhere.',
  ),
}

const virtualService = object('a VirtualService', {
  virtualService: required(
    objectName('the name of a VirtualService'),
    'virtualService: model',
    'Name of an Istio VirtualService.',
  ),
  ...common,
  destinationRule: optional(
    objectName('the name of a DestinationRule'),
    'found by its host',
    'The DestinationRule that holds the subsets.',
  ),
})
const httpRoute = object('an HTTPRoute', {
  httpRoute: required(
    objectName('the name of an HTTPRoute'),
    'httpRoute: model',
    'Name of a Gateway API HTTPRoute.',
  ),
  ...common,
})

/** The namespace is filled in later: it can come from the command line. */
export type RouteInput = WithoutNamespace<Route> & { readonly namespace: string | null }
type WithoutNamespace<R> = R extends Route ? Omit<R, 'namespace'> : never

const route: Shape<RouteInput> = byKey<RouteInput>('"virtualService" or "httpRoute"', {
  virtualService: converted(virtualService, ({ virtualService: name, ...rest }): RouteInput => ({
    kind: 'virtualService',
    name,
    ...rest,
  })),
  httpRoute: converted(httpRoute, ({ httpRoute: name, ...rest }): RouteInput => ({
    kind: 'httpRoute',
    name,
    ...rest,
  })),
})

export const routesShape: Shape<readonly RouteInput[]> = list(
  named(route, { type: 'mapping' }),
  'a list with at least one route',
  { least: 1 },
)
