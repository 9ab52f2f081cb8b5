import { RESOURCES, resourceOfPlural } from './resources.ts'
import type { Target } from './write-rules.ts'

/** What a path of the API names; `name` is empty for a collection, `namespace` for all namespaces. */
export interface Route extends Target {
  readonly name: string
}

/** `/api/v1/namespaces/NS/pods/NAME/log`, `/apis/apps/v1/deployments`, …; null when no such resource is served. */
export function parseRoute(path: string): Route | null {
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent)
  const root = parts.shift()
  const group = root === 'apis' ? parts.shift() : root === 'api' ? '' : undefined
  const version = parts.shift()
  if (group === undefined || version === undefined) return null
  // `namespaces/NS/PLURAL…` is a namespaced path; `namespaces[/NAME[/status]]` is the Namespace kind itself.
  let namespace = ''
  if (parts[0] === 'namespaces' && parts.length > 2 && !(group === '' && parts[2] === 'status')) {
    namespace = parts[1] ?? ''
    parts.splice(0, 2)
  }
  const [plural = '', name = '', subresource = '', ...more] = parts
  const resource = resourceOfPlural(group, version, plural)
  if (!resource || more.length > 0) return null
  if (subresource !== '' && !resource.subresources.includes(subresource)) return null
  if (namespace !== '' && !resource.namespaced) return null
  if (name !== '' && resource.namespaced && namespace === '') return null
  return { resource, version, namespace, name, subresource }
}

/** A path in a version that is served, of a group that is no CRD's. */
export function isBuiltIn(path: string): boolean {
  const [root = '', first = '', second = ''] = path.split('/').filter((part) => part !== '')
  const [group, version] = root === 'api' ? ['', first] : [first, second]
  return RESOURCES.some((r) => r.group === group && r.versions.includes(version) && !r.custom)
}
