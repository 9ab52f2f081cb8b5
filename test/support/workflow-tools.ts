import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import esbuild from 'esbuild'

/* eslint-disable @typescript-eslint/no-explicit-any -- GitHub's packages, used as JavaScript */

const ENTRY = `
export * as expressions from '@actions/expressions'
export { validate } from '@actions/languageservice'
export { TextDocument } from 'vscode-languageserver-textdocument'
`

/** GitHub's own parser, validator and expression evaluator. Bundled: they import JSON in a way that Node 20 does not take. */
export async function workflowTools(): Promise<any> {
  const root = path.resolve(import.meta.dirname, '../..')
  const { outputFiles } = await esbuild.build({
    absWorkingDir: root,
    stdin: { contents: ENTRY, resolveDir: root },
    write: false,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  })
  const folder = mkdtempSync(path.join(tmpdir(), 'shiftgate-tools-'))
  const file = path.join(folder, 'tools.cjs')
  writeFileSync(file, outputFiles[0]!.contents)
  try {
    return createRequire(import.meta.url)(file)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
