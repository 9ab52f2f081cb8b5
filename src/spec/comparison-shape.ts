import { defaulted, object, optional, required } from './collection-shapes.ts'
import type { ValuesOf } from './collection-shapes.ts'
import { comparisonLimits } from './comparison-limits-shape.ts'
import type { LimitValues } from './comparison-limits-shape.ts'
import { entryOf } from './located.ts'
import type { Located } from './located.ts'
import { requestsShape } from './limits-shape.ts'
import { dnsLabel, headerName, path } from './name-shapes.ts'
import { jsonField, ownPattern } from './pattern-shapes.ts'
import { INVALID, quoted } from './reading.ts'
import type { Read, Reading } from './reading.ts'
import type { AnswerFields, Comparison } from './rollout.ts'
import { duration, oneOf, text } from './scalar-shapes.ts'
import { converted } from './shape.ts'
import { suggest } from './suggest.ts'
import type { Shape } from './shape.ts'
import { byKey } from './union-shapes.ts'

const container = optional(
  dnsLabel('the name of a container'),
  'the first one',
  'Container of the pods, the same in both versions.',
)
const filePath = text({
  expected: 'an absolute path inside the container such as /app/app.log',
  type: 'path',
  pattern: '/[^\\p{Cc}]*[^/\\p{Cc}]',
  most: 1_000,
  advice: (value) => (/^\w/.test(value) ? `write /${value.slice(0, 60)}` : 'start with "/"'),
})

const logs = object('a mapping with container', { container }, { empty: true })
const file = object('a mapping with path', {
  path: required(
    filePath,
    'path: /app/app.log',
    'The file, read with `cat` in each pod (needs `pods/exec`).',
  ),
  container,
})
const replay = object(
  'a mapping with bodies, requests and header',
  {
    bodies: optional(
      path('a file with one body per line'),
      'the body of the `traffic` block',
      'File with one request body per line.',
    ),
    requests: defaulted(requestsShape, 500, 'Requests that each version is sent, the bodies in turn.'),
    header: defaulted(
      headerName,
      'x-request-id',
      'Header that carries the id of a request, the same for both.',
    ),
  },
  { empty: true },
)

const what = {
  pattern: optional(
    ownPattern,
    'lines are JSON',
    'Regular expression with named groups, for text that is no JSON: `id=(?<request_id>\\w+) label=(?<label>\\w+)`.',
  ),
  label: optional(
    jsonField,
    'not compared',
    'Field, or group of `pattern`, that must be equal in both answers. At least one of `label` and `number`.',
  ),
  number: optional(
    jsonField,
    'not compared',
    'Field, or group, with a number or a list of numbers; what is compared is the (largest) difference.',
  ),
  limits: comparisonLimits,
}
const logged = {
  id: defaulted(
    jsonField,
    'request_id',
    'Field, or group, with the correlation id: the same in the lines of both versions.',
  ),
  ...what,
  latency: optional(
    jsonField,
    'not compared',
    'Field, or group, with the milliseconds that the answer took.',
  ),
  status: optional(
    jsonField,
    'not looked at',
    'Field, or group, with the HTTP status: a line with 400 or more is an error, as is one without `label` or `number`.',
  ),
  settle: defaulted(
    duration(),
    '5s',
    'Requests so close to the route change, or to the newest line, are not counted as missing: their copies may be on the way.',
  ),
}

type Logged = ValuesOf<typeof logged>

function compared(
  source: Comparison['source'],
  fields: AnswerFields,
  { pattern, limits, settle }: { pattern: string | null; limits: LimitValues; settle: number },
): Comparison {
  const judgesLabel = fields.label !== null ? 0.95 : null
  return {
    source,
    pattern,
    fields,
    settle,
    limits: {
      ...limits,
      agreement: limits.agreement ?? judgesLabel,
      coverage: source.kind === 'replay' ? null : (limits.coverage ?? 0.95),
    },
  }
}

const fieldsOf = ({ id, label, number, latency, status }: Logged, time: string | null): AnswerFields => ({
  id,
  label,
  number,
  latency,
  status,
  time,
})

export const comparisonShape: Shape<Comparison> = byKey<Comparison>('"logs", "file" or "replay"', {
  logs: converted(
    object('a comparison', {
      logs: required(logs, 'logs: {}', 'Pair the lines that the pods of both versions print.'),
      ...logged,
    }),
    (value, node, reading) =>
      checked(
        compared({ kind: 'logs', container: value.logs.container }, fieldsOf(value, null), value),
        node,
        reading,
      ),
  ),
  file: converted(
    object('a comparison', {
      file: required(file, 'file: { path: /app/app.log }', 'Pair the lines of a file inside the containers.'),
      time: required(
        jsonField,
        'time: time',
        'Field, or group, with the time of a line: ISO 8601 (without zone: UTC), or seconds, milli-, micro- or nanoseconds since 1970.',
      ),
      ...logged,
    }),
    (value, node, reading) =>
      checked(compared({ kind: 'file', ...value.file }, fieldsOf(value, value.time), value), node, reading),
  ),
  replay: converted(
    object('a comparison', {
      replay: required(
        replay,
        'replay: {}',
        'Send the requests of the `traffic` block to a pod of each version, by port-forward, and pair the answers.',
      ),
      ...what,
    }),
    (value, node, reading) =>
      checked(
        compared(
          { kind: 'replay', ...value.replay },
          { id: null, label: value.label, number: value.number, latency: null, status: null, time: null },
          { ...value, settle: 0 },
        ),
        node,
        reading,
      ),
  ),
})

/** What one key cannot know: something is compared, its limits judge it, and the groups exist. */
function checked(value: Comparison, node: Located, reading: Reading): Read<Comparison> {
  const { fields, limits, pattern, source } = value
  const wrong = (key: string, code: string, message: string): Read<never> =>
    reading.report(entryOf(node, key)?.place ?? node.place, code, message)
  const limit = (key: string) => {
    const inside = entryOf(node, 'limits')?.value
    return (inside && entryOf(inside, key)?.place) ?? node.place
  }
  if (fields.label === null && fields.number === null) {
    // A misspelt key was reported already, and says what was meant.
    const meant =
      node.kind === 'map' && node.entries.some((e) => suggest(e.key, ['label', 'number']) !== null)
    if (meant) return INVALID
    const message = `nothing is compared: neither "label" nor "number" is given; expected the field of the answer; add for example "label: prediction"`
    return wrong(source.kind, 'missing-key', message)
  }
  const judgesNumber = [limits.maxDifference, limits.p50Difference, limits.p99Difference].some(
    (l) => l !== null,
  )
  if (fields.number !== null && !judgesNumber) {
    const message = `"number" is compared but not judged; expected a limit for its difference; add for example "limits: { p99-difference: 0.05 }"`
    return wrong('number', 'conflict', message)
  }
  if (fields.number === null && judgesNumber) {
    const message =
      'a limit for differences without "number"; expected the field with the number; add for example "number: probability"'
    return wrong('limits', 'conflict', message)
  }
  if (fields.label === null && limits.agreement !== null) {
    const message =
      'a limit for the agreement without "label"; expected the field with the label; add for example "label: prediction"'
    return reading.report(limit('agreement'), 'conflict', message)
  }
  const judgesLatency = limits.latency !== null || limits.p99Latency !== null
  if (judgesLatency && fields.latency === null && source.kind !== 'replay') {
    const message =
      'a limit for the latency without "latency"; expected the field with the milliseconds; add for example "latency: ms"'
    return wrong('limits', 'conflict', message)
  }
  if (source.kind === 'replay' && entryOf(entryOf(node, 'limits')?.value ?? node, 'coverage') !== null) {
    const message =
      'a replay copies no traffic, so there is no coverage; expected a limit of what is compared; remove "coverage"'
    return reading.report(limit('coverage'), 'conflict', message)
  }
  return pattern === null ? value : checkGroups(value, pattern, node, reading)
}

function checkGroups(value: Comparison, pattern: string, node: Located, reading: Reading): Read<Comparison> {
  const groups = [...pattern.matchAll(/\(\?<([A-Za-z_$][\w$]*)>/g)].map((m) => m[1]!)
  for (const [key, name] of Object.entries(value.fields)) {
    if (name === null || groups.includes(name as string)) continue
    const has =
      groups.length === 0 ? 'has no named group' : `has only the groups ${oneOf(groups.map(quoted))}`
    const message = `the pattern ${has}; expected one called ${quoted(name as string)} for "${key}"; write (?<${name}>...) into it`
    return reading.report(
      entryOf(node, key)?.place ?? entryOf(node, 'pattern')?.place ?? node.place,
      'bad-value',
      message,
    )
  }
  return value
}
