import { createHash, randomInt } from 'node:crypto'
import type { KubeObject } from '../../kube/object.ts'
import type { Store } from '../api/contract.ts'
import { canonicalJson } from '../../workload/json.ts'
import { listAt, textAt } from '../api/json-value.ts'

/** The reference that makes an object a controller's own. */
export function controlledBy(owner: KubeObject) {
  const { apiVersion, kind, metadata } = owner
  return {
    apiVersion,
    kind,
    name: metadata.name,
    uid: metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  }
}

export function ownedBy(
  store: Store,
  owner: KubeObject,
  kind: { apiVersion: string; kind: string },
): KubeObject[] {
  return store
    .list({ ...kind, namespace: owner.metadata.namespace })
    .filter((object) =>
      listAt(object, 'metadata', 'ownerReferences').some((o) => textAt(o, 'uid') === owner.metadata.uid),
    )
}

/** Namespace and name of the controller of an object, as a queue key. */
export function ownerKey(object: KubeObject, kind: string): string | null {
  const owner = listAt(object, 'metadata', 'ownerReferences').find((o) => textAt(o, 'kind') === kind)
  return owner ? `${object.metadata.namespace}/${textAt(owner, 'name')}` : null
}

// The letters that Kubernetes uses: no vowels, so that no words come out.
const LETTERS = 'bcdfghjklmnpqrstvwxz2456789'

export function randomSuffix(): string {
  return Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
}

/** The same ten letters for the same content. */
export function contentHash(content: unknown): string {
  const digest = createHash('sha256').update(canonicalJson(content)).digest()
  return [...digest.subarray(0, 10)].map((byte) => LETTERS[byte % LETTERS.length]).join('')
}

export function splitKey(key: string): { namespace: string; name: string } {
  const [namespace = '', name = ''] = key.split('/')
  return { namespace, name }
}
