import { comparisonGate } from '../gates/comparison/comparison-gate.ts'
import type { ComparisonResult } from '../gates/comparison/comparison-gate.ts'
import { lineSource } from '../gates/comparison/source.ts'
import type { AnswerSource, LineStream } from '../gates/comparison/source.ts'
import { CannotLook } from '../gates/cannot-look.ts'
import type { KubeObject } from '../kube/object.ts'
import { singleLine } from '../process/escape.ts'
import type { Session } from '../record/session.ts'
import type { Comparison, Stage } from '../spec/rollout.ts'
import { replaySource } from './replay.ts'
import type { Engine } from './context.ts'
import type { StageScene } from './scene.ts'
import { runningPods } from './version-pods.ts'

/**
 * Compares the answers of both versions since the stage's route change. Null in a first run, which has only one. `passed` is told
 * how much of the time that it may take is over, 0 to 1.
 */
export async function comparison(
  engine: Engine,
  session: Session,
  scene: StageScene,
  stage: Stage,
  gate: Comparison,
  passed: (part: number) => void,
): Promise<ComparisonResult | null> {
  const { record } = session
  if (record.firstRun || stage.kind !== 'weight') return null
  const { clock } = engine
  const { stable, canary } = scene.roles
  const began = clock.now()
  const { gate: most } = scene.rollout.timeouts
  const since = Date.parse(record.routeChangedAt ?? engine.kube.timestamp())
  return comparisonGate({
    spec: gate,
    source: sourceOf(engine, scene, gate, since),
    versions: { stable: stable.name, canary: canary.name },
    mirrored: stage.mirror / 100,
    // Replayed answers are all of one moment; what was before does not concern them.
    since: gate.source.kind === 'replay' ? 0 : since,
    deadline: began + most,
    clock,
    signal: engine.signal,
    onWaiting(reason) {
      passed((clock.now() - began) / most)
      engine.progress.waiting(`comparison: looking again: ${singleLine(reason, 300)}`)
    },
    stillOurs: () => session.check(),
  })
}

function sourceOf(engine: Engine, scene: StageScene, gate: Comparison, since: number): AnswerSource {
  const { source } = gate
  const { kube } = engine
  switch (source.kind) {
    case 'logs':
      return lineSource(gate, {
        name: 'pod logs',
        stamped: true,
        open: () =>
          openAll(engine, scene, source.container, async (pod, container) => {
            const { namespace = scene.rollout.namespace, name } = pod.metadata
            const log = { namespace, name, container, since }
            const before = restartedSince(pod, container, since)
              ? [await kube.logs({ ...log, previous: true })]
              : []
            return [...before, await kube.logs({ ...log, previous: false })].filter((s) => s !== null)
          }),
      })
    case 'file':
      return lineSource(gate, {
        name: singleLine(source.path, 100),
        stamped: false,
        open: () =>
          openAll(engine, scene, source.container, async (pod, container) => {
            const { namespace = scene.rollout.namespace, name } = pod.metadata
            return [await kube.output({ namespace, name, container, command: ['cat', source.path] })]
          }),
      })
    case 'replay':
      return replaySource(engine, scene, gate, source)
  }
}

async function openAll(
  engine: Engine,
  scene: StageScene,
  container: string | null,
  open: (pod: KubeObject, container: string) => Promise<LineStream['stream'][]>,
): Promise<readonly LineStream[]> {
  const opened: LineStream[] = []
  try {
    for (const role of ['stable', 'canary'] as const) {
      const pods = await runningPods(engine, scene, role)
      for (const pod of pods) {
        const streams = await open(pod, containerOf(pod, container, scene.roles[role].name))
        opened.push(...streams.map((stream) => ({ role, stream })))
      }
    }
    return opened
  } catch (error) {
    for (const { stream } of opened) stream.destroy()
    throw error
  }
}

/** As kubectl chooses: the annotation, else the first; a sidecar that was injected before it is not meant. */
function containerOf(pod: KubeObject, wanted: string | null, version: string): string {
  const names = ((pod['spec']?.containers ?? []) as { name: string }[]).map((c) => c.name)
  const usual =
    pod.metadata.annotations?.['kubectl.kubernetes.io/default-container'] ??
    names.find((name) => name !== 'istio-proxy')
  const chosen = wanted ?? usual ?? ''
  if (names.includes(chosen)) return chosen
  throw new CannotLook(
    `pod ${pod.metadata.name} of ${version} has no container ${JSON.stringify(chosen)}, only ${names.join(', ')}; name one of them in the comparison`,
  )
}

function restartedSince(pod: KubeObject, container: string, since: number): boolean {
  const statuses = (pod['status']?.containerStatuses ?? []) as {
    name: string
    lastState?: { terminated?: { finishedAt?: string } }
  }[]
  const ended = statuses.find((s) => s.name === container)?.lastState?.terminated?.finishedAt
  return ended !== undefined && Date.parse(ended) >= since - 1_000
}
