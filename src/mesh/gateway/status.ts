import type { Json, JsonObject, KubeObject } from '../../kube/object.ts'
import { listOf, objectOf, textOf } from '../json-reading.ts'

/** What the controllers say of the route as it is stored now, in the words of one line. */
export type Acceptance =
  | { readonly kind: 'accepted' }
  /** Nobody has looked at this generation yet. */
  | { readonly kind: 'waiting'; readonly why: string }
  /** `not served`: a parent does not take the route; `unresolved`: it does, but requests to some backend get an error. */
  | { readonly kind: 'not-served' | 'unresolved'; readonly why: string }

const CONDITIONS = ['Accepted', 'ResolvedRefs'] as const

/** Looks at every parent that the route names, and only at those: a status can hold parents of long ago. */
export function acceptanceOf(route: KubeObject): Acceptance {
  const namespace = textOf(objectOf(route.metadata)?.['namespace']) ?? ''
  const reported = listOf(objectOf(route['status'])?.['parents']).map((parent) => objectOf(parent) ?? {})
  const generation = route.metadata.generation ?? 0
  const answers = listOf(objectOf(route['spec'])?.['parentRefs']).map((ref): Acceptance => {
    const key = parentKey(ref, namespace)
    const name = parentName(ref)
    const entries = reported.filter((entry) => parentKey(entry['parentRef'], namespace) === key)
    if (entries.length === 0) return { kind: 'waiting', why: `no controller has reported on ${name}` }
    const each = entries.map((entry) => entryAcceptance(entry, generation, name))
    // A controller that is gone leaves its last word behind; one that takes the route is enough.
    return best(each)
  })
  return worst(answers)
}

const ORDER: readonly Acceptance['kind'][] = ['not-served', 'unresolved', 'waiting', 'accepted']

function worst(answers: readonly Acceptance[]): Acceptance {
  return answers.toSorted((a, b) => rank(a) - rank(b))[0] ?? { kind: 'waiting', why: 'it has no parentRefs' }
}
function best(answers: readonly Acceptance[]): Acceptance {
  return answers.find((a) => a.kind === 'accepted') ?? worst(answers)
}
function rank({ kind }: Acceptance): number {
  return ORDER.indexOf(kind)
}

function entryAcceptance(entry: JsonObject, generation: number, parent: string): Acceptance {
  const conditions = listOf(entry['conditions']).map((condition) => objectOf(condition) ?? {})
  const answers = CONDITIONS.map((type): Acceptance => {
    const condition = conditions.find((c) => c['type'] === type)
    const observed = condition?.['observedGeneration']
    if (!condition || typeof observed !== 'number' || observed < generation) {
      const seen = typeof observed === 'number' ? `, only for generation ${observed}` : ''
      return { kind: 'waiting', why: `${parent} has not said ${type} for generation ${generation}${seen}` }
    }
    if (condition['status'] === 'True') return { kind: 'accepted' }
    const said = [textOf(condition['reason']), textOf(condition['message'])].filter((t) => t !== null)
    return {
      kind: type === 'Accepted' ? 'not-served' : 'unresolved',
      why: `${parent}: ${type} is ${textOf(condition['status']) ?? 'Unknown'}: ${said.join(': ')}`,
    }
  })
  return worst(answers)
}

function parentKey(ref: Json | undefined, namespace: string): string {
  const { group, kind, namespace: said, name, sectionName, port } = objectOf(ref) ?? {}
  return JSON.stringify([
    group ?? 'gateway.networking.k8s.io',
    kind ?? 'Gateway',
    said ?? namespace,
    name ?? null,
    sectionName ?? null,
    port ?? null,
  ])
}

/** `Gateway istio-system/testbed`; for messages. */
function parentName(ref: Json | undefined): string {
  const object = objectOf(ref)
  const namespace = textOf(object?.['namespace'])
  const kind = textOf(object?.['kind']) ?? 'Gateway'
  return `${kind} ${namespace ? `${namespace}/` : ''}${textOf(object?.['name']) ?? '(no name)'}`
}
