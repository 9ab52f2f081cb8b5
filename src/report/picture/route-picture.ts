import type { KubeObject } from '../../kube/object.ts'
import type { Rollout } from '../../spec/rollout.ts'
import { drawFrames } from './draw.ts'
import { framesOf } from './frames.ts'

/** The first route of a rollout before, during and after it, as SVG. Throws `invalid` when a stage would be refused. */
export function routePicture(rollout: Rollout, route: KubeObject): string {
  const { frames, context } = framesOf(rollout, route)
  const kind = rollout.routes[0]!.kind === 'virtualService' ? 'VirtualService' : 'HTTPRoute'
  return drawFrames(`${kind} ${route.metadata.name} in the rollout ${rollout.name}`, frames, context.sides)
}
