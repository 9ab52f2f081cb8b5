import type { GateResult } from '../gates/gate.ts'
import type { KubeObject } from '../kube/object.ts'
import { formatDuration } from '../process/duration.ts'
import type { AwaitGone, AwaitReady } from '../plan/plan.ts'
import type { Session } from '../record/session.ts'
import { deploymentReady, explainNotReady } from '../workload/readiness.ts'
import type { Engine } from './context.ts'
import type { StageScene } from './scene.ts'

const FIRST_POLL_MS = 50
const LAST_POLL_MS = 1_000
/** How long a hopeless state must last before the wait ends early. */
const HOPELESS_MS = 5_000

/** Waits until enough pods of the newest template are ready; says what it waits for, and at the end why in vain. */
export async function awaitReady(
  engine: Engine,
  session: Session,
  scene: StageScene,
  action: AwaitReady,
): Promise<GateResult> {
  const { kube, clock } = engine
  const namespace = scene.rollout.namespace
  const started = clock.now()
  const deadline = started + scene.rollout.timeouts.ready
  let pause = FIRST_POLL_MS
  let said = ''
  let hopelessSince: number | null = null
  for (;;) {
    const deployment = await kube.get({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace,
      name: action.deployment,
    })
    if (!deployment) {
      return failed(`Deployment ${namespace}/${action.deployment} does not exist any more`)
    }
    const state = deploymentReady(deployment, action.replicas)
    const passed = (note: string): GateResult => ({
      kind: 'readiness',
      verdict: 'pass',
      reason: `${action.deployment}: ${state.text} after ${formatDuration(clock.now() - started)}${note}`,
    })
    if (state.ready) return passed('')
    if (action.unlessNone !== null && deploymentReady(deployment, 1).ready) {
      const other = action.unlessNone
      if (!(await hasReadyPod(engine, namespace, other)))
        return passed(`; fewer than wanted, but ${other} has none`)
    }
    if (state.text !== said) {
      engine.progress.waiting(`${action.deployment}: ${state.text}`)
      said = state.text
    }
    const now = clock.now()
    if (now - started > 2_000 || now > deadline) {
      const why = await explain(engine, namespace, deployment)
      if (why.lines[0]) engine.progress.waiting(`${action.deployment}: ${why.lines[0]}`)
      hopelessSince = why.fatalEarly ? (hopelessSince ?? now) : null
      const hopeless =
        hopelessSince !== null && now - hopelessSince >= Math.min(HOPELESS_MS, scene.rollout.timeouts.ready)
      if (now > deadline && why.lines.length === 0) {
        return {
          kind: 'readiness',
          verdict: 'inconclusive',
          reason: `${action.deployment} has too few pods: ${state.text}, wanted ${action.replicas} after ${formatDuration(now - started)}; ${whatToDo(deployment)}, then run the command again`,
        }
      }
      if (now > deadline || hopeless) {
        const waited = hopeless
          ? 'and waiting longer would not help'
          : `after ${formatDuration(now - started)}`
        return failed(
          [
            `${action.deployment} is not ready: ${state.text}, wanted ${action.replicas} ${waited}`,
            ...why.lines,
          ].join('; '),
        )
      }
    }
    await clock.sleep(Math.min(pause, Math.max(1, deadline - now + 1)), engine.signal)
    pause = Math.min(LAST_POLL_MS, pause * 1.5)
    await session.check()
  }
}

/** Of pods that are not there, where nothing is wrong with those that are. */
function whatToDo(deployment: KubeObject): string {
  const { namespace, name } = deployment.metadata
  return deployment['spec']?.paused === true
    ? `somebody paused it: let "kubectl rollout resume deployment/${name} --namespace ${namespace}" go on with it`
    : "nothing is wrong with those it has. Raise its replicas or its autoscaler's maximum"
}

async function hasReadyPod(engine: Engine, namespace: string, name: string): Promise<boolean> {
  const live = await engine.kube.get({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name })
  return ((live?.['status']?.readyReplicas as number | undefined) ?? 0) > 0
}

/** A pod that terminates gets no new requests; those are not waited for. */
export async function awaitGone(
  engine: Engine,
  session: Session,
  scene: StageScene,
  action: AwaitGone,
): Promise<GateResult> {
  const { kube, clock } = engine
  const { namespace, timeouts } = scene.rollout
  const deadline = clock.now() + timeouts.ready
  const labelSelector = selectorOf(action.labels)
  for (;;) {
    const pods = await kube.list({ apiVersion: 'v1', kind: 'Pod', namespace, labelSelector })
    const left = pods.filter((pod) => !pod.metadata.deletionTimestamp)
    if (left.length === 0)
      return { kind: 'readiness', verdict: 'pass', reason: `the pods of ${action.deployment} are gone` }
    if (clock.now() > deadline) {
      const names = left.slice(0, 3).map((pod) => pod.metadata.name)
      return {
        kind: 'readiness',
        verdict: 'inconclusive',
        reason: `${left.length} pods of ${action.deployment} are still there: ${names.join(', ')}`,
      }
    }
    engine.progress.waiting(`${action.deployment}: ${left.length} pods left`)
    await clock.sleep(FIRST_POLL_MS * 4, engine.signal)
    await session.check()
  }
}

async function explain(
  engine: Engine,
  namespace: string,
  deployment: KubeObject,
): Promise<{ lines: readonly string[]; fatalEarly: boolean }> {
  const pods = await podsOf(engine, namespace, deployment)
  const events = await engine.kube
    .list({ apiVersion: 'v1', kind: 'Event', namespace })
    .catch((): KubeObject[] => [])
  return explainNotReady({ deployment, pods, events })
}

/** The pods that a Deployment's selector matches, also those of its older templates. */
export function podsOf(engine: Engine, namespace: string, deployment: KubeObject): Promise<KubeObject[]> {
  const labels = (deployment['spec']?.selector?.matchLabels ?? {}) as { [key: string]: string }
  return engine.kube.list({ apiVersion: 'v1', kind: 'Pod', namespace, labelSelector: selectorOf(labels) })
}

export function selectorOf(labels: { readonly [key: string]: string }): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',')
}

function failed(reason: string): GateResult {
  return { kind: 'readiness', verdict: 'fail', reason }
}
