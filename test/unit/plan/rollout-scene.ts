import type { KubeObject } from '../../../src/kube/object.ts'
import { identity, refOf } from '../../../src/kube/object.ts'
import { istioRouter } from '../../../src/mesh/istio/index.ts'
import { planAbort } from '../../../src/plan/abort.ts'
import type { Action } from '../../../src/plan/plan.ts'
import {
  configuredWeight,
  longestTimeout,
  rememberRoutes,
  restoreWrites,
  routeWrites,
} from '../../../src/plan/route.ts'
import type { RoutePlanInput } from '../../../src/plan/route.ts'
import { planStage, promoteMode, routeStateOf } from '../../../src/plan/stage.ts'
import type { StageInput } from '../../../src/plan/stage.ts'
import type { RolloutRecord, RouteMemory } from '../../../src/record/record.ts'
import { parseRollout } from '../../../src/spec/parse.ts'
import type { Rollout, Stage } from '../../../src/spec/rollout.ts'
import { cleanForRestore } from '../../../src/workload/restore.ts'

export type Backends = 'services' | 'subsets'

export const FILE = (backends: Backends, stages: string, traffic = true) => `
rollout: diabetes
namespace: abtesting
versions:
  green: { deployment: model-green, ${backends === 'services' ? 'service: model-svc-green' : 'service: model, subset: green'} }
  blue: { deployment: model-blue, ${backends === 'services' ? 'service: model-svc-blue' : 'service: model, subset: blue'} }
manifests: [model.yaml]
routes: [{ virtualService: model, manifests: [route.yaml] }]
${traffic ? 'traffic: { url: "http://models.example.com/score", identify: { header: x-model-version } }' : ''}
timeouts: { drain: 60s }
stages: ${stages}
`

export const COPY =
  '[{ name: Zero, weight: 0 }, { name: Half, weight: 50 }, { name: All, weight: 100 }, { name: Promote, promote: copy }, { name: Finish, finish: true }]'
export const SWAP = COPY.replace('promote: copy', 'promote: swap')

export function rolloutOf(text: string): Rollout {
  const parsed = parseRollout(text, 'rollout.yaml')
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.rollout
}

function deployment(version: string, image: string, replicas: number): KubeObject {
  const labels = { app: 'model', version }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `model-${version}`, namespace: 'abtesting', labels: { app: 'model' } },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'model', image }] } },
    },
  }
}

/** The API server never stores a Deployment without a strategy. */
function withServerDefaults(object: KubeObject): KubeObject {
  if (object.kind !== 'Deployment') return object
  const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } }
  return { ...object, spec: { strategy, ...object['spec'] } }
}

function service(name: string, selector: { [label: string]: string }): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'abtesting' },
    spec: { selector, ports: [{ name: 'http', port: 80 }] },
  }
}

export interface SceneOptions {
  readonly backends?: Backends
  readonly stages?: string
  readonly traffic?: boolean
  /** Replicas that stable has ready; 0: nothing is there, a first run. */
  readonly stable?: number
  readonly autoscaler?: { readonly target: string; readonly min: number; readonly max: number }
}

/** A rollout on objects in memory: stages are planned, and a plan that is carried out changes the objects, as a cluster would. */
export function scene(options: SceneOptions = {}) {
  const { backends = 'services', stable = 2 } = options
  const rollout = rolloutOf(FILE(backends, options.stages ?? COPY, options.traffic ?? true))
  const roles = { stable: rollout.versions[0], canary: rollout.versions[1] }
  const firstRun = stable === 0
  const objectsOf = (version: string, image: string) => [
    deployment(version, image, 1),
    backends === 'services'
      ? service(`model-svc-${version}`, { app: 'model', version })
      : service('model', { app: 'model' }),
  ]
  const rendered = { stable: objectsOf('green', 'model:new'), canary: objectsOf('blue', 'model:new') }
  const shared = new Set(backends === 'subsets' ? [identity(refOf(rendered.stable[1]!))] : [])
  const live = new Map<string, KubeObject>()
  let version = 0
  const put = (object: KubeObject) => {
    const status =
      object.kind === 'Deployment'
        ? { status: { replicas: object['spec'].replicas, readyReplicas: object['spec'].replicas } }
        : {}
    const metadata = {
      ...object.metadata,
      uid: `uid-${object.metadata.name}`,
      resourceVersion: String(++version),
    }
    live.set(identity(refOf(object)), { ...withServerDefaults(object), ...status, metadata })
  }
  const get = (kind: string, name: string) =>
    [...live.values()].find((o) => o.kind === kind && o.metadata.name === name) ?? null
  if (!firstRun) {
    for (const object of objectsOf('green', 'model:old')) put(object)
    put({
      ...get('Deployment', 'model-green')!,
      spec: { ...get('Deployment', 'model-green')!['spec'], replicas: stable },
    })
  }
  const route = routeManifest(backends)
  if (!firstRun) put(route)
  if (options.autoscaler) put(autoscaler(options.autoscaler))
  const snapshot = [...live.values()].filter((o) => o.kind !== 'VirtualService').map(cleanForRestore)
  let memories: readonly RouteMemory[] = rememberRoutes({ rollout, roles, routes: routes() }, [])
  let record: RolloutRecord | null = null

  function routes(): RoutePlanInput['routes'] {
    const found = get('VirtualService', 'model')
    return [
      {
        index: 0,
        spec: rollout.routes[0]!,
        router: istioRouter,
        route: found,
        live: new Map(),
        manifests: found ? [] : [route],
      },
    ]
  }

  function input(): StageInput {
    const planInput: RoutePlanInput = { rollout, roles, routes: routes(), memories }
    return {
      rollout,
      roles,
      firstRun,
      baseline: Math.max(1, stable),
      rendered,
      obsolete: [],
      shared,
      live,
      destinationRule: get('DestinationRule', 'model'),
      autoscalers: [...live.values()].filter((o) => o.kind === 'HorizontalPodAutoscaler'),
      routesTo: (state, why) => routeWrites(planInput, state, why),
      configured: configuredWeight(planInput),
      record,
      longestTimeout: longestTimeout(planInput),
    }
  }

  function stageNamed(name: string): Stage {
    return rollout.stages.find((s) => s.name === name)!
  }

  function noted(stage: Stage, actions: readonly Action[]): RolloutRecord {
    const writes = actions.filter((a) => a.kind === 'write')
    return {
      ...(record ?? { autoscalers: [], created: [], intent: null }),
      file: rollout,
      rollout: 'diabetes',
      stage: stage.name,
      firstRun,
      progress:
        !firstRun && stage.kind === 'promote' && stage.mode === 'copy'
          ? 'copying'
          : (record?.progress ?? 'clean'),
      routes: memories,
      autoscalers: [
        ...(record?.autoscalers ?? []),
        ...writes.flatMap((w) => (w.remember?.kind === 'autoscaler' ? [w.remember] : [])),
      ],
      created: [...(record?.created ?? []), ...writes.filter((w) => w.before === null).map((w) => w.ref)],
    } as RolloutRecord
  }

  function carryOut(actions: readonly Action[]): void {
    for (const action of actions) {
      if (action.kind !== 'write') continue
      if (action.after === null) live.delete(identity(action.ref))
      else put(action.after)
      if (action.remember?.kind === 'route') memories = [action.remember.memory]
    }
  }

  return {
    rollout,
    live,
    get,
    put,
    input,
    plan: (name: string) => planStage(stageNamed(name), input()),
    /** Plans and carries out the stages; gives the actions of the last one. */
    pass(...names: string[]): Action[] {
      let actions: Action[] = []
      for (const name of names) {
        const stage = stageNamed(name)
        actions = planStage(stage, input())
        record = noted(stage, actions)
        carryOut(actions)
        record = { ...record, routes: memories }
      }
      return actions
    },
    abort(): Action[] {
      const planInput: RoutePlanInput = { rollout, roles, routes: routes(), memories }
      return planAbort({
        ...input(),
        record: { ...record!, routes: memories },
        snapshot,
        fewerPods: false,
        restoreRoutes: (why) => restoreWrites(planInput, why),
        routeRemains: !memories[0]!.created,
        // The routes of these scenes named Services, or no subset, before.
        subsetsRemain: { stable: false, canary: false },
      })
    },
    carryOut,
    state: (name: string) => routeStateOf(stageNamed(name), { rollout, firstRun }),
    mode: promoteMode(rollout),
  }
}

function routeManifest(backends: Backends): KubeObject {
  const host = (version: string) => (backends === 'services' ? `model-svc-${version}` : 'model')
  const route =
    backends === 'services'
      ? [
          { destination: { host: host('green') }, weight: 100 },
          { destination: { host: host('blue') }, weight: 0 },
        ]
      : [{ destination: { host: host('green') } }]
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'model', namespace: 'abtesting' },
    spec: { hosts: ['models.example.com'], http: [{ route }] },
  }
}

function autoscaler({ target, min, max }: NonNullable<SceneOptions['autoscaler']>): KubeObject {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: `${target}-hpa`, namespace: 'abtesting' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: target },
      minReplicas: min,
      maxReplicas: max,
    },
  }
}

/** One line for each action: what happens, to what, in which order. */
export function lines(actions: readonly Action[]): string[] {
  return actions.map((action) => {
    switch (action.kind) {
      case 'write': {
        const { kind, name } = action.ref
        return [action.verb, kind, name, detail(action.after)].filter((word) => word !== '').join(' ')
      }
      case 'await-ready':
        return `ready ${action.deployment} ${action.replicas}`
      case 'await-gone':
        return `gone ${action.deployment}`
      case 'warm-up':
        return `warm up ${action.deployment}`
      case 'confirm':
        return `confirm ${action.state.kind === 'single' ? `${action.state.role} alone` : `${action.state.weight} %`}${action.beforeRemoval ? ' before removal' : ''}`
      case 'drain':
        return `drain ${action.duration / 1000} s`
      case 'compare-templates':
        return 'compare templates'
      case 'release-fields':
        return `release ${action.ref.kind} ${action.ref.name}`
    }
  })
}

function detail(after: KubeObject | null): string {
  if (!after) return ''
  const spec = after['spec'] as { [field: string]: unknown }
  switch (after.kind) {
    case 'Deployment':
      return `${(spec['template'] as KubeObject['spec']).spec.containers[0].image as string} x${String((spec['replicas'] as number | undefined) ?? '-')}`
    case 'HorizontalPodAutoscaler':
      return `min ${String(spec['minReplicas'])}`
    case 'VirtualService': {
      const route = (
        spec['http'] as { route: { destination: { host: string; subset?: string }; weight?: number }[] }[]
      )[0]!.route
      return route
        .map(
          (r) =>
            `${r.destination.host}${r.destination.subset ? `/${r.destination.subset}` : ''}:${r.weight ?? '-'}`,
        )
        .join(' ')
    }
    case 'DestinationRule':
      return (spec['subsets'] as { name: string }[]).map((s) => s.name).join(' ')
    default:
      return ''
  }
}
