import type { KubeObject } from '../../kube/object.ts'
import type { Store } from '../api/contract.ts'
import { fieldsAt, isEmpty, listAt, numberAt, textAt } from '../api/json-value.ts'
import type { Fields, Value } from '../api/json-value.ts'
import type { Endpoint } from './contract.ts'
import { contentHash, controlledBy, splitKey } from './ownership.ts'
import { isPodReady } from './pod-status.ts'
import { createWorkQueue } from './work-queue.ts'

const SERVICE = { apiVersion: 'v1', kind: 'Service' }
const POD = { apiVersion: 'v1', kind: 'Pod' }
const SLICE = { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' }

/** Where a port of a pod really listens. */
export type PortOf = (namespace: string, pod: string, port: number | string) => number | null

/** Ready, not terminating pods behind a Service port, by name; null when there is no such Service or port. */
export function resolveEndpoints(
  store: Store,
  portOf: PortOf,
  namespace: string,
  name: string,
  subset: Readonly<Record<string, string>> | null,
  port: number,
): Endpoint[] | null {
  const service = store.get({ ...SERVICE, namespace, name })
  const found = listAt(service, 'spec', 'ports').find((p) => numberAt(p, 'port') === port)
  if (!service || !found) return null
  return podsOf(store, service)
    .filter((pod) => isPodReady(pod) && pod.metadata.deletionTimestamp === undefined)
    .filter((pod) => carries(pod, subset ?? {}))
    .flatMap((pod) => {
      const target = targetPort(pod, found)
      const real = target === null ? null : portOf(namespace, pod.metadata.name, target)
      if (real === null) return []
      const podIP = textAt(pod, 'status', 'podIP') ?? ''
      return [{ podName: pod.metadata.name, podIP, address: '127.0.0.1' as const, port: real }]
    })
}

function podsOf(store: Store, service: KubeObject): KubeObject[] {
  const selector = fieldsAt(service, 'spec', 'selector')
  if (isEmpty(selector)) return []
  return store.list({ ...POD, namespace: service.metadata.namespace }).filter((pod) => carries(pod, selector))
}

function carries(pod: KubeObject, labels: Readonly<Record<string, unknown>>): boolean {
  const own = fieldsAt(pod, 'metadata', 'labels')
  return Object.entries(labels).every(([key, value]) => own[key] === value)
}

/** The container port behind a Service port; a name is looked up in the pod, null when the pod has none of that name. */
function targetPort(pod: KubeObject, port: Value): number | null {
  const target = fieldsAt(port)['targetPort'] ?? numberAt(port, 'port')
  if (typeof target === 'number') return target
  for (const container of listAt(pod, 'spec', 'containers')) {
    for (const declared of listAt(container, 'ports')) {
      if (textAt(declared, 'name') === target) return numberAt(declared, 'containerPort') ?? null
    }
  }
  return null
}

/** Writes an EndpointSlice for every Service with a selector. */
export function controlEndpointSlices(store: Store): () => void {
  const queue = createWorkQueue(reconcile)
  const stop = store.subscribe(({ object, old }) => {
    if (object.kind === 'Service') queue.add(`${object.metadata.namespace}/${object.metadata.name}`)
    if (object.kind !== 'Pod') return
    for (const service of store.list({ ...SERVICE, namespace: object.metadata.namespace })) {
      const selector = fieldsAt(service, 'spec', 'selector')
      if (carries(object, selector) || (old && carries(old, selector))) {
        queue.add(`${service.metadata.namespace}/${service.metadata.name}`)
      }
    }
  })
  for (const { metadata } of store.list(SERVICE)) queue.add(`${metadata.namespace}/${metadata.name}`)

  function reconcile(key: string) {
    const { namespace, name } = splitKey(key)
    const service = store.get({ ...SERVICE, namespace, name })
    if (!service || isEmpty(fieldsAt(service, 'spec', 'selector'))) return
    const pods = podsOf(store, service).filter((pod) => textAt(pod, 'status', 'podIP') !== undefined)
    const [example] = pods
    store.put({
      ...SLICE,
      metadata: {
        name: `${name}-${contentHash(key).slice(0, 5)}`,
        namespace,
        labels: {
          ...service.metadata.labels,
          'kubernetes.io/service-name': name,
          'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
        },
        ownerReferences: [controlledBy(service)],
      },
      addressType: 'IPv4',
      endpoints: pods.map(endpointOf),
      ports: listAt(service, 'spec', 'ports').map((port) => ({
        name: textAt(port, 'name') ?? '',
        port: (example ? targetPort(example, port) : null) ?? numberAt(port, 'port') ?? 0,
        protocol: textAt(port, 'protocol') ?? 'TCP',
      })),
    })
  }

  return () => {
    stop()
    queue.close()
  }
}

function endpointOf(pod: KubeObject): Fields {
  const terminating = pod.metadata.deletionTimestamp !== undefined
  const serving = isPodReady(pod)
  return {
    addresses: [textAt(pod, 'status', 'podIP') ?? ''],
    conditions: { ready: serving && !terminating, serving, terminating },
    nodeName: textAt(pod, 'spec', 'nodeName') ?? '',
    targetRef: {
      kind: 'Pod',
      namespace: pod.metadata.namespace ?? '',
      name: pod.metadata.name,
      uid: pod.metadata.uid ?? '',
    },
  }
}
