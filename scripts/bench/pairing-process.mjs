// Bundles the comparison's reader and pairing for a process of their own.
import { execFileSync } from 'node:child_process'
import path from 'node:path'
import esbuild from 'esbuild'
import { root } from '../bundle.mjs'

const ENTRY = `
export { lineSource } from './src/gates/comparison/source.ts'
export { createPairing } from './src/gates/comparison/pairing.ts'
export { createTally } from './src/gates/comparison/tally.ts'
export { measuresOf } from './src/gates/comparison/judge.ts'
`

/** Pairs so many log lines in a fresh process; `folder` is for the bundle. Throws when it ends badly, out of memory included. */
export async function pairLines(lines, folder, nodeOptions = []) {
  const bundle = path.join(folder, 'pairing.cjs')
  await esbuild.build({
    stdin: { contents: ENTRY, resolveDir: root, loader: 'ts' },
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  })
  const script = path.join(root, 'scripts/bench/pairing.mjs')
  return JSON.parse(
    execFileSync(process.execPath, [...nodeOptions, script, String(lines), bundle], { encoding: 'utf8' }),
  )
}
