import { suggest } from '../spec/suggest.ts'
import { at, isMap, mapsIn, textOf } from '../workload/json.ts'
import type { Fields } from '../workload/json.ts'
import { finding } from './finding.ts'
import type { Finding, Path, Subject } from './finding.ts'
import { overlap, reachedBy } from './gateways.ts'
import { namespaceOf, orLook, portsOf } from './scene.ts'
import type { Scene } from './scene.ts'

const GATEWAY_API = 'gateway.networking.k8s.io'

/** What an HTTPRoute is attached to: listeners of Gateways, or Services in the mesh. */
export function checkParents(scene: Scene, route: Subject): Finding[] {
  const parents = mapsIn(at(route.object, 'spec', 'parentRefs'))
  if (parents.length === 0) {
    return [
      finding('missing-gateway', route, ['spec'], {
        what: 'has no parentRefs',
        fix: 'write parentRefs: [{ name: YOUR-GATEWAY }]',
        why: 'it is attached to nothing, and takes no request',
      }),
    ]
  }
  return parents.flatMap((parent, i) => {
    const path: Path = ['spec', 'parentRefs', i]
    const kind = textOf(parent.kind) || 'Gateway'
    if (kind === 'Service') return serviceParent(scene, route, parent, path)
    return kind === 'Gateway' ? gatewayParent(scene, route, parent, path) : []
  })
}

function serviceParent(scene: Scene, route: Subject, parent: Fields, path: Path): Finding[] {
  const namespace = textOf(parent.namespace) || namespaceOf(route, scene)
  const name = textOf(parent.name)
  if (textOf(parent.group) !== '' || parent.group === undefined) {
    return [
      finding('missing-gateway', route, [...path, 'kind'], {
        what: `has the parent Service ${name} without group: ""`,
        why: 'the group of a parentRef is gateway.networking.k8s.io unless it says otherwise, where there are no Services',
        fix: 'write group: "" beside kind: Service',
      }),
    ]
  }
  const presence = scene.find('', 'Service', namespace, name)
  if (presence.kind === 'unknown') return []
  if (presence.kind === 'missing')
    return [absent(scene, route, path, `Service ${namespace}/${name}`, presence, name)]
  const ports = portsOf(presence.subject.object).map(({ number }) => number)
  const { port } = parent
  const outside = outsideClients(scene, route, presence.subject, path)
  if (typeof port !== 'number' || ports.includes(port)) return outside
  return [
    ...outside,
    finding('missing-listener', route, [...path, 'port'], {
      what: `has the parent port ${port} of Service ${name}, which has ${ports.join(', ')}`,
      fix: `write port: ${ports[0] ?? 'PORT'}`,
    }),
  ]
}

/** Sidecars serve what is attached to a Service, and gateways do not. */
export function hasServiceParentsOnly(route: Subject): boolean {
  const parents = mapsIn(at(route.object, 'spec', 'parentRefs'))
  return parents.length > 0 && parents.every(({ group, kind }) => kind === 'Service' && group === '')
}

/** A load balancer sends clients without a sidecar straight to the pods. */
function outsideClients(scene: Scene, route: Subject, service: Subject, path: Path): Finding[] {
  const how = hasServiceParentsOnly(route) ? reachedBy(scene, service) : null
  if (how === null) return []
  return [
    finding('mesh-only-route', route, path, {
      what: `applies to mesh sidecars only; Service ${service.object.metadata.name} is reached from outside the mesh (${how})`,
      fix: 'add the Gateway that those clients use to parentRefs, and make the Service a ClusterIP',
    }),
  ]
}

function gatewayParent(scene: Scene, route: Subject, parent: Fields, path: Path): Finding[] {
  const own = namespaceOf(route, scene)
  const namespace = textOf(parent.namespace) || own
  const name = textOf(parent.name)
  const presence = scene.find(GATEWAY_API, 'Gateway', namespace, name)
  if (presence.kind === 'unknown') return []
  if (presence.kind === 'missing')
    return [absent(scene, route, path, `Gateway ${namespace}/${name}`, presence, name)]
  const all = mapsIn(at(presence.subject.object, 'spec', 'listeners'))
  const section = textOf(parent.sectionName)
  const listeners = all.filter(
    (l) => (section === '' || l.name === section) && (parent.port === undefined || l.port === parent.port),
  )
  if (listeners.length === 0) {
    const names = all.map((l) => textOf(l.name))
    const near = section === '' ? null : suggest(section, names)
    const wanted = section === '' ? `port ${textOf(parent.port)}` : section
    return [
      finding('missing-listener', route, [...path, section === '' ? 'port' : 'sectionName'], {
        what: `wants the listener ${wanted} of Gateway ${name}, which has ${all.map((l) => `${textOf(l.name)} (port ${textOf(l.port)})`).join(', ') || 'none'}`,
        fix: near ? `did you mean ${near}?` : 'write the name of one of them in sectionName',
      }),
    ]
  }
  return [
    ...allowed(route, listeners, { own, namespace, name, path }),
    ...hostnames(route, listeners, name, path),
  ]
}

function absent(
  scene: Scene,
  route: Subject,
  path: Path,
  what: string,
  presence: {
    readonly severity: Finding['severity']
    readonly where: string
    readonly names: readonly string[]
  },
  name: string,
): Finding {
  const near = suggest(name, presence.names)
  return finding('missing-gateway', route, [...path, 'name'], {
    what: `has the parent ${what}, which is not ${presence.where}`,
    fix: `${near ? `did you mean ${near}?` : 'name one that is there; one of another namespace with namespace:'}${orLook(scene)}`,
    severity: presence.severity,
  })
}

function allowed(
  route: Subject,
  listeners: readonly Fields[],
  { own, namespace, name, path }: { own: string; namespace: string; name: string; path: Path },
): Finding[] {
  // With a selector it depends on the labels of a namespace.
  const takes = (listener: Fields) =>
    (at(listener, 'allowedRoutes', 'namespaces', 'from') ?? 'Same') !== 'Same'
  if (own === namespace || listeners.some(takes)) return []
  return [
    finding('parent-not-allowed', route, path, {
      what: `is in ${own}, and the listeners of Gateway ${namespace}/${name} take routes of ${namespace} only`,
      fix: 'write allowedRoutes: { namespaces: { from: All } } in the listener, or move the route',
    }),
  ]
}

function hostnames(route: Subject, listeners: readonly Fields[], gateway: string, path: Path): Finding[] {
  const wanted: unknown = at(route.object, 'spec', 'hostnames')
  const own = Array.isArray(wanted) ? wanted.map(textOf) : []
  const served = listeners.map((l) => textOf(l.hostname) || '*')
  const missing = own.filter((host) => !served.some((other) => overlap(host, other)))
  if (missing.length === 0 || !isMap(listeners[0])) return []
  return [
    finding('host-not-in-gateway', route, path, {
      what: `has the host ${missing.join(', ')}, and Gateway ${gateway} serves ${served.join(', ')}`,
      fix: 'write a hostname that a listener has',
    }),
  ]
}
