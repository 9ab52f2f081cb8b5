import { BlockList, isIP } from 'node:net'

/** Values of HTTP_PROXY, HTTPS_PROXY and NO_PROXY (either case), read by whoever composes the program. */
export interface ProxyEnvironment {
  readonly http?: string
  readonly https?: string
  readonly noProxy?: string
}

export function proxiesOf(env: { readonly [name: string]: string | undefined }): ProxyEnvironment {
  const either = (name: string) => env[name] ?? env[name.toLowerCase()]
  const [https, http, noProxy] = [either('HTTPS_PROXY'), either('HTTP_PROXY'), either('NO_PROXY')]
  return { ...(https ? { https } : {}), ...(http ? { http } : {}), ...(noProxy ? { noProxy } : {}) }
}

/**
 * The proxy for a server, by the rules of kubectl (Go's ProxyFromEnvironment): `proxy-url` of the kubeconfig always wins;
 * loopback addresses and NO_PROXY matches go direct. Null means direct.
 */
export function proxyFor(
  server: URL,
  configured: string | null,
  environment: ProxyEnvironment = {},
): string | null {
  if (configured) return configured
  const proxy = (server.protocol === 'https:' ? environment.https : environment.http)?.trim()
  if (!proxy) return null
  const host = bareHost(server)
  if (host === 'localhost' || isLoopback(host)) return null
  const port = server.port || (server.protocol === 'https:' ? '443' : '80')
  const direct = (environment.noProxy ?? '')
    .split(',')
    .some((rule) => matches(rule.trim().toLowerCase(), host, port))
  if (direct) return null
  return /^[a-z0-9]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`
}

/** For messages: without user and password. */
export function redactProxy(proxy: string): string {
  if (!URL.canParse(proxy)) return 'proxy'
  const { protocol, host } = new URL(proxy)
  return `${protocol}//${host}`
}

function bareHost(server: URL): string {
  return server.hostname.replace(/^\[|\]$/g, '').toLowerCase()
}

function isLoopback(host: string): boolean {
  return host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

function matches(rule: string, host: string, port: string): boolean {
  if (rule === '') return false
  if (rule === '*') return true
  if (rule.includes('/')) return inNetwork(rule, host)
  const withPort = /^(.*?):(\d+)$/.exec(rule)
  if (withPort && isIP(rule) === 0) {
    return withPort[2] === port && matches(withPort[1]!.replace(/^\[|\]$/g, ''), host, port)
  }
  if (isIP(rule)) return rule === host
  const domain = rule.replace(/^\*?\./, '')
  if (host.endsWith(`.${domain}`)) return true
  return domain === rule && host === domain
}

function inNetwork(rule: string, host: string): boolean {
  const [address = '', bits = ''] = rule.split('/')
  const family = isIP(address)
  if (
    family === 0 ||
    isIP(host) !== family ||
    !/^\d+$/.test(bits) ||
    Number(bits) > (family === 4 ? 32 : 128)
  )
    return false
  const type = family === 4 ? 'ipv4' : 'ipv6'
  const list = new BlockList()
  list.addSubnet(address, Number(bits), type)
  return list.check(host, type)
}
