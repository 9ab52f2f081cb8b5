import { chmod, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { withStaging } from '../../../src/image/builders/staging.ts'
import { folderWith, removeFolders } from './folder.ts'

afterAll(removeFolders)

const rights = async (file: string) => (await stat(file)).mode & 0o777

test('everybody may read what is staged, and the files of the user keep their rights', async () => {
  const folder = await folderWith({
    'model/1/weights': 'secret',
    'model/1/run.sh': '#!/bin/sh',
    'score.py': 'x',
  })
  const sources = ['model/1/weights', 'model/1/run.sh', 'score.py'].map((name) => ({
    name,
    source: path.join(folder, name),
  }))
  await chmod(sources[0]!.source, 0o600)
  await chmod(sources[1]!.source, 0o755)
  await chmod(sources[2]!.source, 0o644)
  await chmod(path.join(folder, 'model/1'), 0o700)
  const before = process.umask(0o077)
  try {
    await withStaging(sources, 'FROM scratch', async ({ context, dockerfile }) => {
      const staged = (name: string) => path.join(context, name)
      expect(await readFile(staged('model/1/weights'), 'utf8')).toBe('secret')
      expect(await rights(staged('model/1/weights'))).toBe(0o644)
      expect(await rights(staged('model/1/run.sh'))).toBe(0o755)
      expect(await rights(staged('model'))).toBe(0o755)
      expect(await rights(staged('model/1'))).toBe(0o755)
      expect(await readFile(dockerfile, 'utf8')).toBe('FROM scratch')
      // One copy on the disk, where that is possible.
      const [own, other] = [await stat(staged('score.py')), await stat(sources[2]!.source)]
      expect([own.ino, own.mode & 0o444]).toEqual([other.ino, 0o444])
    })
  } finally {
    process.umask(before)
  }
  expect(await rights(sources[0]!.source)).toBe(0o600)
  expect(await rights(path.join(folder, 'model/1'))).toBe(0o700)
})
