import type { IncomingMessage, ServerResponse } from 'node:http'
import { HOP_BY_HOP } from './forwarded.ts'
import { applyEdit, type HeaderEdit } from './headers.ts'
import { SERVER } from './reply.ts'

const SMALL = 16_384

/**
 * Streams a pod's answer to the client, with the headers changed. An answer that breaks off is broken off
 * towards the client too. `done` is called when the last byte was handed on, or when it broke.
 */
export function relay(
  answer: IncomingMessage,
  res: ServerResponse,
  edits: readonly (HeaderEdit | null)[],
  serviceMs: number,
  done: () => void,
): void {
  const { rawHeaders } = answer
  const headers: string[] = []
  let expected = -1
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const key = rawHeaders[i]!.toLowerCase()
    if (HOP_BY_HOP.has(key) || key === 'transfer-encoding' || key === 'server') continue
    if (key === 'content-length') expected = Number(rawHeaders[i + 1])
    headers.push(key, rawHeaders[i + 1]!)
  }
  headers.push('x-envoy-upstream-service-time', String(serviceMs), 'server', SERVER)
  for (const edit of edits) if (edit) applyEdit(headers, edit)
  res.writeHead(answer.statusCode ?? 502, answer.statusMessage, headers)

  let received = 0
  let ended = false
  const end = (chunk?: Buffer) => {
    ended = true
    if (chunk && chunk.length < SMALL) res.end(chunk.toString('latin1'), 'latin1')
    else res.end(chunk)
    done()
  }
  answer.on('data', (chunk: Buffer) => {
    received += chunk.length
    // Ending with the last chunk, and as text, which node joins with the headers, saves a system call.
    if (received === expected) end(chunk)
    else if (!res.write(chunk)) answer.pause()
  })
  res.on('drain', () => answer.resume())
  answer.on('end', () => {
    if (!ended && answer.complete) end()
  })
  answer.on('error', () => {})
  answer.on('close', () => {
    if (ended) return
    res.destroy()
    done()
  })
  // Headers of an answer whose body takes its time go out at once.
  setImmediate(() => {
    if (received === 0 && !ended && !res.destroyed) res.flushHeaders()
  })
}
