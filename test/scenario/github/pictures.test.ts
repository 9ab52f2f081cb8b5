import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { startGithubWorld } from '../../support/github-world.ts'
import type { GithubWorld } from '../../support/github-world.ts'

/**
 * The texts from which `npm run docs` draws the pictures of the documentation are what a step writes. After a change of the
 * summary: run this with SHIFTGATE_PICTURES=write, then `npm run docs`.
 */
const FOLDER = path.resolve(import.meta.dirname, '../../../docs/pictures')

let w: GithubWorld
beforeAll(async () => {
  w = await startGithubWorld()
}, 60_000)
afterAll(() => w?.close())

/** What differs from run to run. */
const settled = (text: string) =>
  text
    .replace(/sha256:[0-9a-f]{16}\b/g, 'sha256:…')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replace(/\d+ of \d+ answers/g, 'N of M answers')
    .replace(/^\| served \| .*$/m, '| served | … |')
    // Only said where somebody waited.
    .replace(/^\| readiness \| .*\n/m, '')

async function expectPicture(name: string, text: string): Promise<void> {
  const file = path.join(FOLDER, `${name}.txt`)
  if (process.env['SHIFTGATE_PICTURES'] === 'write') {
    await mkdir(FOLDER, { recursive: true })
    await writeFile(file, text)
  }
  expect(settled(text)).toBe(settled(await readFile(file, 'utf8')))
}

test('before and after an approval', async () => {
  const before = await w.advance('Blue_0')
  expect(before).toMatchObject({ code: 0 })
  await expectPicture('before-approval', before.summary)
  w.approve('Blue_50')
  const after = await w.advance('Blue_50')
  expect(after).toMatchObject({ code: 0 })
  await expectPicture('after-approval', after.summary)
}, 60_000)
