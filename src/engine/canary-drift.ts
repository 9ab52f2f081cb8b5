import type { KubeWriter } from '../kube/client.ts'
import { KubeError } from '../kube/client.ts'
import type { Json, KubeObject } from '../kube/object.ts'
import { describe, refOf } from '../kube/object.ts'
import { changedPaths } from '../mesh/json-diff.ts'
import type { Version } from '../spec/rollout.ts'
import { covers } from '../workload/compare.ts'
import { deploymentNamed } from '../workload/deployment.ts'
import { podTemplateOf } from '../workload/pod-template.ts'

const SHOWN = 5

/**
 * How the canary's pods differ from those of the release: between stages nobody but us changes what it runs; how many pods it has is no
 * drift. Neither is what the cluster itself makes of a manifest, by an admission webhook or policy that sets other values than it was
 * given (GKE Autopilot raises requests, Kyverno rewrites images): where the two differ, the server is asked what our manifest would come to.
 */
export async function canaryDrift(
  kube: Pick<KubeWriter, 'apply'>,
  rendered: readonly KubeObject[],
  canary: Version,
  live: KubeObject | null,
): Promise<string[]> {
  const wanted = deploymentNamed(rendered, canary.deployment)
  if (!wanted) return []
  const name = describe(refOf(wanted))
  if (!live) return [`${name} does not exist any more`]
  if (covers('Deployment', [], live, { spec: { template: podTemplateOf(wanted) } })) return []
  const come = await dryRun(kube, wanted)
  if (come === null) return [`${name}: its pods are not those of the release any more`]
  const changes = changedPaths(podTemplateOf(live) as Json, podTemplateOf(come) as Json, 'spec.template')
  const show = (value: Json | undefined) => (value === undefined ? 'absent' : JSON.stringify(value))
  return [
    ...changes
      .slice(0, SHOWN)
      .map(({ path, before, after }) => `${name}: ${path} is ${show(before)}, in the release ${show(after)}`),
    ...(changes.length > SHOWN ? [`${name}: ${changes.length - SHOWN} more`] : []),
  ]
}

/** Null: who asks may not write, or some webhook does not take dry runs. */
async function dryRun(kube: Pick<KubeWriter, 'apply'>, object: KubeObject): Promise<KubeObject | null> {
  try {
    return await kube.apply(object, { force: true, dryRun: true })
  } catch (error) {
    if (error instanceof KubeError && ['forbidden', 'invalid', 'conflict'].includes(error.code)) return null
    throw error
  }
}
