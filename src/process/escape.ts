/** Text of several lines, each made harmless; the first `most` of them, the later ones indented. */
export function harmlessLines(text: string, max: number, most = 60): string {
  const lines = text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => ({ indent: /^ */.exec(line)![0].slice(0, 8), line: singleLine(line, max) }))
    .filter(({ line }) => line !== '')
  return lines
    .slice(0, most)
    .map(({ indent, line }, i) => (i === 0 ? line : `  ${indent}${line}`))
    .join('\n')
}

/** Escape sequences of terminals: CSI (`ESC [ … letter`), OSC (`ESC ] … BEL`), and two-character ones. */
const TERMINAL =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[@-Z\\-_]/g
/** Controls, separators of lines and paragraphs, and invisible format characters (zero width, direction changes). */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu

/**
 * Text from outside (bodies, server errors, log lines, names) as one harmless line of at most `max` characters.
 * Runners read commands from stdout: GitHub `::name::` and `##[name]`, Azure `##vso[…]`; the doubled sign is
 * pulled apart, so the text stays readable and means nothing to them.
 */
export function singleLine(text: string, max = 200): string {
  // Only the beginning can be kept, so a body of megabytes costs nothing.
  const line = text
    .slice(0, max * 8)
    .replace(TERMINAL, '')
    .replace(INVISIBLE, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/:(?=:)/g, ': ')
    .replace(/#(?=#)/g, '# ')
  const characters = Array.from(line)
  return characters.length <= max ? line : characters.slice(0, max - 1).join('') + '…'
}
