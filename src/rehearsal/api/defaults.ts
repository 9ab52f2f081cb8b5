import type { KubeObject } from '../../kube/object.ts'
import { withDefaults } from '../../mesh/gateway/index.ts'
import { fieldsAt, isEmpty, isFields, show } from './json-value.ts'
import type { Fields, Value } from './json-value.ts'
import { eachFields, preset, presetPodSpec } from './pod-defaults.ts'
import type { Resource } from './resources.ts'

const WORKLOADS = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet']

/** Fills in what the real server fills in, and drops what it drops, in place. */
export function applyDefaults(resource: Resource, object: Fields): void {
  if (!resource.custom) omitEmpty(object, '')
  dropNulls(object)
  dropEmptyMetadata(fieldsAt(object, 'metadata'))
  const spec = ensure(object, resource)
  if (spec) presetSpec(resource.kind, spec)
  if (resource.kind === 'HTTPRoute' && spec) {
    object['spec'] = withDefaults(object as unknown as KubeObject)['spec'] as Fields
  }
  if (resource.kind === 'Namespace') presetNamespace(object)
  if (resource.kind === 'Secret') presetSecret(object)
  if (resource.kind.endsWith('RoleBinding')) presetBinding(object)
}

function presetSpec(kind: string, spec: Fields): void {
  if (WORKLOADS.includes(kind)) presetWorkload(kind, spec)
  else if (kind === 'Pod') presetPodSpec(spec, 'pod')
  else if (kind === 'Service') presetService(spec)
  else if (kind === 'HorizontalPodAutoscaler') presetAutoscaler(spec)
}

function ensure(object: Fields, resource: Resource): Fields | null {
  if (!resource.custom && hasSpec(resource.kind)) preset(object, 'spec', {})
  return isFields(object['spec']) ? object['spec'] : null
}

export function hasSpec(kind: string): boolean {
  return [
    'Namespace',
    'Node',
    'Pod',
    'Service',
    'Deployment',
    'ReplicaSet',
    'StatefulSet',
    'DaemonSet',
    'HorizontalPodAutoscaler',
    'Lease',
    'PodDisruptionBudget',
    'Ingress',
  ].includes(kind)
}

function presetWorkload(kind: string, spec: Fields): void {
  if (kind !== 'DaemonSet') preset(spec, 'replicas', 1)
  if (kind === 'Deployment') {
    preset(spec, 'revisionHistoryLimit', 10)
    preset(spec, 'progressDeadlineSeconds', 600)
    preset(spec, 'strategy', {})
    const strategy = spec['strategy']
    if (isFields(strategy)) {
      preset(strategy, 'type', 'RollingUpdate')
      if (strategy['type'] === 'RollingUpdate') {
        preset(strategy, 'rollingUpdate', {})
        const rolling = strategy['rollingUpdate']
        if (isFields(rolling)) {
          preset(rolling, 'maxUnavailable', '25%')
          preset(rolling, 'maxSurge', '25%')
        }
      }
    }
  }
  preset(spec, 'template', {})
  const template = spec['template']
  if (!isFields(template)) return
  preset(template, 'metadata', {})
  preset(template, 'spec', {})
  dropEmptyMetadata(fieldsAt(template, 'metadata'))
  if (isFields(template['spec'])) presetPodSpec(template['spec'], 'template')
}

function presetService(spec: Fields): void {
  if (isEmpty(spec['selector'])) delete spec['selector']
  preset(spec, 'sessionAffinity', 'None')
  preset(spec, 'type', 'ClusterIP')
  eachFields(spec['ports'], (port) => {
    preset(port, 'protocol', 'TCP')
    if (port['targetPort'] === 0) delete port['targetPort']
    preset(port, 'targetPort', port['port'] ?? 0)
  })
  const type = spec['type']
  if (type === 'ExternalName') return
  preset(spec, 'internalTrafficPolicy', 'Cluster')
  if (type === 'LoadBalancer' || type === 'NodePort') preset(spec, 'externalTrafficPolicy', 'Cluster')
  if (type === 'LoadBalancer') preset(spec, 'allocateLoadBalancerNodePorts', true)
}

function presetAutoscaler(spec: Fields): void {
  preset(spec, 'minReplicas', 1)
  if (isEmpty(spec['metrics'] ?? [])) {
    spec['metrics'] = [
      {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
      },
    ]
  }
}

function presetNamespace(object: Fields): void {
  const metadata = fieldsAt(object, 'metadata')
  if (typeof metadata['name'] === 'string') {
    preset(metadata, 'labels', {})
    fieldsAt(metadata, 'labels')['kubernetes.io/metadata.name'] = metadata['name']
  }
}

function presetSecret(object: Fields): void {
  preset(object, 'type', 'Opaque')
  const texts = object['stringData']
  if (!isFields(texts)) return
  preset(object, 'data', {})
  for (const [key, text] of Object.entries(texts)) {
    fieldsAt(object, 'data')[key] = Buffer.from(show(text)).toString('base64')
  }
  delete object['stringData']
}

/** The defaults of the Gateway API's CRD schema. */
function presetBinding(object: Fields): void {
  eachFields(object['subjects'], (subject) => {
    if (subject['kind'] !== 'ServiceAccount') preset(subject, 'apiGroup', 'rbac.authorization.k8s.io')
  })
}

// What Go's `omitempty` leaves out when the server encodes built-in kinds.
const FREE_KEYS = [
  'labels',
  'annotations',
  'matchLabels',
  'nodeSelector',
  'data',
  'binaryData',
  'limits',
  'requests',
]
const OMIT_FALSE = [
  'hostNetwork',
  'hostPID',
  'hostIPC',
  'stdin',
  'stdinOnce',
  'tty',
  'readOnly',
  'paused',
  'publishNotReadyAddresses',
]
const OMIT_ZERO = [
  'initialDelaySeconds',
  'minReadySeconds',
  'hostPort',
  'nodePort',
  'replicas@status',
  'observedGeneration',
]

function omitEmpty(value: Fields, parent: string): void {
  for (const [key, item] of Object.entries(value)) {
    if (Array.isArray(item)) {
      if (item.length === 0) delete value[key]
      for (const inner of item) if (isFields(inner)) omitEmpty(inner, key)
    } else if (isFields(item)) {
      if (isEmpty(item) && FREE_KEYS.includes(key)) delete value[key]
      else if (!FREE_KEYS.includes(key)) omitEmpty(item, key)
    } else if (
      (item === '' && !FREE_KEYS.includes(parent) && key !== 'apiGroup') ||
      (item === false && OMIT_FALSE.includes(key)) ||
      (item === 0 && (OMIT_ZERO.includes(key) || parent === 'status'))
    ) {
      delete value[key]
    }
  }
}

function dropNulls(value: Value): void {
  if (Array.isArray(value)) return value.forEach(dropNulls)
  if (!isFields(value)) return
  for (const [key, item] of Object.entries(value)) {
    if (item === null || item === undefined) delete value[key]
    else dropNulls(item)
  }
}

function dropEmptyMetadata(metadata: Fields): void {
  for (const key of ['labels', 'annotations', 'ownerReferences', 'finalizers']) {
    if (metadata[key] !== undefined && isEmpty(metadata[key])) delete metadata[key]
  }
}

/**
 * What an empty object of a built-in kind looks like: fields that are always there are not recorded as added by the
 * writer who created the object.
 */
export function emptyObject(resource: Resource): Fields {
  const empty: Fields = { metadata: {} }
  if (resource.custom) return empty
  if (hasSpec(resource.kind)) empty['spec'] = {}
  if (WORKLOADS.includes(resource.kind)) {
    empty['spec'] = { template: { metadata: {}, spec: { containers: null } } }
    if (resource.kind === 'Deployment') fieldsAt(empty, 'spec')['strategy'] = {}
  }
  if (resource.kind === 'HorizontalPodAutoscaler') empty['spec'] = { scaleTargetRef: {} }
  if (resource.kind === 'Service') empty['status'] = { loadBalancer: {} }
  else if (resource.subresources.includes('status')) empty['status'] = {}
  if (resource.kind === 'Event') Object.assign(empty, { involvedObject: {}, source: {} })
  if (resource.kind.endsWith('RoleBinding')) empty['roleRef'] = {}
  return empty
}
