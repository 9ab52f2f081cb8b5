import type { RequestOptions } from 'node:https'
import { proxyAgent } from '../../process/proxy-agent.ts'

/** Milliseconds, bytes. */
export interface Limits {
  readonly timeout: number
  readonly most: number
}

export interface Answer {
  readonly status: number
  readonly text: string
}

/** One GET, its answer as text. Follows no redirect: that would carry a token to somebody else. */
export async function getText(
  url: URL,
  headers: { readonly [name: string]: string },
  { proxy, signal, timeout, most }: Limits & { readonly proxy: string | null; readonly signal: AbortSignal },
): Promise<Answer> {
  const secure = url.protocol === 'https:'
  const { request } = secure ? await import('node:https') : await import('node:http')
  const agent = proxy === null ? null : await proxyAgent(proxy)
  const late = AbortSignal.timeout(timeout)
  const options: RequestOptions = {
    headers: { ...headers },
    signal: AbortSignal.any([signal, late]),
    ...(agent ? { agent } : {}),
  }
  try {
    return await new Promise<Answer>((resolve, reject) => {
      const sent = request(url, options, (response) => {
        const parts: Buffer[] = []
        let size = 0
        response.on('data', (part: Buffer) => {
          size += part.length
          if (size > most) sent.destroy(new Error(`the answer has more than ${most} bytes`))
          else parts.push(part)
        })
        response.on('error', reject)
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }),
        )
      })
      sent.on('error', reject)
      sent.end()
    })
  } catch (error) {
    signal.throwIfAborted()
    if (late.aborted) throw new Error(`no answer within ${timeout} ms`, { cause: error })
    throw error
  } finally {
    agent?.destroy()
  }
}
