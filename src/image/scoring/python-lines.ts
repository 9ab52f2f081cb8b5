/** A statement of a Python file on one line: strings are `""`, comments are gone, continued lines are joined. */
export interface LogicalLine {
  /** 1-based, where it starts. */
  readonly line: number
  /** Columns of white space before it. */
  readonly indent: number
  readonly text: string
}

export type PythonLines =
  | { readonly ok: true; readonly lines: readonly LogicalLine[] }
  /** `what` starts in `line` and never ends. */
  | { readonly ok: false; readonly line: number; readonly what: string }

const OPENING = '([{'
const CLOSING = ')]}'
const TAB = 8

/** Splits Python source into logical lines, as its tokenizer does; enough to see what is defined where, without running anything. */
export function pythonLines(source: string): PythonLines {
  const text = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  const lines: LogicalLine[] = []
  const open: { bracket: string; line: number }[] = []
  let current = ''
  let line = 1
  let start = 1
  let at = 0
  const finish = () => {
    const indent = /^[ \t\f]*/.exec(current)![0]
    const statement = current.trim()
    if (statement !== '') lines.push({ line: start, indent: columns(indent), text: statement })
    current = ''
  }
  while (at < text.length) {
    const character = text[at]!
    if (character === '\n') {
      line++
      if (open.length === 0) {
        finish()
        start = line
      } else current += ' '
      at++
    } else if (character === '\\' && text[at + 1] === '\n') {
      line++
      current += ' '
      at += 2
    } else if (character === '#') {
      at = endOfLine(text, at)
    } else if (character === '"' || character === "'") {
      const end = endOfString(text, at)
      if (end === null) return { ok: false, line, what: 'a string' }
      line += countLines(text.slice(at, end))
      current += '""'
      at = end
    } else {
      if (OPENING.includes(character)) open.push({ bracket: character, line })
      if (CLOSING.includes(character)) {
        const last = open.pop()
        if (last === undefined || OPENING.indexOf(last.bracket) !== CLOSING.indexOf(character))
          return {
            ok: false,
            line,
            what: `a ${character} without its ${OPENING[CLOSING.indexOf(character)]}`,
          }
      }
      current += character
      at++
    }
  }
  finish()
  const left = open[0]
  return left === undefined ? { ok: true, lines } : { ok: false, line: left.line, what: `a ${left.bracket}` }
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

/** Index behind a string that starts at `from`; null when it has no end. A backslash keeps a quote inside, in raw strings too. */
function endOfString(text: string, from: number): number | null {
  const quote = text[from]!
  const delimiter = text.startsWith(quote.repeat(3), from) ? quote.repeat(3) : quote
  let at = from + delimiter.length
  while (at < text.length) {
    if (text[at] === '\\') at += 2
    else if (text.startsWith(delimiter, at)) return at + delimiter.length
    else if (text[at] === '\n' && delimiter.length === 1) return null
    else at++
  }
  return null
}

const countLines = (text: string) => text.split('\n').length - 1

function columns(indent: string): number {
  let column = 0
  for (const character of indent) {
    if (character === '\t') column = (Math.floor(column / TAB) + 1) * TAB
    else if (character === '\f') column = 0
    else column++
  }
  return column
}
