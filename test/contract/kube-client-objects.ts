import { FIELD_MANAGER, KubeError, type KubeErrorCode } from '../../src/kube/client.ts'
import type { JsonObject, KubeObject } from '../../src/kube/object.ts'

let count = 0

/** A name that no other object of this process has. */
export function unique(): string {
  return `contract-${++count}`
}

/** Makes ConfigMaps that no other test uses. */
export function configMaps(namespace: () => string) {
  return function fresh(
    data: Record<string, string> = { a: '1' },
    labels?: Record<string, string>,
  ): KubeObject {
    return {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: unique(), namespace: namespace(), labels },
      data,
    }
  }
}

export function withMeta(object: KubeObject, metadata: Record<string, unknown>): KubeObject {
  return { ...object, metadata: { ...object.metadata, ...metadata } }
}

/** The code of the KubeError that a request ends with. Anything else that is thrown fails the test, ambiguity too. */
export async function code(act: Promise<unknown>): Promise<KubeErrorCode | 'done'> {
  try {
    await act
    return 'done'
  } catch (error) {
    if (error instanceof KubeError && !error.ambiguous) return error.code
    throw error
  }
}

/** A route with the weights `green` and 100 - `green`. */
export function sharedRoute(namespace: string, name: string, green: number): KubeObject {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name, namespace },
    spec: {
      hosts: [`${name}.contract.example`],
      gateways: ['mesh'],
      http: [
        {
          name: 'main',
          route: [
            { destination: { host: 'green' }, weight: green },
            { destination: { host: 'blue' }, weight: 100 - green },
          ],
        },
      ],
    },
  }
}

/** Two environment variables, no replicas. Paused, so that no pod of it is ever started. */
export function deployment(namespace: string, name: string): KubeObject {
  const labels = { app: name }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      paused: true,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name: 'model',
              image: 'model:1',
              env: [
                { name: 'KEPT', value: '1' },
                { name: 'DROPPED', value: '2' },
              ],
            },
          ],
        },
      },
    },
  }
}

/** Fields that our server-side apply owns; null when we have no such entry. */
export function ours({ metadata }: KubeObject): JsonObject | null {
  const entry = metadata.managedFields?.find(
    ({ manager, operation }) => manager === FIELD_MANAGER && operation === 'Apply',
  )
  return entry?.fieldsV1 ?? null
}
