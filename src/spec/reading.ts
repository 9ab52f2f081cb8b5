import type { Problem } from '../process/errors.ts'
import type { Located, Place } from './located.ts'

/** Stands for a value that was reported as wrong, so that reading can go on to the next. */
export const INVALID: unique symbol = Symbol('invalid')
export type Read<T> = T | typeof INVALID

export interface Reading {
  report(place: Place, code: string, message: string): typeof INVALID
}

const MOST = 100

/** Collects problems. A hundred are enough: a page of annotations helps nobody. */
export function collectProblems(file: string): Reading & { problems(): Problem[] } {
  const found: Problem[] = []
  let more = 0
  return {
    report({ path, line, column }, code, message) {
      if (found.length < MOST) found.push({ code, message, path, file, line, column })
      else more += 1
      return INVALID
    },
    problems() {
      const sorted = [...found].sort(
        (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
      )
      if (more > 0)
        sorted.push({
          code: 'more-problems',
          file,
          message: `${more} more problems; expected a rollout file; correct these first`,
        })
      return sorted
    },
  }
}

/** Text of the user inside a message: in quotes, on one line, short. */
export function quoted(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 57)}...` : text
  return JSON.stringify(short).replace(/[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, '?')
}

export function describeNode(node: Located): string {
  switch (node.kind) {
    case 'text':
      return `${quoted(node.value)} is text`
    case 'number':
      return `${node.source} is a number`
    case 'flag':
      return `${node.source} is a yes/no value`
    case 'empty':
      return 'there is no value'
    case 'list':
      return 'this is a list'
    case 'map':
      return 'this is a mapping'
  }
}

/** Reports a value of another YAML type than the one that belongs here. */
export function wrongType(node: Located, expected: string, todo: string, reading: Reading): typeof INVALID {
  const advice = node.kind === 'empty' ? 'write a value here' : todo
  return reading.report(node.place, 'wrong-type', `${describeNode(node)}; expected ${expected}; ${advice}`)
}
