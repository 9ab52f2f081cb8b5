import { readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../bundle.mjs'
import { pages } from './links.mjs'
import { exported } from './source.mjs'

const MARKED = /^<!-- rollout -->\s*\n```ya?ml[^\n]*\n([\s\S]*?)^```/gm

/** Problems of the rollout files that pages show, in blocks marked by `<!-- rollout -->` on the line before. */
export async function brokenRollouts() {
  const blocks = pages().flatMap(marked)
  if (blocks.length === 0) return []
  const parse = await exported('spec', 'parseRollout')
  if (parse === null) throw new Error('no file in src/spec exports parseRollout(text, file)')
  return blocks.flatMap(({ page, text, line }) =>
    problemsOf(parse, text, page).map((p) => `${page}:${line + (p.line ?? 1)}: rollout file: ${p.message}`),
  )
}

function marked(page) {
  const text = readFileSync(path.join(root, page), 'utf8')
  return [...text.matchAll(MARKED)].map((m) => ({
    page,
    text: m[1],
    // Of the fence: line 1 of the block is the one after it.
    line: text.slice(0, m.index + m[0].indexOf('```')).split('\n').length,
  }))
}

function problemsOf(parse, text, page) {
  try {
    return parse(text, page).problems ?? []
  } catch (error) {
    return error.problems ?? [{ message: error.message }]
  }
}
