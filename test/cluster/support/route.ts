import type { KubeObject } from '../../../src/kube/object.ts'
import type { World } from './world.ts'

export const ROUTE = 'mlmodel-virtualservice'

export async function readRoute(world: World): Promise<KubeObject> {
  const route = await world.get('VirtualService', ROUTE)
  if (!route) throw new Error(`VirtualService ${ROUTE} is not there`)
  return route
}

/** All that a team wrote into an object: what has to be the same before a rollout and after it was taken back. */
export function content(object: KubeObject) {
  const { labels, annotations } = object.metadata
  return { spec: object['spec'] as unknown, labels, annotations }
}

interface Destination {
  readonly destination: { readonly host: string; readonly subset?: string }
  readonly weight?: number
}

export function rules(route: KubeObject): readonly { readonly route: readonly Destination[] }[] {
  return route['spec'].http as readonly { readonly route: readonly Destination[] }[]
}

/** Percent by the first label of the destination's host, or by its subset, in the last rule, which is the weighted one. */
export function shares(route: KubeObject): { readonly [name: string]: number } {
  const destinations = rules(route).at(-1)!.route
  const total = destinations.reduce((sum, d) => sum + (d.weight ?? 0), 0)
  return Object.fromEntries(
    destinations.map(({ destination, weight = 0 }) => [
      destination.subset ?? destination.host.split('.')[0]!,
      total === 0 ? 100 / destinations.length : (weight * 100) / total,
    ]),
  )
}
