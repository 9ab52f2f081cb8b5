import { suggest } from '../spec/suggest.ts'
import { at, isMap, mapsIn, textOf } from '../workload/json.ts'
import type { Fields } from '../workload/json.ts'
import type { BackendRef } from './destinations.ts'
import { backendRefsOf } from './destinations.ts'
import { finding } from './finding.ts'
import type { Finding, Subject } from './finding.ts'
import { checkParents } from './http-route-parents.ts'
import { checkReach } from './http-route-rules.ts'
import { others } from './hosts.ts'
import { namespaceOf, orLook, portsOf } from './scene.ts'
import type { Scene } from './scene.ts'

/** The CRD's limit. */
const MOST_RULES = 16

/** HTTPRoutes of the Gateway API: backends, parents, and rules that say the same twice. */
export function checkHttpRoutes(scene: Scene): Finding[] {
  return scene
    .ofKind('HTTPRoute')
    .flatMap((route) => [
      ...checkParents(scene, route),
      ...backendRefsOf(route).flatMap((backend) => checkBackend(scene, route, backend)),
      ...ruleCount(scene, route),
      ...checkReach(route),
      ...mirrors(route),
      ...weights(route),
    ])
}

function checkBackend(scene: Scene, route: Subject, { path, ref, use }: BackendRef): Finding[] {
  if ((ref.kind ?? 'Service') !== 'Service' || (ref.group ?? '') !== '') return []
  const own = namespaceOf(route, scene)
  const namespace = textOf(ref.namespace) || own
  const name = textOf(ref.name)
  const verb = use === 'mirror' ? 'mirrors to' : 'routes to'
  const granted = namespace === own ? [] : grant(scene, route, { path, ref, use }, namespace)
  const presence = scene.find('', 'Service', namespace, name)
  if (presence.kind === 'unknown') return granted
  if (presence.kind === 'missing') {
    const near = suggest(name, presence.names)
    return [
      ...granted,
      finding('missing-host', route, [...path, 'name'], {
        what: `${verb} Service ${namespace}/${name}, which is not ${presence.where}${others(presence.names)}`,
        why:
          use === 'mirror'
            ? 'the copies go nowhere, and nobody is told'
            : 'the reference is not resolved (BackendNotFound), and requests are answered with 500',
        fix: `${near ? `did you mean ${near}?` : `name a Service of namespace ${namespace}`}${orLook(scene)}`,
        severity: presence.severity,
      }),
    ]
  }
  const ports = portsOf(presence.subject.object)
  const shown = ports.map(({ number }) => number).join(', ')
  if (typeof ref.port !== 'number') {
    return [
      ...granted,
      finding('backend-port-required', route, path, {
        what: `${verb} Service ${name} without port`,
        fix: `write port: ${ports[0]?.number ?? 'PORT'}`,
      }),
    ]
  }
  if (ports.length === 0 || ports.some(({ number }) => number === ref.port)) return granted
  return [
    ...granted,
    finding('missing-port', route, [...path, 'port'], {
      what: `${verb} port ${ref.port} of Service ${name}, which has ${shown}`,
      why: 'the reference is not resolved (BackendNotFound), and requests are answered with 500',
      fix: `write port: ${ports[0]!.number}`,
    }),
  ]
}

/** A Service of another namespace has to allow the reference. */
function grant(scene: Scene, route: Subject, { path, ref }: BackendRef, namespace: string): Finding[] {
  const own = namespaceOf(route, scene)
  const allows = (list: unknown, fits: (entry: Fields) => boolean) => mapsIn(list).some(fits)
  const granted = scene
    .ofKind('ReferenceGrant')
    .some(
      ({ object }) =>
        object.metadata.namespace === namespace &&
        allows(at(object, 'spec', 'from'), (from) => from.kind === 'HTTPRoute' && from.namespace === own) &&
        allows(
          at(object, 'spec', 'to'),
          (to) => to.kind === 'Service' && (to.name === undefined || to.name === ref.name),
        ),
    )
  if (granted) return []
  return [
    finding('reference-not-granted', route, [...path, 'namespace'], {
      what: `routes to Service ${namespace}/${textOf(ref.name)}, and no ReferenceGrant of ${namespace} allows HTTPRoutes of ${own}`,
      fix: `add a ReferenceGrant to ${namespace}: from HTTPRoute of ${own}, to Service ${textOf(ref.name)}${orLook(scene)}`,
      ...(scene.cluster ? {} : { severity: 'warning' }),
    }),
  ]
}

function ruleCount(scene: Scene, route: Subject): Finding[] {
  const rules = mapsIn(at(route.object, 'spec', 'rules')).length
  const { rollout } = scene
  const ours = rollout.routes.some(
    ({ kind, name, namespace }) =>
      kind === 'httpRoute' &&
      name === route.object.metadata.name &&
      namespace === route.object.metadata.namespace,
  )
  const stages = rollout.stages.flatMap((stage) =>
    ours && stage.kind === 'weight' ? [{ name: stage.name, extra: stage.headers.length }] : [],
  )
  const most = stages.reduce((a, b) => (b.extra > a.extra ? b : a), { name: '', extra: 0 })
  if (rules + most.extra <= MOST_RULES) return []
  const with_ = most.extra > 0 ? `, and stage ${most.name} adds ${most.extra}` : ''
  return [
    finding('too-many-rules', route, ['spec', 'rules'], {
      what: `has ${rules} rules${with_}: ${rules + most.extra} of at most ${MOST_RULES}`,
      fix: 'move some of the rules into a second HTTPRoute with the same parents',
    }),
  ]
}

function mirrors(route: Subject): Finding[] {
  return mapsIn(at(route.object, 'spec', 'rules')).flatMap((rule, i) =>
    mapsIn(rule.filters).flatMap((filter, n) => {
      const mirror = filter.requestMirror
      if (!isMap(mirror)) return []
      const { percent, fraction } = mirror
      const path = ['spec', 'rules', i, 'filters', n, 'requestMirror']
      const refused = (why: string, fix: string) => [
        finding('route-invalid', route, path, { what: 'is refused by the API server', why, fix }),
      ]
      if (percent !== undefined && fraction !== undefined)
        return refused('only one of percent or fraction may be specified', 'remove percent')
      if (typeof percent === 'number' && (percent < 0 || percent > 100 || !Number.isInteger(percent)))
        return refused(`percent ${percent} is no whole number from 0 to 100`, 'write one, or a fraction')
      const [numerator, denominator] = [at(fraction, 'numerator'), at(fraction, 'denominator') ?? 100]
      if (typeof numerator === 'number' && Number(denominator) < numerator)
        return refused('numerator must be less than or equal to denominator', 'write a smaller numerator')
      return []
    }),
  )
}

function weights(route: Subject): Finding[] {
  return mapsIn(at(route.object, 'spec', 'rules')).flatMap((rule, i) => {
    const refs = mapsIn(rule.backendRefs)
    if (refs.length === 0 || refs.some(({ weight }) => weight !== 0)) return []
    return [
      finding('route-invalid', route, ['spec', 'rules', i, 'backendRefs'], {
        what: `gives every backend of rules[${i}] the weight 0`,
        why: 'all requests are answered with 500',
        fix: 'write the whole weight for the stable version',
      }),
    ]
  })
}
