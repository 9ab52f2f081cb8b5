import { identity, refOf } from '../kube/object.ts'
import type { KubeObject } from '../kube/object.ts'
import { withoutLater } from '../spec/later-fields.ts'
import type { Rollout } from '../spec/rollout.ts'
import { canonicalJson, shortHash } from './json.ts'

/**
 * The identity of what is rolled out: `sha256:` and 16 hex digits over the canary's rendered objects (images by digest) and the
 * parsed rollout file (`partOfRelease`). The order of objects and keys does not count.
 */
export function releaseOf(objects: readonly KubeObject[], rolloutJson: unknown): string {
  const sorted = objects
    .map((object) => ({ key: `${identity(refOf(object))}|${object.apiVersion}`, object }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
  return shortHash(canonicalJson({ objects: sorted.map(({ object }) => object), rollout: rolloutJson }))
}

/**
 * The file as far as it says what is rolled out. Which further tags an image gets, and what builds it, change nothing of that: the
 * image is in the release by its digest.
 */
export function partOfRelease(file: Rollout): object {
  return withoutLater(file.image ? { ...file, image: { ...file.image, tags: [], builder: 'auto' } } : file)
}
