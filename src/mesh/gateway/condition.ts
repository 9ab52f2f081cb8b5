import type { Json, JsonObject } from '../../kube/object.ts'
import type { StringMatch } from '../../spec/rollout.ts'
import { deepEqual } from '../json-diff.ts'
import { objectOf } from '../json-reading.ts'
import type { TextOrder } from '../rules/string-match.ts'
import { pathOf } from './match-element.ts'

/** `PathPrefix` counts whole elements of the path, and a slash at its end does not. */
export const pathOrder: TextOrder = {
  equal: (a, b) => a === b,
  under(path, prefix) {
    const bare = prefix.replace(/\/$/, '')
    return path.replace(/\/$/, '') === bare || path.startsWith(`${bare}/`)
  },
}

const PRESENT = '.*'

/** There is no condition for a prefix or for presence: a regular expression says both, whether or not it has to match the whole value. */
export function toHeader(name: string, match: StringMatch): JsonObject {
  switch (match.kind) {
    case 'exact':
      return { type: 'Exact', name, value: match.value }
    case 'regex':
      return { type: 'RegularExpression', name, value: match.value }
    case 'prefix':
      return { type: 'RegularExpression', name, value: `^${escapeRegex(match.value)}.*` }
    case 'present':
      return { type: 'RegularExpression', name, value: PRESENT }
  }
}

export function fromHeader(header: Json | undefined): StringMatch {
  const object = objectOf(header)
  const value = typeof object?.['value'] === 'string' ? object['value'] : ''
  if ((object?.['type'] ?? 'Exact') === 'Exact') return { kind: 'exact', value }
  if (value === PRESENT) return { kind: 'present' }
  const prefix = /^\^(.*)\.\*$/s.exec(value)?.[1]
  const plain = prefix?.replace(/\\([^\w])/g, '$1')
  if (plain !== undefined && escapeRegex(plain) === prefix) return { kind: 'prefix', value: plain }
  return { kind: 'regex', value }
}

export function sameCondition(header: Json | undefined, match: StringMatch): boolean {
  return deepEqual(toHeader('x', fromHeader(header)), toHeader('x', match))
}

function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

const PATH_TYPES = { exact: 'Exact', prefix: 'PathPrefix', regex: 'RegularExpression' } as const

export function toPath(match: StringMatch): JsonObject {
  return match.kind === 'present'
    ? { type: 'PathPrefix', value: '/' }
    : { type: PATH_TYPES[match.kind], value: match.value }
}

export function fromPath(element: JsonObject): StringMatch {
  const { type, value } = pathOf(element)
  if (type === 'Exact') return { kind: 'exact', value }
  return type === 'RegularExpression' ? { kind: 'regex', value } : { kind: 'prefix', value }
}
