import { Readable } from 'node:stream'

/** The first `length` bytes of a stream, which is then closed. */
export function firstBytes(source: Readable, length: number): Readable {
  return Readable.from(take(source, length), { objectMode: false })
}

async function* take(source: Readable, length: number): AsyncGenerator<Buffer> {
  let left = length
  for await (const chunk of source as AsyncIterable<Buffer>) {
    if (chunk.length >= left) {
      yield chunk.subarray(0, left)
      return
    }
    left -= chunk.length
    yield chunk
  }
}
