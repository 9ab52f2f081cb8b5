import http from 'node:http'

export interface Answer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly text: string
  readonly ms: number
  /** The backend's JSON; null when the answer is no backend's. */
  readonly seen: Seen | null
}

export interface Seen {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly host: string
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: number
  readonly attempt: number
}

export interface Call {
  readonly path?: string
  readonly method?: string
  readonly host?: string
  readonly headers?: http.OutgoingHttpHeaders
  readonly body?: string | Buffer
}

export function createCaller(url: string, host: string) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 32 })
  const { hostname, port } = new URL(url)
  const call = (options: Call = {}) =>
    new Promise<Answer>((done, failed) => {
      const began = performance.now()
      const { path = '/', method = 'GET', body } = options
      const headers = { host: options.host ?? host, ...options.headers }
      const request = http.request({ agent, host: hostname, port, path, method, headers }, (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('error', failed)
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          const json = answer.headers['content-type'] === 'application/json'
          done({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            text,
            ms: performance.now() - began,
            seen: json ? (JSON.parse(text) as Seen) : null,
          })
        })
      })
      request.on('error', failed)
      request.end(body)
    })
  /** `times` calls, 16 at once. */
  const repeat = async (times: number, options: Call = {}): Promise<Answer[]> => {
    const answers: Answer[] = []
    let left = times
    const worker = async () => {
      while (left-- > 0) answers.push(await call(options))
    }
    await Promise.all(Array.from({ length: 16 }, worker))
    return answers
  }
  return { call, repeat, close: () => agent.destroy() }
}
