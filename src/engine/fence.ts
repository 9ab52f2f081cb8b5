import { KubeError } from '../kube/client.ts'
import { routeRef } from '../plan/route.ts'
import type { Session } from '../record/session.ts'
import type { Engine } from './context.ts'

const MAX_TRIES = 20
const FENCE = 'shiftgate.dev/fence'

/**
 * Gives every route a new resourceVersion. A process that was stopped between reading a route and writing it, and is woken
 * after its lease was taken, then conflicts, even where the new holder has nothing to change.
 */
export async function fenceRoutes(engine: Engine, session: Session): Promise<void> {
  for (const spec of session.record.file.routes) {
    for (let attempt = 0, done = false; !done; attempt++) {
      const route = await engine.kube.get(routeRef(spec))
      if (!route) break
      const { [FENCE]: _, ...annotations } = route.metadata.annotations ?? {}
      const stamped = { ...annotations, [FENCE]: engine.run.who }
      try {
        const touched = await engine.kube.replace({
          ...route,
          metadata: { ...route.metadata, annotations: stamped },
        })
        const { annotations: __, ...bare } = touched.metadata
        const metadata = Object.keys(annotations).length > 0 ? { ...bare, annotations } : bare
        await engine.kube.replace({ ...touched, metadata })
        done = true
      } catch (error) {
        // Whoever writes as often as this makes the route conflict for a stopped process, too.
        if (!(error instanceof KubeError) || error.code !== 'conflict' || attempt >= MAX_TRIES) throw error
        await session.check()
      }
    }
  }
}
