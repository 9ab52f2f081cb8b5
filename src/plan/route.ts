import type { KubeObject, Ref } from '../kube/object.ts'
import { describe, identity, refOf } from '../kube/object.ts'
import { deepEqual } from '../mesh/json-diff.ts'
import type { Role, RouteState } from '../mesh/route-state.ts'
import { canaryShare } from '../mesh/route-state.ts'
import type { RouteContext, RouteMemory as RouterMemory, Router } from '../mesh/router.ts'
import { refused } from '../process/errors.ts'
import type { Problem } from '../process/errors.ts'
import type { RouteMemory } from '../record/record.ts'
import { ROLLOUT_LABEL } from '../record/record.ts'
import type { Rollout, Route, Version } from '../spec/rollout.ts'
import type { Write } from './plan.ts'

/** One of the rollout's routes as found in the cluster. */
export interface ObservedRoute {
  readonly index: number
  readonly spec: Route
  readonly router: Router
  /** The VirtualService or HTTPRoute; null: not there. */
  readonly route: KubeObject | null
  /** Further objects of the route that exist (Gateway, DestinationRule), by `identity`. */
  readonly live: ReadonlyMap<string, KubeObject>
  /** From the route's manifests; empty when only the record is known. */
  readonly manifests: readonly KubeObject[]
}

export interface RoutePlanInput {
  readonly rollout: Rollout
  readonly roles: { readonly [role in Role]: Version }
  readonly routes: readonly ObservedRoute[]
  /** The record's memory of each route, in the file's order. */
  readonly memories: readonly RouteMemory[]
}

export function contextOf(route: Route, input: Pick<RoutePlanInput, 'rollout' | 'roles'>): RouteContext {
  const side = (role: Role) => ({ name: input.roles[role].name, backend: input.roles[role].backend })
  return {
    sides: { stable: side('stable'), canary: side('canary') },
    rollout: input.rollout.name,
    namespace: input.rollout.namespace,
    rule: route.rule,
    pins: route.pins,
  }
}

/** The record's memory of the routes at the start of a rollout: what abort goes back to. Refuses what is unclear or already in use. */
export function rememberRoutes(
  input: Omit<RoutePlanInput, 'memories'>,
  previous: readonly RouteMemory[],
): RouteMemory[] {
  const problems: Problem[] = []
  const memories = input.routes.map(({ spec, route, router }): RouteMemory => {
    const old = previous.find((m) => m.name === spec.name && m.namespace === spec.namespace)
    const empty = { name: spec.name, namespace: spec.namespace, state: null, memory: null, created: false }
    if (!route) return { ...empty, created: true }
    const context = contextOf(spec, input)
    const remembered = router.remember(route, context, (old?.memory as RouterMemory | undefined) ?? null)
    if (!remembered.ok) {
      problems.push(...inRoute(route, remembered.problems))
      return empty
    }
    const traffic = router.canaryTraffic(route, context)
    if (traffic.length > 0) {
      problems.push({
        code: 'canary-in-use',
        message: `${describe(refOf(route))} gives ${input.roles.canary.name} traffic already, and no rollout is under way: ${traffic.join('; ')}; set its weight to 0, or swap the order of "versions" if ${input.roles.canary.name} is the stable one`,
      })
    }
    return { ...empty, memory: remembered.memory }
  })
  if (problems.length > 0) throw refused(...problems)
  return memories
}

/** Where the configured routes differ from what the record says; empty: no drift. `accepted` states are what a killed process was about to write. */
export function driftOf(input: RoutePlanInput, accepted: readonly (RouteState | null)[]): string[] {
  return input.routes.flatMap(({ index, spec, route, router }) => {
    const memory = input.memories[index]
    if (!memory?.state || !memory.memory) return []
    if (!route) return [`${spec.namespace}/${spec.name} does not exist any more`]
    const context = contextOf(spec, input)
    const states = [memory.state, ...accepted.filter((s): s is RouteState => s !== null)]
    const differences = states.map((s) => router.drift(route, s, context, memory.memory!))
    if (differences.some((d) => d.length === 0)) return []
    return differences[0]!.map((line) => `${describe(refOf(route))}: ${line}`)
  })
}

export function driftProblem(rollout: string, drift: readonly string[]): Problem {
  return {
    code: 'drift',
    message: `rollout "${rollout}" is not as it was left; somebody changed it: ${drift.join('; ')}. Nothing was changed. Put it back, or let --repair write the recorded state over it`,
  }
}

/** Percent to the canary: the most that any route gives it; null when there is no route. Refuses a route that cannot be read. */
export function configuredWeight(input: RoutePlanInput): number | null {
  const shares = input.routes.flatMap(({ index, spec, route, router }) => {
    if (!route) return []
    const read = router.read(route, contextOf(spec, input), input.memories[index]?.memory ?? null)
    if (!read.ok) throw refused(...inRoute(route, read.problems))
    return [canaryShare(read.reading.state)]
  })
  return shares.length > 0 ? Math.max(...shares) : null
}

/** A router is told one route and need not name it; there may be several. */
function inRoute(route: KubeObject, problems: readonly Problem[]): Problem[] {
  const name = describe(refOf(route))
  return problems.map((problem) =>
    problem.message.includes(route.metadata.name)
      ? problem
      : { ...problem, message: `${name}: ${problem.message}` },
  )
}

export function longestTimeout(input: Omit<RoutePlanInput, 'memories'>): number | null {
  const all = input.routes.flatMap(({ spec, route, router }) => {
    const ms = route ? router.longestTimeout(route, contextOf(spec, input)) : null
    return ms === null ? [] : [ms]
  })
  return all.length > 0 ? Math.max(...all) : null
}

/** The writes that bring every route to `state`. */
export function routeWrites(input: RoutePlanInput, state: RouteState, why: string): Write[] {
  return input.routes.flatMap((observed) => {
    const memory = input.memories[observed.index] ?? emptyMemory(observed.spec)
    const supporting = createMissing(observed, input, why)
    return [...supporting, ...oneRoute(observed, memory, input, state, why)]
  })
}

function oneRoute(
  observed: ObservedRoute,
  memory: RouteMemory,
  input: RoutePlanInput,
  state: RouteState,
  why: string,
): Write[] {
  const { router, spec, route, index } = observed
  const context = contextOf(spec, input)
  const created = route === null
  const { base, remembered } = startOf(observed, memory, context)
  const rendered = router.render(base, state, context, remembered)
  if (!rendered.ok) throw refused(...rendered.problems)
  const next: RouteMemory = { ...memory, state, memory: rendered.memory, created: memory.created || created }
  if (!created && same(rendered.object, base)) return []
  return [
    {
      kind: 'write',
      verb: created ? 'create' : 'replace',
      ref: refOf(base),
      before: route,
      after: rendered.object,
      why,
      remember: { kind: 'route', index, memory: next },
    },
  ]
}

/** A route that somebody replaced or removed in the middle of a rollout. */
export interface LostRoute {
  readonly index: number
  /** One clause for people. */
  readonly text: string
}

/**
 * Routes in which nothing is left of the rollout: removed, or replaced by something that names no version any more (a maintenance
 * page). There is nothing to take back in them, and an abort must not wait for somebody to undo that first.
 */
export function lostRoutes(input: RoutePlanInput): LostRoute[] {
  return input.routes.flatMap(({ index, spec, route, router }): LostRoute[] => {
    const memory = input.memories[index]
    if (!memory?.memory || memory.created) return []
    const { stable, canary } = input.roles
    const name = describe(routeRef(spec))
    if (!route) {
      return memory.state === null
        ? []
        : [{ index, text: `${name} does not exist any more, so no route sends requests to ${stable.name}` }]
    }
    if (router.locate(route, contextOf(spec, input), memory.memory).ok) return []
    const text = JSON.stringify(route['spec'] ?? null)
    // A delegate may name them in its place.
    const named = [stable, canary].some(({ backend }) => text.includes(`"${backend.service}`))
    if (named || text.includes('"delegate"')) return []
    return [
      {
        index,
        text: `${name} names neither ${stable.name} nor ${canary.name} and was left as somebody made it`,
      },
    ]
  })
}

/** The write that puts a route back as it was before the rollout; later edits of other people stay. */
export function restoreWrites(input: RoutePlanInput, why: string): Write[] {
  return input.routes.flatMap((observed): Write[] => {
    const { router, spec, route, index } = observed
    const memory = input.memories[index]
    if (!route || !memory) return []
    const base = { kind: 'write' as const, ref: refOf(route), before: route, why }
    const forget: RouteMemory = { ...memory, state: null }
    if (memory.created) {
      return [{ ...base, verb: 'delete', after: null, remember: { kind: 'route', index, memory: forget } }]
    }
    if (!memory.memory) return []
    const restored = router.restore(route, contextOf(spec, input), memory.memory)
    if (!restored.ok) throw refused(...restored.problems)
    if (same(restored.object, route)) return []
    return [
      {
        ...base,
        verb: 'replace',
        after: restored.object,
        remember: { kind: 'route', index, memory: forget },
      },
    ]
  })
}

/** What a route's first or next write starts from, and what is known of it. */
function startOf(
  observed: ObservedRoute,
  { memory }: RouteMemory,
  context: RouteContext,
): { base: KubeObject; remembered: RouterMemory } {
  const { route, router } = observed
  if (!route) {
    // Its memory is kept: a fresh route names stable only, and the next rollout needs the team's other destination and pins.
    const { object, memory: fresh } = freshRoute(observed, context)
    return { base: object, remembered: memory ?? fresh }
  }
  if (memory) return { base: route, remembered: memory }
  const first = router.remember(route, context, null)
  if (!first.ok) throw refused(...first.problems)
  return { base: route, remembered: first.memory }
}

function freshRoute(
  observed: ObservedRoute,
  context: RouteContext,
): { object: KubeObject; memory: RouterMemory } {
  const { spec, router, manifests } = observed
  const manifest = manifests.find(
    (o) => o.metadata.name === spec.name && o.kind.toLowerCase() === spec.kind.toLowerCase(),
  )
  if (!manifest) {
    throw refused({
      code: 'route-missing',
      message: `${spec.kind} ${spec.namespace}/${spec.name} does not exist${manifests.length > 0 ? " and is not among the route's manifests" : ''}; create it, or give its file under routes[${observed.index}].manifests`,
    })
  }
  const fresh = router.fresh(manifest, context)
  if (!fresh.ok) throw refused(...fresh.problems)
  return fresh
}

/** Gateways and the like that the route's manifests bring along. What exists is left as it is. */
function createMissing(observed: ObservedRoute, input: RoutePlanInput, why: string): Write[] {
  return observed.manifests
    .filter((o) => o.kind.toLowerCase() !== observed.spec.kind.toLowerCase())
    .filter((o) => !observed.live.has(identity(refOf(o))))
    .map((object) => ({
      kind: 'write',
      verb: 'apply',
      ref: refOf(object),
      before: null,
      after: {
        ...object,
        metadata: {
          ...object.metadata,
          labels: { ...object.metadata.labels, [ROLLOUT_LABEL]: input.rollout.name },
        },
      },
      why,
      remember: null,
    }))
}

export function routeRef(route: Route): Ref {
  return {
    apiVersion: route.kind === 'virtualService' ? 'networking.istio.io/v1' : 'gateway.networking.k8s.io/v1',
    kind: route.kind === 'virtualService' ? 'VirtualService' : 'HTTPRoute',
    namespace: route.namespace,
    name: route.name,
  }
}

function emptyMemory(spec: Route): RouteMemory {
  return { name: spec.name, namespace: spec.namespace, state: null, memory: null, created: false }
}

function same(a: KubeObject, b: KubeObject): boolean {
  return deepEqual(a, b)
}
