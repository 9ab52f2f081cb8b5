import { quoted } from './reading.ts'
import { oneOf, text } from './scalar-shapes.ts'
import type { Shape } from './shape.ts'

/** A regular expression that we evaluate ourselves (JavaScript). */
export const ownPattern: Shape<string> = text({
  expected: 'a regular expression',
  type: 'regular expression',
  most: 1_000,
  complaint: (value) => badPattern(value),
})

/** A regular expression that the gateway evaluates (RE2). */
export const gatewayPattern: Shape<string> = text({
  expected: 'a regular expression that the gateway understands (RE2)',
  type: 'regular expression',
  most: 1_000,
  complaint: (value) => {
    const unknown = /\(\?<?[=!]|\\[1-9]/.exec(value)
    if (unknown !== null)
      return {
        what: `${quoted(value)} uses ${quoted(unknown[0])}`,
        todo: 'RE2 has neither look-around nor back-references: write it without',
      }
    return badPattern(value.replace(/^\(\?[imsU]+\)/, '').replaceAll('(?P<', '(?<'))
  },
})

function badPattern(value: string) {
  try {
    new RegExp(value)
    return null
  } catch (error) {
    const reason =
      error instanceof Error
        ? error.message.slice(error.message.lastIndexOf(':') + 2).toLowerCase()
        : 'not valid'
    return {
      what: `${quoted(value)} is no regular expression (${reason})`,
      todo: `put "\\" before signs that stand for themselves, such as ${oneOf(['(', '[', '*', '+'])}`,
    }
  }
}

/** `predictions[0].label`. */
export const jsonField: Shape<string> = text({
  expected: 'the path of a field such as predictions[0].label',
  type: 'field',
  pattern: '(?:[^.[\\]\\s]+|\\[\\d+\\])(?:\\.[^.[\\]\\s]+|\\[\\d+\\])*',
  most: 300,
  complaint: (value) =>
    /^\$(?:\.|\[)/.test(value)
      ? { what: `${quoted(value)} begins with "$"`, todo: `write ${value.slice(1, 100).replace(/^\./, '')}` }
      : null,
  advice: () => 'write keys with "." between them, and indexes in [ ]',
})
