import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
// @ts-expect-error -- a script, without types
import { pairLines } from '../../../scripts/bench/pairing-process.mjs'

/** A fifth of what the bench case pairs, in a heap that holds neither the lines nor all of the ids. */
test('200,000 lines are paired in a heap of 48 MiB', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'pairing-'))
  try {
    const { lines, pairs } = (await pairLines(200_000, folder, ['--max-old-space-size=48'])) as {
      lines: number
      pairs: number
    }
    expect(lines).toBe(204_000)
    // Those at the very end have their partner beyond it.
    expect(pairs).toBeGreaterThan(99_900)
  } finally {
    await rm(folder, { recursive: true })
  }
})
