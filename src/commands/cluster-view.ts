import { KubeError } from '../kube/client.ts'
import type { KubeReader } from '../kube/client.ts'
import type { KubeObject, Ref } from '../kube/object.ts'
import { routeRef } from '../plan/route.ts'
import { referencesOf } from '../preflight/references.ts'
import type { ClusterView, PreflightInput } from '../preflight/scene.ts'
import { singleLine } from '../process/escape.ts'

/** Kinds of which any object of the namespace can matter, whatever it is called. */
const LISTED = [
  { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule' },
  { apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry' },
  { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' },
]

/** What the manifests name and do not hold, as far as this account may look. Rejects when the server cannot be reached at all. */
export async function clusterView(kube: KubeReader, input: PreflightInput): Promise<ClusterView> {
  const objects: KubeObject[] = []
  const unknown: { ref: Ref; why: string }[] = []
  const { namespace } = input.rollout
  await Promise.all([
    // The routes themselves: they are often there already, and nowhere in the manifests.
    ...input.rollout.routes.map((route) => get(routeRef(route))),
    ...LISTED.map(list),
    ...grantNamespaces(input).map((other) =>
      list({ apiVersion: 'gateway.networking.k8s.io/v1beta1', kind: 'ReferenceGrant', namespace: other }),
    ),
  ])
  const seen: PreflightInput = { ...input, cluster: { objects, unknown } }
  await Promise.all(referencesOf(seen).map(get))
  return { objects, unknown }

  async function get(ref: Ref): Promise<void> {
    try {
      const object = await kube.get(ref)
      // Of a Secret only that it is there.
      if (object) objects.push(ref.kind === 'Secret' ? { ...ref, metadata: object.metadata } : object)
    } catch (error) {
      unknown.push({ ref, why: reasonOf(error) })
    }
  }

  async function list(query: { apiVersion: string; kind: string; namespace?: string }): Promise<void> {
    try {
      objects.push(...(await kube.list({ namespace, ...query })))
    } catch (error) {
      reasonOf(error) // Without them less is known, and nothing is said that is wrong.
    }
  }
}

function grantNamespaces({ versions, routes }: PreflightInput): string[] {
  const text = JSON.stringify(
    [...versions, ...routes].flat().filter(({ object }) => object.kind === 'HTTPRoute'),
  )
  return [...new Set([...text.matchAll(/"namespace":"([a-z0-9-]+)"/g)].map((m) => m[1]!))]
}

/** Why one thing could not be looked at; anything else ends the command. */
function reasonOf(error: unknown): string {
  if (error instanceof KubeError && (error.code === 'forbidden' || error.code === 'not-found'))
    return singleLine(error.message, 300)
  throw error
}
