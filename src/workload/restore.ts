import type { KubeObject } from '../kube/object.ts'
import { isMap } from './json.ts'
import type { Fields } from './json.ts'

const METADATA = [
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
  'selfLink',
]
/** Written by controllers for this very object; a copy would mislead them. */
const ANNOTATIONS = ['deployment.kubernetes.io/revision', 'deprecated.daemonset.template.generation']

/**
 * A live object as it can be created again: without identity, status and what a controller wrote. A Service loses the addresses that
 * the cluster gave it (another Service may have them by then), but stays headless when it was.
 */
export function cleanForRestore(live: KubeObject): KubeObject {
  const { status: _, ...rest } = live
  const metadata = without(live.metadata, METADATA)
  const annotations = isMap(metadata.annotations) ? without(metadata.annotations, ANNOTATIONS) : {}
  const { annotations: _annotations, ...others } = metadata
  return {
    ...rest,
    metadata: {
      ...others,
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
    } as KubeObject['metadata'],
    ...(live.kind === 'Service' && isMap(live.spec) ? { spec: serviceSpec(live.spec) } : {}),
  }
}

function serviceSpec(spec: Fields): Fields {
  return spec.clusterIP === 'None'
    ? without(spec, ['healthCheckNodePort'])
    : without(spec, ['clusterIP', 'clusterIPs', 'healthCheckNodePort'])
}

function without(map: Fields, keys: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)))
}
