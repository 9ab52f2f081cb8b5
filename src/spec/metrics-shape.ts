import { defaulted, object, optional, required } from './collection-shapes.ts'
import type { ValuesOf } from './collection-shapes.ts'
import { entryOf } from './located.ts'
import type { Located } from './located.ts'
import { queryProblem } from './query-placeholders.ts'
import type { Read, Reading } from './reading.ts'
import { requestHeadersShape } from './request-header-shape.ts'
import type { MetricsCheck, MetricsServer } from './metrics.ts'
import { duration, number, text, written } from './scalar-shapes.ts'
import { converted, named } from './shape.ts'
import type { Shape } from './shape.ts'
import { url } from './traffic-shape.ts'
import { byType } from './union-shapes.ts'

export const metricsServerShape: Shape<MetricsServer> = object('a mapping with url', {
  url: required(
    url,
    'url: https://prometheus.example.com',
    'Address of the server, as the runner reaches it; `/api/v1/query` is added to it.',
  ),
  headers: defaulted(
    requestHeadersShape,
    {},
    'Headers of the requests. Secrets come from the environment: `{ env: NAME }`.',
  ),
  timeout: defaulted(duration(), '10s', 'Longest wait for one answer.'),
})

const BOUND = 'a number, or a share such as "1%"'
const bound: Shape<number> = named(
  byType(BOUND, {
    number: number({ from: -1e12, to: 1e12, decimals: 9, expected: BOUND }),
    text: converted(
      text({
        expected: BOUND,
        pattern: '-?\\d+(?:\\.\\d+)?\\s*%',
        most: 30,
        advice: () => 'write for example 0.01',
      }),
      (value) => Number.parseFloat(value) / 100,
    ),
  }),
  { type: 'number, or percent as text' },
)
const query = converted(written('a PromQL query', 10_000), (value, node, reading): Read<string> => {
  const problem = queryProblem(value)
  return problem === null ? value : reading.report(node.place, 'bad-value', problem)
})

const fields = {
  name: defaulted(written('a few words', 60), 'metric', 'What is measured, for messages: `error rate`.'),
  query: required(
    query,
    'query: sum(rate(istio_requests_total{...}[1m]))',
    'PromQL whose answer is one number. Filled in: `${namespace}` and, for `canary` and `stable`, `${canary.name}`, `${canary.deployment}`, `${canary.service}`, `${canary.subset}`.',
  ),
  max: optional(bound, 'none', 'The check fails when the number is above. At least one of `max` and `min`.'),
  min: optional(bound, 'none', 'The check fails when the number is below.'),
  after: defaulted(
    duration({ zero: true }),
    '1m',
    'First look, after the route change: as long as the range in the query, so that nothing older is in it.',
  ),
  for: defaulted(
    duration({ zero: true }),
    '0s',
    'How long the number must hold, looked at again and again; `0s`: one look.',
  ),
  every: defaulted(duration(), '15s', 'Pause between two looks.'),
}

export const metricsCheckShape: Shape<MetricsCheck> = converted(
  object('a mapping with query and max or min', fields),
  withinBounds,
)

function withinBounds(check: ValuesOf<typeof fields>, node: Located, reading: Reading): Read<MetricsCheck> {
  const { min, max } = check
  if (min === null && max === null) {
    const message = 'nothing is judged; expected "max", "min" or both; add for example "max: 0.01"'
    return reading.report(node.place, 'missing', message)
  }
  if (min === null || max === null || min <= max) return check
  const message =
    'min is above max, so that no number passes; expected min to be the lower one; exchange them'
  return reading.report(entryOf(node, 'min')?.place ?? node.place, 'conflict', message)
}
