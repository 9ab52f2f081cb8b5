import { at } from '../workload/json.ts'
import { targetOf } from '../workload/object-checks.ts'
import { finding } from './finding.ts'
import type { Finding, Subject } from './finding.ts'
import { namespaceOf, orLook } from './scene.ts'
import type { Scene } from './scene.ts'

/** Autoscalers that fight: with the manifest's own `replicas`, or with another one in the cluster. */
export function checkAutoscaling(scene: Scene): Finding[] {
  const autoscalers = scene.ofKind('HorizontalPodAutoscaler')
  return autoscalers.flatMap((hpa, i) => {
    const target = targetOf(hpa.object)
    if (target === null) return []
    const namespace = namespaceOf(hpa, scene)
    const [kind = '', name = ''] = target.split(' ')
    const same = (other: Subject) =>
      targetOf(other.object) === target && namespaceOf(other, scene) === namespace
    const rival = autoscalers.slice(0, i).find(same)
    return [
      ...(rival ? [conflict(hpa, rival, target)] : []),
      ...targetFindings(scene, hpa, { kind, name, namespace }),
    ]
  })
}

/** Two in the manifests are found when these are read; here, one of them is only in the cluster. */
function conflict(hpa: Subject, rival: Subject, target: string): Finding {
  const [shown, other] = hpa.file === undefined ? [rival, hpa] : [hpa, rival]
  return finding('autoscaler-conflict', shown, ['spec', 'scaleTargetRef'], {
    what: `and HorizontalPodAutoscaler ${other.object.metadata.name} both scale ${target}`,
    fix: 'keep one of them',
  })
}

function targetFindings(
  scene: Scene,
  hpa: Subject,
  target: { readonly kind: string; readonly name: string; readonly namespace: string },
): Finding[] {
  const presence = scene.find('apps', target.kind, target.namespace, target.name)
  if (presence.kind === 'unknown') return []
  if (presence.kind === 'missing') {
    return [
      finding('autoscaler-target', hpa, ['spec', 'scaleTargetRef', 'name'], {
        what: `scales ${target.kind} ${target.name}, which is not ${presence.where}`,
        fix: `write the name of a ${target.kind}, e.g. \${deployment}${orLook(scene)}`,
      }),
    ]
  }
  const workload = presence.subject
  if (workload.file === undefined || at(workload.object, 'spec', 'replicas') === undefined) return []
  return [
    finding('replicas-with-autoscaler', workload, ['spec', 'replicas'], {
      what: `has replicas: ${String(at(workload.object, 'spec', 'replicas'))}, and HorizontalPodAutoscaler ${hpa.object.metadata.name} targets it`,
      fix: 'remove replicas',
    }),
  ]
}
