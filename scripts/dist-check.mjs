// Fails when dist/ is not, byte for byte, what the sources build.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { bundle, ENTRIES, root } from './bundle.mjs'

const dist = path.join(root, 'dist')
const fresh = mkdtempSync(path.join(tmpdir(), 'shiftgate-dist-'))
try {
  const built = await bundle(fresh)
  const committed = existsSync(dist) ? readdirSync(dist) : []
  const problems = [
    ...built.flatMap((name) => difference(name)),
    ...committed.filter((name) => !built.includes(name)).map((name) => `dist/${name}: nothing builds it`),
  ]
  if (problems.length > 0) {
    console.error('dist/ is not what the sources build: run "npm run build" and commit dist/')
    for (const problem of problems.sort()) console.error(`  ${problem}`)
    process.exitCode = 1
  }
} finally {
  rmSync(fresh, { recursive: true })
}

function difference(name) {
  const file = path.join(dist, name)
  if (!existsSync(file)) return [`dist/${name}: missing`]
  if (!readFileSync(file).equals(readFileSync(path.join(fresh, name)))) return [`dist/${name}: differs`]
  const executable = ENTRIES.some((e) => e.output === name && e.executable)
  if (executable && process.platform !== 'win32' && (statSync(file).mode & 0o100) === 0)
    return [`dist/${name}: not executable`]
  return []
}
