import type { KubeObject, Ref } from '../kube/object.ts'
import { identity, refOf } from '../kube/object.ts'
import type { Rollout } from '../spec/rollout.ts'
import type { RenderedObject } from '../workload/rendered-object.ts'
import { at, mapsIn } from '../workload/json.ts'
import type { Severity, Subject } from './finding.ts'

/** What the preflight looks at. */
export interface PreflightInput {
  readonly rollout: Pick<
    Rollout,
    'name' | 'namespace' | 'image' | 'versions' | 'routes' | 'traffic' | 'stages'
  >
  /** Rendered manifests, by version. */
  readonly versions: readonly (readonly RenderedObject[])[]
  /** Rendered manifests of the routes. */
  readonly routes: readonly (readonly RenderedObject[])[]
  /** False when some manifest could not be read: then nobody can say what is missing. */
  readonly complete: boolean
  /** Null: nobody asked the cluster. */
  readonly cluster: ClusterView | null
}

/** What the cluster was asked for, and answered. */
export interface ClusterView {
  readonly objects: readonly KubeObject[]
  /** Could not be asked: the account has no right, or the server failed. */
  readonly unknown: readonly { readonly ref: Ref; readonly why: string }[]
}

/** `certain`: the thing is not there. Otherwise it is not in the manifests, and nobody has looked in the cluster. */
export type Presence =
  | { readonly kind: 'there'; readonly subject: Subject }
  | {
      readonly kind: 'missing'
      readonly severity: Severity
      readonly where: string
      readonly names: readonly string[]
    }
  /** Said elsewhere: the cluster did not let us look. */
  | { readonly kind: 'unknown' }

export interface Scene extends PreflightInput {
  /** Every object once: manifests first, then what only the cluster has. */
  readonly subjects: readonly Subject[]
  ofKind(kind: string): readonly Subject[]
  /** `group`: '' for the core kinds. */
  find(group: string, kind: string, namespace: string, name: string): Presence
}

export function createScene(input: PreflightInput): Scene {
  const manifests = [...input.versions, ...input.routes].flat()
  const byIdentity = new Map<string, Subject>()
  for (const rendered of manifests) {
    const key = identity(refOf(rendered.object))
    if (!byIdentity.has(key)) byIdentity.set(key, rendered)
  }
  for (const object of input.cluster?.objects ?? []) {
    const key = identity(refOf(object))
    if (!byIdentity.has(key)) byIdentity.set(key, { object })
  }
  const subjects = [...byIdentity.values()]
  const kinds = new Map<string, Subject[]>()
  for (const subject of subjects) {
    const { kind } = subject.object
    kinds.set(kind, [...(kinds.get(kind) ?? []), subject])
  }
  const ofKind = (kind: string) => kinds.get(kind) ?? []
  const unknown = new Set(input.cluster?.unknown.map(({ ref }) => identity(ref)))

  return {
    ...input,
    subjects,
    ofKind,
    find(group, kind, namespace, name) {
      const key = `${group}|${kind}|${namespace}|${name}`
      const subject = byIdentity.get(key)
      if (subject) return { kind: 'there', subject }
      if (unknown.has(key) || !input.complete) return { kind: 'unknown' }
      const names = ofKind(kind)
        .filter(({ object }) => object.metadata.namespace === namespace)
        .map(({ object }) => object.metadata.name)
      if (input.cluster)
        return { kind: 'missing', severity: 'error', where: 'in the manifests or the cluster', names }
      // Whoever brings things of this kind along in the manifests means to bring all; Secrets are kept out of them.
      const severity = names.length > 0 && kind !== 'Secret' ? 'error' : 'warning'
      return { kind: 'missing', severity, where: 'in the manifests', names }
    },
  }
}

/** What to do about something that is missing offline. */
export function orLook(scene: Scene): string {
  return scene.cluster ? '' : ' (or, if it is in the cluster already, look there with --online)'
}

export interface Port {
  readonly number: number
  readonly name: string | null
}

export function portsOf(service: KubeObject): readonly Port[] {
  return mapsIn(at(service, 'spec', 'ports')).flatMap(({ port, name }) =>
    typeof port === 'number' ? [{ number: port, name: typeof name === 'string' ? name : null }] : [],
  )
}

export function namespaceOf({ object }: Subject, scene: Scene): string {
  return object.metadata.namespace ?? scene.rollout.namespace
}
