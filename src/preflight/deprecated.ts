import { at, isMap, mapsIn } from '../workload/json.ts'
import { podTemplatePath } from '../workload/pod-template.ts'
import { finding } from './finding.ts'
import type { Finding, Path, Subject } from './finding.ts'
import type { Scene } from './scene.ts'

/** What still works and has been replaced; in manifests only, since the cluster shows objects in the version that is asked for. */
export function checkDeprecated(scene: Scene): Finding[] {
  return scene.subjects
    .filter(({ file }) => file !== undefined)
    .flatMap((subject) => [...oldApi(subject), ...mirrorPercent(subject), ...injection(subject)])
}

const STORED: { readonly [group: string]: string } = {
  'networking.istio.io': 'networking.istio.io/v1',
  'security.istio.io': 'security.istio.io/v1',
  'gateway.networking.k8s.io': 'gateway.networking.k8s.io/v1',
}
/** Experimental kinds have no newer version. */
const STABLE_KINDS = ['HTTPRoute', 'Gateway', 'GatewayClass', 'GRPCRoute', 'ReferenceGrant']

function oldApi(subject: Subject): Finding[] {
  const { apiVersion, kind } = subject.object
  const [group = '', version = ''] = apiVersion.split('/')
  const stored = STORED[group]
  if (stored === undefined || apiVersion === stored) return []
  if (group.startsWith('gateway.')) {
    if (!STABLE_KINDS.includes(kind)) return []
    if (kind === 'ReferenceGrant' && version === 'v1beta1') return []
    if (version === 'v1alpha1' || version === 'v1alpha2') {
      return [
        finding('removed-api', subject, ['apiVersion'], {
          what: `uses ${apiVersion}`,
          fix: `write apiVersion: ${kind === 'ReferenceGrant' ? 'gateway.networking.k8s.io/v1beta1' : stored}`,
        }),
      ]
    }
  }
  return [
    finding('deprecated-api', subject, ['apiVersion'], {
      what: `uses ${apiVersion}`,
      fix: `write apiVersion: ${stored}`,
    }),
  ]
}

function mirrorPercent(subject: Subject): Finding[] {
  if (subject.object.kind !== 'VirtualService') return []
  return mapsIn(at(subject.object, 'spec', 'http')).flatMap((rule, i) =>
    ['mirrorPercent', 'mirror_percent']
      .filter((key) => rule[key] !== undefined && rule[key] !== null)
      .map((key) => {
        const path: Path = ['spec', 'http', i, key]
        const both = isMap(rule.mirrorPercentage)
        return finding('deprecated-field', subject, path, {
          what: `has ${key} in http[${i}]${both ? ', and mirrorPercentage, which wins' : ''}`,
          fix: both ? `remove ${key}` : `write mirrorPercentage: { value: ${String(rule[key])} }`,
        })
      }),
  )
}

const INJECT = 'sidecar.istio.io/inject'

function injection(subject: Subject): Finding[] {
  const template = podTemplatePath(subject.object)
  if (!template) return []
  const annotations = at(subject.object, ...template, 'metadata', 'annotations')
  if (!isMap(annotations) || annotations[INJECT] === undefined) return []
  return [
    finding('deprecated-annotation', subject, [...template, 'metadata', 'annotations', INJECT], {
      what: `has the annotation ${INJECT}`,
      fix: `write it as a label of the pod template: labels: { ${INJECT}: ${JSON.stringify(annotations[INJECT])} }`,
    }),
  ]
}
