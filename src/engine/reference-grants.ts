import { KubeError } from '../kube/client.ts'
import type { KubeReader } from '../kube/client.ts'
import type { KubeObject } from '../kube/object.ts'
import { grantsServices } from '../mesh/gateway/index.ts'
import { refused } from '../process/errors.ts'
import type { Rollout } from '../spec/rollout.ts'

/** A route may only name Services of another namespace that allows it; without that, its requests get 500. Said before anything is written. */
export async function checkReferenceGrants(kube: KubeReader, rollout: Rollout): Promise<void> {
  const { namespace } = rollout
  const elsewhere = rollout.routes.filter((r) => r.kind === 'httpRoute' && r.namespace !== namespace)
  if (elsewhere.length === 0) return
  const services = rollout.versions.map(({ backend }) => backend.service.split('.')[0]!)
  const grants = await grantsIn(kube, namespace).catch((error: unknown) => {
    // Who may not look finds out from the route's status.
    if (error instanceof KubeError && error.code === 'forbidden') return null
    throw error
  })
  const missing =
    grants === null ? [] : elsewhere.filter((r) => !grantsServices(grants, r.namespace, services))
  if (missing.length === 0) return
  throw refused(
    ...missing.map((route) => ({
      code: 'reference-grant',
      message: `HTTPRoute ${route.namespace}/${route.name} may not send requests to the Services ${services.join(' and ')} of namespace ${namespace}: no ReferenceGrant there allows it. Create one in ${namespace} with from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: ${route.namespace} }] and to: [{ group: '', kind: Service }]`,
    })),
  )
}

/** The kind became v1 late; a server that does not know a version has none of it. */
async function grantsIn(kube: KubeReader, namespace: string): Promise<KubeObject[]> {
  for (const version of ['v1', 'v1beta1']) {
    const query = { apiVersion: `gateway.networking.k8s.io/${version}`, kind: 'ReferenceGrant', namespace }
    const grants = await kube.list(query)
    if (grants.length > 0) return grants
  }
  return []
}
