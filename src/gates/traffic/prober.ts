import { Agent } from 'node:http'
import type { Duplex } from 'node:stream'
import { messageOf } from '../../process/errors.ts'
import type { Traffic } from '../../spec/rollout.ts'
import { addressOf, parseAddress, withoutDoubles } from './address.ts'
import { connector, type Dial } from './connection.ts'
import { exchange, type Exchange } from './exchange.ts'
import { judge } from './judge.ts'
import { CannotLook } from '../cannot-look.ts'
import { requestHeaders } from '../request-headers.ts'
import type { HeaderSources } from '../request-headers.ts'
import type { Address, Answer, MeasureOptions, Prober, SendOptions } from './probing.ts'
import { sampleBuilder } from './sample.ts'

export type { Prober } from './probing.ts'

export interface ProberOptions extends HeaderSources {
  /** Names of both versions: the values that an identifying header holds when the file gives none. */
  readonly versions: readonly string[]
  /** Reads a file of the rollout, by its path relative to the rollout file. */
  readonly readFile: (path: string) => Promise<Uint8Array>
  /** Instead of connections from this machine. The only address is then the url's own, not looked up. */
  readonly dial?: Dial
  /** Instead of `traffic.resolve` and DNS, e.g. the gateway's pods, together with `dial`. */
  readonly addresses?: () => Promise<readonly Address[]>
}

const CONCURRENCY = 16
/** Fresh connections of one measurement: each leaves a port unusable for a minute, and a machine has about 28,000. */
const MAX_FRESH = 10_000

interface Prepared {
  readonly connect: (address: Address, signal: AbortSignal) => Promise<Duplex>
  readonly headers: { readonly [name: string]: string }
  readonly path: string
  readonly body: Uint8Array | null
  readonly judge: (exchange: Exchange) => Omit<Answer, 'address' | 'ms' | 'reached' | 'body'>
}

/** Sends the requests that the `traffic` block describes. Files and variables are read at the first request. */
export function createProber(traffic: Traffic, options: ProberOptions): Prober {
  const agents = new Map<string, Agent>()
  let preparing: Promise<Prepared> | null = null
  const prepared = () => (preparing ??= prepare(traffic, options))

  async function send({ address, fresh, extraHeaders, path, body, signal }: SendOptions): Promise<Answer> {
    const { connect, ...ready } = await prepared()
    const result = await exchange({
      connect: (stop) => connect(address, stop),
      agent: fresh || options.dial !== undefined ? null : agentFor(address, connect),
      method: traffic.method,
      path: path ?? ready.path,
      headers: { ...ready.headers, ...(body && { 'content-length': String(body.length) }), ...extraHeaders },
      body: body ?? ready.body,
      timeout: traffic.timeout,
      signal,
    })
    return {
      ...ready.judge(result),
      address: address.text,
      ms: result.ms,
      reached: result.reached,
      body: result.response?.body ?? null,
    }
  }

  function agentFor(address: Address, connect: Prepared['connect']): Agent {
    const known = agents.get(address.text)
    if (known !== undefined) return known
    const agent = new Agent({ keepAlive: true })
    agent.createConnection = (_, done) => {
      connect(address, AbortSignal.timeout(traffic.timeout)).then(
        (socket) => done?.(null, socket),
        (error: unknown) =>
          done?.(error instanceof Error ? error : new Error(String(error)), undefined as never),
      )
      return undefined
    }
    agents.set(address.text, agent)
    return agent
  }

  async function measure(measurement: MeasureOptions) {
    const { n, addresses, signal, onProgress, enough, extraHeaders, path } = measurement
    if (addresses.length === 0) throw new CannotLook('no address to send requests to')
    const builder = sampleBuilder(performance.now())
    const concurrency = Math.min(n, measurement.concurrency ?? CONCURRENCY)
    const step = Math.max(concurrency, Math.floor(n / 100))
    let started = 0
    let done = 0
    let stopped = false
    const worker = async () => {
      while (started < n && !stopped) {
        const i = started++
        const address = addresses[i % addresses.length]!
        builder.add(await send({ address, fresh: i < MAX_FRESH, extraHeaders, path, signal }))
        done++
        if (done % step !== 0 && done !== n) continue
        onProgress?.(done, n)
        if (enough?.(builder.sample(performance.now())) === true) stopped = true
      }
    }
    const workers = Array.from({ length: concurrency }, () =>
      worker().catch((error: unknown) => {
        stopped = true
        throw error
      }),
    )
    await Promise.all(workers)
    return builder.sample(performance.now())
  }

  return {
    addresses: async () =>
      withoutDoubles(await (options.addresses ?? (() => addressesOf(traffic, options.dial !== undefined)))()),
    send,
    measure,
    close: () => {
      for (const agent of agents.values()) agent.destroy()
      agents.clear()
    },
  }
}

async function addressesOf(traffic: Traffic, dialled: boolean): Promise<readonly Address[]> {
  const url = urlOf(traffic)
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (dialled) return [addressOf(host, port)]
  if (traffic.resolve.length > 0) return traffic.resolve.map((text) => parseAddress(text, port))
  try {
    const { lookup } = await import('node:dns/promises')
    return (await lookup(host, { all: true, verbatim: true })).map((found) => addressOf(found.address, port))
  } catch (error) {
    throw new CannotLook(
      `traffic.url: ${host} has no address (${messageOf(error)}); list the gateway's addresses in traffic.resolve`,
      { cause: error },
    )
  }
}

async function prepare(traffic: Traffic, options: ProberOptions): Promise<Prepared> {
  const url = urlOf(traffic)
  const ca =
    traffic.ca === null ? null : Buffer.from(await read(options, 'traffic.ca', traffic.ca)).toString()
  const body = await bodyOf(traffic, options)
  const { headers: given, hide } = requestHeaders('traffic.headers', traffic.headers, options)
  const headers: { [name: string]: string } = { host: url.host, 'accept-encoding': 'identity' }
  if (body !== null) {
    headers['content-length'] = String(body.length)
    headers['content-type'] = isJson(body) ? 'application/json' : 'application/octet-stream'
  }
  return {
    connect: attempt('traffic.ca', () => connector(url, ca, options.dial)),
    headers: { ...headers, ...given },
    path: url.pathname + url.search,
    body,
    judge: attempt('traffic', () => judge(traffic, options.versions, (text) => hide(text))),
  }
}

function urlOf(traffic: Traffic): URL {
  const url = attempt('traffic.url', () => new URL(traffic.url))
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new CannotLook(`traffic.url: ${traffic.url} is no http:// or https:// address`)
  }
  return url
}

async function bodyOf(traffic: Traffic, options: ProberOptions): Promise<Uint8Array | null> {
  if (traffic.body === null) return null
  return traffic.body.kind === 'text'
    ? Buffer.from(traffic.body.text)
    : await read(options, 'traffic.body', traffic.body.path)
}

async function read(options: ProberOptions, field: string, path: string): Promise<Uint8Array> {
  try {
    return await options.readFile(path)
  } catch (error) {
    throw new CannotLook(`${field}: ${path} cannot be read: ${messageOf(error)}`, { cause: error })
  }
}

function isJson(body: Uint8Array): boolean {
  try {
    JSON.parse(Buffer.from(body).toString())
    return true
  } catch {
    // Any other text is sent as it is.
    return false
  }
}

function attempt<T>(field: string, make: () => T): T {
  try {
    return make()
  } catch (error) {
    throw new CannotLook(`${field}: ${messageOf(error)}`, { cause: error })
  }
}
