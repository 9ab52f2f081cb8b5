import { Composer, Lexer, LineCounter, Parser } from 'yaml'
import type { CST, Document, YAMLError } from 'yaml'
import type { Problem } from '../process/errors.ts'

/** One YAML document of a manifest file, not yet converted, so that each value still has its place. */
export interface ManifestDocument {
  readonly file: string
  readonly document: Document
  readonly text: string
  /** 1-based place of an offset in `text`. */
  place(offset: number): { readonly line: number; readonly column: number }
}

/** The composer calls itself for each level, and a manifest has at most about 20. */
const DEPTH = 100
const BYTES = 8 * 1_048_576

/**
 * The documents of a manifest file, or a problem for each document that cannot be read. YAML 1.1 without dates and sexagesimals, as
 * kubectl reads it (sigs.k8s.io/yaml): `yes` is a boolean and 0644 is octal.
 */
export function readDocuments(
  file: string,
  text: string,
): { readonly documents: readonly ManifestDocument[]; readonly problems: readonly Problem[] } {
  const lines = new LineCounter()
  const place = (offset: number) => {
    const { line, col } = lines.linePos(Math.min(offset, text.length))
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const problem = (message: string, offset: number): Problem => ({
    code: 'manifest-yaml',
    message,
    file,
    ...place(offset),
  })
  if (text.length > BYTES)
    return { documents: [], problems: [problem('is larger than 8 MiB: is it a manifest?', 0)] }

  const documents: ManifestDocument[] = []
  const problems: Problem[] = []
  try {
    const composer = new Composer({
      version: '1.1',
      customTags: (tags) =>
        tags.filter((tag) => {
          const { format, tag: name } = typeof tag === 'string' ? { format: undefined, tag: tag } : tag
          return format !== 'TIME' && !/(timestamp|binary|omap|pairs|set)$/.test(name)
        }),
      lineCounter: lines,
      prettyErrors: false,
      logLevel: 'silent',
    })
    for (const document of composer.compose(shallow(text, lines), true, text.length)) {
      // One mistake makes the rest of a document look wrong too.
      const error = document.errors[0]
      if (error) problems.push(problem(syntaxMessage(error, text), error.pos[0]))
      else documents.push({ file, document: document, text, place })
    }
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error
    problems.push(
      problem(`nests deeper than ${DEPTH} levels: check the brackets and the indentation here`, error.offset),
    )
  }
  return { documents, problems }
}

class TooDeep extends Error {
  readonly offset: number
  constructor(offset: number) {
    super('too deep')
    this.offset = offset
  }
}

function* shallow(text: string, lines: LineCounter): Generator<CST.Token, void> {
  const parser = new Parser(lines.addNewLine)
  lines.addNewLine(0)
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme)
    if (parser.stack.length > DEPTH) throw new TooDeep(Math.max(parser.offset - 1, 0))
  }
  yield* parser.end()
}

function syntaxMessage(error: YAMLError, text: string): string {
  const start = text.lastIndexOf('\n', error.pos[0] - 1) + 1
  const line = text.slice(
    start,
    text.indexOf('\n', error.pos[0]) < 0 ? undefined : text.indexOf('\n', error.pos[0]),
  )
  const said = error.message.split('\n', 1)[0]!.slice(0, 200)
  return `is not valid YAML: ${said}: ${hint(error, line)}`
}

function hint(error: YAMLError, line: string): string {
  if (/\{\{.*\}\}/.test(line)) {
    return 'this looks like a Helm template: name the chart with `helm` instead of the file'
  }
  if (/[[{,].*\$\{[^}]*\}/.test(line))
    return 'inside { } and [ ] a placeholder has to be in quotes, "${version}"'
  if (/^\s*(\.\.\.|…)\s*$/.test(line)) return 'this looks like an excerpt: write out what the dots stand for'
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return 'indent with spaces instead of tabs'
    case 'DUPLICATE_KEY':
      return 'remove one of the two'
    case 'MISSING_CHAR':
      return 'close the quote or bracket'
    default:
      return 'check the indentation of this line and of the one before: what belongs to a key is indented below it'
  }
}
