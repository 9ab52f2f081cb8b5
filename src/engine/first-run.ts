import { describe, refOf } from '../kube/object.ts'
import { refused } from '../process/errors.ts'
import type { Rollout, Version } from '../spec/rollout.ts'
import type { Engine } from './context.ts'
import { selectorOf } from './readiness.ts'
import { isReady } from './version-pods.ts'

/**
 * Where stable's Deployment is missing, a rollout begins with a first release, whose pods stand behind stable's Service at once. If
 * somebody answers there already the name is wrong, and the new release would get live traffic that nobody approved.
 */
export async function checkNobodyServes(engine: Engine, rollout: Rollout, stable: Version): Promise<void> {
  const { namespace } = rollout
  const { service: name } = stable.backend
  const service = await engine.kube.get({ apiVersion: 'v1', kind: 'Service', namespace, name })
  const labels = service?.['spec']?.selector as { readonly [label: string]: string } | undefined
  if (!service || !labels || Object.keys(labels).length === 0) return
  const labelSelector = selectorOf(labels)
  const pods = await engine.kube.list({ apiVersion: 'v1', kind: 'Pod', namespace, labelSelector })
  const ready = pods.find(isReady)
  if (!ready) return
  throw refused({
    code: 'stable-elsewhere',
    message: `Deployment ${namespace}/${stable.deployment} does not exist, and yet ${describe(refOf(service))} has ready pods (${ready.metadata.name}): a first release would get their traffic. Name the Deployment that runs them in versions.${stable.name}.deployment, or remove them first`,
  })
}
