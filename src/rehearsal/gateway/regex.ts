/** RE2 patterns as JavaScript ones. What RE2 refuses (lookaround, backreferences) is refused here too. */

const POSIX: Record<string, string> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7F',
  blank: '\\t ',
  cntrl: '\\x00-\\x1F\\x7F',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
}

/** Matches only the whole text, as Envoy does. Throws SyntaxError for a pattern that is no RE2. */
export function compileFullMatch(pattern: string): RegExp {
  const { source, flags } = translate(pattern)
  return new RegExp(`^(?:${source})$`, flags)
}

/** For replacements: every match, with the substitution's `\1` references. */
export function compileReplace(pattern: string, substitution: string): (text: string) => string {
  const { source, flags } = translate(pattern)
  const regex = new RegExp(source, `${flags}g`)
  return (text) =>
    text.replace(regex, (...found: unknown[]) =>
      substitution.replace(/\\(\d|\\)/g, (_, group: string) =>
        group === '\\' ? '\\' : typeof found[Number(group)] === 'string' ? String(found[Number(group)]) : '',
      ),
    )
}

function translate(pattern: string): { source: string; flags: string } {
  const leading = /^\(\?([imsU]+)\)/.exec(pattern)
  const flags = [...new Set(leading?.[1] ?? '')].filter((flag) => flag !== 'U').join('')
  let source = ''
  let inClass = false
  for (let i = leading?.[0].length ?? 0; i < pattern.length; i++) {
    const rest = pattern.slice(i, i + 4)
    const char = pattern[i]!
    if (char === '\\') {
      const next = pattern[++i]
      if (next === undefined) throw new SyntaxError('trailing backslash at end of expression: ``')
      if (/[1-9]/.test(next)) throw new SyntaxError(`invalid escape sequence: \`\\${next}\``)
      source += next === 'A' ? '^' : next === 'z' ? '$' : next === 'C' ? '[^]' : `\\${next}`
    } else if (inClass && rest.startsWith('[:')) {
      const end = pattern.indexOf(':]', i)
      const set = POSIX[pattern.slice(i + 2, end)]
      if (end < 0 || set === undefined) throw new SyntaxError(`invalid character class range: \`${rest}\``)
      source += set
      i = end + 1
    } else if (!inClass && /^\(\?(=|!|<=|<!)/.test(rest)) {
      throw new SyntaxError(`invalid or unsupported Perl syntax: \`${/^\(\?(<?[=!])/.exec(rest)![0]}\``)
    } else if (!inClass && rest.startsWith('(?P<')) {
      source += '(?<'
      i += 3
    } else {
      if (char === '[' && !inClass) inClass = true
      else if (char === ']' && inClass) inClass = false
      source += char === '[' && inClass && source.endsWith('[') ? '\\[' : char
    }
  }
  return { source, flags }
}
