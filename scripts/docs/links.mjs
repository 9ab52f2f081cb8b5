import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { root } from '../bundle.mjs'

const SKIPPED = new Set(['node_modules', 'dist', 'coverage', 'tmp', '.git'])

/** Every Markdown file of the repository, relative to its root, with `/`. */
export function pages(folder = '') {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name)
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : pages(file)
    return entry.name.endsWith('.md') ? [file] : []
  })
}

/** One line for each relative link whose file or heading does not exist, and for each that leaves the repository. */
export function brokenLinks() {
  return pages().flatMap((page) => {
    const lines = prose(readFileSync(path.join(root, page), 'utf8'))
    return lines.flatMap((line, i) =>
      targets(line).flatMap((target) => {
        const why = objection(page, target)
        return why === null ? [] : [`${page}:${i + 1}: link to ${target}: ${why}`]
      }),
    )
  })
}

function objection(page, target) {
  if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return null
  const [, written, anchor] = /^([^#]*)#?(.*)$/.exec(decodeURI(target))
  const file = written === '' ? page : path.posix.join(path.posix.dirname(page), written)
  if (file.startsWith('..')) return 'it leaves the repository'
  const at = path.join(root, file)
  if (!existsSync(at)) return `there is no ${file}`
  if (anchor === '' || !file.endsWith('.md') || statSync(at).isDirectory()) return null
  return anchors(readFileSync(at, 'utf8')).has(anchor) ? null : `${file} has no heading "#${anchor}"`
}

/** Lines with fenced blocks and code spans blanked. */
function prose(text) {
  let fence = null
  return text.split('\n').map((line) => {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1]
    if (fence === null && mark !== undefined) fence = mark
    else if (fence !== null && mark?.startsWith(fence)) fence = null
    else if (fence === null) return line.replace(/(`+)(?!`).*?\1/g, '')
    return ''
  })
}

function targets(line) {
  const inline = [...line.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g)].map((m) => m[1])
  const reference = /^\[[^\]]+\]:\s+(\S+)/.exec(line)?.[1]
  const html = [...line.matchAll(/<(?:a|img)\s[^>]*?(?:href|src)="([^"]+)"/g)].map((m) => m[1])
  return [...inline, ...html, ...(reference === undefined ? [] : [reference])]
}

/** Anchors as GitHub makes them: from headings, numbered when they repeat, and from explicit ids. */
function anchors(text) {
  const found = new Set([...text.matchAll(/<a\s[^>]*?(?:id|name)="([^"]+)"/g)].map((m) => m[1]))
  const fenceless = text.replace(/^(`{3,}|~{3,})[\s\S]*?^\1/gm, '')
  for (const [, heading] of fenceless.matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/<[^>]+>/g, '')
    const slug = plain
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-')
    let anchor = slug
    for (let n = 1; found.has(anchor); n++) anchor = `${slug}-${n}`
    found.add(anchor)
  }
  return found
}
