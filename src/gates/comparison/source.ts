import type { Readable } from 'node:stream'
import type { Role } from '../../mesh/route-state.ts'
import type { Comparison } from '../../spec/rollout.ts'
import { answerReader, timeOf } from './answer.ts'
import type { LoggedAnswer } from './answer.ts'
import { linesOf } from './lines.ts'

/** Where answers come from. Rejects with CannotLook, or KubeError, when they cannot be read. */
export interface AnswerSource {
  /** For people: `pod logs`. */
  readonly name: string
  /** Gives all answers since the route change to `take`, until that returns false. Resolves to the lines that were read. */
  read(take: Take): Promise<{ readonly [role in Role]: number }>
}
export type Take = (role: Role, answer: LoggedAnswer) => boolean

/** One pod's lines of one version. */
export interface LineStream {
  readonly role: Role
  readonly stream: Readable
}

/**
 * Answers in lines: of `logs` with the kubelet's time before each, of a `file` with a time of its own in each. The stream
 * whose newest line is the oldest is read next, so that partners come near each other and few have to be kept.
 */
export function lineSource(
  spec: Pick<Comparison, 'pattern' | 'fields'>,
  { name, stamped, open }: { name: string; stamped: boolean; open: () => Promise<readonly LineStream[]> },
): AnswerSource {
  const answerOf = answerReader(spec)
  return {
    name,
    async read(take) {
      const lines = { stable: 0, canary: 0 }
      const opened = await open()
      const readers = opened.map(({ role, stream }) => ({ role, lines: linesOf(stream), newest: -Infinity }))
      try {
        let wanted = true
        while (wanted && readers.length > 0) {
          const behind = readers.reduce((a, b) => (b.newest < a.newest ? b : a))
          const next = await behind.lines.next()
          if (next.done === true) readers.splice(readers.indexOf(behind), 1)
          else {
            lines[behind.role] += next.value.length
            for (const line of next.value) {
              const answer = stamped ? stampedAnswer(line) : answerOf(line, { at: null })
              if (answer === null) continue
              if (answer.at > behind.newest) behind.newest = answer.at
              wanted = take(behind.role, answer)
              if (!wanted) break
            }
          }
        }
      } finally {
        for (const { stream } of opened) stream.destroy()
      }
      return lines
    },
  }

  function stampedAnswer(line: string): LoggedAnswer | null {
    const space = line.indexOf(' ')
    const at = space < 20 ? null : timeOf(line.slice(0, space))
    return at === null ? null : answerOf(line.slice(space + 1), { at })
  }
}
