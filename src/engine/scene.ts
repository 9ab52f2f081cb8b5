import type { Prober } from '../gates/traffic/probing.ts'
import type { KubeObject } from '../kube/object.ts'
import type { Role } from '../mesh/route-state.ts'
import type { Rollout, Version } from '../spec/rollout.ts'
import type { Dial, Engine } from './context.ts'

/** The rollout that a plan is executed for. */
export interface StageScene {
  readonly rollout: Rollout
  readonly roles: { readonly [role in Role]: Version }
  /** Stable runs the new release: answers that tell a release, not a version, are all the new one's. */
  readonly newReleaseOnStable: boolean
  readonly rendered: { readonly [role in Role]: readonly KubeObject[] }
}

export function proberOf(engine: Engine, scene: Pick<StageScene, 'rollout'>, dial?: Dial): Prober | null {
  const { traffic, versions } = scene.rollout
  if (!traffic) return null
  // TLS ends at the gateway; a pod is spoken to in plain HTTP.
  const asked = dial ? { ...traffic, url: traffic.url.replace(/^https:/, 'http:') } : traffic
  return engine.prober(
    asked,
    versions.map((v) => v.name),
    dial,
  )
}
