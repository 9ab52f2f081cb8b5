// Runs functions of src/ from a script: the module is bundled into a temporary file and loaded.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import esbuild from 'esbuild'
import { root } from '../bundle.mjs'

/** The function that a file of `folder` (under src/) exports by that name, or null when none does yet. */
export async function exported(folder, name) {
  const declares = new RegExp(`^export (async )?(function|const) ${name}\\b`, 'm')
  const at = path.join(root, 'src', folder)
  const file = readdirSync(at)
    .filter((f) => f.endsWith('.ts'))
    .sort()
    .find((f) => declares.test(readFileSync(path.join(at, f), 'utf8')))
  return file === undefined ? null : (await loaded(path.join(at, file)))[name]
}

async function loaded(file) {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [file],
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    define: { VERSION: '"0.0.0"' },
    logLevel: 'warning',
  })
  const folder = mkdtempSync(path.join(tmpdir(), 'shiftgate-docs-'))
  try {
    const bundle = path.join(folder, 'module.cjs')
    writeFileSync(bundle, outputFiles[0].contents)
    return createRequire(import.meta.url)(bundle)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
