import { at, isMap, mapsIn } from '../workload/json.ts'
import type { Fields } from '../workload/json.ts'
import type { Path, Subject } from './finding.ts'

/** Something in an Istio object that names a host, with where it says so. */
export interface Destination {
  readonly path: Path
  readonly host: string
  readonly subset: string | null
  readonly port: number | null
  readonly use: 'route' | 'mirror'
}

/** Every destination of a VirtualService's http rules, mirrors included. */
export function destinationsOf(subject: Subject): Destination[] {
  return mapsIn(at(subject.object, 'spec', 'http')).flatMap((rule, i) => {
    const path: Path = ['spec', 'http', i]
    return [
      ...mapsIn(rule.route).flatMap((entry, n) =>
        destination(entry.destination, [...path, 'route', n, 'destination'], 'route'),
      ),
      ...destination(rule.mirror, [...path, 'mirror'], 'mirror'),
      ...mapsIn(rule.mirrors).flatMap((entry, n) =>
        destination(entry.destination, [...path, 'mirrors', n, 'destination'], 'mirror'),
      ),
    ]
  })
}

function destination(value: unknown, path: Path, use: Destination['use']): Destination[] {
  if (!isMap(value) || typeof value.host !== 'string') return []
  const port = at(value, 'port', 'number')
  return [
    {
      path,
      use,
      host: value.host,
      subset: typeof value.subset === 'string' && value.subset !== '' ? value.subset : null,
      port: typeof port === 'number' ? port : null,
    },
  ]
}

/** A backendRef of an HTTPRoute, of a rule or of a RequestMirror filter. */
export interface BackendRef {
  readonly path: Path
  readonly ref: Fields
  readonly use: 'route' | 'mirror'
}

export function backendRefsOf(subject: Subject): BackendRef[] {
  return mapsIn(at(subject.object, 'spec', 'rules')).flatMap((rule, i) => {
    const path: Path = ['spec', 'rules', i]
    const mirrors = (filters: unknown, from: Path) =>
      mapsIn(filters).flatMap((filter, n): BackendRef[] => {
        const ref = at(filter, 'requestMirror', 'backendRef')
        const where = [...from, 'filters', n, 'requestMirror', 'backendRef']
        return isMap(ref) ? [{ path: where, ref, use: 'mirror' }] : []
      })
    return [
      ...mapsIn(rule.backendRefs).flatMap((ref, n): BackendRef[] => {
        const where = [...path, 'backendRefs', n]
        return [{ path: where, ref, use: 'route' }, ...mirrors(ref.filters, where)]
      }),
      ...mirrors(rule.filters, path),
    ]
  })
}

/** `gateways` of a VirtualService; one that lists none is for the mesh. */
export function gatewaysOf(subject: Subject): readonly string[] {
  const gateways = at(subject.object, 'spec', 'gateways')
  const named = Array.isArray(gateways) ? gateways.filter((g): g is string => typeof g === 'string') : []
  return named.length === 0 ? ['mesh'] : named
}

export function hostsOf(subject: Subject): readonly string[] {
  const hosts = at(subject.object, 'spec', 'hosts')
  return Array.isArray(hosts) ? hosts.filter((h): h is string => typeof h === 'string') : []
}

export const isMeshOnly = (subject: Subject) => gatewaysOf(subject).every((gateway) => gateway === 'mesh')
