import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { Pack } from 'tar-stream'
import { CommandError, messageOf } from '../../process/errors.ts'
import type { Digest, KnownBlob } from '../registry/registry.ts'

/** A file of a layer. */
export interface LayerFile {
  /** Path in the image without a `/` before it. */
  readonly name: string
  /** Full path of the content. */
  readonly source: string
  /** Bytes. */
  readonly size: number
}

/** A layer whose bytes depend on names and contents of its files and on nothing else. */
export interface Layer extends KnownBlob {
  /** SHA-256 of each file, by its name. */
  readonly files: ReadonlyMap<string, string>
}

/** Big reads: a model is read from end to end. */
const CHUNK = 1024 * 1024

/**
 * Reads all files once and gives the layer's digest and size, with the digest of each file. The layer is a plain tar:
 * compressors write other bytes in other versions and on other processors, and the digest must be the same everywhere.
 */
export async function measureLayer(files: readonly LayerFile[], signal: AbortSignal): Promise<Layer> {
  const digests = new Map<string, string>()
  const whole = createHash('sha256')
  let size = 0
  async function* read(file: LayerFile) {
    const hash = createHash('sha256')
    for await (const chunk of contentOf(file)) {
      hash.update(chunk)
      yield chunk
    }
    digests.set(file.name, hash.digest('hex'))
  }
  for await (const chunk of await tarOf(files, read)) {
    signal.throwIfAborted()
    whole.update(chunk as Buffer)
    size += (chunk as Buffer).length
  }
  const digest: Digest = `sha256:${whole.digest('hex')}`
  return { digest, size, files: digests, open: (start) => contentFrom(files, start) }
}

/** The tar from byte `start` on. It is made again from its beginning, which costs no more than reading the files. */
function contentFrom(files: readonly LayerFile[], start: number): Readable {
  async function* content() {
    let skip = start
    for await (const chunk of await tarOf(files, contentOf)) {
      const bytes = chunk as Buffer
      if (skip < bytes.length) yield skip === 0 ? bytes : bytes.subarray(skip)
      skip = Math.max(0, skip - bytes.length)
    }
  }
  return Readable.from(content(), { objectMode: false, highWaterMark: CHUNK })
}

/** What a file holds; an error when it cannot be read, or is not as long as it was. */
async function* contentOf({ source, size }: LayerFile): AsyncGenerator<Buffer> {
  let seen = 0
  try {
    for await (const chunk of createReadStream(source, { highWaterMark: CHUNK })) {
      seen += (chunk as Buffer).length
      if (seen > size) break
      yield chunk as Buffer
    }
  } catch (error) {
    throw unusable(`${source} cannot be read: ${messageOf(error)}`, error)
  }
  if (seen !== size)
    throw unusable(`${source} changed while it was read; build again when nothing writes to it`)
}

function unusable(message: string, cause?: unknown): CommandError {
  return new CommandError('failed', [{ code: 'file-unreadable', message }], { cause })
}

type Read = (file: LayerFile) => AsyncIterable<Buffer>

async function tarOf(files: readonly LayerFile[], read: Read): Promise<Pack> {
  const { pack } = await import('tar-stream')
  const tar = pack({ highWaterMark: CHUNK })
  void fill(tar, files, read).catch((error: unknown) => tar.destroy(error as Error))
  return tar
}

async function fill(tar: Pack, files: readonly LayerFile[], read: Read): Promise<void> {
  for (const name of foldersOf(files)) {
    await new Promise<void>((done, failed) => {
      tar.entry({ ...OWNED, name: `${name}/`, type: 'directory', mode: 0o755 }, (error) =>
        error ? failed(error) : done(),
      )
    })
  }
  for (const file of files) {
    await new Promise<void>((done, failed) => {
      const header = { ...OWNED, name: file.name, type: 'file', mode: 0o644, size: file.size } as const
      const entry = tar.entry(header, (error) => (error ? failed(error) : done()))
      entry.on('error', failed)
      const content = Readable.from(read(file), { objectMode: false, highWaterMark: CHUNK })
      content.on('error', failed)
      tar.on('close', () => content.destroy())
      content.pipe(entry)
    })
  }
  tar.finalize()
}

/** Times, owners and rights say something of the machine, not of the model. */
const OWNED = { mtime: new Date(0), uid: 0, gid: 0, uname: '', gname: '' }

/** All folders that the files need, each after the one it lies in. */
function foldersOf(files: readonly LayerFile[]): string[] {
  const folders = new Set<string>()
  for (const { name } of files) {
    const parts = name.split('/').slice(0, -1)
    parts.forEach((_, i) => folders.add(parts.slice(0, i + 1).join('/')))
  }
  return [...folders].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
}
