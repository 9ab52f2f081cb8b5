import { parseDuration } from '../process/duration.ts'
import { quoted, wrongType } from './reading.ts'
import type { Read } from './reading.ts'
import type { Shape } from './shape.ts'
import { suggest } from './suggest.ts'

export interface TextRule {
  /** Noun phrase: `a DNS label (lower-case letters, digits, "-")`. */
  readonly expected: string
  readonly type?: string
  /** Source of a regular expression for the whole text. */
  readonly pattern?: string
  readonly most?: number
  /** What else is wrong, and what to do; null: nothing. */
  readonly complaint?: (value: string) => Complaint | null
  /** What to do when the pattern does not fit. */
  readonly advice?: (value: string) => string
}
export interface Complaint {
  readonly what: string
  readonly todo: string
}

export function text(rule: TextRule): Shape<string> {
  const pattern = rule.pattern === undefined ? null : new RegExp(`^(?:${rule.pattern})$`, 'u')
  const most = rule.most ?? 1_000
  return {
    expected: rule.expected,
    type: rule.type ?? 'text',
    read(node, reading) {
      if (node.kind !== 'text') {
        const source = node.kind === 'number' || node.kind === 'flag' ? node.source : null
        const todo =
          source === null ? 'write one value' : `if that is meant, put it in quotes: ${quoted(source)}`
        return wrongType(node, rule.expected, todo, reading)
      }
      const wrong = (what: string, todo: string): Read<never> =>
        reading.report(node.place, 'bad-value', `${what}; expected ${rule.expected}; ${todo}`)
      if (node.value.trim() === '') return wrong('the text is empty', 'write a value')
      if (node.value.length > most) {
        return wrong(
          `${quoted(node.value)} has ${node.value.length} characters`,
          `shorten it to at most ${most}`,
        )
      }
      const complaint = rule.complaint?.(node.value) ?? null
      if (complaint !== null) return wrong(complaint.what, complaint.todo)
      if (/\p{Cc}/u.test(node.value) && pattern === null)
        return wrong(`${quoted(node.value)} has a line break or control character`, 'remove it')
      if (pattern !== null && !pattern.test(node.value)) {
        return wrong(`${quoted(node.value)} does not fit`, rule.advice?.(node.value) ?? 'correct it')
      }
      return node.value
    },
    schema: () => ({
      type: 'string',
      minLength: 1,
      maxLength: most,
      ...(rule.pattern === undefined ? {} : { pattern: `^(?:${rule.pattern})$` }),
    }),
    rows: () => [],
  }
}

/** Free text; numbers and yes/no values count as they are written (`1.10` stays `1.10`). */
export function written(expected = 'text', most = 10_000): Shape<string> {
  return {
    expected,
    type: 'text',
    read(node, reading) {
      if (node.kind === 'number' || node.kind === 'flag') return node.source
      if (node.kind !== 'text') return wrongType(node, expected, 'write one value', reading)
      if (node.value.length <= most) return node.value
      const message = `${quoted(node.value)} has ${node.value.length} characters; expected ${expected}; shorten it to at most ${most}`
      return reading.report(node.place, 'bad-value', message)
    },
    schema: () => ({ type: ['string', 'number', 'boolean'], maxLength: most }),
    rows: () => [],
  }
}

export interface NumberRule {
  readonly from: number
  readonly to: number
  /** Most digits after the point. */
  readonly decimals: number
  /** Noun phrase, when it is not `a number from … to …`. */
  readonly expected?: string
}

export function number(rule: NumberRule): Shape<number> {
  const { from, to, decimals } = rule
  const kind = decimals === 0 ? 'a whole number' : 'a number'
  const steps = decimals === 0 ? '' : ` in steps of ${10 ** -decimals}`
  const expected = rule.expected ?? `${kind} from ${from} to ${to}${steps}`
  return {
    expected,
    type: `${decimals === 0 ? 'whole number' : 'number'} ${from}–${to}`,
    read(node, reading) {
      if (node.kind !== 'number') {
        const inside =
          node.kind === 'text' ? /^\s*([-+]?\d+(?:\.\d+)?)\s*(%?)\s*$/.exec(node.value.slice(0, 40)) : null
        const todo =
          inside === null
            ? `write ${kind} from ${from} to ${to}`
            : inside[2] === '%'
              ? `write ${inside[1]}`
              : 'remove the quotes'
        return wrongType(node, expected, todo, reading)
      }
      const wrong = (what: string, todo: string): Read<never> =>
        reading.report(node.place, 'bad-value', `${node.source} ${what}; expected ${expected}; ${todo}`)
      if (!Number.isFinite(node.value))
        return wrong('is no usable number', `write a number from ${from} to ${to}`)
      if (node.value < from) return wrong(`is less than ${from}`, `write at least ${from}`)
      if (node.value > to) return wrong(`is more than ${to}`, `write at most ${to}`)
      const scale = 10 ** decimals
      const rounded = Math.round(node.value * scale) / scale
      if (Math.abs(rounded - node.value) > 1e-9) {
        const near = Math.max(Math.ceil(node.value * scale - 1e-9) / scale, from)
        const what =
          decimals === 0
            ? 'is not a whole number'
            : decimals === 2
              ? 'has more than two decimals'
              : `has more than ${decimals} decimals`
        return wrong(what, `write ${near}`)
      }
      return rounded + 0
    },
    schema: () => ({ type: decimals === 0 ? 'integer' : 'number', minimum: from, maximum: to }),
    rows: () => [],
  }
}

export function flag(expected = 'true or false'): Shape<boolean> {
  return {
    expected,
    type: '`true` or `false`',
    read(node, reading) {
      if (node.kind === 'flag') return node.value
      const meant =
        node.kind === 'text'
          ? { yes: 'true', on: 'true', true: 'true', no: 'false', off: 'false', false: 'false' }[
              node.value.toLowerCase()
            ]
          : undefined
      return wrongType(node, expected, `write ${meant ?? 'true or false'}`, reading)
    },
    schema: () => ({ type: 'boolean' }),
    rows: () => [],
  }
}

/** One of a few words. `expected`: when other things than words may stand here too. */
export function choice<const W extends string>(
  words: readonly W[],
  expected = oneOf(words.map((word) => `"${word}"`)),
): Shape<W> {
  return {
    expected,
    type: oneOf(words.map((word) => `\`${word}\``)),
    read(node, reading) {
      if (node.kind !== 'text') return wrongType(node, expected, `write ${words.join(' or ')}`, reading)
      const word = words.find((candidate) => candidate === node.value)
      if (word !== undefined) return word
      const near = suggest(node.value, words)
      const todo = near === null ? `write ${words.join(' or ')}` : `did you mean "${near}"?`
      return reading.report(
        node.place,
        'bad-value',
        `${quoted(node.value)} is not known here; expected ${expected}; ${todo}`,
      )
    },
    schema: () => ({ enum: [...words] }),
    rows: () => [],
  }
}

const LONGEST = 24 * 86_400_000

/** Milliseconds. The longest is what a timer can wait. */
export function duration(rule: { readonly zero?: boolean } = {}): Shape<number> {
  const expected = 'a duration such as 90s, 10m or 1h30m'
  return {
    expected,
    type: 'duration',
    read(node, reading) {
      if (node.kind === 'number') return wrongType(node, expected, unitAdvice(node.source), reading)
      if (node.kind !== 'text') return wrongType(node, expected, 'write for example 10m', reading)
      const wrong = (what: string, todo: string): Read<never> =>
        reading.report(
          node.place,
          'bad-value',
          `${quoted(node.value)} ${what}; expected ${expected}; ${todo}`,
        )
      if (node.value.length > 100) return wrong('is no duration', 'write for example 10m')
      const ms = parseDuration(node.value.replace(/\s+/g, ''))
      if (ms === null) return wrong('is no duration', durationAdvice(node.value))
      if (ms === 0 && rule.zero !== true)
        return wrong('is no time at all', 'write at least 1ms, or remove the key')
      if (ms > LONGEST) return wrong('is too long', 'write at most 24d')
      return Math.ceil(ms)
    },
    schema: () => ({ type: 'string', pattern: '^(?:\\s*\\d+(?:\\.\\d+)?\\s*(?:ms|s|m|h|d))+\\s*$' }),
    rows: () => [],
  }
}

function unitAdvice(source: string): string {
  return /^\d+(\.\d+)?$/.test(source) ? `add the unit: ${source}s or ${source}m` : 'write for example 10m'
}

function durationAdvice(value: string): string {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)/i.exec(value)
  if (match === null) return 'write for example 10m'
  const [, amount = '', word = ''] = match
  if (word === '') return unitAdvice(amount)
  const unit = /^h/i.test(word)
    ? 'h'
    : /^d/i.test(word)
      ? 'd'
      : /^(ms|milli)/i.test(word)
        ? 'ms'
        : /^m/i.test(word)
          ? 'm'
          : /^s/i.test(word)
            ? 's'
            : null
  return unit === null ? 'the units are ms, s, m, h and d' : `write ${amount}${unit}`
}

/** `a`, `a or b`, `a, b or c`. */
export function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}
