/** Any JSON value. Kubernetes objects are kept as plain JSON: fields that we do not know must survive. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }
export type JsonObject = { readonly [key: string]: Json | undefined }

export interface Metadata {
  readonly name: string
  readonly namespace?: string
  readonly uid?: string
  readonly resourceVersion?: string
  readonly generation?: number
  readonly creationTimestamp?: string
  readonly deletionTimestamp?: string
  readonly labels?: { readonly [key: string]: string }
  readonly annotations?: { readonly [key: string]: string }
  readonly managedFields?: readonly ManagedFields[]
  readonly ownerReferences?: readonly JsonObject[]
  readonly [key: string]: unknown
}

export interface ManagedFields {
  readonly manager?: string
  readonly operation?: 'Apply' | 'Update'
  readonly subresource?: string
  readonly fieldsV1?: JsonObject
  readonly [key: string]: unknown
}

/** An object as the API server sends it. */
export interface KubeObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: Metadata
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- objects of any kind; each module parses what it reads
  readonly [key: string]: any
}

/** Names one object. `namespace` is absent for cluster-scoped kinds. */
export interface Ref {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace?: string
  readonly name: string
}

export function refOf(object: KubeObject): Ref {
  const { apiVersion, kind, metadata } = object
  return { apiVersion, kind, namespace: metadata.namespace, name: metadata.name }
}

/** `Deployment abtesting/model-blue`, for messages. */
export function describe(ref: Ref): string {
  return `${ref.kind} ${ref.namespace ? `${ref.namespace}/` : ''}${ref.name}`
}

/** Same object whatever served version of its API group names it: `group|kind|namespace|name`. */
export function identity(ref: Ref): string {
  const group = ref.apiVersion.includes('/') ? ref.apiVersion.split('/')[0] : ''
  return `${group}|${ref.kind}|${ref.namespace ?? ''}|${ref.name}`
}
