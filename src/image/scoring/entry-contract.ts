import { pythonLines } from './python-lines.ts'
import type { LogicalLine } from './python-lines.ts'

/** What a scoring script lacks. */
export interface ContractProblem {
  /** 1-based. */
  readonly line: number
  readonly message: string
}

interface Binding {
  readonly line: number
  /** Parameters as written, without the brackets; null when it is no plain `def`, or a decorator may change them. */
  readonly parameters: string | null
}

/**
 * Whether a script has AzureML's entry contract: `init()` and `run(raw_data)` at the top level of the module. Found by
 * parsing; the script is not run. `from … import *` may bring them, so that it counts as both.
 */
export function entryContractProblems(source: string): ContractProblem[] {
  const parsed = pythonLines(source)
  if (!parsed.ok) {
    const what = parsed.what.includes('without') ? parsed.what : `${parsed.what} that starts here has no end`
    return [
      {
        line: parsed.line,
        message: `it is no Python that can be read: ${what}; correct it, or save it as UTF-8 text`,
      },
    ]
  }
  const found = topLevelNames(parsed.lines)
  const problems: ContractProblem[] = []
  for (const name of ['init', 'run'] as const) {
    const binding = found.get(name) ?? found.get('*')
    if (binding === undefined) problems.push(missing(name, parsed.lines, found))
    else if (binding.parameters !== null) {
      const message = parameterComplaint(name, binding.parameters)
      if (message !== null) problems.push({ line: binding.line, message })
    }
  }
  return problems
}

const SIGNATURE = {
  init: 'init(), which loads the model once',
  run: 'run(raw_data), which answers a request',
} as const

function missing(
  name: 'init' | 'run',
  lines: readonly LogicalLine[],
  found: ReadonlyMap<string, Binding>,
): ContractProblem {
  const expected = `it defines no ${SIGNATURE[name]}; expected "def ${name === 'run' ? 'run(raw_data)' : 'init()'}:" at the top level of the script`
  const nested = lines.find(
    ({ text, indent }) => indent > 0 && new RegExp(`^(async\\s+)?def\\s+${name}\\b`).test(text),
  )
  if (nested)
    return {
      line: nested.line,
      message: `${expected}; this one is inside a class or function, or runs only as a program: move it out`,
    }
  const other = [...found].find(([known]) => known.toLowerCase().replaceAll('_', '') === name)
  if (other) return { line: other[1].line, message: `${expected}; "${other[0]}" is written differently` }
  return { line: 1, message: `${expected}; add it` }
}

function parameterComplaint(name: 'init' | 'run', text: string): string | null {
  const all = splitTopLevel(text, ',')
    .map((p) => p.trim())
    .filter((p) => p !== '' && p !== '/')
  const positional = all.slice(0, all.findIndex((p) => p.startsWith('*')) + 1 || all.length)
  const needed = all.filter((p) => !p.startsWith('*') && splitTopLevel(p, '=').length === 1)
  if (name === 'run' && positional.length === 0)
    return 'run() takes no parameter; expected "def run(raw_data):", for the body of the request; add it'
  const most = name === 'run' ? 1 : 0
  if (needed.length > most)
    return `${name}(${needed.join(', ')}) needs ${needed.length} arguments and is called with ${most === 0 ? 'none' : 'one'}; give the others defaults`
  return null
}

/** Names bound at the top level, also inside `if`, `try` and `with`; the last binding counts. */
function topLevelNames(lines: readonly LogicalLine[]): ReadonlyMap<string, Binding> {
  const names = new Map<string, Binding>()
  const blocks: { indent: number; opaque: boolean }[] = []
  let decorated = false
  for (const { line, indent, text } of lines) {
    while (blocks.length > 0 && blocks.at(-1)!.indent >= indent) blocks.pop()
    if (!blocks.some((block) => block.opaque)) {
      for (const statement of splitTopLevel(text, ';'))
        bind(statement.trim(), (name, parameters) =>
          names.set(name, { line, parameters: decorated ? null : parameters }),
        )
    }
    decorated = text.startsWith('@')
    if (text.endsWith(':')) blocks.push({ indent, opaque: OPAQUE.test(text) })
  }
  return names
}

/** Blocks whose names are not the module's, or that an import does not run. */
const OPAQUE = /^(?:(?:async\s+)?def\b|class\b|if\s+__name__\s*==)/

function bind(statement: string, found: (name: string, parameters: string | null) => void): void {
  const definition = /^(?:async\s+)?def\s+([^\s([]+)\s*(?:\[[^\]]*\])?\s*\(/.exec(statement)
  if (definition) return found(definition[1]!, insideBrackets(statement, definition[0].length - 1))
  const type = /^class\s+(\w+)/.exec(statement)
  if (type) return found(type[1]!, null)
  const imported = /^(?:from\s+\S+\s+)?import\s+(.*)$/.exec(statement)
  if (imported) {
    for (const part of imported[1]!.replace(/[()]/g, ' ').split(',')) {
      const name = /^\s*(?:\S+\s+as\s+)?(\S+)\s*$/.exec(part)?.[1]
      if (name) found(name, null)
    }
    return
  }
  // `a = b = value`: all but the last part are targets.
  const parts = splitTopLevel(statement, '=')
  for (const target of parts.slice(0, -1)) {
    const plain = splitTopLevel(target.trim().replace(/^[([]|[)\]]$/g, ''), ':')[0]!
    for (const name of splitTopLevel(plain, ',')) {
      const word = name.trim()
      if (/^[^\W\d]\w*$/u.test(word)) found(word, null)
    }
  }
}

function insideBrackets(text: string, from: number): string {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    if ('([{'.includes(text[at]!)) depth++
    if (')]}'.includes(text[at]!) && --depth === 0) return text.slice(from + 1, at)
  }
  return text.slice(from + 1)
}

/** Splits outside of brackets; at `=` only where it assigns. */
function splitTopLevel(text: string, separator: ',' | ';' | '=' | ':'): string[] {
  const parts: string[] = []
  let depth = 0
  let from = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if ('([{'.includes(character)) depth++
    if (')]}'.includes(character)) depth--
    if (character !== separator || depth > 0) continue
    if (separator === '=' && (text[at + 1] === '=' || /[=!<>:+\-*/%&|^@]/.test(text[at - 1] ?? ''))) continue
    parts.push(text.slice(from, at))
    from = at + 1
  }
  return [...parts, text.slice(from)]
}
