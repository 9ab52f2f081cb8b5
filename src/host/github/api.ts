import type { Agent } from 'node:http'
import type { RequestOptions } from 'node:https'
import { parseRetryAfter, retryDelay } from '../../kube/retry.ts'
import type { RetryPolicy } from '../../kube/retry.ts'
import { proxyAgent } from '../../process/proxy-agent.ts'
import { proxiesOf, proxyFor } from '../../process/proxy.ts'
import { systemClock } from '../../process/clock.ts'
import { messageOf } from '../../process/errors.ts'
import { singleLine } from '../../process/escape.ts'
import { HostError } from '../host-error.ts'

/** JSON over GitHub's REST API. Paths begin with `/`, and are encoded already. */
export interface GithubApi {
  /** Null: 404, which GitHub also answers when the token may not know. */
  get(path: string): Promise<unknown>
  /** All pages of a list, or of the list under `key`. */
  list(path: string, key?: string): Promise<unknown[]>
  /** The answer's body, or null when it has none. */
  send(method: 'PUT' | 'POST' | 'PATCH' | 'DELETE', path: string, body: unknown): Promise<unknown>
}

export interface GithubApiOptions {
  readonly env: { readonly [name: string]: string | undefined }
  readonly token: string
  readonly version: string
  readonly signal: AbortSignal
}

const API_VERSION = '2022-11-28'
const RETRIES: RetryPolicy = { attempts: 4, total: 30_000, firstDelay: 500, maxDelay: 5_000 }
/** Milliseconds of one request. */
const TIMEOUT = 20_000
const PAGE = 100
const MOST_PAGES = 50

interface Answer {
  readonly status: number
  readonly headers: { readonly [name: string]: string | string[] | undefined }
  readonly body: string
}

export function githubApi({ env, token, version, signal }: GithubApiOptions): GithubApi {
  const base = (env['GITHUB_API_URL'] || 'https://api.github.com').replace(/\/+$/, '')
  const proxy = proxyFor(new URL(base), null, proxiesOf(env))
  let agent: Promise<Agent> | null = null

  async function request(method: string, path: string, body: unknown): Promise<Answer> {
    const begin = performance.now()
    for (let tried = 1; ; tried++) {
      const { answer, trouble } = await once(method, path, body).then(
        (given) => ({ answer: given, trouble: null }),
        (error: unknown) => ({ answer: null, trouble: error }),
      )
      if (signal.aborted) throw signal.reason
      if (answer && !isTransient(answer)) return answer
      const delay = retryDelay(RETRIES, {
        tried,
        elapsed: performance.now() - begin,
        retryAfter: answer ? retryAfter(answer) : null,
        random: Math.random(),
      })
      // A write without an answer may have happened: GitHub's are repeatable (PUT) or looked at before (POST).
      if (delay === null || (trouble !== null && method === 'POST')) {
        if (answer) return answer
        throw new HostError(0, `GitHub at ${base} did not answer: ${singleLine(messageOf(trouble))}`)
      }
      await systemClock.sleep(delay, signal)
    }
  }

  async function once(method: string, path: string, body: unknown): Promise<Answer> {
    const url = new URL(base + path)
    const secure = url.protocol === 'https:'
    const { request: open } = secure ? await import('node:https') : await import('node:http')
    if (proxy !== null) agent ??= proxyAgent(proxy)
    const text = body === undefined ? null : JSON.stringify(body)
    const options: RequestOptions = {
      method,
      signal,
      ...(agent ? { agent: await agent } : {}),
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'user-agent': `shiftgate/${version}`,
        'x-github-api-version': API_VERSION,
        ...(text === null
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      },
    }
    return new Promise((resolve, reject) => {
      const sent = open(url, options, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        )
      })
      sent.setTimeout(TIMEOUT, () => sent.destroy(new Error(`no answer within ${TIMEOUT / 1_000} s`)))
      sent.on('error', reject)
      sent.end(text ?? undefined)
    })
  }

  function bodyOf(answer: Answer, what: string): unknown {
    if (answer.status >= 200 && answer.status < 300) {
      if (answer.body === '') return null
      try {
        return JSON.parse(answer.body) as unknown
      } catch {
        throw new HostError(answer.status, `GitHub answered ${what} with something that is no JSON`)
      }
    }
    throw new HostError(answer.status, `GitHub answered ${what} with ${answer.status}: ${reasonOf(answer)}`)
  }

  async function get(path: string): Promise<unknown> {
    const answer = await request('GET', path, undefined)
    return answer.status === 404 ? null : bodyOf(answer, `GET ${path}`)
  }

  return {
    get,
    async list(path, key) {
      const all: unknown[] = []
      for (let page = 1; page <= MOST_PAGES; page++) {
        const answer = await request(
          'GET',
          `${path}${path.includes('?') ? '&' : '?'}per_page=${PAGE}&page=${page}`,
          undefined,
        )
        const body = bodyOf(answer, `GET ${path}`)
        const items = key === undefined ? body : (body as { readonly [key: string]: unknown } | null)?.[key]
        if (!Array.isArray(items))
          throw new HostError(answer.status, `GitHub answered GET ${path} with no list`)
        all.push(...(items as unknown[]))
        if (items.length < PAGE) return all
      }
      return all
    },
    send: async (method, path, body) => bodyOf(await request(method, path, body), `${method} ${path}`),
  }
}

function isTransient(answer: Answer): boolean {
  return answer.status === 429 || answer.status >= 500 || isRateLimit(answer)
}

/** GitHub tells its rate limits by 403 too. */
function isRateLimit({ status, headers }: Answer): boolean {
  return status === 403 && (headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0')
}

function retryAfter({ headers }: Answer): number | null {
  const header = headers['retry-after']
  return parseRetryAfter(typeof header === 'string' ? header : undefined, Date.now())
}

function reasonOf({ body }: Answer): string {
  try {
    const { message, errors } = JSON.parse(body) as { message?: unknown; errors?: unknown }
    const more = Array.isArray(errors) && errors.length > 0 ? ` (${JSON.stringify(errors)})` : ''
    return singleLine(`${String(message)}${more}`, 400)
  } catch {
    return singleLine(body, 200) || 'no reason'
  }
}
