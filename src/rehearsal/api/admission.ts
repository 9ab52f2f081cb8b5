import type { KubeObject } from '../../kube/object.ts'
import { isFields } from './json-value.ts'
import type { Value } from './json-value.ts'
import type { Admit } from './registry.ts'
import { ApiError } from './status-error.ts'

/** The CRD schemas and istiod's validation webhook: refuse routes that they would refuse, in their words. */
export async function createAdmission(): Promise<Admit> {
  const { refusalOf, validateDestinationRule, validateVirtualService } =
    await import('../gateway/validate.ts')
  const validators: Partial<Record<string, typeof validateVirtualService>> = {
    'networking.istio.io/VirtualService': validateVirtualService,
    'networking.istio.io/DestinationRule': validateDestinationRule,
  }
  return (resource, object, warn) => {
    const validation = validators[`${resource.group}/${resource.kind}`]?.(object)
    if (!validation) return
    const refusal = refusalOf(object, validation)
    if (refusal) {
      const { group, kind } = resource
      const isSchema = refusal.status === 422
      const details = isSchema ? { name: object.metadata.name, group, kind } : undefined
      throw new ApiError(refusal.status, isSchema ? 'Invalid' : '', refusal.message, details)
    }
    for (const warning of validation.warnings) {
      const unknown = /^unknown field "(.+)"$/.exec(warning)?.[1]
      if (unknown !== undefined) prune(object, unknown)
      warn(warning)
    }
  }
}

/** The server does not store what the schema does not know. */
function prune(object: KubeObject, path: string): void {
  const keys = path.split(/\.|\[|\]\.?/).filter((key) => key !== '')
  const last = keys.pop()
  let at: Value | undefined = object
  for (const key of keys) at = Array.isArray(at) ? at[Number(key)] : isFields(at) ? at[key] : undefined
  if (isFields(at) && last !== undefined) delete at[last]
}
