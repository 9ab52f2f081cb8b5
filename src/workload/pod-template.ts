import { at, isMap } from './json.ts'
import type { Fields } from './json.ts'

const TEMPLATES: { readonly [kind: string]: readonly string[] } = {
  Pod: [],
  Deployment: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
}

/** Where an object of a built-in kind keeps its pod template (metadata and spec of its pods); null when it makes no pods. */
export function podTemplatePath({ kind }: { readonly kind: string }): readonly string[] | null {
  return TEMPLATES[kind] ?? null
}

export function podTemplateOf(object: { readonly kind: string }): Fields | null {
  const path = podTemplatePath(object)
  const template = path && at(object, ...path)
  return isMap(template) ? template : null
}

export function podLabels(object: { readonly kind: string }): Fields {
  const labels = at(podTemplateOf(object), 'metadata', 'labels')
  return isMap(labels) ? labels : {}
}
