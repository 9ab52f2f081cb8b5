import { connect as connectTcp, isIP, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { checkServerIdentity, connect as connectTls, createSecureContext, type SecureContext } from 'node:tls'
import type { Address } from './probing.ts'

/** Opens a raw connection to an address in another way, e.g. by port-forward to a pod. */
export type Dial = (address: Address, signal: AbortSignal) => Promise<Duplex>

/** Opens connections to an address that are ready for HTTP/1.1; over TLS for the name of the url when it is https. Throws when `ca` is no PEM. */
export function connector(
  url: URL,
  ca: string | null,
  dial: Dial = dialTcp,
): (address: Address, signal: AbortSignal) => Promise<Duplex> {
  if (url.protocol !== 'https:') return dial
  // OpenSSL takes any text and finds no certificate in it; every connection would then fail for a reason that is not the server's.
  if (ca !== null && !ca.includes('-----BEGIN CERTIFICATE-----')) {
    throw new SyntaxError('the file holds no certificate, expected PEM with -----BEGIN CERTIFICATE-----')
  }
  const name = url.hostname.replace(/^\[|\]$/g, '')
  // The file's ca alone is trusted; without one the runner's own, with NODE_EXTRA_CA_CERTS.
  const secureContext = createSecureContext(ca === null ? {} : { ca })
  return async (address, signal) => secured(await dial(address, signal), name, secureContext, signal)
}

function dialTcp(address: Address, signal: AbortSignal): Promise<Duplex> {
  const socket = connectTcp({ host: address.host, port: address.port, noDelay: true })
  return once(socket, 'connect', signal)
}

function secured(
  raw: Duplex,
  name: string,
  secureContext: SecureContext,
  signal: AbortSignal,
): Promise<Duplex> {
  const socket = connectTls({
    socket: raw,
    secureContext,
    servername: isIP(name) === 0 ? name : undefined,
    ALPNProtocols: ['http/1.1'],
    // The certificate is for the url's host, also when another address is asked.
    checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate),
  })
  socket.once('close', () => raw.destroy())
  return once(socket, 'secureConnect', signal)
}

function once(socket: Socket, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      signal.removeEventListener('abort', stop)
      socket.off('error', fail).off('close', closed)
    }
    const fail = (error: unknown) => {
      settle()
      // Errors that come after the first one have nobody left to tell.
      socket.on('error', () => {})
      socket.destroy()
      reject(error)
    }
    const closed = () =>
      fail(Object.assign(new Error('connection closed while it was opened'), { code: 'ECONNRESET' }))
    const stop = () => fail(signal.reason)
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
    socket.once('error', fail).once('close', closed)
    socket.once(event, () => {
      settle()
      resolve(socket)
    })
  })
}
