import { serviceOf } from '../mesh/istio/host.ts'
import { suggest } from '../spec/suggest.ts'
import { at, mapsIn, textOf } from '../workload/json.ts'
import { destinationsOf, gatewaysOf, hostsOf, isMeshOnly } from './destinations.ts'
import { finding } from './finding.ts'
import type { Finding, Subject } from './finding.ts'
import { namespaceOf, orLook } from './scene.ts'
import type { Scene } from './scene.ts'

const ISTIO = 'networking.istio.io'

/** Where the requests of a VirtualService come in: its gateways, their hosts, and clients that pass none. */
export function checkGateways(scene: Scene): Finding[] {
  return scene
    .ofKind('VirtualService')
    .flatMap((route) => [
      ...gatewaysOf(route).flatMap((name, i) => checkGateway(scene, route, name, i)),
      ...(isMeshOnly(route) ? outsideClients(scene, route) : []),
      ...sameHosts(scene, route),
    ])
}

function checkGateway(scene: Scene, route: Subject, written: string, index: number): Finding[] {
  if (written === 'mesh') return []
  const own = namespaceOf(route, scene)
  const [namespace, name] = written.includes('/')
    ? (written.split('/', 2) as [string, string])
    : [own, written.split('.')[0]!]
  const path = ['spec', 'gateways', index]
  const presence = scene.find(ISTIO, 'Gateway', namespace, name)
  if (presence.kind === 'unknown') return []
  if (presence.kind === 'missing') {
    const elsewhere = scene.ofKind('Gateway').find(({ object }) => object.metadata.name === name)
    const near = suggest(name, presence.names)
    const fix = elsewhere
      ? `write ${namespaceOf(elsewhere, scene)}/${name}`
      : near
        ? `did you mean ${near}?`
        : `name a Gateway of namespace ${namespace}, or add it to routes[].manifests`
    return [
      finding('missing-gateway', route, path, {
        what: `names Gateway ${namespace}/${name}, which is not ${presence.where}`,
        fix: `${fix}${elsewhere ? '' : orLook(scene)}`,
        severity: presence.severity,
      }),
    ]
  }
  return hostsNotServed(route, presence.subject, path)
}

function hostsNotServed(route: Subject, gateway: Subject, path: readonly (string | number)[]): Finding[] {
  const served = mapsIn(at(gateway.object, 'spec', 'servers')).flatMap(({ hosts }) =>
    Array.isArray(hosts) ? hosts.map((host) => textOf(host).split('/').at(-1)!) : [],
  )
  if (served.length === 0) return []
  const missing = hostsOf(route).filter((host) => !served.some((other) => overlap(host, other)))
  // Beside the mesh, a host may be for sidecars alone.
  const forMesh = gatewaysOf(route).includes('mesh') && missing.length < hostsOf(route).length
  if (missing.length === 0 || forMesh) return []
  return [
    finding('host-not-in-gateway', route, path, {
      what: `has the host ${missing.join(', ')}, and Gateway ${gateway.object.metadata.name} serves ${served.join(', ')}`,
      fix: `add it to the servers of the Gateway, or write a host that is there`,
    }),
  ]
}

/** Whether a request can be for both hosts; each may begin with a star. */
export function overlap(a: string, b: string): boolean {
  if (a === '*' || b === '*') return true
  if (a.startsWith('*') && b.startsWith('*')) return a.endsWith(b.slice(1)) || b.endsWith(a.slice(1))
  if (a.startsWith('*')) return b.endsWith(a.slice(1))
  return b.startsWith('*') ? a.endsWith(b.slice(1)) : a === b
}

/** Clients without a sidecar do not see a route for the mesh: a load balancer sends them straight to the pods. */
function outsideClients(scene: Scene, route: Subject): Finding[] {
  const own = namespaceOf(route, scene)
  const names = [...hostsOf(route), ...destinationsOf(route).map(({ host }) => host)].flatMap((host) => {
    const service = serviceOf(host, own)
    return service ? [`${service.namespace}/${service.service}`] : []
  })
  return [...new Set(names)].flatMap((name) => {
    const [namespace, service] = name.split('/') as [string, string]
    const presence = scene.find('', 'Service', namespace, service)
    if (presence.kind !== 'there') return []
    const how = reachedBy(scene, presence.subject)
    if (how === null) return []
    return [
      finding(
        'mesh-only-route',
        route,
        at(route.object, 'spec', 'gateways') ? ['spec', 'gateways'] : ['spec'],
        {
          what: `applies to mesh sidecars only; Service ${service} is reached from outside the mesh (${how})`,
          fix: `write gateways: [YOUR-GATEWAY, mesh] and hosts: with the name that clients use, and make the Service a ClusterIP`,
        },
      ),
    ]
  })
}

/** How clients without a sidecar come to a Service; null: as far as the manifests say, they do not. */
export function reachedBy(scene: Scene, service: Subject): string | null {
  const type = at(service.object, 'spec', 'type')
  if (type === 'LoadBalancer' || type === 'NodePort') return `type: ${type}`
  const external = at(service.object, 'spec', 'externalIPs')
  if (Array.isArray(external) && external.length > 0) return 'externalIPs'
  const ingress = scene
    .ofKind('Ingress')
    .find(
      (one) =>
        namespaceOf(one, scene) === namespaceOf(service, scene) &&
        JSON.stringify(one.object['spec']).includes(`"service":{"name":"${service.object.metadata.name}"`),
    )
  return ingress ? `Ingress ${ingress.object.metadata.name}` : null
}

function sameHosts(scene: Scene, route: Subject): Finding[] {
  if (!gatewaysOf(route).includes('mesh')) return []
  const full = (one: Subject) =>
    hostsOf(one).map((host) => {
      const service = serviceOf(host, namespaceOf(one, scene))
      return service ? `${service.service}.${service.namespace}` : host
    })
  const mine = full(route)
  const all = scene.ofKind('VirtualService')
  return all.slice(0, all.indexOf(route)).flatMap((other) => {
    const shared = gatewaysOf(other).includes('mesh') ? full(other).filter((host) => mine.includes(host)) : []
    if (shared.length === 0) return []
    return [
      finding('duplicate-mesh-host', route, ['spec', 'hosts'], {
        what: `and VirtualService ${other.object.metadata.name} both route ${shared.join(', ')} in the mesh`,
        fix: 'put the rules of both into one',
      }),
    ]
  })
}
