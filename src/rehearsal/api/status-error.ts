import type { Fields } from './json-value.ts'

/** A failed request as the API server answers it: a `Status` object. */
export class ApiError extends Error {
  readonly status: Fields
  readonly code: number
  readonly reason: string

  constructor(code: number, reason: string, message: string, details?: Fields) {
    super(message)
    this.name = 'ApiError'
    this.code = code
    this.reason = reason
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      ...(reason === '' ? {} : { reason }),
      ...(details ? { details } : {}),
      code,
    }
  }
}

/** Names a resource in messages: `deployments.apps`. */
export interface ResourceName {
  readonly group: string
  readonly plural: string
  readonly kind: string
}

export function qualified(resource: ResourceName): string {
  return resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`
}

function detailsOf(resource: ResourceName, name: string): Fields {
  return { name, ...(resource.group === '' ? {} : { group: resource.group }), kind: resource.plural }
}

// The wording of all of these is that of k8s.io/apimachinery/pkg/api/errors.

export const notFound = (resource: ResourceName, name: string) =>
  new ApiError(
    404,
    'NotFound',
    `${qualified(resource)} ${JSON.stringify(name)} not found`,
    detailsOf(resource, name),
  )

export const alreadyExists = (resource: ResourceName, name: string) =>
  new ApiError(
    409,
    'AlreadyExists',
    `${qualified(resource)} ${JSON.stringify(name)} already exists`,
    detailsOf(resource, name),
  )

export const MODIFIED =
  'the object has been modified; please apply your changes to the latest version and try again'

export const conflict = (resource: ResourceName, name: string, why: string) =>
  new ApiError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(resource)} ${JSON.stringify(name)}: ${why}`,
    detailsOf(resource, name),
  )

export const forbidden = (resource: ResourceName, name: string, why: string) =>
  new ApiError(
    403,
    'Forbidden',
    `${qualified(resource)} ${JSON.stringify(name)} is forbidden: ${why}`,
    detailsOf(resource, name),
  )

export const badRequest = (message: string) => new ApiError(400, 'BadRequest', message)

export const methodNotAllowed = () =>
  new ApiError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {})

/** Of a PATCH. The server of custom resources lists what it accepts, that of built-in kinds does not. */
export const unsupportedMediaType = (accepted: readonly string[] | null) =>
  accepted
    ? new ApiError(
        415,
        'UnsupportedMediaType',
        `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
      )
    : new ApiError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {})

/** No such resource in a built-in group. */
export const noSuchResource = () =>
  new ApiError(404, 'NotFound', 'the server could not find the requested resource', {})

/** A JSON patch whose `test` failed or whose path is not there. The real server does not say which. */
export const patchRefused = () =>
  new ApiError(422, 'Invalid', 'the server rejected our request due to an error in our request', {})

/** One thing wrong with an object's content; `reason` is the cause type of `metav1.Status`. */
export interface FieldError {
  readonly reason:
    | 'FieldValueInvalid'
    | 'FieldValueRequired'
    | 'FieldValueForbidden'
    | 'FieldValueDuplicate'
    | 'FieldValueNotSupported'
    | 'FieldValueTooLong'
    | 'FieldValueTooMany'
    | 'FieldValueNotFound'
    | 'FieldValueTypeInvalid'
  readonly field: string
  readonly message: string
}

export const invalidValue = (field: string, value: unknown, detail: string): FieldError => ({
  reason: 'FieldValueInvalid',
  field,
  message: `Invalid value: ${JSON.stringify(value)}: ${detail}`,
})

export const requiredValue = (field: string, detail = ''): FieldError => ({
  reason: 'FieldValueRequired',
  field,
  message: `Required value${detail === '' ? '' : `: ${detail}`}`,
})

export const forbiddenValue = (field: string, detail: string): FieldError => ({
  reason: 'FieldValueForbidden',
  field,
  message: `Forbidden: ${detail}`,
})

export const duplicateValue = (field: string, value: unknown): FieldError => ({
  reason: 'FieldValueDuplicate',
  field,
  message: `Duplicate value: ${JSON.stringify(value)}`,
})

export const unsupportedValue = (field: string, value: unknown, valid: readonly string[]): FieldError => ({
  reason: 'FieldValueNotSupported',
  field,
  message: `Unsupported value: ${JSON.stringify(value)}: supported values: ${[...valid]
    .sort()
    .map((v) => JSON.stringify(v))
    .join(', ')}`,
})

export function invalidObject(
  resource: Pick<ResourceName, 'group' | 'kind'>,
  name: string,
  errors: readonly FieldError[],
): ApiError {
  const kind = resource.group === '' ? resource.kind : `${resource.kind}.${resource.group}`
  const texts = [...new Set(errors.map((e) => `${e.field}: ${e.message}`))]
  const all = texts.length === 1 ? texts[0]! : `[${texts.join(', ')}]`
  return new ApiError(422, 'Invalid', `${kind} ${JSON.stringify(name)} is invalid: ${all}`, {
    ...(name === '' ? {} : { name }),
    ...(resource.group === '' ? {} : { group: resource.group }),
    kind: resource.kind,
    causes: errors.map((e) => ({ reason: e.reason, message: e.message, field: e.field })),
  })
}
