import { createHash } from 'node:crypto'
import { Transform } from 'node:stream'
import type { IncomingHttpHeaders } from 'node:http'
import { RegistryError } from './registry.ts'
import type { Digest } from './registry.ts'

export function digestOf(bytes: Buffer): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/** Hashes and counts what passes. The results are there once it has ended. */
export function createMeter(): { readonly stream: Transform; digest(): Digest; size(): number } {
  const hash = createHash('sha256')
  let size = 0
  let digest: Digest | null = null
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      size += chunk.length
      done(null, chunk)
    },
  })
  return {
    stream,
    digest: () => (digest ??= `sha256:${hash.digest('hex')}`),
    size: () => size,
  }
}

/** Passes bytes on, and errors at their end when they are not the ones that were asked for. */
export function createVerifier(expected: Digest, name: string): Transform {
  const hash = createHash('sha256')
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      done(null, chunk)
    },
    flush(done) {
      const found = `sha256:${hash.digest('hex')}`
      done(
        found === expected ? null : corrupt(`the blob ${expected} of ${name} came with the digest ${found}`),
      )
    },
  })
}

/** A registry that names another digest has stored something else than what was sent. */
export function requireConfirmed(headers: IncomingHttpHeaders, expected: Digest, what: string): void {
  const said = headers['docker-content-digest']
  if (said === undefined || said === expected || !String(said).startsWith('sha256:')) return
  throw corrupt(
    `${what} was sent with the digest ${expected}, and the registry says that it has ${String(said).slice(0, 80)}`,
  )
}

export function corrupt(message: string): RegistryError {
  return new RegistryError(
    'corrupt',
    `${message}: refused; something between here and the registry changes content, or the registry is broken`,
  )
}
