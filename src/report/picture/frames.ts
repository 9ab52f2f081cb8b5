import type { KubeObject } from '../../kube/object.ts'
import { gatewayRouter } from '../../mesh/gateway/index.ts'
import { istioRouter } from '../../mesh/istio/index.ts'
import type { Role } from '../../mesh/route-state.ts'
import type { RouteContext, RouteMemory } from '../../mesh/router.ts'
import { contextOf } from '../../plan/route.ts'
import { promoteMode, routeStateOf } from '../../plan/stage.ts'
import { invalid } from '../../process/errors.ts'
import type { Rollout, Stage } from '../../spec/rollout.ts'
import { routeView } from './view.ts'
import type { RouteView } from './view.ts'

/** One state of a route: before the rollout, in a stage, or after it. */
export interface Frame {
  readonly title: string
  readonly caption: string
  readonly view: RouteView
  /** Versions that have pods. */
  readonly running: readonly Role[]
}

export interface Frames {
  readonly frames: readonly Frame[]
  readonly context: RouteContext
}

/**
 * The life of the first route of a rollout, made by the router that writes it in a cluster. Stages that leave everything as it was are
 * part of the frame before them. Throws `invalid` when a stage is refused.
 */
export function framesOf(rollout: Rollout, route: KubeObject): Frames {
  const spec = rollout.routes[0]!
  const router = spec.kind === 'virtualService' ? istioRouter : gatewayRouter
  const [stable, canary] = rollout.versions
  const context = contextOf(spec, { rollout, roles: { stable, canary } })
  const see = (object: KubeObject, memory: RouteMemory): RouteView => {
    const located = router.locate(object, context, memory)
    if (!located.ok) throw invalid(...located.problems)
    return routeView(object, context, located.rule)
  }
  const start = router.remember(route, context, null)
  if (!start.ok) throw invalid(...start.problems)
  let memory = start.memory
  let object = route
  const frames: Frame[] = [
    { title: 'Before', caption: `${stable.name} serves`, view: see(object, memory), running: ['stable'] },
  ]
  for (const stage of rollout.stages) {
    const state = routeStateOf(stage, { rollout, firstRun: false })!
    const rendered = router.render(object, state, context, memory)
    if (!rendered.ok) throw invalid(...rendered.problems)
    ;({ object, memory } = rendered)
    frames.push({
      title: stage.name,
      caption: captionOf(stage, rollout),
      view: see(object, memory),
      running: stage.kind === 'finish' ? [remaining(rollout)] : ['stable', 'canary'],
    })
  }
  if (rollout.stages.at(-1)!.kind !== 'finish') {
    const restored = router.restore(object, context, memory)
    if (!restored.ok) throw invalid(...restored.problems)
    const view = see(restored.object, memory)
    frames.push({
      title: 'After abort',
      caption: 'as before the rollout: abort ends an open test',
      view,
      running: ['stable'],
    })
  }
  return { frames: merged(frames), context }
}

const sameState = (a: Frame, b: Frame) =>
  JSON.stringify([a.view, a.running]) === JSON.stringify([b.view, b.running])

function merged(frames: readonly Frame[]): Frame[] {
  return frames.reduce<Frame[]>((kept, frame) => {
    const last = kept.at(-1)
    if (!last || !sameState(last, frame)) return [...kept, frame]
    const both = {
      ...last,
      title: `${last.title}, ${frame.title}`,
      caption: `${last.caption}; then ${frame.caption}`,
    }
    return [...kept.slice(0, -1), both]
  }, [])
}

function remaining(rollout: Rollout): Role {
  return promoteMode(rollout) === 'copy' ? 'stable' : 'canary'
}

function captionOf(stage: Stage, { versions: [stable, canary], ...rollout }: Rollout): string {
  switch (stage.kind) {
    case 'weight': {
      const compared = stage.gates.some((g) => g.kind === 'comparison')
      return [
        `${stage.weight} % to ${canary.name}`,
        ...(stage.headers.length > 0 ? [`and all requests with these headers`] : []),
        ...(compared && stage.mirror === 0 ? ['answers to replayed requests compared'] : []),
        ...(stage.mirror > 0
          ? [`copies of ${stage.mirror} % of the requests${compared ? ', answers compared' : ''}`]
          : []),
      ].join(', ')
    }
    case 'promote':
      return stage.mode === 'copy'
        ? `${stable.name} gets what ${canary.name} runs`
        : `${canary.name} becomes the stable version`
    case 'finish': {
      const [stays, goes] =
        remaining({ versions: [stable, canary], ...rollout }) === 'stable'
          ? [stable, canary]
          : [canary, stable]
      return `only ${stays.name} remains, ${goes.name} is removed`
    }
  }
}
