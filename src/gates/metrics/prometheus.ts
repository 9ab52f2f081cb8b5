import { messageOf } from '../../process/errors.ts'
import type { MetricsServer } from '../../spec/metrics.ts'
import { CannotLook } from '../cannot-look.ts'
import { requestHeaders } from '../request-headers.ts'
import type { HeaderSources } from '../request-headers.ts'
import { getText } from './exchange.ts'
import type { Answer } from './exchange.ts'

/** Asks a metrics server for one number. */
export interface Metrics {
  /** Null: the query has no data (no series, or NaN). Throws CannotLook when there was no usable answer. */
  ask(query: string): Promise<number | null>
}

export interface MetricsOptions extends HeaderSources {
  /** The proxy for an address; null: none. */
  readonly proxy: (url: URL) => string | null
  readonly signal: AbortSignal
}

/** More is no answer with one number. */
const MOST_BYTES = 1_000_000
/** Characters. */
const LONGEST_REASON = 300

/**
 * A server with the HTTP API of Prometheus (https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries): Prometheus,
 * Thanos, Mimir, VictoriaMetrics, Azure Monitor workspaces, Google Managed Service for Prometheus.
 */
export function prometheus(server: MetricsServer, options: MetricsOptions): Metrics {
  return {
    async ask(query) {
      const url = new URL(server.url)
      url.pathname = `${url.pathname.replace(/\/$/, '')}/api/v1/query`
      url.searchParams.set('query', query)
      const { headers, hide } = requestHeaders('metrics.headers', server.headers, options)
      const cannot = (why: string) =>
        new CannotLook(`metrics server ${url.host}: ${hide(why, LONGEST_REASON)}`)
      const { signal, proxy } = options
      const limits = { timeout: server.timeout, most: MOST_BYTES }
      const answer = await getText(
        url,
        { accept: 'application/json', ...headers },
        { ...limits, signal, proxy: proxy(url) },
      ).catch((error: unknown) => {
        signal.throwIfAborted()
        throw cannot(messageOf(error))
      })
      return numberOf(answer, cannot)
    },
  }
}

interface Reply {
  readonly status?: string
  readonly errorType?: string
  readonly error?: string
  readonly data?: { readonly resultType?: string; readonly result?: unknown }
}

function numberOf({ text, status }: Answer, cannot: (why: string) => CannotLook): number | null {
  let reply: Reply | null = null
  try {
    reply = JSON.parse(text) as Reply | null
  } catch {
    // Said below, with what came instead.
  }
  if (reply?.status === 'error')
    throw cannot(`${reply.errorType ?? 'error'}: ${reply.error ?? 'no reason given'}`)
  if (status !== 200) throw cannot(`HTTP ${status}${hint(status)}`)
  const { resultType, result } = reply?.data ?? {}
  if (reply?.status !== 'success' || !Array.isArray(result)) {
    throw cannot(`no answer of a Prometheus API: ${text.slice(0, 100)}`)
  }
  if (resultType === 'scalar') return finite(result[1])
  if (resultType !== 'vector') {
    throw cannot(
      `the query gives a ${String(resultType)}; expected one number: take its last value, or an aggregate over time`,
    )
  }
  if (result.length > 1) {
    throw cannot(
      `the query gives ${result.length} series; expected one: put sum(...), max(...) or the like around it`,
    )
  }
  const [series] = result as { readonly value?: readonly unknown[] }[]
  return series === undefined ? null : finite(series.value?.[1])
}

function hint(status: number): string {
  if (status === 401 || status === 403) return '; its credentials go into metrics.headers, as { env: NAME }'
  if (status === 404) return '; metrics.url is the part before /api/v1/query'
  if (status >= 300 && status < 400) return ', a redirect; write the address that it leads to'
  return ''
}

/** `NaN` is what 0/0 gives: nothing happened. Infinite is a number above every limit. */
function finite(value: unknown): number | null {
  const number = typeof value === 'string' ? Number(value.replace(/Inf$/, 'Infinity')) : NaN
  return Number.isNaN(number) ? null : number
}
