import type { KubeObject } from '../../kube/object.ts'
import { clone, equal, fieldsAt, isFields, textAt } from './json-value.ts'
import type { Fields, Value } from './json-value.ts'
import { hasStatus, joinVersion } from './resources.ts'
import type { Resource } from './resources.ts'
import { MODIFIED, badRequest, conflict, invalidObject, invalidValue } from './status-error.ts'
import { refuseWrongTypes } from './validate.ts'

/** What one write is about. */
export interface Target {
  readonly resource: Resource
  /** The version that the client speaks. */
  readonly version: string
  readonly namespace: string
  readonly subresource: string
}

/** The body as an object of the stored version, after the checks that come before everything else. */
export function decoded(target: Target, body: Fields): Fields {
  const { resource, version, namespace } = target
  const object = clone(body)
  const expected = joinVersion(resource.group, version)
  const apiVersion = textAt(object, 'apiVersion') ?? expected
  const kind = textAt(object, 'kind') ?? resource.kind
  if (kind !== resource.kind) {
    throw badRequest(
      `${kind} in version ${JSON.stringify(version)} cannot be handled as a ${resource.kind}: converting (${apiVersion.replace('/', '.')}.${kind}) to (${resource.group}.${resource.kind}): unknown conversion`,
    )
  }
  if (apiVersion !== expected) {
    throw badRequest(
      `the API version in the data (${apiVersion}) does not match the expected API version (${expected})`,
    )
  }
  if (!isFields(object['metadata'])) object['metadata'] = {}
  const metadata = fieldsAt(object, 'metadata')
  if (resource.namespaced) {
    if ((metadata['namespace'] ?? namespace) !== namespace) {
      throw badRequest(
        'the namespace of the provided object does not match the namespace sent on the request',
      )
    }
    metadata['namespace'] = namespace
  } else {
    delete metadata['namespace']
  }
  refuseWrongTypes(resource, version, object)
  object['apiVersion'] = joinVersion(resource.group, resource.versions[0]!)
  object['kind'] = resource.kind
  return object
}

/** Refuses a write that is based on another state of the object. */
export function guard(resource: Resource, old: KubeObject, object: Fields): void {
  const { uid, resourceVersion } = old.metadata
  const metadata = fieldsAt(object, 'metadata')
  const sent = textAt(metadata, 'resourceVersion') ?? ''
  if (sent === '' && resource.custom) {
    // The real server names a custom resource by its plural here.
    throw invalidObject({ group: resource.group, kind: resource.plural }, old.metadata.name, [
      invalidValue('metadata.resourceVersion', 0, 'must be specified for an update'),
    ])
  }
  const sentUid = textAt(metadata, 'uid')
  if (sentUid && sentUid !== uid) {
    throw conflict(
      resource,
      old.metadata.name,
      `StorageError: invalid object, Code: 4, Key: ${storageKey(resource, old)}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${sentUid}, UID in object meta: ${uid}`,
    )
  }
  if (sent !== '' && sent !== resourceVersion) throw conflict(resource, old.metadata.name, MODIFIED)
}

function storageKey(resource: Resource, object: KubeObject): string {
  const group = resource.custom ? `/${resource.group}` : ''
  return `/registry${group}/${resource.plural}/${object.metadata.namespace ?? ''}/${object.metadata.name}`
}

const OWN_METADATA = [
  'uid',
  'creationTimestamp',
  'generation',
  'resourceVersion',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'namespace',
]

/** `sent` with what a write of this (sub)resource cannot change taken from `old`. */
export function kept(resource: Resource, subresource: string, old: KubeObject, sent: Fields): Fields {
  const before = old as unknown as Fields
  const metadata: Fields = {
    ...fieldsAt(subresource === 'status' && resource.custom ? before : sent, 'metadata'),
  }
  if (subresource === 'status') metadata['labels'] = fieldsAt(before, 'metadata')['labels'] ?? null
  for (const key of OWN_METADATA) metadata[key] = fieldsAt(before, 'metadata')[key] ?? null
  for (const [key, value] of Object.entries(metadata)) if (value === null) delete metadata[key]
  const base = subresource === 'status' ? before : sent
  const out: Fields = { ...base, metadata }
  if (!hasStatus(resource)) return out
  const status = subresource === 'status' ? sent['status'] : before['status']
  if (status === undefined) delete out['status']
  else out['status'] = status
  return out
}

export function contentChanged(resource: Resource, old: KubeObject, object: Fields): boolean {
  const before = old as unknown as Fields
  if (!resource.custom) {
    if (!equal(before['spec'], object['spec'])) return true
    const annotations = (o: Fields) => fieldsAt(o, 'metadata', 'annotations')
    return resource.kind === 'Deployment' && !equal(annotations(before), annotations(object))
  }
  const content = (o: Fields) => ({ ...o, metadata: null, ...(hasStatus(resource) ? { status: null } : {}) })
  return !equal(content(before), content(object))
}

export function untracked(object: unknown): Value {
  const fields = object as Fields
  const metadata: Fields = { ...fieldsAt(fields, 'metadata') }
  delete metadata['managedFields']
  return { ...fields, metadata }
}

export function initialStatus(resource: Resource): Fields | null {
  if (resource.kind === 'Service') return { loadBalancer: {} }
  if (resource.kind === 'Pod') return { phase: 'Pending', qosClass: 'BestEffort' }
  if (resource.kind === 'HorizontalPodAutoscaler') return { desiredReplicas: 0 }
  if (resource.kind === 'Namespace') return { phase: 'Active' }
  return resource.custom ? null : {}
}

export function allocateAddress(spec: Fields, count: number): void {
  if (spec['type'] === 'ExternalName') return
  spec['clusterIP'] ??= `10.96.${Math.floor(count / 250)}.${(count % 250) + 1}`
  spec['clusterIPs'] ??= [spec['clusterIP']]
  spec['ipFamilies'] ??= ['IPv4']
  spec['ipFamilyPolicy'] ??= 'SingleStack'
}

export function keepAddress(spec: Fields, old: KubeObject): void {
  for (const key of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy']) {
    const before = fieldsAt(old, 'spec')[key]
    if (before !== undefined) spec[key] ??= before
  }
}

/** A pod on a node stays until the kubelet says that it ended. */
export function isGraceful(resource: Resource, object: KubeObject): boolean {
  return resource.kind === 'Pod' && textAt(object, 'spec', 'nodeName') !== undefined
}
