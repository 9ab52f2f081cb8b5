import { defaulted, object, optional } from './collection-shapes.ts'
import { quoted } from './reading.ts'
import { requestsShape } from './limits-shape.ts'
import type { ComparisonLimits } from './rollout.ts'
import { number, text } from './scalar-shapes.ts'
import { converted, named } from './shape.ts'
import type { Shape } from './shape.ts'
import { byType } from './union-shapes.ts'

export type LimitValues = ComparisonLimits

/**
 * A share strictly between none and all: no number of pairs shows that something holds always or never. 1 could mean all or
 * one percent, so a bare number stays below it.
 */
function partly(advice: string): Shape<number> {
  const expected = 'a share between none and all such as "99%" or 0.99'
  const inside = (share: number) => share > 0 && share < 1
  const percent = converted(
    text({
      expected,
      type: 'percent',
      pattern: '\\d+(?:\\.\\d+)?\\s*%',
      most: 20,
      advice: (value) =>
        /^[\d.]+$/.test(value)
          ? `write "${value}%", or remove the quotes when it is a share below 1`
          : 'write for example "99%"',
    }),
    (value, node, reading) => {
      const share = Math.round(Number.parseFloat(value) * 1e7) / 1e9
      if (inside(share)) return share
      const what = share > 1 ? 'is more than all' : 'can never be shown by a sample'
      return reading.report(
        node.place,
        'bad-value',
        `${quoted(value)} ${what}; expected ${expected}; ${advice}`,
      )
    },
  )
  const bare: Shape<number> = {
    ...number({ from: 0, to: 1, decimals: 9 }),
    read(node, reading) {
      if (node.kind === 'number' && node.value > 1 && node.value < 100)
        return reading.report(
          node.place,
          'bad-value',
          `${node.source} is no share; expected ${expected}; write "${node.source}%"`,
        )
      if (node.kind === 'number' && !inside(node.value))
        return reading.report(
          node.place,
          'bad-value',
          `${node.source} can never be shown by a sample; expected ${expected}; ${advice}`,
        )
      return number({ from: 0, to: 1, decimals: 9, expected }).read(node, reading)
    },
    schema: () => ({ type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 }),
  }
  return named(byType(expected, { text: percent, number: bare }), {
    type: 'percent as text, or share below 1',
  })
}

const difference = number({ from: 0, to: 1e12, decimals: 12, expected: 'a difference of 0 or more' })
const ratio = number({ from: 0.01, to: 1_000, decimals: 3, expected: 'a ratio such as 1.5' })

const fields = {
  agreement: optional(
    partly('write for example "99%"'),
    '`95%` with `label`',
    'Lowest share of pairs with the same label.',
  ),
  'max-difference': optional(
    named(difference, { type: 'number' }),
    'not judged',
    'Largest difference of the numbers of any pair: one pair above it fails.',
  ),
  'p50-difference': optional(
    named(difference, { type: 'number' }),
    'not judged',
    'Largest median of the differences.',
  ),
  'p99-difference': optional(
    named(difference, { type: 'number' }),
    'not judged',
    'Largest difference of 99 in 100 pairs.',
  ),
  errors: defaulted(
    partly('write for example "1%"'),
    '1%',
    'Highest share of errors of the canary, of the requests that the stable version answered well.',
  ),
  latency: optional(
    ratio,
    'not judged',
    "Highest ratio of the canary's median answer time to the stable version's.",
  ),
  'p99-latency': optional(ratio, 'not judged', 'The same for the time of 99 in 100 answers.'),
  coverage: optional(
    partly('write for example "95%"'),
    '`95%`; none for `replay`',
    'Lowest share of the requests that should have been copied whose copy was answered. Below it nothing is judged good: the gate waits, and holds.',
  ),
  'min-pairs': defaulted(requestsShape, 100, 'Fewer pairs never pass.'),
}

export const comparisonLimits = defaulted(
  converted(object('a mapping of limits', fields), (value): ComparisonLimits => ({
    agreement: value.agreement,
    maxDifference: value['max-difference'],
    p50Difference: value['p50-difference'],
    p99Difference: value['p99-difference'],
    errors: value.errors,
    latency: value.latency,
    p99Latency: value['p99-latency'],
    coverage: value.coverage,
    minPairs: value['min-pairs'],
  })),
  {},
  'When the comparison passes and fails. Each limit has an interval (99.9 % for all of them together): it passes when the whole interval is within the limit, and fails when the whole interval is beyond it.',
)
