import type { KubeClient } from '../kube/client.ts'
import { refOf } from '../kube/object.ts'
import type { KubeObject } from '../kube/object.ts'
import { prepare } from '../engine/preparation.ts'
import type { Workspace } from '../engine/preparation.ts'
import type { Rollout, Stage } from '../spec/rollout.ts'
import type { EmbeddedCluster } from './cluster.ts'
import type { Fault } from './workloads/contract.ts'

/** A rehearsal does not need the patience of production. */
const LONGEST = { ready: 8_000, confirm: 10_000, gate: 10_000, comparison: 45_000, soak: 200, settle: 500 }
/** Milliseconds. The embedded gateway follows a change at once; only what is in flight has to end, a slow canary's answers too. */
const DRAIN = { usual: 300, slow: 4_000 }
const MOST_REQUESTS = 300

/** The rollout as it is rehearsed: the same stages, asked at the embedded gateways, with short waits. */
export function rehearsed(rollout: Rollout, cluster: EmbeddedCluster, fault: Fault | null): Rollout {
  const { timeouts } = rollout
  const compares = rollout.stages.some(({ gates }) => gates.some(({ kind }) => kind === 'comparison'))
  return {
    ...rollout,
    traffic: rollout.traffic && {
      ...rollout.traffic,
      url: rollout.traffic.url.replace(/^https:/, 'http:'),
      resolve: cluster.gateways.map((g) => g.address),
      ca: null,
      from: { kind: 'runner' },
      requests: Math.min(MOST_REQUESTS, rollout.traffic.requests),
    },
    timeouts: {
      ready: Math.min(timeouts.ready, LONGEST.ready),
      // The embedded gateway knows its pods at once.
      settle: 0,
      confirm: Math.min(timeouts.confirm, LONGEST.confirm),
      drain: Math.min(timeouts.drain, fault === 'slow' ? DRAIN.slow : DRAIN.usual),
      // Pairs come only as fast as the live traffic.
      gate: Math.min(timeouts.gate, compares ? LONGEST.comparison : LONGEST.gate),
    },
    stages: rollout.stages.map(shortened),
  }
}

/** Nothing collects metrics in a rehearsal: what they would be asked about is left out, and the rehearsal says so. */
function shortened(stage: Stage): Stage {
  const gates = stage.gates
    .filter(({ kind }) => kind !== 'metrics')
    .map((gate) => {
      if (gate.kind === 'soak') return { ...gate, duration: Math.min(gate.duration, LONGEST.soak) }
      if (gate.kind === 'traffic') return { ...gate, requests: Math.min(gate.requests, MOST_REQUESTS) }
      if (gate.kind === 'comparison') return { ...gate, settle: Math.min(gate.settle, LONGEST.settle) }
      return gate
    })
  return { ...stage, gates }
}

/** Puts into the empty cluster what a team has before its first rollout: the stable version and its route. */
export async function seed(
  kube: KubeClient,
  rollout: Rollout,
  workspace: Workspace,
  image: string | null,
  start: 'stable' | 'empty',
): Promise<void> {
  const namespace = namespaceObject(rollout.namespace)
  // A cluster has `default` from the start.
  if (!(await kube.get(refOf(namespace)))) await kube.create(namespace)
  if (start === 'empty') return
  const { rendered, routeManifests } = await prepare(rollout, workspace, image)
  const stable = rollout.versions[0].name
  for (const object of [...(rendered.objects[stable] ?? []), ...routeManifests.flat()]) {
    if (object.kind !== 'Namespace') await kube.create(object)
  }
}

function namespaceObject(name: string): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }
}
