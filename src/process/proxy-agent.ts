import type { Agent, AgentOptions } from 'node:http'

/**
 * Connections through a proxy (`http:`, `https:`, `socks…:`). `signal` closes those that are still being opened: until the proxy
 * answers, nobody else sees their socket.
 */
export async function proxyAgent(
  proxy: string,
  options: AgentOptions & { readonly signal?: AbortSignal } = {},
): Promise<Agent> {
  if (proxy.startsWith('socks')) {
    const { SocksProxyAgent } = await import('socks-proxy-agent')
    // As in kubectl, the proxy resolves the name; this library does so for socks5h only.
    return new SocksProxyAgent(proxy.replace(/^socks5:/, 'socks5h:'), { keepAlive: options.keepAlive })
  }
  const { HttpsProxyAgent } = await import('https-proxy-agent')
  return new HttpsProxyAgent(proxy, options)
}
