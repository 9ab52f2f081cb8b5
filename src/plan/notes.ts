import type { KubeObject } from '../kube/object.ts'
import { describe, refOf } from '../kube/object.ts'
import type { RolloutRecord } from '../record/record.ts'
import { lastFileOf } from '../record/record.ts'
import type { Rollout, Stage } from '../spec/rollout.ts'
import type { RoutePlanInput } from './route.ts'
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
    ...mirrorNotes(stage, input),
    ...ownerNotes([...input.live.values(), ...routes.routes.flatMap((r) => (r.route ? [r.route] : []))]),
    ...(record?.phase === 'active' ? [] : weakerStages(input.rollout, lastFileOf(record))),
    ...(input.rollout.traffic
      ? []
      : ['no "traffic" block: nobody will look whether the gateways serve what is configured']),
  ]
}

function firstRunNote(input: StageInput, stage: Stage): string {
  const { stable } = input.roles
  return `first run: nothing is stable yet, so ${stable.name} gets the image; ${stage.kind === 'weight' && stage.weight === 0 ? 'the route stays closed until a stage with a weight' : 'the route opens'}`
}

/** What copied requests do besides being compared. */
function mirrorNotes(stage: Stage, { roles, firstRun }: StageInput): string[] {
  if (stage.kind !== 'weight') return []
  const { mirror, headers, gates } = stage
  const replays = gates.some((g) => g.kind === 'comparison' && g.source.kind === 'replay')
  if (firstRun && (mirror > 0 || replays))
    return ['first run: there is only one version, so nothing is copied and nothing is compared']
  const { name } = roles.canary
  return [
    ...(mirror > 0
      ? [
          `mirror: ${name} works on ${mirror} % of the requests once more, and its answers are thrown away; what a request writes or sends elsewhere happens twice, and ${name} needs the capacity for it`,
          `mirror: copies reach ${name} with "-shadow" after the host name (depending on the gateway's version), so it must not depend on the Host header`,
          ...(headers.length > 0
            ? [
                `mirror: requests of the header rules go to ${name} themselves and are not copied; only the others are`,
              ]
            : []),
        ]
      : []),
    ...(replays
      ? [`replay: both versions answer requests of the "traffic" block; what these write happens on both`]
      : []),
  ]
}

function pinNotes(routes: RoutePlanInput): string[] {
  return routes.routes.flatMap(({ spec, route, router, index }) => {
    if (!route) return []
    const located = router.locate(route, contextOf(spec, routes), routes.memories[index]?.memory ?? null)
    if (!located.ok) return []
    return located.rule.pins.map(
      (pin) =>
        `${describe(refOf(route))}: ${pin.description} is pinned to ${routes.roles[pin.role].name}${spec.pins === 'retarget' ? '; it follows the remaining version at the end' : ''}`,
    )
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
