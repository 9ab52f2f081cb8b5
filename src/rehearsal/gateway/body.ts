import type { ClientRequest, IncomingMessage } from 'node:http'

/** The request's body on its way: streamed to the current attempt, and kept so that it can be sent again. */
export interface Body {
  /** True when there is none. */
  readonly empty: boolean
  /** False once the body grew beyond what is kept: no further attempt is possible. */
  readonly replayable: boolean
  /** Sends all so far, and the rest as it comes, to this request instead of the one before. */
  sendTo(request: ClientRequest): void
  /** Calls back when the client has sent everything. */
  onComplete(listener: () => void): void
  /** The whole body, once complete and if it was kept. */
  whole(): Buffer
}

/** Envoy's default limit of what it keeps for a retry. */
const KEPT_BYTES = 1 << 20

/** `keepAll`: mirrors need the whole body, however long. */
export function takeBody(request: IncomingMessage, keepAll: boolean): Body {
  const { headers } = request
  const length = headers['content-length']
  if (headers['transfer-encoding'] === undefined && (length === undefined || length === '0')) {
    return NO_BODY
  }
  const limit = keepAll ? Infinity : KEPT_BYTES
  const listeners: (() => void)[] = []
  let kept: Buffer[] | null = []
  let size = 0
  let complete = false
  let current: ClientRequest | null = null

  request.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > limit) kept = null
    kept?.push(chunk)
    if (current && !current.destroyed && !current.write(chunk)) request.pause()
  })
  request.on('end', () => {
    complete = true
    current?.end()
    for (const listener of listeners) listener()
  })
  return {
    empty: false,
    get replayable() {
      return kept !== null
    },
    sendTo(next) {
      current = next
      next.on('drain', () => current === next && request.resume())
      // An attempt that ended early must not hold up the client, nor the next attempt.
      next.on('close', () => current === next && request.resume())
      for (const chunk of kept ?? []) next.write(chunk)
      if (complete) next.end()
    },
    onComplete(listener) {
      if (complete) listener()
      else listeners.push(listener)
    },
    whole: () => Buffer.concat(kept ?? []),
  }
}

const NO_BODY: Body = {
  empty: true,
  replayable: true,
  sendTo: (request) => void request.end(),
  onComplete: (listener) => listener(),
  whole: () => Buffer.alloc(0),
}
