import { parseGoDuration as parseDuration } from '../durations.ts'

/** The part of a CRD's schema that decides what the API server refuses or warns of. */
export type Schema =
  | 'string'
  | 'integer'
  | 'uint32'
  | 'number'
  | 'boolean'
  | 'duration'
  | 'any'
  | { readonly list: Schema }
  | { readonly map: Schema }
  | Fields

export interface Fields {
  readonly fields: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  /** At most one of these may be present. */
  readonly oneOf?: readonly string[]
}

export interface SchemaFindings {
  readonly errors: string[]
  readonly unknown: string[]
  /** Errors of validation rules (CEL), which the API server only evaluates when there are no others. */
  readonly ruleErrors: string[]
}

/** Compares a value with a schema; the texts are the API server's. */
export function checkSchema(value: unknown, schema: Schema, path: string, found: SchemaFindings): void {
  if (value === null || schema === 'any') return
  if (typeof schema === 'string') return checkScalar(value, schema, path, found)
  if ('list' in schema) {
    if (!Array.isArray(value)) return wrongType(value, 'array', path, found)
    value.forEach((item, index) => checkSchema(item, schema.list, `${path}[${index}]`, found))
    return
  }
  if (typeof value !== 'object' || Array.isArray(value)) return wrongType(value, 'object', path, found)
  if ('map' in schema) {
    for (const [key, item] of Object.entries(value)) checkSchema(item, schema.map, `${path}.${key}`, found)
    return
  }
  for (const [key, item] of Object.entries(value)) {
    const inner = Object.hasOwn(schema.fields, key) ? schema.fields[key] : undefined
    if (inner === undefined) found.unknown.push(`unknown field "${path}.${key}"`)
    else checkSchema(item, inner, `${path}.${key}`, found)
  }
  for (const key of schema.required ?? []) {
    if (!Object.hasOwn(value, key)) found.errors.push(`${path}.${key}: Required value`)
  }
  const alternatives = (schema.oneOf ?? []).filter((key) => Object.hasOwn(value, key)).length
  if (alternatives > 1) {
    found.errors.push(
      `<nil>: Invalid value: "": "${path}" must validate one and only one schema (oneOf). Found ${alternatives} valid alternatives`,
    )
  }
}

function checkScalar(
  value: unknown,
  schema: Extract<Schema, string>,
  path: string,
  found: SchemaFindings,
): void {
  const type = schema === 'duration' ? 'string' : schema === 'uint32' ? 'integer' : schema
  const fits = type === 'integer' ? Number.isInteger(value) : typeof value === type
  if (!fits) return wrongType(value, type, path, found)
  if (schema === 'uint32' && Number(value) < 0) {
    found.errors.push(
      `${path}: Invalid value: ${String(value)}: ${path} in body should be greater than or equal to 0`,
    )
  }
  if (schema !== 'duration') return
  const rule = 'must be a valid duration greater than 1ms'
  const ms = parseDuration(String(value))
  if (ms === null) {
    found.ruleErrors.push(
      `${path}: Invalid value: "string": type conversion error from 'string' to 'google.protobuf.Duration' evaluating rule: ${rule}`,
    )
  } else if (ms < 1) found.ruleErrors.push(`${path}: Invalid value: "string": ${rule}`)
}

function wrongType(value: unknown, expected: string, path: string, found: SchemaFindings): void {
  const actual = Array.isArray(value)
    ? 'array'
    : typeof value === 'number' && Number.isInteger(value)
      ? 'integer'
      : typeof value
  found.errors.push(
    `${path}: Invalid value: "${actual}": ${path} in body must be of type ${expected}: "${actual}"`,
  )
}
