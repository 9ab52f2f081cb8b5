import type { IRequestOptions } from 'azure-devops-node-api/interfaces/common/VsoBaseInterfaces.js'
import { retryDelay, parseRetryAfter } from '../../kube/retry.ts'
import { systemClock } from '../../process/clock.ts'
import { messageOf } from '../../process/errors.ts'
import { singleLine } from '../../process/escape.ts'

/** HTTP to the services of Azure beside Azure DevOps, through the agent's proxy, with the authorities that it trusts. */
export interface Web {
  readonly proxy: IRequestOptions['proxy'] | null
  readonly cert: IRequestOptions['cert']
  readonly signal: AbortSignal
}

const RETRIES = { attempts: 4, total: 60_000, firstDelay: 500, maxDelay: 5_000 }

export function postForm(
  web: Web,
  url: string,
  form: { readonly [field: string]: string },
): Promise<unknown> {
  return post(web, url, new URLSearchParams(form).toString(), {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
  })
}

/** Asks for credentials: the same question twice does no harm. */
export function postEmpty(web: Web, url: string, token: string): Promise<unknown> {
  return post(web, url, '', { authorization: `Bearer ${token}`, accept: 'application/json' })
}

async function post(
  web: Web,
  url: string,
  body: string,
  headers: { [name: string]: string },
): Promise<unknown> {
  const { AdoHttpClient } = (await import('azure-devops-node-api/AdoHttpClientBases.js')).default
  const client = new AdoHttpClient('shiftgate', [], {
    socketTimeout: 20_000,
    allowRedirects: false,
    ...(web.cert ? { cert: web.cert } : {}),
    ...(web.proxy ? { proxy: web.proxy } : {}),
  })
  const begin = performance.now()
  for (let tried = 1; ; tried++) {
    web.signal.throwIfAborted()
    const { status, text, retryAfter } = await client.post(url, body, headers).then(
      async (answer) => ({
        status: answer.message.statusCode ?? 0,
        text: await answer.readBody(),
        retryAfter: parseRetryAfter(answer.message.headers['retry-after'], Date.now()),
      }),
      (error: unknown) => ({ status: 0, text: messageOf(error), retryAfter: null }),
    )
    if (status >= 200 && status < 300) return JSON.parse(text) as unknown
    const again = status === 0 || status === 429 || status >= 500
    const delay = again
      ? retryDelay(RETRIES, { tried, elapsed: performance.now() - begin, retryAfter, random: Math.random() })
      : null
    if (delay === null)
      throw new Error(
        `${new URL(url).host} ${status === 0 ? 'did not answer' : `answered ${status}`}: ${reason(text)}`,
      )
    await systemClock.sleep(delay, web.signal)
  }
}

/** The sentence inside an error of Entra or ARM; never a body that could hold what was asked for. */
function reason(text: string): string {
  try {
    const body = JSON.parse(text) as {
      error_description?: string
      error?: { message?: string; code?: string } | string
    }
    const nested = typeof body.error === 'object' ? (body.error.message ?? body.error.code) : body.error
    return singleLine(body.error_description ?? nested ?? 'no reason given', 300)
  } catch {
    return singleLine(text, 300)
  }
}
