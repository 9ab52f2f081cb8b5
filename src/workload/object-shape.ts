import { at, isMap } from './json.ts'
import type { Fields } from './json.ts'
import { needsSpec } from './kinds.ts'

/** What every object of the cluster needs and this one lacks, in the words of its fields. */
export function missingParts(value: Fields, metadata: Fields): string[] {
  const text = (part: unknown) => part !== undefined && part !== null && part !== ''
  const generated = text(metadata.generateName)
    ? 'metadata.name (generateName would make another object at each run)'
    : 'metadata.name'
  return [
    ...(text(value.apiVersion) ? [] : ['apiVersion']),
    ...(text(value.kind) ? [] : ['kind']),
    ...(text(metadata.name) ? [] : [generated]),
    ...(typeof value.kind === 'string' && needsSpec(value.kind) && !isMap(value.spec)
      ? [value.kind === 'VirtualService' ? 'spec, so no hosts and no http' : 'spec']
      : []),
  ]
}

/** `Deployment model-blue`, as far as it is known. */
export function what(value: Fields): string {
  const name = at(value, 'metadata', 'name')
  if (typeof value.kind !== 'string') return 'this document'
  return typeof name === 'string' ? `${value.kind} ${name}` : value.kind
}

/** Markdown and editors lose indentation, and what belongs under `metadata` and `spec` is left beside them. */
export function indentationHint(value: Fields, missing: readonly string[]): string {
  const strays = Object.keys(value).filter(
    (key) => !['apiVersion', 'kind', 'metadata', 'spec', 'status', 'data'].includes(key),
  )
  const emptied = ['metadata', 'spec'].filter((key) => key in value && value[key] === null)
  if (emptied.length > 0 && strays.length > 0) {
    return `${strays.map((key) => `\`${key}\``).join(', ')} ${strays.length === 1 ? 'stands' : 'stand'} beside ${emptied.join(' and ')} instead of below: indent ${strays.length === 1 ? 'it' : 'them'}`
  }
  if (missing.length === 1 && missing[0] === 'apiVersion') return 'add it, for example `apiVersion: apps/v1`'
  if (missing.includes('apiVersion') && missing.includes('kind'))
    return 'expected a Kubernetes object; leave other files out of `manifests`'
  return 'add what is missing'
}

/** RBAC names are the exception that may have colons and capitals. */
export function isName(name: string, apiVersion: string): boolean {
  if (name.length > 253) return false
  return apiVersion.startsWith('rbac.') ? !/[/%]/.test(name) : /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name)
}
