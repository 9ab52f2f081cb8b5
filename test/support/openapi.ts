import { Ajv } from 'ajv'
import type { ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import { createRequire } from 'node:module'

/* eslint-disable @typescript-eslint/no-explicit-any -- an OpenAPI document is JSON of many shapes */

export interface Operation {
  readonly path: string
  readonly parameters: { readonly [name: string]: string }
  readonly raw: any
}

const document = createRequire(import.meta.url)('@octokit/openapi/generated/api.github.com.deref.json')
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true })
;(formats as unknown as (target: Ajv) => void)(ajv)
const compiled = new Map<object, ValidateFunction>()
const patterns = Object.keys(document.paths as object)
  .map((path) => ({
    path,
    names: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!),
    regex: new RegExp(`^${path.replace(/\{\w+\}/g, '([^/]+)')}$`),
  }))
  // Of two that fit, the one with fewer parameters is meant.
  .sort((a, b) => a.names.length - b.names.length)

/** GitHub's published description of one call; null: there is no such call. */
export function operation(method: string, path: string): Operation | null {
  for (const { path: template, names, regex } of patterns) {
    const found = regex.exec(path)
    const raw = document.paths[template]?.[method.toLowerCase()]
    if (!found || !raw) continue
    const parameters = Object.fromEntries(names.map((name, i) => [name, decodeURIComponent(found[i + 1]!)]))
    return { path: template, parameters, raw }
  }
  return null
}

export function requestProblems(op: Operation, query: URLSearchParams, body: unknown): string[] {
  const known = (op.raw.parameters ?? []).filter((p: any) => p.in === 'query').map((p: any) => p.name)
  const unknown = [...query.keys()].filter((name) => !known.includes(name))
  const schema = op.raw.requestBody?.content?.['application/json']?.schema
  return [
    ...unknown.map((name) => `query parameter ${name} is not known`),
    ...(body !== undefined && !schema ? ['a body where none is expected'] : []),
    ...(schema && body !== undefined ? problems(schema, body) : []),
  ]
}

export function responseProblems(op: Operation, status: number, body: unknown): string[] {
  const response = op.raw.responses[String(status)]
  if (!response) {
    // Every call can be refused; GitHub does not repeat that at each.
    return [401, 403, 404, 422, 429, 500, 502, 503].includes(status)
      ? []
      : [`status ${status} is not described`]
  }
  const schema = response.content?.['application/json']?.schema
  return schema ? problems(schema, body) : body === undefined ? [] : ['a body where none is described']
}

/** The description's own example of the good answer. */
export function exampleOf(op: Operation): any {
  const good = Object.entries<any>(op.raw.responses).find(([status]) => status.startsWith('2'))![1]
  const examples = Object.values<any>(good.content['application/json'].examples)
  return structuredClone(examples[0].value)
}

function problems(schema: object, value: unknown): string[] {
  let validate = compiled.get(schema)
  if (!validate) compiled.set(schema, (validate = ajv.compile(forAjv(schema))))
  validate(value)
  return (validate.errors ?? []).map((e) => `${e.instancePath || '/'} ${e.message}`)
}

/** OpenAPI 3.0 says `nullable` where JSON Schema lists null among the types. */
function forAjv(schema: any): any {
  if (Array.isArray(schema)) return schema.map(forAjv)
  if (typeof schema !== 'object' || schema === null) return schema
  const { nullable, example: _, examples: __, ...rest } = schema
  const inner = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, forAjv(value)]))
  if (nullable !== true) return inner
  return { anyOf: [{ type: 'null' }, inner] }
}
