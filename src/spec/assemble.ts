import type { LimitsInput } from './limits-shape.ts'
import type { RolloutInput } from './rollout-shape.ts'
import type { GateSpec, Limits, Rollout, Stage, Traffic, Version } from './rollout.ts'
import type { CheckInput, StageInput } from './stage-shape.ts'
import type { TrafficInput } from './traffic-shape.ts'
import { version } from './version-shape.ts'

const ERRORS = 0.01

/** Fills in the defaults that depend on other parts of the file. */
export function assemble(input: RolloutInput, namespace: string): Rollout {
  const traffic = input.traffic === null ? null : assembleTraffic(input.traffic, namespace)
  return {
    name: input.rollout,
    namespace,
    image: input.image,
    versions: assembleVersions(input.rollout, input.versions)!,
    manifests: input.manifests,
    routes: input.routes.map((route) => ({ ...route, namespace: route.namespace ?? namespace })),
    traffic,
    metrics: input.metrics,
    stages: input.stages.map((stage) => assembleStage(stage, traffic)),
    ...(input.approvers.length > 0 ? { approvers: input.approvers } : {}),
    rollback: input.rollback,
    timeouts: input.timeouts,
  }
}

/** Null when there are not two. */
export function assembleVersions(
  rollout: string,
  versions: RolloutInput['versions'],
): readonly [Version, Version] | null {
  const [first, second] = versions.map(([name, input]) => version(rollout, name, input))
  return first === undefined || second === undefined ? null : [first, second]
}

function assembleTraffic(input: TrafficInput, namespace: string): Traffic {
  const { from } = input
  return {
    ...input,
    method: input.method ?? (input.body === null ? 'GET' : 'POST'),
    from: from.kind === 'runner' ? from : { ...from, namespace: from.namespace ?? namespace },
    limits: limitsOver({ errors: ERRORS, p50: null, p99: null }, input.limits),
  }
}

function assembleStage(input: StageInput, traffic: Traffic | null): Stage {
  const { name, approval } = input
  const base = {
    name,
    approval,
    gates: gatesOf(input, traffic),
    onFailure: input['on-failure'] ?? (input.kind === 'promote' ? 'hold' : 'abort'),
  }
  switch (input.kind) {
    case 'weight':
      return { kind: 'weight', ...base, weight: input.weight, headers: input.headers, mirror: input.mirror }
    case 'promote':
      return { kind: 'promote', ...base, mode: input.mode }
    case 'finish':
      return { kind: 'finish', ...base }
  }
}

/** `soak` first, then the checks as they are listed, then the traffic check that the file's `traffic` block stands for. */
function gatesOf(stage: StageInput, traffic: Traffic | null): readonly GateSpec[] {
  const soak: readonly CheckInput[] = stage.soak === null ? [] : [{ kind: 'soak', duration: stage.soak }]
  const implied = stage.traffic !== false && !stage.checks.some(({ kind }) => kind === 'traffic')
  const checks: readonly CheckInput[] = [
    ...soak,
    ...stage.checks,
    ...(implied ? [{ kind: 'traffic', requests: null, limits: null } as const] : []),
  ]
  return checks.flatMap((check): readonly GateSpec[] => {
    if (check.kind !== 'traffic') return [check]
    if (traffic === null) return []
    return [
      {
        kind: 'traffic',
        requests: check.requests ?? traffic.requests,
        limits: limitsOver(traffic.limits, check.limits),
      },
    ]
  })
}

function limitsOver(base: Limits, over: LimitsInput | null): Limits {
  return { errors: over?.errors ?? base.errors, p50: over?.p50 ?? base.p50, p99: over?.p99 ?? base.p99 }
}
