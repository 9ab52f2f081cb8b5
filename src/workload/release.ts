import { identity, refOf } from '../kube/object.ts'
import type { KubeObject } from '../kube/object.ts'
import { canonicalJson, shortHash } from './json.ts'

/**
 * The identity of what is rolled out: `sha256:` and 16 hex digits over the canary's rendered objects (images by digest) and the
 * parsed rollout file. The order of objects and keys does not count.
 */
export function releaseOf(objects: readonly KubeObject[], rolloutJson: unknown): string {
  const sorted = objects
    .map((object) => ({ key: `${identity(refOf(object))}|${object.apiVersion}`, object }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
  return shortHash(canonicalJson({ objects: sorted.map(({ object }) => object), rollout: rolloutJson }))
}
