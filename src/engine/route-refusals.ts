import type { Json, KubeObject } from '../kube/object.ts'
import { gatewayHeaderRules } from '../mesh/gateway/header-rules.ts'
import { istioHeaderRules } from '../mesh/istio/header-rules.ts'
import { contextOf } from '../plan/route.ts'
import { routeStateOf } from '../plan/stage.ts'
import { shadowedHeaderRules as shadowedRouteRules } from '../preflight/http-route-rules.ts'
import { shadowedHeaderRules } from '../preflight/rules.ts'
import type { Problem } from '../process/errors.ts'
import type { Rollout } from '../spec/rollout.ts'
import type { RenderedObject } from '../workload/manifests.ts'
import { routerOf } from './observe.ts'
import { rolesOf } from './stage-plan.ts'

/** Why the routes of the manifests could not be brought to some stage of the rollout; each reason once. */
export function routeRefusals(
  rollout: Rollout,
  routes: readonly (readonly RenderedObject[])[],
): readonly Problem[] {
  const { roles } = rolesOf(rollout, null)
  const problems = rollout.routes.flatMap((spec, index): readonly Problem[] => {
    const own = (routes[index] ?? []).filter(
      ({ object }) =>
        object.metadata.name === spec.name && object.kind.toLowerCase() === spec.kind.toLowerCase(),
    )
    const router = routerOf(spec)
    const context = contextOf(spec, { rollout, roles })
    return own.flatMap((rendered) => {
      const remembered = router.remember(rendered.object, context, null)
      const refusals = remembered.ok
        ? rollout.stages.flatMap((stage) => {
            const state = routeStateOf(stage, { rollout, firstRun: false })
            const target = state && router.render(rendered.object, state, context, remembered.memory)
            if (!target) return []
            return target.ok ? shadowed(stage.name, target.object, rollout.name) : target.problems
          })
        : remembered.problems
      return refusals.map((problem) => placed(problem, rendered))
    })
  })
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()].filter(
    // The preflight says these, with the place.
    ({ code }) => !['unreachable-rules', 'too-many-rules', 'no-parent'].includes(code),
  )
}

/** A header rule that no request reaches would only show at the traffic check, after the canary was deployed. */
function shadowed(stage: string, route: KubeObject, rollout: string): readonly Problem[] {
  const spec = route['spec'] as { readonly [rules: string]: readonly Json[] }
  const istio = route.kind === 'VirtualService'
  const taken = istio
    ? shadowedHeaderRules(spec['http'] ?? [], istioHeaderRules.indexes(route, rollout))
    : shadowedRouteRules(spec['rules'] ?? [], gatewayHeaderRules.indexes(route, rollout))
  const advice = istio
    ? 'use another header, or move that rule behind the weighted one'
    : 'use another header, or a path of the kind exact or prefix'
  return taken.map((text) => ({
    code: 'header-shadowed',
    message: `stage ${stage}: ${text}: they would never reach the canary; ${advice}`,
  }))
}

function placed(problem: Problem, { file, line, place, object }: RenderedObject): Problem {
  const path = (problem.path?.match(/[^.[\]]+/g) ?? []).map((part) =>
    /^\d+$/.test(part) ? Number(part) : part,
  )
  return { ...problem, object: `${object.kind} ${object.metadata.name}`, file, line, ...place?.(path) }
}
