import type { KubeObject } from '../kube/object.ts'

/** The Deployment of that name among objects of one namespace. */
export function deploymentNamed(objects: Iterable<KubeObject>, name: string): KubeObject | undefined {
  for (const object of objects) {
    if (object.kind === 'Deployment' && object.metadata.name === name) return object
  }
  return undefined
}
