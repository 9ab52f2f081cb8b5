import { entries, object, required } from './collection-shapes.ts'
import type { Located } from './located.ts'
import { headerName, variableName } from './name-shapes.ts'
import { INVALID, quoted } from './reading.ts'
import type { Read, Reading } from './reading.ts'
import type { HeaderValue } from './rollout.ts'
import { written } from './scalar-shapes.ts'
import { converted, named } from './shape.ts'
import type { Shape } from './shape.ts'
import { byType } from './union-shapes.ts'

const SECRET_NAME =
  /authorization|cookie|token|secret|passw|credential|api-?_?key|subscription-key|signature/i
const SECRET_VALUE =
  /^\s*(?:(?:bearer|basic|digest)\s+\S|eyJ[\w-]+\.|gh[a-z]_\w{20}|glpat-|AKIA[A-Z0-9]{12}|xox[a-z]-)/i

const fromEnv = object('a mapping with env', {
  env: required(
    variableName,
    'env: SCORE_TOKEN',
    'The value comes from this environment variable; it is never stored.',
  ),
})

const literal = converted(
  written('the value of a header', 8_000),
  (value, node, reading): Read<HeaderValue> => {
    if (!/\p{Cc}/u.test(value)) return { kind: 'text', text: value }
    const message =
      'the value has a line break or control character; expected the value of a header; remove it'
    return reading.report(node.place, 'bad-value', message)
  },
)

const headerValue: Shape<HeaderValue> = byType<HeaderValue>('the value of a header, or { env: NAME }', {
  text: literal,
  number: literal,
  flag: literal,
  map: converted(fromEnv, ({ env }): HeaderValue => ({ kind: 'env', name: env })),
})

const headers = entries({
  expected: 'a mapping of headers to values',
  keyName: 'header',
  key: headerName,
  value: named(headerValue, { type: 'text or `{ env: NAME }`' }),
})

/** Headers of the requests that we send. Names keep their case. */
export const requestHeadersShape: Shape<{ readonly [name: string]: HeaderValue }> = {
  ...headers,
  read(node, reading) {
    checkNames(node, reading)
    const pairs = headers.read(node, reading)
    return pairs === INVALID ? INVALID : Object.fromEntries(pairs)
  },
}

/** On what the file says, so that one bad header does not hide a secret in another. The secret itself is never repeated. */
function checkNames(node: Located, reading: Reading): void {
  if (node.kind !== 'map') return
  const seen = new Set<string>()
  for (const { key, place, value } of node.entries) {
    if (seen.has(key.toLowerCase())) {
      const message = `the header ${quoted(key)} is there twice; expected each header once (upper and lower case are the same); remove one of them`
      reading.report(place, 'duplicate-key', message)
    }
    seen.add(key.toLowerCase())
    if (value.kind !== 'text' && value.kind !== 'number') continue
    const looksSecret = value.kind === 'text' && SECRET_VALUE.test(value.value)
    if (!looksSecret && !SECRET_NAME.test(key)) continue
    const what = looksSecret ? 'looks like' : 'holds'
    const message = `the header ${quoted(key)} ${what} a secret in plain text; expected { env: NAME }; put the value into an environment variable and name it here`
    reading.report(value.place, 'secret', message)
  }
}
