import { isMap, textOf } from './json.ts'
import type { Fields } from './json.ts'
import { podTemplatePath } from './pod-template.ts'

/**
 * How the API merges its lists, by path: the fields that identify an element. These are the patch merge keys of k8s.io/api (core/v1,
 * apps/v1), with the protocol added for ports, as server-side apply does: 53/UDP and 53/TCP are two ports. Lists that are not named
 * here are replaced as a whole.
 */
const POD: { readonly [path: string]: readonly string[] } = {
  'spec containers': ['name'],
  'spec initContainers': ['name'],
  'spec ephemeralContainers': ['name'],
  'spec volumes': ['name'],
  'spec imagePullSecrets': ['name'],
  'spec hostAliases': ['ip'],
  'spec topologySpreadConstraints': ['topologyKey', 'whenUnsatisfiable'],
  'spec schedulingGates': ['name'],
  'spec resourceClaims': ['name'],
}
const CONTAINER: { readonly [path: string]: readonly string[] } = {
  env: ['name'],
  ports: ['containerPort', 'protocol'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
}
const OTHER: { readonly [path: string]: readonly string[] } = {
  'Service spec ports': ['port', 'protocol'],
  'ServiceAccount secrets': ['name'],
  'ServiceAccount imagePullSecrets': ['name'],
}

/** Identifying fields of the elements of a list; null when the list is one value. `path` has no indexes. */
export function listKeys(kind: string, path: readonly string[]): readonly string[] | null {
  if (path.join(' ') === 'metadata ownerReferences') return ['uid']
  const other = OTHER[`${kind} ${path.join(' ')}`]
  if (other) return other
  const inPod = withinPod(kind, path)
  if (!inPod) return null
  const [spec, list, field] = inPod
  const isContainer = /^(c|initC|ephemeralC)ontainers$/.test(list ?? '')
  if (inPod.length === 3 && spec === 'spec' && isContainer) return CONTAINER[field!] ?? null
  return POD[inPod.join(' ')] ?? null
}

/** Lists of plain values that are sets. */
export function isSet(path: readonly string[]): boolean {
  return path.join(' ') === 'metadata finalizers'
}

/** Maps of which only one field may be set at a time, so what is not asked for goes (`retainKeys` in k8s.io/api). */
export function isExclusive(kind: string, path: readonly string[]): boolean {
  return (
    (kind === 'Deployment' && path.join(' ') === 'spec strategy') ||
    withinPod(kind, path)?.join(' ') === 'spec volumes'
  )
}

function withinPod(kind: string, path: readonly string[]): readonly string[] | null {
  const template = podTemplatePath({ kind })
  return template && template.every((key, i) => path[i] === key) ? path.slice(template.length) : null
}

/** `model` or `5001/TCP`: the identity of an element, also good for messages; null when it has none. */
export function keyOf(element: unknown, keys: readonly string[]): string | null {
  if (!isMap(element)) return null
  const parts = keys.map((key) => element[key] ?? (key === 'protocol' ? 'TCP' : undefined))
  const texts = parts.map((part) => (typeof part === 'boolean' ? '' : textOf(part)))
  return texts.includes('') ? null : texts.join('/')
}

/** A list by the identities of its elements; null when one has none or two have the same: then it can only be treated as one value. */
export function byKey(list: unknown, keys: readonly string[]): Map<string, Fields> | null {
  if (!Array.isArray(list)) return null
  const found = new Map<string, Fields>()
  for (const element of list) {
    const key = keyOf(element, keys)
    if (key === null || found.has(key)) return null
    found.set(key, element as Fields)
  }
  return found
}
