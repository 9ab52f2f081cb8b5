import { createHash } from 'node:crypto'
import { chmod, stat, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { extract } from 'tar-stream'
import type { Header } from 'tar-stream'
import { measureLayer } from '../../../src/image/layers/layer.ts'
import type { LayerFile } from '../../../src/image/layers/layer.ts'
import { folderWith, removeFolders } from './folder.ts'

afterAll(removeFolders)

const { signal } = new AbortController()
const NAMES = {
  'opt/model/model.pkl': 'weights '.repeat(300_000),
  'opt/model/ünïcode and blanks.txt': 'x',
  [`opt/model/${'long/'.repeat(40)}name`]: 'deep',
}

async function files(folder: string): Promise<LayerFile[]> {
  return Promise.all(
    Object.keys(NAMES).map(async (name) => {
      const source = path.join(folder, name)
      return { name, source, size: (await stat(source)).size }
    }),
  )
}

async function entries(tar: Buffer): Promise<{ header: Header; text: string }[]> {
  const found: { header: Header; text: string }[] = []
  const reader = extract()
  reader.end(tar)
  for await (const entry of reader)
    found.push({ header: entry.header, text: (await buffer(entry)).toString() })
  return found
}

describe('a layer', () => {
  test('is the same whatever times, rights and folder its files have', async () => {
    const one = await folderWith(NAMES)
    const two = await folderWith(NAMES)
    const file = path.join(two, 'opt/model/model.pkl')
    await chmod(file, 0o600)
    await utimes(file, new Date(1_000_000), new Date(2_000_000))
    const layers = [
      await measureLayer(await files(one), signal),
      await measureLayer(await files(two), signal),
    ]
    // The bytes are agreed once and for all: another version of ours must not make other images of the same model.
    expect(layers.map(({ digest, size }) => ({ digest, size }))).toEqual(Array(2).fill(GOLDEN))
  })

  test('has the digest and size that it says, and nothing of the machine in it', async () => {
    const layer = await measureLayer(await files(await folderWith(NAMES)), signal)
    const tar = await buffer(layer.open(0))
    expect(`sha256:${createHash('sha256').update(tar).digest('hex')}`).toBe(layer.digest)
    expect(tar.length).toBe(layer.size)
    const found = await entries(tar)
    expect(
      found.filter(({ header }) => header.type === 'file').map(({ header, text }) => [header.name, text]),
    ).toEqual(Object.entries(NAMES))
    for (const { header } of found) {
      expect(header).toMatchObject({ uid: 0, gid: 0, uname: '', gname: '', mtime: new Date(0) })
      expect(header.mode).toBe(header.type === 'directory' ? 0o755 : 0o644)
    }
    expect(found.slice(0, 3).map(({ header }) => header.name)).toEqual([
      'opt/',
      'opt/model/',
      'opt/model/long/',
    ])
    expect(layer.files.get('opt/model/model.pkl')).toBe(
      createHash('sha256').update(NAMES['opt/model/model.pkl']).digest('hex'),
    )
  })

  test('can be sent from any byte on', async () => {
    const layer = await measureLayer(await files(await folderWith(NAMES)), signal)
    const tar = await buffer(layer.open(0))
    for (const start of [1, 511, 512, 1_048_577, layer.size - 1, layer.size]) {
      expect((await buffer(layer.open(start))).equals(tar.subarray(start))).toBe(true)
    }
  })

  test('of a file that changes while it is read is an error, not another layer', async () => {
    const folder = await folderWith(NAMES)
    const list = await files(folder)
    await writeFile(path.join(folder, 'opt/model/model.pkl'), 'shorter')
    await expect(measureLayer(list, signal)).rejects.toThrow(/model\.pkl changed while it was read/)
    await writeFile(path.join(folder, 'opt/model/model.pkl'), 'longer '.repeat(500_000))
    await expect(measureLayer(list, signal)).rejects.toThrow(/model\.pkl changed while it was read/)
  })

  test('stops when it is told to', async () => {
    const stopped = AbortSignal.abort(new Error('enough'))
    await expect(measureLayer(await files(await folderWith(NAMES)), stopped)).rejects.toThrow('enough')
  })
})

const GOLDEN = {
  digest: 'sha256:c73320fc110dce5316c7485e8bd5ed50d80601b934a3a275d4c68735e288494b',
  size: 2_426_368,
}
