import type { GateResult } from '../gates/gate.ts'
import { KubeError } from '../kube/client.ts'
import type { KubeObject } from '../kube/object.ts'
import { messageOf } from '../process/errors.ts'
import type { WarmUp } from '../plan/plan.ts'
import type { Session } from '../record/session.ts'
import type { Engine } from './context.ts'
import { podsOf } from './readiness.ts'
import type { StageScene } from './scene.ts'
import { proberOf } from './scene.ts'
import { isReady, portBehind, serviceOf } from './version-pods.ts'

/** One real request, answered well, by each new pod, so that no user waits for the model's first inference. */
export async function warmUp(
  engine: Engine,
  session: Session,
  scene: StageScene,
  action: WarmUp,
): Promise<GateResult> {
  const { kube } = engine
  const namespace = scene.rollout.namespace
  const deployment = await kube.get({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace,
    name: action.deployment,
  })
  if (!deployment)
    return { kind: 'warm-up', verdict: 'fail', reason: `Deployment ${action.deployment} is gone` }
  const pods = (await podsOf(engine, namespace, deployment)).filter(isReady)
  const { backend } = scene.roles[action.role]
  const service = await serviceOf(engine, scene, action.role)
  let answered = 0
  for (const pod of pods) {
    const port = portBehind(service, backend, pod)
    if (port === null) {
      return {
        kind: 'warm-up',
        verdict: 'error',
        reason: `cannot tell which port of pod ${pod.metadata.name} Service ${backend.service} sends to; name the port in versions.${scene.roles[action.role].name}.port`,
      }
    }
    const failure = await askUntilGood(engine, session, scene, pod, port)
    if (failure) return failure
    answered++
  }
  if (answered === 0) {
    return {
      kind: 'warm-up',
      verdict: 'inconclusive',
      reason: `${action.deployment} has no ready pod to warm up`,
    }
  }
  return {
    kind: 'warm-up',
    verdict: 'pass',
    reason: `${answered} of ${pods.length} pods of ${action.deployment} answered a request`,
  }
}

async function askUntilGood(
  engine: Engine,
  session: Session,
  scene: StageScene,
  pod: KubeObject,
  port: number,
): Promise<GateResult | null> {
  const { kube, clock } = engine
  const target = { namespace: scene.rollout.namespace, name: pod.metadata.name, port }
  let notAllowed = false
  const dial = () =>
    kube.connect(target).catch((error: unknown) => {
      notAllowed = error instanceof KubeError && (error.code === 'forbidden' || error.code === 'unauthorized')
      throw error
    })
  const prober = proberOf(engine, scene, dial)
  if (!prober) return null
  // A model may need several tries to load; as long as the pods themselves may take, but with at least a few tries.
  const deadline = clock.now() + scene.rollout.timeouts.ready
  let couldAsk = false
  let last = ''
  for (let attempt = 0; attempt < 5 || clock.now() < deadline; attempt++) {
    try {
      const [address] = await prober.addresses()
      const answer = await prober.send({ address: address!, fresh: true })
      couldAsk ||= answer.status !== null
      // Who answered is known here; what counts is that the answer is good. The gateway may be what adds the version.
      if (answer.good || answer.kind === 'unidentified') return null
      last = answer.error ?? `HTTP ${answer.status}`
    } catch (error) {
      last = messageOf(error)
    }
    // Waiting gives nobody the right to port-forward.
    if (notAllowed) break
    await clock.sleep(Math.min(1_000, 50 * 2 ** attempt), engine.signal)
    await session.check()
  }
  return {
    kind: 'warm-up',
    verdict: couldAsk ? 'fail' : 'error',
    reason: `pod ${pod.metadata.name} gave no good answer on port ${port} before it was to get traffic: ${last}`,
  }
}
