import { CannotLook } from '../cannot-look.ts'
import type { Address } from './probing.ts'

/** `IP`, `IP:PORT`, `[IPv6]`, `[IPv6]:PORT`, bare IPv6, or a host name instead of an IP. Throws CannotLook. */
export function parseAddress(text: string, defaultPort: number): Address {
  const parts =
    /^\[([^\]]+)\](?::(\d+))?$/.exec(text) ??
    /^([^:\s]+)(?::(\d+))?$/.exec(text) ??
    /^([0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*)$/i.exec(text)
  const port = parts?.[2] === undefined ? defaultPort : Number(parts[2])
  if (parts === null || port < 1 || port > 65_535) {
    throw new CannotLook(`traffic.resolve: ${text} is no address, expected IP or IP:PORT, like 10.0.0.7:8080`)
  }
  return addressOf(parts[1]!, port)
}

export function addressOf(host: string, port: number): Address {
  return { host, port, text: host.includes(':') ? `[${host}]:${port}` : `${host}:${port}` }
}

export function withoutDoubles(addresses: readonly Address[]): readonly Address[] {
  return [...new Map(addresses.map((address) => [address.text, address])).values()]
}
