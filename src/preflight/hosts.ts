import { isResolved, serviceOf } from '../mesh/istio/host.ts'
import { suggest } from '../spec/suggest.ts'
import { at, mapsIn, textOf } from '../workload/json.ts'
import type { Destination } from './destinations.ts'
import { destinationsOf, hostsOf } from './destinations.ts'
import { finding } from './finding.ts'
import type { Finding, Path, Subject } from './finding.ts'
import { namespaceOf, orLook, portsOf } from './scene.ts'
import type { Scene } from './scene.ts'

/** Services, ports and subsets that VirtualServices name. */
export function checkHosts(scene: Scene): Finding[] {
  return scene
    .ofKind('VirtualService')
    .flatMap((route) => destinationsOf(route).flatMap((one) => checkDestination(scene, route, one)))
}

function checkDestination(scene: Scene, route: Subject, destination: Destination): Finding[] {
  const found = serviceFor(scene, route, {
    host: destination.host,
    path: [...destination.path, 'host'],
    verb: destination.use === 'mirror' ? 'mirrors to' : 'routes to',
  })
  return [
    ...found.findings,
    ...(found.service ? checkPort(route, found.service, destination) : []),
    ...checkSubset(scene, route, destination),
  ]
}

interface Naming {
  readonly host: string
  readonly path: Path
  readonly verb: keyof typeof WHY
}

const WHY = {
  'routes to': 'requests for it are answered with 503',
  'mirrors to': 'the copies go nowhere, and nobody is told',
  'is for': 'its subsets and policies apply to nothing',
} as const

/** The Service that a host names, or why there is none. */
export function serviceFor(
  scene: Scene,
  subject: Subject,
  { host, path, verb }: Naming,
): { readonly service: Subject | null; readonly findings: readonly Finding[] } {
  const name = serviceOf(host, namespaceOf(subject, scene))
  if (!name || !isResolved(host))
    return { service: null, findings: outsideHost(scene, subject, { host, path, verb }) }
  const presence = scene.find('', 'Service', name.namespace, name.service)
  if (presence.kind === 'there') return { service: presence.subject, findings: [] }
  if (presence.kind === 'unknown') return { service: null, findings: [] }
  const near = suggest(name.service, presence.names)
  const what = `${verb} Service ${name.namespace}/${name.service}, which is not ${presence.where}${others(presence.names)}`
  const fix = near
    ? `did you mean ${near}?`
    : `name a Service of namespace ${name.namespace}, or add it to the manifests`
  return {
    service: null,
    findings: [
      finding('missing-host', subject, path, {
        what,
        fix: `${fix}${orLook(scene)}`,
        severity: presence.severity,
        why: WHY[verb],
      }),
    ],
  }
}

/** ` (there is svc-green)`. */
export function others(names: readonly string[]): string {
  if (names.length === 0) return ''
  return ` (there ${names.length === 1 ? 'is' : 'are'} ${names.join(', ')})`
}

/** A host that is no Service's name has to be in a ServiceEntry, which can be in any namespace: nobody has seen them all. */
function outsideHost(scene: Scene, subject: Subject, { host, path, verb }: Naming): Finding[] {
  if (host.includes('*')) return []
  if (scene.ofKind('ServiceEntry').some((entry) => hostsOf(entry).includes(host))) return []
  const meant = serviceOf(host, '')
  const service =
    meant && scene.find('', 'Service', meant.namespace, meant.service).kind === 'there' ? meant : null
  const what = service
    ? `${verb} ${JSON.stringify(host)}, which Istio does not complete, as it does names without a dot`
    : `${verb} ${JSON.stringify(host)}, which is no name of a Service and in no ServiceEntry`
  const fix = service
    ? `write ${service.service}.${service.namespace}.svc.cluster.local`
    : 'write NAME.NAMESPACE.svc.cluster.local, or add a ServiceEntry for it'
  return [
    finding('missing-host', subject, path, {
      what,
      fix,
      severity: service ? 'error' : 'warning',
      why: WHY[verb],
    }),
  ]
}

function checkPort(route: Subject, service: Subject, destination: Destination): Finding[] {
  const ports = portsOf(service.object)
  const shown = ports.map(({ number, name }) => (name ? `${number} (${name})` : number)).join(', ')
  const name = `Service ${service.object.metadata.name}`
  if (destination.port === null) {
    if (ports.length < 2) return []
    return [
      finding('port-required', route, destination.path, {
        what: `routes to ${name}, which has the ports ${shown}, without saying which`,
        fix: `write port: { number: ${ports.find((p) => /http|rest/.test(p.name ?? ''))?.number ?? ports[0]!.number} }`,
      }),
    ]
  }
  if (ports.length === 0 || ports.some(({ number }) => number === destination.port)) return []
  return [
    finding('missing-port', route, [...destination.path, 'port', 'number'], {
      what: `routes to port ${destination.port} of ${name}, which has ${shown}`,
      fix: `write port: { number: ${ports[0]!.number} }`,
    }),
  ]
}

function checkSubset(scene: Scene, route: Subject, destination: Destination): Finding[] {
  const { subset, host } = destination
  if (subset === null) return []
  const name = serviceOf(host, namespaceOf(route, scene))
  if (!name) return []
  const rules = rulesFor(scene, name)
  const names = rules.flatMap((rule) => subsetNames(rule))
  if (names.includes(subset)) return []
  // shiftgate adds the subsets of the two versions before the route names them.
  const ours = scene.rollout.versions.some(
    ({ backend }) =>
      backend.kind === 'subset' &&
      backend.subset === subset &&
      backend.service === name.service &&
      scene.rollout.namespace === name.namespace,
  )
  if (ours) return []
  const near = suggest(subset, names)
  const has =
    rules.length === 0
      ? 'no DestinationRule has it'
      : `DestinationRule ${rules.map((r) => r.object.metadata.name).join(', ')} has ${names.join(', ') || 'no subsets'}`
  return [
    finding('missing-subset', route, [...destination.path, 'subset'], {
      what: `routes to the subset ${JSON.stringify(subset)} of ${host}, and ${has}`,
      fix: near
        ? `did you mean ${near}?`
        : `add the subset to the DestinationRule, with the labels of its pods${rules.length === 0 ? orLook(scene) : ''}`,
      ...(rules.length === 0 && !scene.cluster ? { severity: 'warning' } : {}),
    }),
  ]
}

export function rulesFor(
  scene: Scene,
  service: { readonly service: string; readonly namespace: string },
): readonly Subject[] {
  return scene.ofKind('DestinationRule').filter((rule) => {
    const found = serviceOf(textOf(at(rule.object, 'spec', 'host')), namespaceOf(rule, scene))
    return found?.service === service.service && found.namespace === service.namespace
  })
}

export function subsetNames(rule: Subject): readonly string[] {
  return mapsIn(at(rule.object, 'spec', 'subsets')).map(({ name }) => textOf(name))
}
