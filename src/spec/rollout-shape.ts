import { defaulted, list, object, optional, required } from './collection-shapes.ts'
import type { ValuesOf } from './collection-shapes.ts'
import { imageShape } from './image-shape.ts'
import { manifestsShape } from './manifest-shape.ts'
import { approverName, dnsLabel, environmentName } from './name-shapes.ts'
import { routesShape } from './route-shape.ts'
import { duration } from './scalar-shapes.ts'
import { metricsServerShape } from './metrics-shape.ts'
import { named } from './shape.ts'
import type { Shape } from './shape.ts'
import { stagesShape } from './stage-shape.ts'
import { trafficShape } from './traffic-shape.ts'
import { versionsShape } from './version-shape.ts'

const timeouts = object('a mapping with ready, settle, confirm, drain and gate', {
  ready: defaulted(duration(), '10m', 'Until a Deployment is ready.'),
  settle: defaulted(
    duration({ zero: true }),
    '2s',
    'Wait before a route names pods or subsets that the gateways may not have heard of yet.',
  ),
  confirm: defaulted(duration(), '2m', 'Until all gateway addresses agree on a route change.'),
  drain: defaulted(
    duration({ zero: true }),
    '60s',
    'Wait between the last route change and the removal of what it no longer serves.',
  ),
  gate: defaulted(
    duration(),
    '10m',
    'Until a check that found no evidence, or a wrong share, gives up and holds.',
  ),
})
const rollback = object('a mapping with approval', {
  approval: optional(environmentName, 'none', 'Environment whose approval opens a rollback.'),
})

export const rolloutFields = {
  rollout: required(
    dnsLabel('a name for the rollout', 40),
    'rollout: diabetes',
    'Name of the rollout, one for each model service.',
  ),
  namespace: defaulted(
    dnsLabel('a namespace'),
    'default',
    'Namespace of the versions; `--namespace` goes before it.',
  ),
  image: optional(
    named(imageShape, { type: 'repository, or mapping' }),
    'given with `--image`',
    'Where the image lies, and how it is built.',
  ),
  versions: required(
    versionsShape,
    'versions: { green: {}, blue: {} }',
    'The two versions, named by the team. The first one is stable until a record in the cluster says otherwise.',
  ),
  manifests: defaulted(
    manifestsShape,
    [],
    'What runs a version; rendered once for each, with `${version}` and the like filled in.',
  ),
  routes: required(
    routesShape,
    'routes: [{ virtualService: model }]',
    'The routes whose weights move: usually one, several when a service is routed in several objects.',
  ),
  traffic: optional(
    named(trafficShape, { type: 'mapping' }),
    'no requests are sent',
    'How requests are sent and judged, by `verify` and after each stage.',
  ),
  metrics: optional(
    metricsServerShape,
    'no metrics',
    'The metrics server that `metrics` checks ask, with the HTTP API of Prometheus.',
  ),
  stages: required(
    stagesShape,
    'stages: [{ name: Canary_10, weight: 10 }]',
    'Weight stages, then optionally one `promote` and one `finish` stage. Without these the file is an open A/B test that `abort` ends.',
  ),
  approvers: defaulted(
    list(approverName, 'a list of accounts'),
    [],
    'Accounts that may start a stage by hand, only where the pipeline host cannot ask for reviews (a private GitHub repository on a plan without them).',
  ),
  rollback: defaulted(rollback, {}, 'Going back to the release before a finished rollout.'),
  timeouts: defaulted(timeouts, {}, 'Longest waits.'),
}
export type RolloutInput = ValuesOf<typeof rolloutFields>

export const rolloutShape: Shape<RolloutInput> = object(
  'a mapping with rollout, versions, routes and stages',
  rolloutFields,
)
