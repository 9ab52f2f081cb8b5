import { isDeepStrictEqual } from 'node:util'
import type { JsonObject, KubeObject } from '../kube/object.ts'
import type { Store } from './api/contract.ts'
import type { ObjectRef, ParentRef } from './gateway/http-route-api.ts'
import { httpRouteSpec, unsupported } from './gateway/http-route.ts'
import { surroundingsOf } from './gateway/kubernetes-gateway.ts'
import type { ObjectSource } from './gateway/config.ts'
import { attach, permissionBy } from './gateway/parents.ts'
import type { Permission, Surroundings } from './gateway/parents.ts'
import { createWorkQueue } from './workloads/work-queue.ts'

const CONTROLLER = 'istio.io/gateway-controller'
const HTTP_ROUTE = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute' }

/** Writes the status of HTTPRoutes as istiod does: what each parent makes of this generation. Returns the function that ends it. */
export function controlRouteStatus(store: Store, objects: ObjectSource): () => void {
  const queue = createWorkQueue(reconcile)
  const all = () => {
    for (const { metadata } of store.list(HTTP_ROUTE)) queue.add(`${metadata.namespace}/${metadata.name}`)
  }
  const stop = store.subscribe(({ object: { kind, metadata } }) => {
    if (kind === 'HTTPRoute') queue.add(`${metadata.namespace}/${metadata.name}`)
    else if (['Service', 'Gateway', 'ReferenceGrant', 'Namespace'].includes(kind)) all()
  })
  all()

  function reconcile(key: string): void {
    const [namespace = '', name = ''] = key.split('/')
    const route = store.get({ ...HTTP_ROUTE, namespace, name })
    if (!route) return
    const before = (route['status'] as JsonObject | undefined)?.['parents'] as JsonObject[] | undefined
    const surroundings = surroundingsOf(objects)
    const allowed = permissionBy(objects.list('ReferenceGrant'))
    const parents = (httpRouteSpec(route).parentRefs ?? []).flatMap((parent) => {
      const conditions = conditionsOf(route, parent, surroundings, allowed)
      return conditions ? [{ parentRef: parent, controllerName: CONTROLLER, conditions }] : []
    })
    const stamped = parents.map((parent) => {
      const old = before?.find((entry) => isDeepStrictEqual(entry['parentRef'], parent.parentRef))
      return { ...parent, conditions: parent.conditions.map((c) => withTime(c, old?.['conditions'])) }
    })
    if (isDeepStrictEqual(stamped, before)) return
    store.putStatus({ ...route, status: { parents: stamped } }, 'pilot-discovery')
  }

  return () => {
    stop()
    queue.close()
  }
}

interface Condition {
  readonly type: string
  readonly status: 'True' | 'False'
  readonly reason: string
  readonly message: string
  readonly observedGeneration: number
}

/** Null: no controller of ours has anything to say about this parent. */
function conditionsOf(
  route: KubeObject,
  parent: ParentRef,
  surroundings: Surroundings,
  allowed: Permission,
): Condition[] | null {
  const attached = attach(route, parent, surroundings)
  if (attached.kind === 'none') return null
  const observedGeneration = route.metadata.generation ?? 1
  const other = (httpRouteSpec(route).rules ?? []).map(unsupported).find((what) => what !== null)
  const accepted =
    attached.kind === 'refused'
      ? { status: 'False' as const, reason: attached.reason, message: attached.message }
      : other
        ? {
            status: 'False' as const,
            reason: 'UnsupportedValue',
            message: `the embedded gateway does not do this: ${other}`,
          }
        : { status: 'True' as const, reason: 'Accepted', message: 'Route was valid' }
  return [
    { type: 'Accepted', observedGeneration, ...accepted },
    { type: 'ResolvedRefs', observedGeneration, ...resolution(route, surroundings, allowed) },
  ]
}

function resolution(route: KubeObject, { services }: Surroundings, allowed: Permission) {
  const own = route.metadata.namespace ?? 'default'
  const refs = (httpRouteSpec(route).rules ?? []).flatMap((rule): ObjectRef[] => [
    ...(rule.backendRefs ?? []).filter(({ weight = 1 }) => weight > 0),
    ...(rule.filters ?? []).flatMap(({ requestMirror }) => (requestMirror ? [requestMirror.backendRef] : [])),
  ])
  for (const { name, namespace = own } of refs) {
    if (namespace !== own && !allowed(own, namespace, name)) {
      const message = `backendRef ${name}/${namespace} not accessible to a HTTPRoute in namespace ${JSON.stringify(own)} (missing a ReferenceGrant?)`
      return { status: 'False' as const, reason: 'RefNotPermitted', message }
    }
    if (!services.some(({ metadata }) => metadata.name === name && metadata.namespace === namespace)) {
      const message = `backend(${name}.${namespace}.svc.cluster.local) not found`
      return { status: 'False' as const, reason: 'BackendNotFound', message }
    }
  }
  return { status: 'True' as const, reason: 'ResolvedRefs', message: 'All references resolved' }
}

/** The moment of the last change of its status. */
function withTime(condition: Condition, before: unknown) {
  const old = (Array.isArray(before) ? (before as JsonObject[]) : []).find(
    (c) => c['type'] === condition.type,
  )
  const time = old?.['status'] === condition.status ? old['lastTransitionTime'] : undefined
  return { ...condition, lastTransitionTime: time ?? new Date().toISOString().replace(/\.\d+Z$/, 'Z') }
}
