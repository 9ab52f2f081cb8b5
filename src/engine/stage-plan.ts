import { deploymentNamed } from '../workload/deployment.ts'
import type { KubeObject, Ref } from '../kube/object.ts'
import { identity, refOf } from '../kube/object.ts'
import type { Role, RouteState } from '../mesh/route-state.ts'
import { imageNotes, notesFor, sharedNotes } from '../plan/notes.ts'
import type { Plan } from '../plan/plan.ts'
import {
  configuredWeight,
  driftOf,
  driftProblem,
  longestTimeout,
  rememberRoutes,
  routeWrites,
} from '../plan/route.ts'
import type { RoutePlanInput } from '../plan/route.ts'
import { planStage, promoteMode, routeStateOf } from '../plan/stage.ts'
import type { StageInput } from '../plan/stage.ts'
import { refused } from '../process/errors.ts'
import type { Archive } from '../record/archive.ts'
import { findArchive } from '../record/archive.ts'
import type { RolloutRecord, RouteMemory } from '../record/record.ts'
import type { Rollout, Stage, Version } from '../spec/rollout.ts'
import { cleanForRestore } from '../workload/restore.ts'
import { checkAdoption } from './adoption.ts'
import { canaryDrift } from './canary-drift.ts'
import type { Engine } from './context.ts'
import { checkNobodyServes } from './first-run.ts'
import { deploymentRefs, observe, refsOf } from './observe.ts'
import type { Observation } from './observe.ts'
import { otherVersion, prepare, versionNamed } from './preparation.ts'
import type { Prepared } from './preparation.ts'
import { checkReferenceGrants } from './reference-grants.ts'
import type { StageScene } from './scene.ts'

export interface StagePlan {
  readonly plan: Plan
  readonly scene: StageScene
  /** State of the routes once the plan is done; null: they are not touched (first run, before they open). */
  readonly target: RouteState | null
  readonly memories: readonly RouteMemory[]
  readonly firstRun: boolean
  readonly baseline: number
  /** Percent to the canary as configured before the plan. */
  readonly configured: number | null
  /** Where the configured routes differ from the record; only with `repair`, otherwise that is refused. */
  readonly drift: readonly string[]
  /** What has to be stored before the first effect; null when it is stored already. */
  readonly archive: (() => Promise<Archive>) | null
}

export interface PlanOptions {
  readonly repair: boolean
  /** The stage was begun before: everything is looked at again. */
  readonly resume: boolean
  /** A new rollout starts. */
  readonly first: boolean
}

/** Looks at the cluster and plans a stage. Writes nothing. Throws `refused` when the cluster is not what it should be. */
export async function planFor(
  engine: Engine,
  prepared: Prepared,
  record: RolloutRecord | null,
  stage: Stage,
  options: PlanOptions,
): Promise<StagePlan> {
  const { rollout } = prepared
  const active = record?.phase === 'active' ? record : null
  const { roles } = rolesOf(rollout, record)
  const whole = options.first || options.resume || stage.kind !== 'weight' || (active?.firstRun ?? true)
  const all = {
    stable: prepared.rendered.objects[roles.stable.name] ?? [],
    canary: prepared.rendered.objects[roles.canary.name] ?? [],
  }
  const obsolete = stage.kind === 'finish' && active ? await obsoleteRefs(engine, active, all) : []
  const refs = whole ? [...refsOf([...all.stable, ...all.canary]), ...obsolete] : deploymentRefs(rollout)
  await checkReferenceGrants(engine.kube, rollout)
  const seen = await observe(engine.kube, rollout, refs, prepared.routeManifests)
  const rendered = whole
    ? all
    : { stable: onlyScalable(all.stable, seen), canary: onlyScalable(all.canary, seen) }
  const stableLive = liveDeployment(seen, roles.stable)
  const firstRun = active ? active.firstRun : stableLive === null
  if (!active && firstRun) await checkNobodyServes(engine, rollout, roles.stable)
  const routesInput = { rollout, roles, routes: seen.routes }
  const memories = active ? active.routes : rememberRoutes(routesInput, record?.routes ?? [])
  if (!active && !firstRun)
    await checkAdoption(engine.kube, { rollout, roles, rendered: all, live: seen.live })
  const routes: RoutePlanInput = { ...routesInput, memories }
  const configured = configuredWeight(routes)
  const baseline = baselineOf(active, stableLive, configured)
  const target = routeStateOf(stage, { rollout, firstRun })
  const drift = active
    ? [
        ...driftOf(routes, options.resume ? [target] : []),
        ...(options.resume || firstRun
          ? []
          : await canaryDrift(
              engine.kube,
              rendered.canary,
              roles.canary,
              liveDeployment(seen, roles.canary),
            )),
      ]
    : []
  if (drift.length > 0 && !options.repair) throw refused(driftProblem(rollout.name, drift))
  const input: StageInput = {
    rollout,
    roles,
    firstRun,
    baseline,
    rendered,
    shared: prepared.shared,
    live: seen.live,
    obsolete,
    destinationRule: seen.destinationRule,
    autoscalers: seen.autoscalers,
    routesTo: (state, why) => routeWrites(routes, state, why),
    configured,
    record: active,
    longestTimeout: longestTimeout(routesInput),
  }
  const actions = planStage(stage, input)
  return {
    plan: {
      stage: stage.name,
      actions,
      notes: [
        ...imageNotes(rollout, prepared.image),
        ...notesFor(input, routes, record, stage),
        ...sharedNotes(actions, input),
      ],
    },
    scene: {
      rollout,
      roles,
      rendered: all,
      newReleaseOnStable: firstRun || (stage.kind === 'finish' && promoteMode(rollout) === 'copy'),
    },
    target,
    memories,
    firstRun,
    baseline,
    configured,
    drift,
    archive: active?.archive ? null : () => archiveOf(engine, prepared, record, seen, roles, firstRun),
  }
}

/** What the release before had by its archive, and this one does not render. */
async function obsoleteRefs(
  engine: Engine,
  { archive, file }: RolloutRecord,
  now: { readonly [role in Role]: readonly KubeObject[] },
): Promise<Ref[]> {
  const known = archive ? await findArchive(engine.kube, file.namespace, archive) : null
  const kept = new Set(refsOf([...now.stable, ...now.canary]).map(identity))
  return refsOf(Object.values(known?.before?.objects ?? {}).flat()).filter((ref) => !kept.has(identity(ref)))
}

/** Who is stable and who canary: by the record, or by the order in the file. */
export function rolesOf(
  rollout: Rollout,
  record: RolloutRecord | null,
): { roles: { readonly [role in Role]: Version } } {
  const named = record ? rollout.versions.find((v) => v.name === record.stable) : rollout.versions[0]
  if (!named) {
    throw refused({
      code: 'versions-renamed',
      message: `the record of "${rollout.name}" has ${record!.stable} as its stable version, and the file calls its versions ${rollout.versions.map((v) => v.name).join(' and ')}; keep the names`,
    })
  }
  return { roles: { stable: versionNamed(rollout, named.name), canary: otherVersion(rollout, named.name) } }
}

/** Between deployments only the number of pods can change. */
function onlyScalable(objects: readonly KubeObject[], seen: Observation): KubeObject[] {
  for (const hpa of seen.autoscalers) seen.live.set(identity(refOf(hpa)), hpa)
  return objects.filter((o) => o.kind === 'Deployment' || o.kind === 'HorizontalPodAutoscaler')
}

function liveDeployment(seen: Observation, version: Version): KubeObject | null {
  return deploymentNamed(seen.live.values(), version.deployment) ?? null
}

/** While the canary has nothing, what stable has ready carries the whole load; later the record knows. */
function baselineOf(
  active: RolloutRecord | null,
  stable: KubeObject | null,
  configured: number | null,
): number {
  // In the middle of a rolling update more pods may be ready than are wanted.
  const ready = (stable?.['status']?.readyReplicas as number | undefined) ?? 0
  const now = Math.min(ready, (stable?.['spec']?.replicas as number | undefined) ?? 1)
  if (!active) return Math.max(1, now)
  return (configured ?? 0) === 0 && active.progress === 'clean'
    ? Math.max(active.baseline, now)
    : active.baseline
}

async function archiveOf(
  engine: Engine,
  prepared: Prepared,
  record: RolloutRecord | null,
  seen: Observation,
  roles: { readonly [role in Role]: Version },
  firstRun: boolean,
): Promise<Archive> {
  const snapshot = [...seen.live.values()].map(cleanForRestore)
  const before = firstRun ? null : await releaseBefore(engine, prepared, record, seen, roles.stable, snapshot)
  return { release: prepared.release, now: prepared.rendered, before, snapshot }
}

/** Of a release that was not ours only its objects as stable are known for sure; as canary it is rendered with its image. */
async function releaseBefore(
  engine: Engine,
  prepared: Prepared,
  record: RolloutRecord | null,
  seen: Observation,
  stable: Version,
  snapshot: readonly KubeObject[],
): Promise<Archive['now']> {
  // Without it (somebody cleaned up) the release before is as approximate as one that was not ours; that must not block the next.
  const last = record?.lastFinished
    ? await findArchive(engine.kube, prepared.rollout.namespace, record.lastFinished.archive)
    : null
  if (last) return last.now
  const image = imageBefore(prepared, seen, stable)
  const { rendered } = await prepare(prepared.rollout, engine.workspace, image)
  const own = new Set(prepared.rendered.objects[stable.name]?.map((o) => identity(refOf(o))))
  const exact = snapshot.filter((o) => own.has(identity(refOf(o))))
  return { image, objects: { ...rendered.objects, [stable.name]: exact } }
}

/** The image that stable runs in the container for which the manifests ask for the new one. */
function imageBefore(prepared: Prepared, seen: Observation, stable: Version): string | null {
  const rendered = prepared.rendered.objects[stable.name]?.find(
    (o) => o.kind === 'Deployment' && o.metadata.name === stable.deployment,
  )
  const containers = (o: KubeObject | null | undefined) =>
    (o?.['spec']?.template?.spec?.containers ?? []) as { name: string; image?: string }[]
  const name = containers(rendered).find((c) => c.image === prepared.image)?.name
  return containers(liveDeployment(seen, stable)).find((c) => c.name === name)?.image ?? prepared.image
}
