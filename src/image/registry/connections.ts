import type { Agent } from 'node:http'
import type { RequestOptions } from 'node:https'
import { readFileSync } from 'node:fs'
import tls from 'node:tls'
import { proxyAgent } from '../../process/proxy-agent.ts'
import { proxyFor, redactProxy } from '../../process/proxy.ts'
import type { ProxyEnvironment } from '../../process/proxy.ts'

export interface ConnectionSettings {
  /** Certificates (PEM) of authorities that are trusted besides the usual ones. */
  readonly ca: readonly string[]
  /** `NODE_EXTRA_CA_CERTS`: a choice of authorities of our own would switch it off. */
  readonly extraCaFile: string | null
  readonly proxy: ProxyEnvironment
}

export interface Connection {
  readonly options: RequestOptions
  readonly secure: boolean
  /** For messages, without user and password. */
  readonly proxy: string | null
}

/** Kept connections, by origin: a push may talk to a registry, its token server and its storage. */
export interface Connections {
  to(url: URL): Promise<Connection>
  close(): void
}

/** Load balancers drop idle connections silently, the shortest known after 60 s. */
const IDLE = 50_000
/** Layers are sent side by side, but registries begin to answer 429 when too many are. */
const SIDE_BY_SIDE = 6

export function createConnections(settings: ConnectionSettings): Connections {
  const agents = new Map<string, Promise<Agent>>()
  const closing = new AbortController()
  const ca = settings.ca.length === 0 ? null : [...usualAuthorities(settings.extraCaFile), ...settings.ca]
  return {
    async to(url) {
      closing.signal.throwIfAborted()
      const secure = url.protocol === 'https:'
      const proxy = proxyFor(url, null, settings.proxy)
      let agent = agents.get(url.origin)
      if (!agent) {
        agent = createAgent(secure, proxy, closing.signal)
        agents.set(url.origin, agent)
      }
      return {
        secure,
        proxy: proxy === null ? null : redactProxy(proxy),
        options: {
          protocol: url.protocol,
          hostname: url.hostname.replace(/^\[|\]$/g, ''),
          port: url.port || (secure ? 443 : 80),
          path: url.pathname + url.search,
          agent: await agent,
          ...(secure && ca !== null ? { ca } : {}),
        },
      }
    },
    close() {
      closing.abort(new Error('the registry was closed'))
      for (const agent of agents.values())
        void agent.then(
          (opened) => opened.destroy(),
          () => undefined,
        )
      agents.clear()
    },
  }
}

async function createAgent(secure: boolean, proxy: string | null, signal: AbortSignal): Promise<Agent> {
  const kept = { keepAlive: true, keepAliveMsecs: 15_000, timeout: IDLE, maxSockets: SIDE_BY_SIDE }
  if (proxy !== null) return proxyAgent(proxy, { ...kept, signal })
  const { Agent } = secure ? await import('node:https') : await import('node:http')
  return new Agent(kept)
}

function usualAuthorities(extraCaFile: string | null): readonly string[] {
  // Node 22.15 and newer know the whole list; before, the file has to be read again.
  const all = (tls as { getCACertificates?: (type: 'default') => string[] }).getCACertificates?.('default')
  if (all) return all
  try {
    return extraCaFile ? [...tls.rootCertificates, readFileSync(extraCaFile, 'utf8')] : tls.rootCertificates
  } catch {
    // Node warned about it when it started.
    return tls.rootCertificates
  }
}
