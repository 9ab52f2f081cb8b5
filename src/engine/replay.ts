import path from 'node:path'
import { readFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { answerReader } from '../gates/comparison/answer.ts'
import type { LoggedAnswer } from '../gates/comparison/answer.ts'
import type { AnswerSource } from '../gates/comparison/source.ts'
import { CannotLook } from '../gates/cannot-look.ts'
import type { Answer, Prober } from '../gates/traffic/probing.ts'
import type { Role } from '../mesh/route-state.ts'
import { messageOf } from '../process/errors.ts'
import type { Comparison } from '../spec/rollout.ts'
import type { Engine } from './context.ts'
import { proberOf } from './scene.ts'
import type { StageScene } from './scene.ts'
import { isReady, portBehind, runningPods, serviceOf } from './version-pods.ts'

/** Requests in flight, each to both versions. */
const CONCURRENCY = 4

/** Answers to the requests of the `traffic` block, sent by port-forward to the ready pods of each version in turn. */
export function replaySource(
  engine: Engine,
  scene: StageScene,
  spec: Comparison,
  source: Extract<Comparison['source'], { kind: 'replay' }>,
): AnswerSource {
  const answerOf = answerReader(spec)
  return {
    name: 'replay',
    async read(take) {
      const bodies = source.bodies === null ? null : await bodiesOf(engine, source.bodies)
      const sides = { stable: await probers('stable'), canary: await probers('canary') }
      const unreached = { stable: '', canary: '' }
      const reached = { stable: 0, canary: 0 }
      const run = randomUUID().slice(0, 8)
      let next = 0
      const worker = async () => {
        while (next < source.requests) {
          const i = next++
          const id = `shiftgate-${run}-${i}`
          const answers = await Promise.all(
            (['stable', 'canary'] as const).map(async (role) => {
              const all = sides[role]
              const answer = await ask(all[i % all.length]!, id, bodies?.[i % bodies.length])
              if (answer.reached) reached[role]++
              else unreached[role] = answer.error ?? 'no connection'
              return { role, answer }
            }),
          )
          for (const { role, answer } of answers) take(role, compared(answer, id, i))
        }
      }
      try {
        await Promise.all(Array.from({ length: CONCURRENCY }, worker))
      } finally {
        for (const prober of [...sides.stable, ...sides.canary]) prober.close()
      }
      for (const role of ['stable', 'canary'] as const) {
        if (reached[role] === 0)
          throw new CannotLook(`no connection to the pods of ${scene.roles[role].name}: ${unreached[role]}`)
      }
      return { stable: source.requests, canary: source.requests }
    },
  }

  function ask(prober: Prober, id: string, body: Uint8Array | undefined): Promise<Answer> {
    const extraHeaders = { [source.header.toLowerCase()]: id }
    return prober.addresses().then(([address]) =>
      prober.send({
        address: address!,
        fresh: true,
        extraHeaders,
        signal: engine.signal,
        ...(body && { body }),
      }),
    )
  }

  /** Who answered is known; what an answer tells of its version may be the gateway's doing. */
  function compared(answer: Answer, id: string, i: number): LoggedAnswer {
    const bad = !answer.good && answer.kind !== 'unidentified'
    const known = { at: i, id, latency: answer.ms, bad }
    const read = answer.body === null ? null : answerOf(answer.body, known)
    return read ?? { id, at: i, bad: true, label: null, number: null, latency: null }
  }

  async function probers(role: Role): Promise<readonly Prober[]> {
    const pods = (await runningPods(engine, scene, role)).filter(isReady)
    if (pods.length === 0) throw new CannotLook(`no pod of ${scene.roles[role].name} is ready to be asked`)
    const service = await serviceOf(engine, scene, role)
    return pods.map((pod) => {
      const port = portBehind(service, scene.roles[role].backend, pod)
      if (port === null)
        throw new CannotLook(
          `cannot tell which port of pod ${pod.metadata.name} to ask; name the port in versions.${scene.roles[role].name}.port`,
        )
      const target = { namespace: scene.rollout.namespace, name: pod.metadata.name, port }
      return proberOf(engine, scene, () => engine.kube.connect(target))!
    })
  }
}

async function bodiesOf(engine: Engine, file: string): Promise<readonly Buffer[]> {
  let text: string
  try {
    text = await readFile(path.resolve(engine.workspace.folder, file), 'utf8')
  } catch (error) {
    throw new CannotLook(`replay.bodies: ${file} cannot be read: ${messageOf(error)}`, { cause: error })
  }
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  if (lines.length === 0) throw new CannotLook(`replay.bodies: ${file} has no line with a body`)
  return lines.map((line) => Buffer.from(line))
}
