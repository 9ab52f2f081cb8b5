import type { KubeObject } from '../../kube/object.ts'
import type { Rendered, RouteContext } from '../router.ts'
import { parseMemory, storeMemory } from './memory.ts'
import { renderRoute } from './render.ts'
import { rememberRoute } from './restore.ts'

/** The team's own route, written for the first time: no rule may name a Service that does not exist yet (it answers 503). */
export function freshRoute(vs: KubeObject, context: RouteContext): Rendered {
  const remembered = rememberRoute(vs, context, null)
  if (!remembered.ok) return remembered
  const memory = storeMemory({ ...parseMemory(remembered.memory), start: null })
  return renderRoute(vs, { kind: 'single', role: 'stable' }, context, memory)
}
