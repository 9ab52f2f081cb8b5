import type { Target } from './write-rules.ts'
import { badRequest } from './status-error.ts'

const UNKNOWN = /^unknown field "/

/** `fieldValidation=Strict`: fields that the schema does not know are no warnings, the write is refused for them. */
export function refuseUnknown({ resource, version }: Target, warnings: readonly string[]): void {
  const unknown = warnings.filter((text) => UNKNOWN.test(text)).sort()
  if (unknown.length === 0) return
  const { kind } = resource
  throw badRequest(
    `${kind} in version ${JSON.stringify(version)} cannot be handled as a ${kind}: strict decoding error: ${unknown.join(', ')}`,
  )
}
