// Writes the parts of the documentation that the code knows better; with --check, fails when they are not up to date,
// when a link between files leads nowhere, or when a rollout file shown in a page does not parse.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './bundle.mjs'
import { generatedFiles, generators } from './docs/generated.mjs'
import { brokenLinks, pages } from './docs/links.mjs'
import { brokenRollouts } from './docs/rollouts.mjs'

const check = process.argv.includes('--check')
const stale = []
const problems = []

for (const page of pages()) update(page, await regenerated(page, read(page)))
for (const { file, content } of await generatedFiles()) update(file, content)
problems.push(...brokenLinks(), ...(await brokenRollouts()))

if (stale.length > 0) {
  console.error('the documentation is not what the code says: run "npm run docs" and commit')
  for (const file of stale) console.error(`  ${file}`)
}
for (const problem of problems) console.error(problem)
if (stale.length + problems.length > 0) process.exitCode = 1

function read(file) {
  return existsSync(path.join(root, file)) ? readFileSync(path.join(root, file), 'utf8') : null
}

function update(file, content) {
  if (read(file) === content) return
  if (check) return void stale.push(file)
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
  writeFileSync(path.join(root, file), content)
  console.log(`wrote ${file}`)
}

/** The page with everything between its `<!-- generated:NAME -->` and `<!-- /generated:NAME -->` made anew. */
async function regenerated(page, text) {
  let result = text
  for (const [, name] of text.matchAll(/^<!-- generated:([\w-]+) -->$/gm)) {
    const open = `<!-- generated:${name} -->`
    const close = `<!-- /generated:${name} -->`
    const from = result.indexOf(open) + open.length
    const to = result.indexOf(close)
    if (to < from) problems.push(`${page}: ${open} is not closed by ${close}`)
    else if (!(name in generators))
      problems.push(`${page}: nothing generates "${name}"; there are ${Object.keys(generators).join(', ')}`)
    else result = `${result.slice(0, from)}\n\n${(await generators[name]()).trim()}\n\n${result.slice(to)}`
  }
  return result
}
