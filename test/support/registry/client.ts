import { createCipheriv } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Clock } from '../../../src/process/clock.ts'
import { parseRepository } from '../../../src/image/reference.ts'
import type { RepositoryAddress } from '../../../src/image/reference.ts'
import { createRegistry } from '../../../src/image/registry/http.ts'
import type { RegistrySettings } from '../../../src/image/registry/http.ts'
import type { KnownBlob, Registry } from '../../../src/image/registry/registry.ts'
import { digestOf } from './registry-server.ts'

export function addressOf(name: string): RepositoryAddress {
  const parsed = parseRepository(name)
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.repository
}

/** A client without credentials, which nothing on this machine changes. */
export function clientOf(name: string, changes: Partial<RegistrySettings> = {}): Registry {
  return createRegistry(addressOf(name), {
    credentials: { kind: 'anonymous', source: 'nothing was configured' },
    plainHttp: false,
    ca: [],
    extraCaFile: null,
    proxy: {},
    mask: () => undefined,
    userAgent: 'test',
    clock: impatient(),
    ...changes,
  })
}

/** Real monotonic time, but nobody waits: `slept` says for how long it would have been, in milliseconds. */
export function impatient(): Clock & { readonly slept: number[] } {
  const slept: number[] = []
  return {
    slept,
    now: () => performance.now(),
    timestamp: () => new Date().toISOString(),
    sleep: (ms, signal) => {
      signal?.throwIfAborted()
      slept.push(ms)
      return Promise.resolve()
    },
  }
}

/** Bytes that are not the same everywhere, so that a wrong offset is seen; the same ones every time. */
export function bytesOf(size: number, seed = 1): Buffer {
  return createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16)).update(Buffer.alloc(size))
}

export const piecesOf = (bytes: Buffer, size = 16_384): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size))

/** A blob in memory; `opened` are the offsets from which it was read. */
export function blobOf(bytes: Buffer, mountFrom?: string): KnownBlob & { readonly opened: number[] } {
  const opened: number[] = []
  return {
    digest: digestOf(bytes),
    size: bytes.length,
    opened,
    open: (start) => {
      opened.push(start)
      return Readable.from(piecesOf(bytes.subarray(start)))
    },
    ...(mountFrom === undefined ? {} : { mountFrom }),
  }
}

/** What a promise is rejected with. */
export async function rejection(
  promise: Promise<unknown>,
): Promise<Error & { kind?: string; status?: number }> {
  return promise.then(
    () => {
      throw new Error('expected a rejection')
    },
    (error: unknown) => error as Error,
  )
}
