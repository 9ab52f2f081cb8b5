import { partAt } from './located.ts'
import type { Located } from './located.ts'
import type { Reading } from './reading.ts'
import type { RouteInput } from './route-shape.ts'
import type { Version } from './rollout.ts'

export function checkRoutes(routes: readonly RouteInput[], root: Located, reading: Reading): void {
  const seen = new Map<string, number>()
  for (const [i, { kind, name, namespace }] of routes.entries()) {
    const id = JSON.stringify([kind, namespace, name])
    const first = seen.get(id)
    if (first === undefined) seen.set(id, i)
    else {
      const place = partAt(root, 'routes', i)?.place ?? root.place
      const message = `the route "${name}" is there twice, first as routes[${first}]; expected each route once; remove one of them`
      reading.report(place, 'conflict', message)
    }
  }
}

export function checkBackends(
  routes: readonly RouteInput[],
  versions: readonly [Version, Version],
  root: Located,
  reading: Reading,
): void {
  if (versions.every(({ backend }) => backend.kind === 'service')) return
  for (const [i, { kind }] of routes.entries()) {
    if (kind !== 'httpRoute') continue
    const message =
      'an HTTPRoute cannot send traffic to subsets; expected two Services; remove "subset" from the versions, or use a VirtualService'
    reading.report(partAt(root, 'routes', i, 'httpRoute')?.place ?? root.place, 'conflict', message)
  }
}
