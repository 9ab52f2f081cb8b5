import http from 'node:http'

export interface LoadOptions {
  /** `http://host:port`, or `host:port`. */
  readonly url: string
  /** Host header; default: the address. */
  readonly host?: string
  readonly path?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Several are sent in turn. */
  readonly body?: string | Buffer | readonly Buffer[]
  /** Requests per second, sent at a constant rate whatever the answers do (open loop). */
  readonly rate: number
  /** Milliseconds until a request without complete answer counts as lost; default 30,000. */
  readonly timeout?: number
  /** Requests in flight at most (default 1,000); beyond that the load generator waits, and says so in `skipped`. */
  readonly inFlight?: number
  readonly onAnswer: (answer: LoadAnswer) => void
}

export interface LoadAnswer {
  /** Null when there was no complete answer. */
  readonly status: number | null
  readonly error: string | null
  /** The first 4 KiB. */
  readonly body: string
  readonly headers: http.IncomingHttpHeaders
  /** From sending to the answer's end. */
  readonly ms: number
  /** When it was sent, in milliseconds of `performance.now()`. */
  readonly at: number
}

export interface Load {
  /** Sends no more, and resolves when all answers are in. */
  stop(): Promise<void>
  readonly sent: () => number
  /** Requests that were due but not sent, because too many were in flight. */
  readonly skipped: () => number
}

const KEPT_BYTES = 4_096
const TICK_MS = 5

/** Sends requests at a constant rate over kept-alive connections until stopped. */
export function startLoad(options: LoadOptions): Load {
  const { rate, inFlight: limit = 1_000, onAnswer } = options
  const agent = new http.Agent({
    keepAlive: true,
    maxSockets: limit,
    maxFreeSockets: limit,
    scheduling: 'lifo',
  })
  const send = createSender(options, agent)
  const began = performance.now()
  let sent = 0
  let skipped = 0
  let inFlight = 0
  let stopped: (() => void) | null = null

  const answered = (answer: LoadAnswer) => {
    inFlight--
    onAnswer(answer)
    if (inFlight === 0) stopped?.()
  }
  // Timers are late and coarse: what is due is computed from the clock, so that the rate holds.
  const tick = () => {
    const due = Math.floor(((performance.now() - began) * rate) / 1_000) + 1
    for (let next = sent + skipped; next < due; next++) {
      if (inFlight >= limit) skipped++
      else {
        sent++
        inFlight++
        send(answered)
      }
    }
  }
  const timer = setInterval(tick, TICK_MS)
  tick()
  return {
    sent: () => sent,
    skipped: () => skipped,
    async stop() {
      clearInterval(timer)
      if (inFlight > 0) await new Promise<void>((done) => (stopped = done))
      agent.destroy()
    },
  }
}

function createSender(options: LoadOptions, agent: http.Agent): (done: (answer: LoadAnswer) => void) => void {
  const { host, path = '/', method = 'GET', body, timeout = 30_000 } = options
  const { hostname, port } = new URL(options.url.includes('://') ? options.url : `http://${options.url}`)
  const headers: Record<string, string> = { ...options.headers }
  if (host !== undefined) headers['host'] = host
  const bodies = (Array.isArray(body) ? body : [body ?? null]) as readonly (string | Buffer | null)[]
  const fixed = { agent, host: hostname.replace(/^\[|\]$/g, ''), port: port || 80, path, method }

  let next = 0
  return (done) => {
    const content = bodies[next++ % bodies.length] ?? null
    const length = content === null ? {} : { 'content-length': String(Buffer.byteLength(content)) }
    const at = performance.now()
    const chunks: Buffer[] = []
    let kept = 0
    let answer: http.IncomingMessage | null = null
    let over = false
    const finish = (error: string | null) => {
      if (over) return
      over = true
      clearTimeout(timer)
      done({
        status: error === null ? (answer?.statusCode ?? null) : null,
        error,
        body: Buffer.concat(chunks).subarray(0, KEPT_BYTES).toString(),
        headers: answer?.headers ?? {},
        ms: performance.now() - at,
        at,
      })
    }
    const request = http.request({ ...fixed, headers: { ...headers, ...length } }, (incoming) => {
      answer = incoming
      incoming.on('data', (chunk: Buffer) => {
        if (kept < KEPT_BYTES) chunks.push(chunk)
        kept += chunk.length
      })
      incoming.on('end', () => finish(incoming.complete ? null : 'answer broke off'))
      incoming.on('error', (error) => finish(error.message))
    })
    request.on('error', (error: NodeJS.ErrnoException) => finish(error.code ?? error.message))
    const timer = setTimeout(() => {
      finish(`no answer within ${timeout} ms`)
      request.destroy()
    }, timeout)
    request.end(content ?? undefined)
  }
}
