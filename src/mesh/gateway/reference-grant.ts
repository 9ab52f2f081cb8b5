import type { KubeObject } from '../../kube/object.ts'
import { listOf, objectOf } from '../json-reading.ts'

/** Whether a ReferenceGrant of the Services' namespace lets HTTPRoutes of another namespace send requests there. */
export function grantsServices(
  grants: readonly KubeObject[],
  routeNamespace: string,
  services: readonly string[],
): boolean {
  return services.every((service) =>
    grants.some((grant) => {
      const spec = objectOf(grant['spec'])
      const from = listOf(spec?.['from']).some((entry) => {
        const { group, kind, namespace } = objectOf(entry) ?? {}
        return group === 'gateway.networking.k8s.io' && kind === 'HTTPRoute' && namespace === routeNamespace
      })
      const to = listOf(spec?.['to']).some((entry) => {
        const { group, kind, name } = objectOf(entry) ?? {}
        return (group ?? '') === '' && kind === 'Service' && (name ?? service) === service
      })
      return from && to
    }),
  )
}
