import { clone, equal, isFields } from './json-value.ts'
import type { Value } from './json-value.ts'
import { badRequest, patchRefused } from './status-error.ts'

/** RFC 6902, all or nothing. Throws the server's 400 for a malformed patch, its 422 when an operation does not apply. */
export function applyJsonPatch(object: Value, patch: unknown): Value {
  if (!Array.isArray(patch)) {
    throw badRequest(
      'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
    )
  }
  // The root is held in a box, so that replacing it is no special case.
  const box: Value = { root: clone(object) }
  for (const operation of patch) {
    if (!isFields(operation)) throw badRequest('error decoding patch: an operation must be an object')
    const path = pointer(operation['path'])
    switch (operation['op']) {
      case 'test':
        if (!equal(read(box, path) ?? null, operation['value'] ?? null)) throw patchRefused()
        break
      case 'add':
        write(box, path, clone(operation['value'] ?? null), 'add')
        break
      case 'replace':
        write(box, path, clone(operation['value'] ?? null), 'replace')
        break
      case 'remove':
        remove(box, path)
        break
      case 'copy':
      case 'move': {
        const from = pointer(operation['from'])
        const value = read(box, from)
        if (value === undefined) throw patchRefused()
        if (operation['op'] === 'move') remove(box, from)
        write(box, path, clone(value), 'add')
        break
      }
      default:
        throw patchRefused()
    }
  }
  return box['root'] ?? null
}

function pointer(path: Value | undefined): string[] {
  if (typeof path !== 'string' || (path !== '' && !path.startsWith('/'))) throw patchRefused()
  return [
    'root',
    ...path
      .split('/')
      .slice(1)
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')),
  ]
}

function child(parent: Value | undefined, key: string): Value | undefined {
  if (Array.isArray(parent)) return /^\d+$/.test(key) ? parent[Number(key)] : undefined
  return isFields(parent) && Object.hasOwn(parent, key) ? parent[key] : undefined
}

function read(box: Value, path: readonly string[]): Value | undefined {
  return path.reduce<Value | undefined>(child, box)
}

function write(box: Value, path: readonly string[], value: Value, mode: 'add' | 'replace'): void {
  const key = path.at(-1)!
  const parent = read(box, path.slice(0, -1))
  if (mode === 'replace' && child(parent, key) === undefined) throw patchRefused()
  if (isFields(parent)) {
    parent[key] = value
  } else if (Array.isArray(parent)) {
    if (mode === 'replace') return void (parent[Number(key)] = value)
    const index = key === '-' ? parent.length : /^\d+$/.test(key) ? Number(key) : -1
    if (index < 0 || index > parent.length) throw patchRefused()
    parent.splice(index, 0, value)
  } else {
    throw patchRefused()
  }
}

function remove(box: Value, path: readonly string[]): void {
  const key = path.at(-1)!
  const parent = read(box, path.slice(0, -1))
  if (child(parent, key) === undefined) throw patchRefused()
  if (Array.isArray(parent)) parent.splice(Number(key), 1)
  else if (isFields(parent)) delete parent[key]
}
