import type { KubeObject } from '../kube/object.ts'
import { identity, refOf } from '../kube/object.ts'
import { contextOf } from '../plan/route.ts'
import { promoteMode, routeStateOf } from '../plan/stage.ts'
import { invalid } from '../process/errors.ts'
import type { Rollout, Stage } from '../spec/rollout.ts'
import { routerOf } from './observe.ts'
import { prepare } from './preparation.ts'
import type { Workspace } from './preparation.ts'
import { rolesOf } from './stage-plan.ts'

export interface RenderInput {
  readonly rollout: Rollout
  readonly workspace: Workspace
  readonly stage: Stage
  readonly image: string | null
}

/** Route and workload objects as they are once a stage has passed, from the files alone; the first version is stable. */
export async function renderStage(input: RenderInput): Promise<KubeObject[]> {
  const { rollout, stage } = input
  const prepared = await prepare(rollout, input.workspace, input.image)
  const { roles } = rolesOf(rollout, null)
  const state = routeStateOf(stage, { rollout, firstRun: false })!
  const routes = prepared.routeManifests.flatMap((manifests, index) => {
    const spec = rollout.routes[index]!
    const router = routerOf(spec)
    const context = contextOf(spec, { rollout, roles })
    return manifests.map((object) => {
      if (object.metadata.name !== spec.name || object.kind.toLowerCase() !== spec.kind.toLowerCase())
        return object
      const remembered = router.remember(object, context, null)
      if (!remembered.ok) throw invalid(...remembered.problems)
      const rendered = router.render(object, state, context, remembered.memory)
      if (!rendered.ok) throw invalid(...rendered.problems)
      return rendered.object
    })
  })
  const versions = versionsOf(stage, rollout).flatMap(
    (role) => prepared.rendered.objects[roles[role].name] ?? [],
  )
  return [...new Map([...versions, ...routes].map((o) => [identity(refOf(o)), o])).values()]
}

/** The canary is deployed from the first stage on; stable is ours to render once it has been redeployed. */
function versionsOf(stage: Stage, rollout: Rollout): readonly ('stable' | 'canary')[] {
  const copy = promoteMode(rollout) === 'copy'
  switch (stage.kind) {
    case 'weight':
      return ['canary']
    case 'promote':
      return copy ? ['stable', 'canary'] : ['canary']
    case 'finish':
      return copy ? ['stable'] : ['canary']
  }
}
