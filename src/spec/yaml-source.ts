import { Composer, Lexer, Parser } from 'yaml'
import type { CST, Document, YAMLError, LineCounter } from 'yaml'
import type { Place } from './located.ts'
import type { Reading } from './reading.ts'

const LIMITS = { bytes: 1_048_576, tokens: 50_000, depth: 64, errors: 20 }

/** The one YAML document of a text, or null after everything that keeps it from being read was reported. */
export function readYaml(text: string, lines: LineCounter, reading: Reading): Document | null {
  const start: Place = { path: '', line: 1, column: 1 }
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { path: '', line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  if (text.length > LIMITS.bytes) {
    const size = `${(text.length / LIMITS.bytes).toFixed(1)} MiB`
    reading.report(
      start,
      'too-large',
      `the file has ${size}; expected at most 1 MiB; check that this is the rollout file`,
    )
    return null
  }
  const documents: Document[] = []
  try {
    const composer = new Composer({
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
      logLevel: 'silent',
    })
    for (const document of composer.compose(guardedTokens(text, lines), true, text.length)) {
      documents.push(document)
      if (documents.length > 1) break
    }
  } catch (error) {
    if (!(error instanceof LimitError)) throw error
    reading.report(placeAt(error.offset), error.code, error.message)
    return null
  }
  const [document, second] = documents
  if (document === undefined) return null
  if (second !== undefined) {
    const message =
      'the file holds several YAML documents; expected one; put each rollout into a file of its own and remove the "---" between them'
    reading.report(placeAt(second.range?.[0] ?? 0), 'several-documents', message)
    return null
  }
  const errors = firstOfEachLine([...document.errors, ...document.warnings], placeAt)
  for (const { error, place } of errors) reading.report(place, 'yaml', syntaxMessage(error, text))
  return errors.length === 0 ? document : null
}

class LimitError extends Error {
  readonly code: string
  readonly offset: number
  constructor(code: string, offset: number, message: string) {
    super(message)
    this.code = code
    this.offset = offset
  }
}

/** The composer calls itself for each level (a stack overflow inside V8's regular expressions ends the whole process), so depth and size are limited before it. */
function* guardedTokens(text: string, lines: LineCounter): Generator<CST.Token, void> {
  const parser = new Parser(lines.addNewLine)
  lines.addNewLine(0)
  let count = 0
  let errors = 0
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      if (token.type === 'error' && ++errors > LIMITS.errors) return
      yield token
    }
    if (++count > LIMITS.tokens) {
      const message = `the file goes on after ${LIMITS.tokens} words and signs; expected a file of some hundred lines; check that this is the rollout file`
      throw new LimitError('too-large', parser.offset, message)
    }
    if (parser.stack.length > LIMITS.depth) {
      const message = `more than ${LIMITS.depth} levels of nesting; expected at most ten; check the brackets and the indentation here`
      throw new LimitError('too-deep', Math.max(parser.offset - 1, 0), message)
    }
  }
  yield* parser.end()
}

/** One mistake makes the YAML library complain several times about the same line. */
function firstOfEachLine(errors: readonly YAMLError[], placeAt: (offset: number) => Place) {
  const seen = new Set<number>()
  const first: { error: YAMLError; place: Place }[] = []
  for (const error of errors) {
    const place = placeAt(error.pos[0])
    if (seen.has(place.line) || first.length >= LIMITS.errors) continue
    seen.add(place.line)
    first.push({ error, place })
  }
  return first
}

function syntaxMessage(error: YAMLError, text: string): string {
  const source = text.slice(error.pos[0], error.pos[1]).split('\n', 1)[0]!.slice(0, 40)
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return 'a tab in the indentation; expected spaces; replace the tab with spaces'
    case 'TAG_RESOLVE_FAILED':
      return `the tag ${JSON.stringify(source)} has no meaning here; expected a plain value; remove the tag`
    case 'MULTILINE_IMPLICIT_KEY':
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'this line is neither "key: value" nor a list item; expected one of them; check the indentation and the ":" here and in the line before'
    case 'MISSING_CHAR':
      if (/quote$/.test(error.message))
        return 'a quote is opened and never closed; expected the closing quote; add it in this or an earlier line'
      return `not valid YAML: ${lowerFirst(error.message)}; expected the missing sign; add it, or put text with special signs in quotes`
    default:
      return `not valid YAML: ${lowerFirst(error.message)}; expected "key: value" lines and "- " lists; check the indentation and the quotes here`
  }
}

function lowerFirst(message: string): string {
  const line = message
    .split('\n', 1)[0]!
    .slice(0, 200)
    .replace(/\p{Cc}/gu, ' ')
  return line.charAt(0).toLowerCase() + line.slice(1)
}
