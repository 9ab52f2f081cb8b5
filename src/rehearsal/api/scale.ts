import type { KubeObject } from '../../kube/object.ts'
import { fieldsAt, isFields, numberAt, textAt, show } from './json-value.ts'
import type { Fields } from './json-value.ts'
import { MODIFIED, badRequest, conflict } from './status-error.ts'
import type { Target } from './write-rules.ts'

/** The `/scale` view of a workload. */
export function scaleOf(object: KubeObject): Fields {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata
  const labels = Object.entries(fieldsAt(object, 'spec', 'selector', 'matchLabels'))
  const replicas = numberAt(object, 'spec', 'replicas') ?? 0
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: {
      name,
      namespace: namespace ?? '',
      uid: uid ?? '',
      resourceVersion: resourceVersion ?? '',
      creationTimestamp: creationTimestamp ?? '',
    },
    // 0 is left out, as Go does.
    spec: replicas === 0 ? {} : { replicas },
    status: {
      replicas: numberAt(object, 'status', 'replicas') ?? 0,
      selector: labels.map(([key, value]) => `${key}=${show(value)}`).join(','),
    },
  }
}

/** The workload with the replicas of a Scale document. */
export function scaled(target: Target, object: KubeObject, scale: unknown): Fields {
  const replicas = isFields(scale) ? (numberAt(scale, 'spec', 'replicas') ?? 0) : null
  if (replicas === null) throw badRequest('the object provided is unrecognized (must be of type Scale)')
  const sent = textAt(scale, 'metadata', 'resourceVersion') ?? ''
  if (sent !== '' && sent !== object.metadata.resourceVersion) {
    throw conflict(target.resource, object.metadata.name, MODIFIED)
  }
  const fields = object as unknown as Fields
  return { ...fields, spec: { ...fieldsAt(fields, 'spec'), replicas } }
}
