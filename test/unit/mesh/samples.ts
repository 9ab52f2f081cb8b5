import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseAllDocuments } from 'yaml'
import type { KubeObject } from '../../../src/kube/object.ts'
import type { RouteState, Sides } from '../../../src/mesh/route-state.ts'
import type { RouteContext } from '../../../src/mesh/router.ts'
import { contextOf } from '../../../src/plan/route.ts'
import { routeStateOf } from '../../../src/plan/stage.ts'
import { parseRollout } from '../../../src/spec/parse.ts'
import type { Rollout } from '../../../src/spec/rollout.ts'
import { ROUTE as INIT_ROUTE } from '../../support/init-manifests.ts'
import { HTTP_ROUTE, MESH, SPLIT } from '../preflight/scenes.ts'
import { ROUTE } from '../preflight/inspecting.ts'
import * as gateway from './gateway/routes.ts'
import * as istio from './istio/routes.ts'

/** A route that somebody wrote down, and whose versions are in it. */
export interface Sample {
  readonly name: string
  readonly route: KubeObject
  readonly context: RouteContext
  /** The states of the rollout file that it belongs to; empty: it belongs to none. */
  readonly stages: readonly RouteState[]
}

const ROOT = path.resolve(import.meta.dirname, '../../..')
/** Manifests of the seeds that lost their indentation: there is no route in them to speak of. */
const BROKEN = ['test/fixtures/preflight/broken/', 'test/fixtures/manifests/flattened/']

export function allSamples(): Sample[] {
  return [...samplesInFiles(), ...samplesInCode()]
}

function samplesInFiles(): Sample[] {
  return ['examples', 'test', 'docs', 'pipelines'].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .map((file) => path.posix.join(folder, file.replaceAll(path.sep, '/')))
      .filter((file) => /\.ya?ml$/.test(file) && !BROKEN.some((broken) => file.startsWith(broken)))
      .flatMap((file) =>
        routesIn(readFileSync(path.join(ROOT, file), 'utf8')).flatMap((r) => withRollouts(file, r)),
      ),
  )
}

function routesIn(text: string): KubeObject[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as KubeObject | null)
    .filter((object) => object?.kind === 'VirtualService' || object?.kind === 'HTTPRoute')
    .map((object) => object!)
}

/** One sample for each rollout file, in the same folder or the one above, that names the route. */
function withRollouts(file: string, route: KubeObject): Sample[] {
  const places = [path.posix.dirname(file), path.posix.dirname(path.posix.dirname(file))]
  const rollouts = places.flatMap((place) =>
    readdirSync(path.join(ROOT, place))
      .filter((name) => /^rollout.*\.yaml$/.test(name))
      .map((name) => path.posix.join(place, name)),
  )
  const found = rollouts.flatMap((at) => {
    const parsed = parseRollout(readFileSync(path.join(ROOT, at), 'utf8'), at)
    if (!parsed.ok) throw new Error(`${at}: ${parsed.problems[0]!.message}`)
    const { rollout } = parsed
    const spec = rollout.routes.find(
      (r) => r.name === route.metadata.name && r.kind.toLowerCase() === route.kind.toLowerCase(),
    )
    if (!spec) return []
    const [stable, canary] = rollout.versions
    const context = contextOf(spec, { rollout, roles: { stable, canary } })
    return [{ name: `${file} by ${path.posix.basename(at)}`, route, context, stages: statesOf(rollout) }]
  })
  if (found.length === 0) throw new Error(`${file} has a route that no rollout file names`)
  return found
}

function statesOf(rollout: Rollout): RouteState[] {
  return rollout.stages.map((stage) => routeStateOf(stage, { rollout, firstRun: false })!)
}

const service = (name: string, of: string) =>
  ({ name, backend: { kind: 'service', service: of, port: null } }) as const
const subset = (name: string, of: string) =>
  ({ name, backend: { kind: 'subset', service: of, subset: name, port: null } }) as const
const greenBlue: Sides = { stable: service('green', 'svc-green'), canary: service('blue', 'svc-blue') }
const split: Sides = { stable: subset('green', 'svc'), canary: subset('blue', 'svc') }

function samplesInCode(): Sample[] {
  const sample = (name: string, route: KubeObject, context: RouteContext) => ({
    name,
    route,
    context,
    stages: [],
  })
  const plain = istio.contextOf(greenBlue)
  const mlops = istio.contextOf(istio.blueGreen)
  const { resnetContext, shadowContext, proxyContext, shadow, shadowMirror } = istio
  const text = (name: string, yaml: string, context: RouteContext) =>
    routesIn(yaml).map((route) => sample(name, route, context))
  return [
    sample('MLOpsPython', istio.mlops(), mlops),
    sample('MLOpsPython at 50', istio.mlops([50, 50]), mlops),
    sample('TF Serving without subset', istio.tfPlain(), resnetContext),
    sample('TF Serving 100/0', istio.tfWeighted([100, 0]), resnetContext),
    sample('TF Serving 70/30', istio.tfWeighted([70, 30]), resnetContext),
    sample('TF Serving, one user group', istio.tfFocused(), resnetContext),
    sample('shadow', shadow(), shadowContext),
    ...[{ mirror_percent: 100 }, { mirrorPercent: 100 }, { mirrorPercentage: { value: 100 } }, {}].map(
      (how) =>
        sample(
          `shadow, ${Object.keys(how).join() || 'no percentage'}`,
          shadow({ mirror: shadowMirror, ...how }),
          shadowContext,
        ),
    ),
    sample('condition', istio.proxy(), proxyContext),
    sample('MLOpsPython as HTTPRoute', gateway.mlops(), gateway.contextOf()),
    ...text('preflight', ROUTE, plain),
    ...text('preflight, subsets', SPLIT, istio.contextOf(split)),
    ...text('preflight, mesh', MESH, plain),
    ...text('preflight, HTTPRoute', HTTP_ROUTE, gateway.contextOf()),
    ...text('init', INIT_ROUTE, istio.contextOf(istio.blueGreen, { namespace: 'ml' })),
  ]
}
