import { at, canonicalJson, isMap } from '../workload/json.ts'
import { hostsOf, isMeshOnly } from './destinations.ts'
import { finding } from './finding.ts'
import type { Finding, Subject } from './finding.ts'
import { overlap } from './gateways.ts'
import { hasServiceParentsOnly } from './http-route-parents.ts'
import type { Scene } from './scene.ts'

/** Where the rollout file and its manifests do not fit together. */
export function checkRolloutFile(scene: Scene): Finding[] {
  return [...traffic(scene), ...alike(scene)]
}

function traffic(scene: Scene): Finding[] {
  const { traffic, routes } = scene.rollout
  if (!traffic) return []
  const ours = routes.flatMap(({ kind, name, namespace }) =>
    scene.subjects.filter(
      ({ object }) =>
        object.kind.toLowerCase() === kind.toLowerCase() &&
        object.metadata.name === name &&
        object.metadata.namespace === namespace,
    ),
  )
  const [first] = ours
  if (!first || ours.length < routes.length) return []
  const { hostname } = new URL(traffic.url)
  const hosts = ours.flatMap((route) => hostnames(route))
  const known = hosts.length === 0 || hosts.some((host) => names(host, hostname, scene.rollout.namespace))
  const meshOnly = ours.every((route) =>
    route.object.kind === 'VirtualService' ? isMeshOnly(route) : hasServiceParentsOnly(route),
  )
  return [
    ...(known
      ? []
      : [
          finding('traffic-host', first, ['spec', 'hosts'], {
            what: `is for ${hosts.join(', ')}, and traffic.url asks for ${hostname}`,
            fix: `write one of them in traffic.url, or add ${hostname} to the route`,
          }),
        ]),
    ...(meshOnly && traffic.from.kind === 'runner'
      ? [
          finding('mesh-only-traffic', first, ['spec'], {
            what: 'is for clients in the mesh, and traffic.from is the runner',
            fix: 'run the pipeline in a pod with a sidecar, or apply deploy/mesh-probe.yaml and write traffic.from: { pod: app=mesh-probe }, or add a gateway to the route',
          }),
        ]
      : []),
  ]
}

/** An HTTPRoute's `hostnames`; without any it serves all of its parents'. */
function hostnames(route: Subject): readonly string[] {
  if (route.object.kind === 'VirtualService') return hostsOf(route)
  const found: unknown = at(route.object, 'spec', 'hostnames')
  return Array.isArray(found) ? found.filter((h): h is string => typeof h === 'string') : []
}

/** A short host of the mesh also goes by its longer names. */
function names(host: string, asked: string, namespace: string): boolean {
  if (overlap(host, asked)) return true
  if (host.includes('*')) return false
  const [service] = host.split('.')
  return [`${service}`, `${service}.${namespace}`, `${service}.${namespace}.svc`].some(
    (name) => asked === name || asked.startsWith(`${name}.svc`),
  )
}

/** Without an image of the rollout, only the manifests can make the versions differ. */
function alike(scene: Scene): Finding[] {
  const { rollout, versions } = scene
  if (rollout.image !== null || versions.length !== 2) return []
  const [a, b] = rollout.versions.map(({ deployment }, i) => ({
    deployment: versions[i]!.find(
      ({ object }) => object.kind === 'Deployment' && object.metadata.name === deployment,
    ),
  }))
  if (!a?.deployment || !b?.deployment) return []
  const pods = (subject: Subject) => canonicalJson(at(subject.object, 'spec', 'template', 'spec'))
  const mounted = pods(a.deployment) === pods(b.deployment)
  if (!mounted || !isMap(at(b.deployment.object, 'spec', 'template', 'spec'))) return []
  return [
    finding('versions-alike', b.deployment, ['spec', 'template', 'spec'], {
      what: `has the same pods as Deployment ${a.deployment.object.metadata.name}: image, environment and volumes`,
      fix: 'write what tells the versions apart as ${NAME} with versions.*.values',
    }),
  ]
}
