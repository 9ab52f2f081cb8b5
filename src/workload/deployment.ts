import type { KubeObject } from '../kube/object.ts'
import type { Fields } from './json.ts'
import { podLabels } from './pod-template.ts'

/** The Deployment of that name among objects of one namespace. */
export function deploymentNamed(objects: Iterable<KubeObject>, name: string): KubeObject | undefined {
  for (const object of objects) {
    if (object.kind === 'Deployment' && object.metadata.name === name) return object
  }
  return undefined
}

/** Labels of the pods of the Deployment of that name; none when it is not there. */
export function podLabelsOf(objects: Iterable<KubeObject>, name: string): Fields {
  const found = deploymentNamed(objects, name)
  return found ? podLabels(found) : {}
}
