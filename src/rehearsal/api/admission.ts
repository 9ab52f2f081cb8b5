import type { KubeObject } from '../../kube/object.ts'
import { fieldsAt, isFields, listAt } from './json-value.ts'
import type { Value } from './json-value.ts'
import type { Admit } from './registry.ts'
import { ApiError } from './status-error.ts'

/** What an older cluster does not know: a mirror's `percent` and `fraction` came with Gateway API 1.3, `fieldValidation` with Kubernetes 1.25. */
export type Lack = 'mirror-percent' | 'field-validation'

/** The CRD schemas and istiod's validation webhook: refuse routes that they would refuse, in their words. */
export async function createAdmission(lacks: readonly Lack[] = []): Promise<Admit> {
  const { refusalOf, validateDestinationRule, validateVirtualService } =
    await import('../gateway/validate.ts')
  const validators: Partial<Record<string, typeof validateVirtualService>> = {
    'networking.istio.io/VirtualService': validateVirtualService,
    'networking.istio.io/DestinationRule': validateDestinationRule,
  }
  return (resource, object, warn) => {
    if (resource.kind === 'HTTPRoute' && lacks.includes('mirror-percent')) {
      for (const path of mirrorShares(object)) {
        prune(object, path)
        warn(`unknown field "${path}"`)
      }
    }
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

/** Paths of what says how much is copied. */
function mirrorShares(object: KubeObject): string[] {
  return listAt(object, 'spec', 'rules').flatMap((rule, i) =>
    listAt(rule, 'filters').flatMap((filter, j) =>
      ['percent', 'fraction']
        .filter((key) => fieldsAt(filter, 'requestMirror')[key] !== undefined)
        .map((key) => `spec.rules[${i}].filters[${j}].requestMirror.${key}`),
    ),
  )
}

/** The server does not store what the schema does not know. */
function prune(object: KubeObject, path: string): void {
  const keys = path.split(/\.|\[|\]\.?/).filter((key) => key !== '')
  const last = keys.pop()
  let at: Value | undefined = object
  for (const key of keys) at = Array.isArray(at) ? at[Number(key)] : isFields(at) ? at[key] : undefined
  if (isFields(at) && last !== undefined) delete at[last]
}
