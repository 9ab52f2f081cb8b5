/**
 * A text that the regular expression matches from end to end, as Istio's and Gateway API's header matches do; null when
 * none was found. The shortest branch through the expression is tried and then checked by the expression itself, so
 * whatever this does not understand (look-around, back references) gives null, never a wrong text.
 */
export function matchingText(pattern: string): string | null {
  const matches = wholeMatch(pattern)
  if (matches === null) return null
  const text = new Sampler(pattern.replace(/^\(\?i\)/, '')).alternatives()
  return [text, `${text}a`].find((candidate) => candidate !== '' && matches(candidate)) ?? null
}

/** Test for a match from end to end; null when the expression cannot be read. `(?i)` at its beginning and `(?P<` are RE2's spelling. */
export function wholeMatch(pattern: string): ((text: string) => boolean) | null {
  const ignoreCase = pattern.startsWith('(?i)')
  const source = (ignoreCase ? pattern.slice(4) : pattern).replaceAll('(?P<', '(?<')
  try {
    const regex = new RegExp(`^(?:${source})$`, ignoreCase ? 'i' : '')
    return (text) => regex.test(text)
  } catch {
    // Valid for the router's engine (RE2) perhaps, but not for this one: nothing can be said about it.
    return null
  }
}

const CLASSES: { readonly [letter: string]: string } = {
  d: '0',
  w: 'a',
  s: ' ',
  D: 'a',
  W: '-',
  S: 'a',
  b: '',
  B: '',
}

class Sampler {
  private readonly pattern: string
  private at = 0

  constructor(pattern: string) {
    this.pattern = pattern
  }

  /** Text of the first alternative; the others are read over. */
  alternatives(): string {
    const first = this.sequence()
    while (this.pattern[this.at] === '|') {
      this.at++
      this.sequence()
    }
    return first
  }

  private sequence(): string {
    let text = ''
    while (this.at < this.pattern.length && this.pattern[this.at] !== '|' && this.pattern[this.at] !== ')') {
      const atom = this.atom()
      text += atom.repeat(this.least())
    }
    return text
  }

  private atom(): string {
    const c = this.pattern[this.at++]!
    if (c === '^' || c === '$') return ''
    if (c === '.') return 'a'
    if (c === '[') return this.oneOf()
    if (c === '\\') {
      const escaped = this.pattern[this.at++] ?? ''
      return CLASSES[escaped] ?? escaped
    }
    if (c !== '(') return c
    const mark = /^\?(?::|P?<\w+>)/.exec(this.pattern.slice(this.at))
    this.at += mark?.[0].length ?? 0
    const text = this.alternatives()
    this.at++
    return text
  }

  /** First member of a class; for a negated one, the first usual character that is not in it. */
  private oneOf(): string {
    const start = this.at - 1
    if (this.pattern[this.at] === '^') this.at++
    while (this.at < this.pattern.length && this.pattern[this.at] !== ']')
      this.at += this.pattern[this.at] === '\\' ? 2 : 1
    this.at++
    const inside = wholeMatch(this.pattern.slice(start, this.at))
    return [...'a0A-_. z9Z/:;=,@'].find((c) => inside?.(c)) ?? this.pattern[start + 1]!
  }

  /** Smallest number of repetitions of the quantifier here; 1 without one. */
  private least(): number {
    const quantifier = /^(?:[*+?]|\{(\d+)(?:,\d*)?\})[?+]?/.exec(this.pattern.slice(this.at))
    if (quantifier === null) return 1
    this.at += quantifier[0].length
    if (quantifier[1] !== undefined) return Number(quantifier[1])
    return quantifier[0].startsWith('+') ? 1 : 0
  }
}
