import { singleLine } from '../process/escape.ts'

const ENTITIES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '@': '&#64;',
}

/** Text from outside as one line of Markdown that is only text: no markup, no HTML, no link, nobody mentioned. */
export function plain(text: string, max = 1_000): string {
  return singleLine(text, max)
    .replace(/[&<>@]/g, (character) => ENTITIES[character]!)
    .replace(/([\\`*_{}[\]()!|~$]|(?<!&)#)/g, '\\$1')
    .replace(/(https?|ftp):(?=\/\/)/gi, '$1&#58;')
    .replace(/www\./gi, 'www&#46;')
}

/** One line in a code span; the fence is longer than any run of backticks in it. Safe in table cells too. */
export function code(text: string, max = 1_000): string {
  const line = singleLine(text, max).replaceAll('|', '∣')
  if (line === '') return ''
  const fence = '`'.repeat(longestRun(line) + 1)
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : ''
  return `${fence}${pad}${line}${pad}${fence}`
}

/** Lines in a fenced block; indentation stays. */
export function block(lines: readonly string[], language = 'text', max = 1_000): string[] {
  const safe = lines.map((line) => {
    // Columns stay: runs of spaces are kept, and what is between them is made harmless.
    return line
      .split(/( {2,}|^ +)/)
      .map((part) => (/^ +$/.test(part) ? part : singleLine(part, max)))
      .join('')
  })
  const fence = '`'.repeat(Math.max(3, longestRun(safe.join('\n')) + 1))
  return [fence + language, ...safe, fence]
}

/** Cells are Markdown already. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(header), line(header.map(() => '---')), ...rows.map(line)]
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
}
