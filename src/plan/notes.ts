import type { KubeObject } from '../kube/object.ts'
import { describe, identity, refOf } from '../kube/object.ts'
import type { RolloutRecord } from '../record/record.ts'
import { lastFileOf } from '../record/record.ts'
import type { Rollout, Stage } from '../spec/rollout.ts'
import type { Action } from './plan.ts'
import type { RoutePlanInput } from './route.ts'
import { fullRepository, parseImage } from '../workload/image.ts'
import { contextOf } from './route.ts'
import type { StageInput } from './stage.ts'

/** What a reader of the plan should know and the diff does not say. */
export function notesFor(
  input: StageInput,
  routes: RoutePlanInput,
  record: RolloutRecord | null,
  stage: Stage,
): string[] {
  return [
    ...(input.firstRun ? [firstRunNote(input, stage)] : []),
    ...pinNotes(routes),
    ...copyNotes(stage, input, routes),
    ...ownerNotes([...input.live.values(), ...routes.routes.flatMap((r) => (r.route ? [r.route] : []))]),
    ...(record?.phase === 'active' ? [] : weakerStages(input.rollout, lastFileOf(record))),
    ...(input.rollout.traffic
      ? []
      : ['no "traffic" block: nobody will look whether the gateways serve what is configured']),
  ]
}

/** A build writes to the repository of the file; an image of another one may be meant (a second registry) or mistaken. */
export function imageNotes({ image: source }: Rollout, image: string | null): string[] {
  const asked = image === null ? null : parseImage(image)
  const known = source === null ? null : parseImage(source.repository)
  if (!asked?.ok || !known?.ok) return []
  const [from, named] = [asked, known].map((one) => fullRepository(one.image))
  return from === named ? [] : [`the image is from ${from}; the rollout file names ${named}`]
}

/** An object that both versions render alike is one object: what the new release makes of it, stable has at once. */
export function sharedNotes(
  actions: readonly Action[],
  { shared, firstRun, roles }: Pick<StageInput, 'shared' | 'firstRun' | 'roles'>,
): string[] {
  if (firstRun) return []
  return actions.flatMap((action) =>
    action.kind === 'write' && action.before && action.after && shared.has(identity(action.ref))
      ? [
          `${describe(action.ref)} is shared: ${roles.stable.name} has its new content at once, whatever the weights are; put \${version} into its name to keep the versions apart`,
        ]
      : [],
  )
}

function firstRunNote(input: StageInput, stage: Stage): string {
  const { stable } = input.roles
  return `first run: nothing is stable yet, so ${stable.name} gets the image; ${stage.kind === 'weight' && stage.weight === 0 ? 'the route stays closed until a stage with a weight' : 'the route opens'}`
}

/** What copied and replayed requests do besides being compared. */
function copyNotes(stage: Stage, { roles, firstRun }: StageInput, routes: RoutePlanInput): string[] {
  if (stage.kind !== 'weight') return []
  const replays = stage.gates.some((g) => g.kind === 'comparison' && g.source.kind === 'replay')
  if (firstRun && (stage.mirror > 0 || replays))
    return ['first run: there is only one version, so nothing is copied and nothing is compared']
  return [
    ...(stage.mirror > 0 ? mirrorNotes(stage.mirror, stage.headers.length > 0, roles, routes) : []),
    ...(replays
      ? [`replay: both versions answer requests of the "traffic" block; what these write happens on both`]
      : []),
  ]
}

function mirrorNotes(
  percent: number,
  headers: boolean,
  { canary }: StageInput['roles'],
  routes: RoutePlanInput,
): string[] {
  const { name } = canary
  return [
    `mirror: ${name} works on ${percent} % of the requests once more, and its answers are thrown away; what a request writes or sends elsewhere happens twice, and ${name} and everything that it calls get that much more load`,
    `mirror: copies may reach ${name} with "-shadow" after the host name (Istio up to 1.27 adds it, later versions only with DISABLE_SHADOW_HOST_SUFFIX=false), so ${name} must not depend on the Host header`,
    ...(headers
      ? [
          `mirror: requests of the header rules go to ${name} themselves and are not copied; only the others are`,
        ]
      : []),
    ...notCopied(routes).map(
      (rule) => `mirror: requests of ${rule} are not copied; only those of the weighted rule are`,
    ),
  ]
}

/** Rules of other people that send requests to stable, and none of them to the canary too. */
function notCopied(routes: RoutePlanInput): string[] {
  return pinsByRoute(routes).flatMap(({ route, pins }) =>
    pins
      .filter(({ role, destinations }) => role === 'stable' && destinations.length > 0)
      .filter((pin) => !pins.some((p) => p.index === pin.index && p.role === 'canary' && p.mirror))
      .map((pin) => `${describe(refOf(route))} ${pin.description}`),
  )
}

function pinNotes(routes: RoutePlanInput): string[] {
  return pinsByRoute(routes).flatMap(({ route, spec, pins }) =>
    pins.map(
      (pin) =>
        `${describe(refOf(route))}: ${pin.description} is pinned to ${routes.roles[pin.role].name}${spec.pins === 'retarget' ? '; it follows the remaining version at the end' : ''}`,
    ),
  )
}

function pinsByRoute(routes: RoutePlanInput) {
  return routes.routes.flatMap(({ spec, route, router, index }) => {
    if (!route) return []
    const located = router.locate(route, contextOf(spec, routes), routes.memories[index]?.memory ?? null)
    return located.ok ? [{ spec, route, pins: located.rule.pins }] : []
  })
}

const OWNERS: readonly {
  readonly who: string
  readonly label?: string
  readonly annotation?: string
  readonly value?: string
}[] = [
  { who: 'Helm', label: 'app.kubernetes.io/managed-by', value: 'Helm' },
  { who: 'Argo CD', annotation: 'argocd.argoproj.io/tracking-id' },
  { who: 'Argo CD', label: 'argocd.argoproj.io/instance' },
  { who: 'Flux', label: 'kustomize.toolkit.fluxcd.io/name' },
  { who: 'Flux', label: 'helm.toolkit.fluxcd.io/name' },
]

/** Whoever reconciles an object that we change will put it back in the middle of the rollout. */
export function ownerNotes(objects: readonly KubeObject[]): string[] {
  return objects.flatMap((object) => {
    const { labels = {}, annotations = {} } = object.metadata
    const owner = OWNERS.find(({ label, annotation, value }) => {
      const found = label ? labels[label] : annotations[annotation!]
      return found !== undefined && (value === undefined || found === value)
    })
    if (!owner) return []
    return [
      `${describe(refOf(object))} belongs to ${owner.who}, which may put it back during the rollout; let it ignore what shiftgate changes (weights, marks) or pause it`,
    ]
  })
}

/** Approvals and gates that the last finished rollout had and this file has not. */
export function weakerStages(now: Rollout, before: Rollout | null): string[] {
  if (!before) return []
  return before.stages.flatMap((old) => {
    const stage = now.stages.find((s) => s.name === old.name)
    if (!stage) return [`stage ${old.name} of the last finished rollout is gone`]
    const lost = old.gates.filter((g) => !stage.gates.some((n) => n.kind === g.kind)).map((g) => g.kind)
    return [
      ...(old.approval && !stage.approval
        ? [
            `stage ${old.name} needed an approval (${old.approval}) in the last finished rollout and needs none now`,
          ]
        : []),
      ...(lost.length > 0
        ? [
            `stage ${old.name} had the gates ${lost.join(', ')} in the last finished rollout and has them no more`,
          ]
        : []),
    ]
  })
}
