import { fieldsAt } from './json-value.ts'
import type { Fields } from './json-value.ts'

/** SelfSubjectAccessReview: the one user of the embedded cluster may do everything. Null for other paths. */
export function accessReview(path: string, body: unknown): Fields | null {
  if (path !== '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews') return null
  return {
    kind: 'SelfSubjectAccessReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: {},
    spec: fieldsAt(body, 'spec'),
    status: { allowed: true },
  }
}
