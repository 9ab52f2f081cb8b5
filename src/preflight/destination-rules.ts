import { serviceOf } from '../mesh/istio/host.ts'
import { at, isMap, mapsIn, textOf } from '../workload/json.ts'
import { podLabels, podTemplateOf } from '../workload/pod-template.ts'
import { formatLabels, labelsMatch } from '../workload/selector.ts'
import { finding } from './finding.ts'
import type { Finding, Subject } from './finding.ts'
import { rulesFor, serviceFor } from './hosts.ts'
import { namespaceOf } from './scene.ts'
import type { Scene } from './scene.ts'

/** DestinationRules: their Service, and pods for each of their subsets. */
export function checkDestinationRules(scene: Scene): Finding[] {
  return scene.ofKind('DestinationRule').flatMap((rule) => {
    const host = textOf(at(rule.object, 'spec', 'host'))
    if (host === '') return []
    const named = serviceFor(scene, rule, { host, path: ['spec', 'host'], verb: 'is for' })
    return [...named.findings, ...competitors(scene, rule, host), ...subsets(scene, rule)]
  })
}

function competitors(scene: Scene, rule: Subject, host: string): Finding[] {
  const service = serviceOf(host, namespaceOf(rule, scene))
  if (!service) return []
  const all = rulesFor(scene, service)
  if (all.length < 2 || all[0] === rule) return []
  const names = all.map(({ object }) => object.metadata.name).join(', ')
  return [
    finding('ambiguous-destination-rule', rule, ['spec', 'host'], {
      what: `is one of ${all.length} for Service ${service.namespace}/${service.service}: ${names}`,
      fix: 'put all subsets into one; the rollout file says which with routes[].destinationRule',
    }),
  ]
}

/** A subset that the versions do not need yet may have no pods; one whose labels fit no pod template never will. */
function subsets(scene: Scene, rule: Subject): Finding[] {
  const namespace = namespaceOf(rule, scene)
  const templates = scene.subjects.filter(
    (subject) => namespaceOf(subject, scene) === namespace && podTemplateOf(subject.object) !== null,
  )
  if (templates.length === 0) return []
  return mapsIn(at(rule.object, 'spec', 'subsets')).flatMap((subset, i) => {
    const { name, labels } = subset
    if (!isMap(labels) || Object.keys(labels).length === 0) return []
    if (templates.some(({ object }) => labelsMatch(labels, podLabels(object)))) return []
    const ours = scene.rollout.versions.find(
      ({ backend }) => backend.kind === 'subset' && backend.subset === name,
    )
    const keys = Object.keys(labels)
    const seen = [...new Set(templates.map(({ object }) => formatLabels(podLabels(object))))].join('; ')
    return [
      finding('subset-without-pods', rule, ['spec', 'subsets', i, 'labels'], {
        what: `has the subset ${textOf(name)} with ${formatLabels(labels)}, which no pod template has (${seen})`,
        fix: `write the labels of its pods, e.g. ${keys[0]}: …`,
        ...(ours ? { severity: 'error' } : {}),
      }),
    ]
  })
}
