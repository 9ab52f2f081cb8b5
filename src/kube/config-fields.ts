import type { Json, JsonObject } from './object.ts'
import { KubeError } from './client.ts'

/** Typed access to one mapping of a kubeconfig. Every wrong type is a `config` error with file and field. `null` counts as absent, as in kubectl. */
export interface Fields {
  readonly file: string
  /** Path of this mapping inside the file, e.g. `users[ci].user`. */
  readonly where: string
  string(name: string): string | null
  boolean(name: string): boolean
  strings(name: string): string[]
  fields(name: string): Fields | null
  list(name: string): Fields[]
  raw(name: string): Json | undefined
  names(): string[]
  /** A `config` error about a field of this mapping. */
  problem(name: string, text: string, cause?: unknown): KubeError
}

export function configError(file: string, where: string, text: string, cause?: unknown): KubeError {
  return new KubeError('config', `${file}: ${where ? `${where}: ` : ''}${text}`, { cause })
}

export function isMapping(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a mapping'
  return `the ${typeof value} ${JSON.stringify(value)}`
}

export function fieldsOf(value: unknown, file: string, where: string): Fields {
  if (!isMapping(value)) throw configError(file, where, `expected a mapping, got ${typeName(value)}`)
  const mapping = value
  const at = (name: string) => (where ? `${where}.${name}` : name)
  const problem = (name: string, text: string, cause?: unknown) => configError(file, at(name), text, cause)
  const read = (name: string) => mapping[name] ?? null

  function items(name: string): readonly Json[] {
    const found = read(name)
    if (found === null) return []
    if (!Array.isArray(found)) throw problem(name, `expected a list, got ${typeName(found)}`)
    return found as readonly Json[]
  }

  return {
    file,
    where,
    problem,
    raw: (name) => mapping[name],
    names: () => Object.keys(mapping),
    string(name) {
      const found = read(name)
      if (found === null || found === '') return null
      if (typeof found !== 'string')
        throw problem(name, `expected text, got ${typeName(found)}; put it in quotes`)
      return found
    },
    boolean(name) {
      const found = read(name)
      if (found === null) return false
      if (typeof found !== 'boolean') throw problem(name, `expected true or false, got ${typeName(found)}`)
      return found
    },
    strings(name) {
      return items(name).map((item, index) => {
        if (typeof item !== 'string')
          throw problem(`${name}[${index}]`, `expected text, got ${typeName(item)}`)
        return item
      })
    },
    fields(name) {
      const found = read(name)
      return found === null ? null : fieldsOf(found, file, at(name))
    },
    list(name) {
      return items(name).map((item, index) => fieldsOf(item, file, at(`${name}[${index}]`)))
    },
  }
}
