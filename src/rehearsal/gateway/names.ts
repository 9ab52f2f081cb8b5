import { isIP } from 'node:net'

/** `model` in namespace `shop` is `model.shop.svc.cluster.local`; a name with a dot counts as fully qualified, as in istiod. */
export function resolveHost(host: string, namespace: string): string {
  if (host === '' || host === '*' || host.includes('.') || isIP(host) !== 0) return host
  return `${host}.${namespace}.svc.cluster.local`
}

/** `namespace/name` of a gateway that a VirtualService names: `name`, `./name`, `namespace/name` or the old `name.namespace.svc…`. */
export function resolveGateway(gateway: string, namespace: string): string {
  if (gateway === 'mesh') return gateway
  const slash = gateway.indexOf('/')
  if (slash >= 0) return gateway.startsWith('./') ? `${namespace}/${gateway.slice(2)}` : gateway
  const [name, owner] = gateway.split('.')
  return `${owner ?? namespace}/${name}`
}

const isWildcard = (host: string) => host.startsWith('*')

function covers(wide: string, narrow: string): boolean {
  if (!isWildcard(wide)) return wide === narrow
  if (isWildcard(narrow) && narrow.length < wide.length) return false
  return (isWildcard(narrow) ? narrow.slice(1) : narrow).endsWith(wide.slice(1))
}

/** Hosts that a Gateway server and a VirtualService have in common; of two that overlap, the narrower. */
export function commonHosts(serverHosts: readonly string[], routeHosts: readonly string[]): string[] {
  const common = new Set<string>()
  for (const server of serverHosts) {
    for (const route of routeHosts) {
      if (covers(route, server)) common.add(server.toLowerCase())
      else if (covers(server, route)) common.add(route.toLowerCase())
    }
  }
  return [...common]
}

/** Server hosts (`host`, `namespace/host`, `./host`, `*`/host) that VirtualServices of this namespace may bind to. */
export function hostsForNamespace(
  hosts: readonly string[],
  gatewayNamespace: string,
  namespace: string,
): string[] {
  return hosts.flatMap((host) => {
    const slash = host.indexOf('/')
    if (slash < 0) return [host]
    const owner = host.slice(0, slash) === '.' ? gatewayNamespace : host.slice(0, slash)
    return owner === '*' || owner === namespace ? [host.slice(slash + 1)] : []
  })
}

/** Lookup by host name: exact, then the longest wildcard suffix, then `*`. */
export interface HostTable<T> {
  find(host: string): T | undefined
}

export function createHostTable<T>(entries: ReadonlyMap<string, T>): HostTable<T> {
  const wildcards = [...entries.keys()]
    .filter((host) => isWildcard(host) && host !== '*')
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
  return {
    find(host) {
      const exact = entries.get(host)
      if (exact !== undefined) return exact
      for (const wildcard of wildcards) {
        // Envoy wants at least one character for the star.
        if (host.length >= wildcard.length && host.endsWith(wildcard.slice(1))) return entries.get(wildcard)
      }
      return entries.get('*')
    },
  }
}

/** Whether a namespace sees an object with this `exportTo`. */
export function isVisible(exportTo: readonly string[] | undefined, owner: string, viewer: string): boolean {
  if (!exportTo || exportTo.length === 0) return true
  return exportTo.some((entry) => entry === '*' || entry === viewer || (entry === '.' && owner === viewer))
}

/** `svc`, `namespace` of `svc.namespace.svc.cluster.local`; null for other hosts. */
export function serviceOf(host: string): { service: string; namespace: string } | null {
  const found = /^([^.]+)\.([^.]+)\.svc\.cluster\.local$/.exec(host)
  return found ? { service: found[1]!, namespace: found[2]! } : null
}
