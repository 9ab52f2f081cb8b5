import type { Readable } from 'node:stream'

/** Longer lines are no answers; without an end they would fill the memory. */
const LONGEST_LINE = 1024 * 1024

/**
 * Lines of a byte stream, some at a time. A last line without its end is left out: it may be half of what is being written.
 * Rejects when the stream fails.
 */
export async function* linesOf(stream: Readable): AsyncGenerator<readonly string[]> {
  let rest: Buffer[] = []
  let length = 0
  let skipping = false
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const end = chunk.lastIndexOf(10)
    if (end < 0) {
      if (!skipping) rest.push(chunk)
      length += chunk.length
      if (length > LONGEST_LINE) {
        skipping = true
        rest = []
      }
      continue
    }
    // Cut at a line's end, so never inside a character.
    const whole = Buffer.concat([...rest, chunk.subarray(0, end)])
    const lines = whole.toString('utf8').split('\n')
    if (skipping) lines.shift()
    skipping = false
    rest = [chunk.subarray(end + 1)]
    length = chunk.length - end - 1
    yield lines
  }
}
