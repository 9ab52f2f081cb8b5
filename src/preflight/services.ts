import { serviceOf } from '../mesh/istio/host.ts'
import { at, mapsIn, textOf } from '../workload/json.ts'
import { destinationsOf } from './destinations.ts'
import { finding } from './finding.ts'
import type { Finding } from './finding.ts'
import { namespaceOf } from './scene.ts'
import type { Scene } from './scene.ts'

const PROTOCOLS = [
  'http',
  'http2',
  'https',
  'grpc',
  'grpc-web',
  'mongo',
  'mysql',
  'redis',
  'tcp',
  'tls',
  'udp',
]

/** Services that a VirtualService routes to: Istio reads the protocol from the port's name. */
export function checkServices(scene: Scene): Finding[] {
  const routed = new Set(
    scene.ofKind('VirtualService').flatMap((route) =>
      destinationsOf(route).flatMap(({ host }) => {
        const service = serviceOf(host, namespaceOf(route, scene))
        return service ? [`${service.namespace}/${service.service}`] : []
      }),
    ),
  )
  return scene.ofKind('Service').flatMap((service) => {
    if (!routed.has(`${namespaceOf(service, scene)}/${service.object.metadata.name}`)) return []
    return mapsIn(at(service.object, 'spec', 'ports')).flatMap((port, i) => {
      const name = textOf(port.name)
      if (textOf(port.appProtocol) !== '' || PROTOCOLS.some((p) => name === p || name.startsWith(`${p}-`)))
        return []
      return [
        finding('port-name', service, ['spec', 'ports', i, ...(name === '' ? [] : ['name'])], {
          what:
            name === ''
              ? `has no name for port ${textOf(port.port)}`
              : `calls port ${textOf(port.port)} ${name}`,
          fix: `write name: ${name === '' ? 'http' : `http-${name}`.slice(0, 15).replace(/-$/, '')}, or appProtocol: http`,
        }),
      ]
    })
  })
}
