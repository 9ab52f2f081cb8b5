import { CannotLook } from '../gates/cannot-look.ts'
import type { KubeObject } from '../kube/object.ts'
import type { Role } from '../mesh/route-state.ts'
import type { Backend } from '../spec/rollout.ts'
import { podReady } from '../workload/pod-ready.ts'
import type { Engine } from './context.ts'
import { podsOf } from './readiness.ts'
import type { StageScene } from './scene.ts'

type Place = Pick<StageScene, 'rollout' | 'roles'>

/** The pods of a version that run; throws CannotLook when there are none. */
export async function runningPods(engine: Engine, scene: Place, role: Role): Promise<KubeObject[]> {
  const { namespace } = scene.rollout
  const { deployment: name } = scene.roles[role]
  const deployment = await engine.kube.get({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name })
  const pods = deployment === null ? [] : await podsOf(engine, namespace, deployment)
  const running = pods.filter((pod) => pod['status']?.phase === 'Running')
  if (running.length > 0) return running
  throw new CannotLook(
    deployment === null
      ? `Deployment ${namespace}/${name} is gone: nobody answers for ${scene.roles[role].name}`
      : `Deployment ${namespace}/${name} has no running pod: nobody answers for ${scene.roles[role].name}`,
  )
}

/** Whether a pod can be asked: ready, and to stay. */
export function isReady(pod: KubeObject): boolean {
  return !pod.metadata.deletionTimestamp && podReady(pod)
}

export function serviceOf(engine: Engine, { rollout, roles }: Place, role: Role): Promise<KubeObject | null> {
  const { namespace } = rollout
  return engine.kube.get({ apiVersion: 'v1', kind: 'Service', namespace, name: roles[role].backend.service })
}

/** The pod's port behind the Service's port: a number as it is, a name by the container that has it. */
export function portBehind(service: KubeObject | null, backend: Backend, pod: KubeObject): number | null {
  const ports = (service?.['spec']?.ports ?? []) as { port: number; targetPort?: number | string }[]
  const port = backend.port === null ? ports[0] : ports.find((p) => p.port === backend.port)
  if (!port) return null
  const target = port.targetPort ?? port.port
  if (typeof target === 'number') return target
  const containers = (pod['spec']?.containers ?? []) as {
    ports?: { name?: string; containerPort: number }[]
  }[]
  return containers.flatMap((c) => c.ports ?? []).find((p) => p.name === target)?.containerPort ?? null
}
