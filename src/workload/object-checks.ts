import { identity, refOf } from '../kube/object.ts'
import type { KubeObject } from '../kube/object.ts'
import type { Problem } from '../process/errors.ts'
import { at, isMap, textOf } from './json.ts'
import { podLabels, podTemplateOf } from './pod-template.ts'
import { named, problemWith } from './rendered-object.ts'
import type { RenderedObject } from './rendered-object.ts'
import { formatLabels, isEmptySelector, selectorMatches } from './selector.ts'

/** What is wrong with the objects of one rendering, whatever they are for. */
export function checkObjects(objects: readonly RenderedObject[]): Problem[] {
  return [
    ...duplicates(objects),
    ...autoscalers(objects),
    ...objects.flatMap((rendered) => selector(rendered)),
  ]
}

function duplicates(objects: readonly RenderedObject[]): Problem[] {
  const first = new Map<string, RenderedObject>()
  return objects.flatMap((rendered) => {
    const key = identity(refOf(rendered.object))
    const before = first.get(key)
    if (!before) {
      first.set(key, rendered)
      return []
    }
    const message = `${named(rendered.object)} is there twice, first in ${before.file}:${before.line}: remove one of the two`
    return [problemWith(rendered, 'manifest-duplicate', message)]
  })
}

/** Two autoscalers with one target set its replicas in turn. */
export function autoscalers(objects: readonly RenderedObject[]): Problem[] {
  const first = new Map<string, RenderedObject>()
  return objects
    .filter(({ object }) => object.kind === 'HorizontalPodAutoscaler')
    .flatMap((rendered) => {
      const target = targetOf(rendered.object)
      if (target === null) {
        return [
          problemWith(
            rendered,
            'manifest-autoscaler',
            `${named(rendered.object)} has no spec.scaleTargetRef: name the Deployment it scales`,
          ),
        ]
      }
      const before = first.get(target)
      if (!before) {
        first.set(target, rendered)
        return []
      }
      const message = `${named(rendered.object)} and ${named(before.object)} (${before.file}:${before.line}) both scale ${target}: they would fight over its replicas, keep one`
      return [problemWith(rendered, 'manifest-autoscaler', message)]
    })
}

/** `Deployment model-blue`. */
export function targetOf(hpa: KubeObject): string | null {
  const target = at(hpa, 'spec', 'scaleTargetRef')
  const [kind, name] = [textOf(at(target, 'kind')), textOf(at(target, 'name'))]
  return kind === '' || name === '' ? null : `${kind} ${name}`
}

export const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet']

function selector(rendered: RenderedObject): Problem[] {
  const { object } = rendered
  if (!WORKLOADS.includes(object.kind)) return []
  const report = (message: string) => [
    problemWith(rendered, 'manifest-selector', `${named(object)} ${message}`),
  ]
  const wanted = at(object, 'spec', 'selector')
  if (!podTemplateOf(object))
    return report('has no spec.template: expected the metadata and spec of its pods')
  if (!isMap(wanted) || isEmptySelector(wanted)) {
    return report('has no spec.selector.matchLabels: expected the labels of its pods')
  }
  if (selectorMatches(wanted, podLabels(object))) return []
  return report(
    `selects ${formatLabels(wanted.matchLabels)}, but its own pods have ${formatLabels(podLabels(object)) || 'no labels'}: make spec.selector and spec.template.metadata.labels agree`,
  )
}
