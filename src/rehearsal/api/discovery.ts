import { RESOURCES, joinVersion } from './resources.ts'
import type { Resource } from './resources.ts'
import type { Fields } from './json-value.ts'

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']

const GROUPS = [...new Set(RESOURCES.map((r) => r.group))].filter((group) => group !== '')

function versionsOf(group: string): string[] {
  return [...new Set(RESOURCES.filter((r) => r.group === group).flatMap((r) => r.versions))]
}

function groupEntry(name: string): Fields {
  const versions = versionsOf(name).map((version) => ({
    groupVersion: joinVersion(name, version),
    version,
  }))
  return { name, versions, preferredVersion: versions[0] ?? {} }
}

function entries(resource: Resource): Fields[] {
  const { plural, kind, namespaced, shortNames } = resource
  const main: Fields = {
    name: plural,
    singularName: kind.toLowerCase(),
    namespaced,
    kind,
    verbs: VERBS,
    ...(shortNames.length > 0 ? { shortNames: [...shortNames] } : {}),
  }
  return [main, ...resource.subresources.map((sub) => subresourceEntry(resource, sub))]
}

function subresourceEntry(resource: Resource, sub: string): Fields {
  const { plural, kind, namespaced } = resource
  const base = { name: `${plural}/${sub}`, singularName: '', namespaced }
  switch (sub) {
    case 'scale':
      return {
        ...base,
        group: 'autoscaling',
        version: 'v1',
        kind: 'Scale',
        verbs: ['get', 'patch', 'update'],
      }
    case 'log':
      return { ...base, kind, verbs: ['get'] }
    case 'portforward':
      return { ...base, kind: 'PodPortForwardOptions', verbs: ['create', 'get'] }
    case 'exec':
      return { ...base, kind: 'PodExecOptions', verbs: ['create', 'get'] }
    default:
      return { ...base, kind, verbs: ['get', 'patch', 'update'] }
  }
}

function resourceList(group: string, version: string): Fields | null {
  const found = RESOURCES.filter((r) => r.group === group && r.versions.includes(version))
  if (found.length === 0) return null
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: joinVersion(group, version),
    resources: found.flatMap(entries),
  }
}

/** The answer of `/api`, `/apis`, `/api/v1`, `/apis/GROUP`, `/apis/GROUP/VERSION` and `/version`; null for other paths. */
export function discover(path: string): Fields | null {
  const parts = path.split('/').filter((part) => part !== '')
  const [root, group = '', version = ''] = parts
  if (path === '/version') {
    return { major: '1', minor: '34', gitVersion: 'v1.34.0+rehearsal', platform: 'embedded' }
  }
  if (root === 'api') {
    if (parts.length === 1) return { kind: 'APIVersions', apiVersion: 'v1', versions: ['v1'] }
    return parts.length === 2 ? resourceList('', group) : null
  }
  if (root !== 'apis') return null
  switch (parts.length) {
    case 1:
      return { kind: 'APIGroupList', apiVersion: 'v1', groups: GROUPS.map(groupEntry) }
    case 2:
      return GROUPS.includes(group) ? { kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(group) } : null
    case 3:
      return resourceList(group, version)
    default:
      return null
  }
}
