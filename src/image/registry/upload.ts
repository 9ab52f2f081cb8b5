import type { Clock } from '../../process/clock.ts'
import { messageOf } from '../../process/errors.ts'
import { createPatience, Interruption } from './attempts.ts'
import type { Conversation } from './conversation.ts'
import { discard } from './conversation.ts'
import { createMeter, requireConfirmed } from './digest.ts'
import { ContentFailure } from './exchange.ts'
import type { Reply } from './exchange.ts'
import { firstBytes } from './first-bytes.ts'
import { RegistryError } from './registry.ts'
import type { Digest, KnownBlob, StreamedBlob } from './registry.ts'

interface Tools {
  readonly conversation: Conversation
  readonly clock: Clock
  readonly signal: AbortSignal | undefined
  /** Bytes of one piece, where the whole is too much for one request. */
  readonly piece: number
}

const OCTETS = { 'content-type': 'application/octet-stream' }

/** Where an upload goes on. */
interface Session {
  readonly location: URL
  /** Bytes that the registry has. */
  readonly offset: number
}

/**
 * Sends a blob whose digest is known: one plain PUT, the fastest way. When it is cut off, the registry is asked how much it has
 * got, and the rest is sent; where it cannot say, it starts over. `begun` is an upload that a refused mount has opened.
 */
export async function uploadKnown(blob: KnownBlob, begun: URL | null, tools: Tools): Promise<void> {
  const { conversation, signal } = tools
  const patience = createPatience(tools.clock)
  let session: Session | null = begun ? { location: begun, offset: 0 } : null
  let inPieces = false
  let furthest = 0
  for (;;) {
    try {
      session ??= { location: await begin(tools), offset: 0 }
      if (session.offset === 0 && !inPieces) return await putWhole(blob, session.location, tools)
      while (session.offset < blob.size) {
        session = await sendPiece(blob, session, inPieces ? tools.piece : blob.size, tools)
        if (session.offset > furthest) patience.progressed()
        furthest = Math.max(furthest, session.offset)
      }
      return await close(blob.digest, session.location, tools)
    } catch (error) {
      // A proxy in front of the registry takes no bodies of this size.
      if (isTooLarge(error) && !inPieces && blob.size > tools.piece) {
        inPieces = true
        session = null
        continue
      }
      const lost = session !== null && isLost(error, session)
      if (!(error instanceof Interruption) && !lost) throw await unreadable(error, tools, session)
      await patience.after(lost ? new Interruption(error as RegistryError) : (error as Interruption), signal)
      session = lost || session === null ? null : await resume(session, blob, tools)
      if (session && session.offset > furthest) {
        furthest = session.offset
        patience.progressed()
      }
    }
  }

  async function resume(
    from: Session,
    { size }: KnownBlob,
    { conversation }: Tools,
  ): Promise<Session | null> {
    const reply = await conversation
      .attempt({
        what: 'ask how much of a layer has arrived in',
        method: 'GET',
        target: from.location,
        access: 'push',
        expect: [200, 202, 204],
        signal,
      })
      .catch((error: unknown) => {
        if (error instanceof RegistryError || error instanceof Interruption) return null
        throw error
      })
    if (reply === null) return null
    discard(reply)
    const offset = received(reply)
    // Nothing, more than there is, or no word of it: safer from the start.
    if (offset === null || offset === 0 || offset > size) return null
    return { location: next(reply, from.location), offset }
  }

  function next(reply: Reply, current: URL): URL {
    return reply.headers.location === undefined ? current : conversation.locationOf(reply)
  }

  async function sendPiece(
    source: KnownBlob,
    { location, offset }: Session,
    most: number,
    { conversation }: Tools,
  ): Promise<Session> {
    const left = source.size - offset
    const length = Math.min(most, left)
    const reply = await conversation.attempt({
      what: 'push a part of a layer to',
      method: 'PATCH',
      target: location,
      headers: { ...OCTETS, 'content-range': `${offset}-${offset + length - 1}` },
      body: {
        kind: 'stream',
        length,
        open: () => (length === left ? source.open(offset) : firstBytes(source.open(offset), length)),
      },
      access: 'push',
      expect: [201, 202, 204],
      signal,
    })
    discard(reply)
    const arrived = received(reply) ?? offset + length
    if (arrived !== offset + length) {
      const text = `of a layer for ${conversation.address.name} ${offset + length} bytes were sent, and ${arrived} have arrived`
      throw new Interruption(new RegistryError('corrupt', text))
    }
    return { location: next(reply, location), offset: arrived }
  }
}

/** Sends content whose digest is known at its end. Cut off, it starts over: what has arrived cannot be compared with what comes now. */
export async function uploadStreamed(
  blob: StreamedBlob,
  tools: Tools,
): Promise<{ digest: Digest; size: number }> {
  const { conversation, signal } = tools
  const patience = createPatience(tools.clock)
  for (;;) {
    let location: URL | null = null
    try {
      location = await begin(tools)
      const meter = createMeter()
      const reply = await conversation.attempt({
        what: 'push a layer to',
        method: 'PATCH',
        target: location,
        headers: OCTETS,
        body: {
          kind: 'stream',
          length: null,
          open: () => {
            const source = blob.open()
            source.on('error', (error) => meter.stream.destroy(error))
            meter.stream.on('close', () => source.destroy())
            return source.pipe(meter.stream)
          },
        },
        access: 'push',
        expect: [201, 202, 204],
        signal,
      })
      discard(reply)
      const result = { digest: meter.digest(), size: meter.size() }
      const arrived = received(reply)
      if (arrived !== null && arrived !== result.size && !(arrived === 0 && result.size === 1)) {
        const text = `of a layer for ${conversation.address.name} ${result.size} bytes were sent, and ${arrived} have arrived`
        throw new Interruption(new RegistryError('corrupt', text))
      }
      const closing = reply.headers.location === undefined ? location : conversation.locationOf(reply)
      await close(result.digest, closing, tools)
      return result
    } catch (error) {
      if (!(error instanceof Interruption)) {
        throw await unreadable(error, tools, location && { location, offset: 0 })
      }
      await patience.after(error, signal)
    }
  }
}

async function begin({ conversation, signal }: Tools): Promise<URL> {
  const reply = await conversation.call({
    what: 'push a layer to',
    method: 'POST',
    target: 'blobs/uploads/',
    headers: {},
    body: { kind: 'bytes', bytes: Buffer.alloc(0) },
    access: 'push',
    expect: [202],
    signal,
  })
  discard(reply)
  return conversation.locationOf(reply)
}

async function putWhole(blob: KnownBlob, location: URL, { conversation, signal }: Tools): Promise<void> {
  const reply = await conversation.attempt({
    what: 'push a layer to',
    method: 'PUT',
    target: withDigest(location, blob.digest),
    headers: OCTETS,
    body: { kind: 'stream', length: blob.size, open: () => blob.open(0) },
    access: 'push',
    expect: [201, 204],
    signal,
  })
  discard(reply)
  requireConfirmed(reply.headers, blob.digest, `a layer of ${conversation.address.name}`)
}

async function close(digest: Digest, location: URL, { conversation, signal }: Tools): Promise<void> {
  const reply = await conversation.attempt({
    what: 'finish a layer in',
    method: 'PUT',
    target: withDigest(location, digest),
    headers: OCTETS,
    body: { kind: 'bytes', bytes: Buffer.alloc(0) },
    access: 'push',
    expect: [201, 204],
    signal,
  })
  discard(reply)
  requireConfirmed(reply.headers, digest, `a layer of ${conversation.address.name}`)
}

/** The address may carry a state of its own, whose bytes are the registry's. */
function withDigest(location: URL, digest: Digest): URL {
  const url = new URL(location)
  url.search = `${url.search === '' ? '?' : `${url.search}&`}digest=${encodeURIComponent(digest)}`
  return url
}

/** `Range: 0-41` is 42 bytes; `0-0` is none, because that is how registries say it. Null when nothing can be read from it. */
function received(reply: Reply): number | null {
  const range = /^(?:bytes=)?0-(\d+)$/.exec(String(reply.headers['range'] ?? '').trim())
  if (!range) return null
  const last = Number(range[1])
  return last === 0 ? 0 : last + 1
}

/** The registry has forgotten the upload, or does not take the rest of it as we cut it: only a new one helps. */
function isLost(error: unknown, { offset }: Session): boolean {
  if (!(error instanceof RegistryError)) return false
  if (/BLOB_UPLOAD_(UNKNOWN|INVALID)|RANGE_INVALID/.test(error.message)) return true
  return (
    offset > 0 && (error.kind === 'corrupt' || [400, 404, 405, 411, 416, 501].includes(error.status ?? 0))
  )
}

const isTooLarge = (error: unknown) =>
  error instanceof RegistryError && error.status === 413 && error.kind === 'rejected'

/** What could not be read is the caller's, not the registry's; the upload is given up so that nothing half stays there. */
async function unreadable(error: unknown, tools: Tools, session: Session | null): Promise<unknown> {
  if (!(error instanceof ContentFailure)) return error
  if (session) await giveUp(session.location, tools)
  const message = `the content of a layer for ${tools.conversation.address.name} could not be read: ${messageOf(error)}`
  return new RegistryError('corrupt', message, { cause: error.cause ?? error })
}

async function giveUp(location: URL, { conversation, signal }: Tools): Promise<void> {
  const call = { what: 'give up a layer of', method: 'DELETE', access: 'push' } as const
  await conversation
    .attempt({ ...call, target: location, expect: [200, 202, 204], signal })
    .then(discard, () => undefined)
}
