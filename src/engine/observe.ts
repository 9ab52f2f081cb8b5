import type { KubeReader } from '../kube/client.ts'
import type { KubeObject, Ref } from '../kube/object.ts'
import { identity, refOf } from '../kube/object.ts'
import { gatewayRouter } from '../mesh/gateway/index.ts'
import { istioRouter } from '../mesh/istio/index.ts'
import { sameHost } from '../mesh/istio/host.ts'
import type { Router } from '../mesh/router.ts'
import { routeRef } from '../plan/route.ts'
import type { ObservedRoute } from '../plan/route.ts'
import { refused } from '../process/errors.ts'
import type { Rollout, Route } from '../spec/rollout.ts'

/** The cluster as the planner sees it, read once. */
export interface Observation {
  /** By `identity`; only what exists. */
  readonly live: Map<string, KubeObject>
  readonly routes: readonly ObservedRoute[]
  readonly autoscalers: readonly KubeObject[]
  /** Of the Service that both versions share as subsets; null: none, or the versions are Services. */
  readonly destinationRule: KubeObject | null
}

/** Reads the routes, the autoscalers and the given objects. `routeManifests`: rendered, by the route's index. */
export async function observe(
  kube: KubeReader,
  rollout: Rollout,
  refs: readonly Ref[],
  routeManifests: readonly (readonly KubeObject[])[],
): Promise<Observation> {
  const routes = await observeRoutes(kube, rollout, routeManifests)
  const live = new Map<string, KubeObject>()
  for (const ref of uniqueRefs(refs)) {
    const object = await kube.get(ref)
    if (object) live.set(identity(ref), object)
  }
  const autoscalers = await kube.list({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    namespace: rollout.namespace,
  })
  return { live, routes, autoscalers, destinationRule: await readDestinationRule(kube, rollout) }
}

/** The routes alone; `routeManifests` as above. */
export async function observeRoutes(
  kube: KubeReader,
  rollout: Rollout,
  routeManifests: readonly (readonly KubeObject[])[],
): Promise<ObservedRoute[]> {
  const routes: ObservedRoute[] = []
  for (const [index, spec] of rollout.routes.entries()) {
    const router = routerOf(spec)
    const ref = routeRef(spec)
    const route = await kube.get(ref)
    const manifests = routeManifests[index] ?? []
    const supporting = new Map<string, KubeObject>()
    // What the manifests bring along matters only while the route itself has to be created.
    if (!route) {
      for (const object of manifests.filter((o) => o.kind !== ref.kind)) {
        const live = await kube.get(refOf(object))
        if (live) supporting.set(identity(refOf(object)), live)
      }
    }
    routes.push({ index, spec, router, route, live: supporting, manifests: route ? [] : manifests })
  }
  return routes
}

async function readDestinationRule(kube: KubeReader, rollout: Rollout): Promise<KubeObject | null> {
  const { backend } = rollout.versions[0]
  if (backend.kind !== 'subset') return null
  const { namespace } = rollout
  const rules = await kube.list({ apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', namespace })
  const name = rollout.routes
    .map((r) => (r.kind === 'virtualService' ? r.destinationRule : null))
    .find((n) => n !== null)
  if (name !== undefined) return rules.find((o) => o.metadata.name === name) ?? null
  const own = rules.filter((o) => sameHost(String(o['spec']?.host), namespace, backend.service, namespace))
  if (own.length > 1) {
    throw refused({
      code: 'ambiguous-destination-rule',
      message: `Service ${namespace}/${backend.service} has several DestinationRules: ${own.map((o) => o.metadata.name).join(', ')}; say which one holds the subsets with routes[].destinationRule`,
    })
  }
  return own[0] ?? null
}

export function routerOf(route: Route): Router {
  switch (route.kind) {
    case 'virtualService':
      return istioRouter
    case 'httpRoute':
      return gatewayRouter
  }
}

/** Only the Deployments: enough when nothing is deployed in a stage. */
export function deploymentRefs(rollout: Rollout): Ref[] {
  return rollout.versions.map((version) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace: rollout.namespace,
    name: version.deployment,
  }))
}

export function refsOf(objects: readonly KubeObject[]): Ref[] {
  return objects.map(refOf)
}

function uniqueRefs(refs: readonly Ref[]): Ref[] {
  return [...new Map(refs.map((ref) => [identity(ref), ref])).values()]
}
