import { deploymentNamed } from '../workload/deployment.ts'
import type { GateResult } from '../gates/gate.ts'
import type { KubeObject } from '../kube/object.ts'
import type { Role } from '../mesh/route-state.ts'
import { comparePodTemplates } from '../workload/pod-templates.ts'
import type { Engine } from './context.ts'
import type { StageScene } from './scene.ts'

/** What was observed as canary is what stable now runs, down to the last field of the pod template. */
export async function compareTemplates(engine: Engine, scene: StageScene): Promise<GateResult> {
  const [stable, canary] = await Promise.all([live('stable'), live('canary')])
  const rendered = { stable: renderedDeployment('stable'), canary: renderedDeployment('canary') }
  if (!stable || !canary || !rendered.stable || !rendered.canary) {
    return {
      kind: 'readiness',
      verdict: 'error',
      reason: 'a Deployment vanished while stable was being redeployed',
    }
  }
  const differences = comparePodTemplates(stable, canary, rendered.stable, rendered.canary)
  if (differences.length === 0) {
    return {
      kind: 'readiness',
      verdict: 'pass',
      reason: `${scene.roles.stable.deployment} has the pod template of ${scene.roles.canary.deployment}`,
    }
  }
  return {
    kind: 'readiness',
    verdict: 'fail',
    reason: `${scene.roles.stable.deployment} is not what ${scene.roles.canary.deployment} is: ${differences.slice(0, 5).join('; ')}${differences.length > 5 ? ` and ${differences.length - 5} more` : ''}; remove the difference from the Deployment, then advance again`,
  }

  function live(role: Role): Promise<KubeObject | null> {
    return engine.kube.get({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace: scene.rollout.namespace,
      name: scene.roles[role].deployment,
    })
  }

  function renderedDeployment(role: Role): KubeObject | undefined {
    return deploymentNamed(scene.rendered[role], scene.roles[role].deployment)
  }
}
