import type { KubeObject } from '../../kube/object.ts'
import type { Rendered } from '../router.ts'
import type { DialectContext } from './dialect.ts'
import { parseMemory, storeMemory } from './memory.ts'
import { renderRoute } from './render.ts'
import { rememberRoute } from './restore.ts'

/** The team's own route, written for the first time: no rule may name a Service that does not exist yet (it answers 503). */
export function freshRoute(manifest: KubeObject, context: DialectContext): Rendered {
  // Marks and memory have to be of the object as it will be read back.
  const route = context.dialect.withDefaults(manifest)
  const remembered = rememberRoute(route, context, null)
  if (!remembered.ok) return remembered
  const memory = storeMemory({ ...parseMemory(remembered.memory), start: null })
  return renderRoute(route, { kind: 'single', role: 'stable' }, context, memory)
}
