// Pictures of summaries, drawn from what steps have written (docs/pictures/*-approval.txt, kept true by a test): the Markdown that we
// write ourselves, no other.
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { root } from '../bundle.mjs'

const FOLDER = 'docs/pictures'
const WIDTH = 900
const MARGIN = 20
const LINE = 20
/** Width of a character: of the fixed font exactly, as the text is stretched to it; of the other at most. */
const FIXED = 7.2
const SANS = 7.3
const LONGEST = 104

export function summaries() {
  const folder = path.join(root, FOLDER)
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .map((name) => ({
      file: `${FOLDER}/${name.replace(/\.txt$/, '.svg')}`,
      content: drawn(readFileSync(path.join(folder, name), 'utf8')),
    }))
}

function drawn(markdown) {
  const lines = markdown.trim().split('\n')
  const parts = []
  let y = MARGIN
  const put = (x, text, style = 'text', weight = '') => {
    const fixed =
      style === 'code'
        ? ` textLength="${(text.length * FIXED).toFixed(1)}" lengthAdjust="spacingAndGlyphs"`
        : ''
    parts.push(
      `<text class="${style}${weight}" x="${x}" y="${y + 14}"${fixed} xml:space="preserve">${escaped(text)}</text>`,
    )
  }
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]
    if (line === '') y += LINE / 2
    else if (line.startsWith('### ')) {
      put(MARGIN, plain(line.slice(4)), 'head')
      y += LINE + 4
      parts.push(rule(y))
    } else if (line === '```text') {
      const end = lines.indexOf('```', i)
      const code = lines.slice(i + 1, end)
      parts.push(
        `<rect class="box" x="${MARGIN}" y="${y}" width="${WIDTH - 2 * MARGIN}" height="${code.length * LINE + 12}" rx="6"/>`,
      )
      y += 6
      for (const text of code) {
        put(MARGIN + 10, cut(text), 'code')
        y += LINE
      }
      y += 6
      i = end
    } else if (line.startsWith('|')) {
      const end = lines.findIndex((other, at) => at > i && !other.startsWith('|'))
      const rows = lines.slice(i, end === -1 ? lines.length : end).map(cells)
      const widths = rows[0].map(
        (_, column) =>
          Math.max(...rows.filter((_, r) => r !== 1).map((row) => cut(plain(row[column])).length)) * SANS +
          24,
      )
      for (const [r, row] of rows.entries()) {
        if (r === 1 || row.every((cell) => cell === '')) continue
        let x = MARGIN
        for (const [column, cell] of row.entries()) {
          put(
            x + 8,
            cut(plain(cell)),
            /^`/.test(cell) ? 'mono' : 'text',
            r === 0 || /^\*\*/.test(cell) ? ' strong' : '',
          )
          x += widths[column]
        }
        y += LINE + 4
        parts.push(rule(y))
      }
      i = (end === -1 ? lines.length : end) - 1
    } else {
      const strong = /^\*\*[^*]+\*\*$/.test(line)
      for (const text of wrapped(plain(line.replace(/^- /, '• ')))) {
        put(MARGIN, text, 'text', strong ? ' strong' : '')
        y += LINE
      }
    }
  }
  const height = Math.ceil(y + MARGIN)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`,
    '<style>',
    'text{fill:#1f2328;font:13px -apple-system,"Segoe UI",Helvetica,Arial,sans-serif}',
    '.head{font-size:17px;font-weight:600}.strong{font-weight:600}',
    '.code,.mono{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}',
    '.box{fill:#f6f8fa}.rule{stroke:#d1d9e0}',
    '</style>',
    `<rect width="${WIDTH}" height="${height}" fill="#fff" stroke="#d1d9e0" rx="8"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n')
}

const rule = (y) => `<path class="rule" d="M${MARGIN} ${y - 2}H${WIDTH - MARGIN}"/>`
const cells = (row) =>
  row
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim())
const cut = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text)
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Without marks and escapes; digests are too long for a picture. */
const plain = (text) =>
  text
    .replace(/(sha256:[0-9a-f]{16})[0-9a-f]{48}/g, '$1…')
    .replace(/\*\*|(?<!\\)`/g, '')
    .replace(/\\([\\`*_{}[\]()#+\-.!|~$])/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

function wrapped(text) {
  const lines = ['']
  for (const word of text.split(' ')) {
    if (lines.at(-1).length + word.length > LONGEST + 10) lines.push(word)
    else lines[lines.length - 1] += lines.at(-1) === '' ? word : ` ${word}`
  }
  return lines
}
