import type { Ref } from '../kube/object.ts'
import { identity, refOf } from '../kube/object.ts'
import { isResolved, serviceOf } from '../mesh/istio/host.ts'
import { at, mapsIn, textOf } from '../workload/json.ts'
import { targetOf } from '../workload/object-checks.ts'
import { configReferences } from '../workload/references.ts'
import { backendRefsOf, destinationsOf, gatewaysOf, hostsOf } from './destinations.ts'
import { createScene, namespaceOf } from './scene.ts'
import type { PreflightInput, Scene } from './scene.ts'
import type { Subject } from './finding.ts'

/** What the checks have to know of the cluster: everything that the manifests name and do not hold. */
export function referencesOf(input: PreflightInput): Ref[] {
  const scene = createScene(input)
  const refs = scene.subjects.flatMap((subject) => named(scene, subject))
  const held = new Set(scene.subjects.map(({ object }) => identity(refOf(object))))
  const namespace: Ref = { apiVersion: 'v1', kind: 'Namespace', name: scene.rollout.namespace }
  const once = new Map([namespace, ...refs].map((ref) => [identity(ref), ref]))
  return [...once].filter(([key]) => !held.has(key)).map(([, ref]) => ref)
}

function named(scene: Scene, subject: Subject): Ref[] {
  const { object } = subject
  const own = namespaceOf(subject, scene)
  const service = (host: string): Ref[] => {
    const found = serviceOf(host, own)
    // `example.com` is most likely no Service of a namespace `com`, which this account may not even look into.
    return found && (isResolved(host) || found.namespace === own)
      ? [{ apiVersion: 'v1', kind: 'Service', namespace: found.namespace, name: found.service }]
      : []
  }
  // A public name such as models.example is no Service of another namespace.
  const isOwn = (host: string) => !host.includes('*') && (!host.includes('.') || host.includes('.svc'))
  switch (object.kind) {
    case 'VirtualService':
      return [
        ...[...destinationsOf(subject).map(({ host }) => host), ...hostsOf(subject).filter(isOwn)].flatMap(
          service,
        ),
        ...gatewaysOf(subject)
          .filter((gateway) => gateway !== 'mesh')
          .map((gateway): Ref => {
            const [namespace, name] = gateway.includes('/')
              ? gateway.split('/', 2)
              : [own, gateway.split('.')[0]]
            return { apiVersion: 'networking.istio.io/v1', kind: 'Gateway', namespace, name: name! }
          }),
      ]
    case 'DestinationRule':
      return service(textOf(at(object, 'spec', 'host')))
    case 'HTTPRoute':
      return [
        ...backendRefsOf(subject).map(({ ref }): Ref => {
          const namespace = textOf(ref.namespace) || own
          return { apiVersion: 'v1', kind: 'Service', namespace, name: textOf(ref.name) }
        }),
        ...mapsIn(at(object, 'spec', 'parentRefs')).map((parent): Ref => {
          const kind = textOf(parent.kind) || 'Gateway'
          const apiVersion = kind === 'Service' ? 'v1' : 'gateway.networking.k8s.io/v1'
          return { apiVersion, kind, namespace: textOf(parent.namespace) || own, name: textOf(parent.name) }
        }),
      ]
    case 'HorizontalPodAutoscaler': {
      const [kind, name] = targetOf(object)?.split(' ') ?? []
      return kind && name ? [{ apiVersion: 'apps/v1', kind, namespace: own, name }] : []
    }
    default:
      return configReferences(object).map(({ kind, name }): Ref => ({
        apiVersion: 'v1',
        kind,
        namespace: own,
        name,
      }))
  }
}
