import type { KubeObject } from '../../src/kube/object.ts'
import { VALIDATION_CASES, type ValidationCase } from './gateway-validation.cases.ts'

/** What is said to a write: 201 when it is taken. */
export interface Verdict {
  readonly status: number
  readonly message: string
  readonly warnings: readonly string[]
}

export const objectOf = (
  { kind = 'VirtualService', spec }: ValidationCase,
  namespace: string,
): KubeObject => ({
  apiVersion: 'networking.istio.io/v1',
  kind,
  metadata: { name: 'case', namespace },
  spec,
})

export { VALIDATION_CASES }

/** Go's error lists of one element are written differently from plain errors; that difference says nothing. */
export function plain({ status, message, warnings }: Verdict): Verdict {
  return { status, message: message.replace(/1 error occurred:\n\t\* (.*)\n\n/, '$1'), warnings }
}
