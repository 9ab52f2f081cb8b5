import { defaulted, object, optional } from './collection-shapes.ts'
import { entryOf } from './located.ts'
import type { Located } from './located.ts'
import { quoted } from './reading.ts'
import type { Read, Reading } from './reading.ts'
import { duration, number, text } from './scalar-shapes.ts'
import { converted, named } from './shape.ts'
import type { Shape } from './shape.ts'
import { byType } from './union-shapes.ts'

export const requestsShape: Shape<number> = number({ from: 1, to: 1_000_000, decimals: 0 })

const percentText: Shape<number> = converted(
  text({
    expected: 'a share such as "1%" or 0.01',
    type: 'percent',
    pattern: '\\d+(?:\\.\\d+)?\\s*%',
    most: 20,
    advice: percentAdvice,
  }),
  (value, node, reading) => {
    const share = Number.parseFloat(value) / 100
    if (share <= 1) return share
    return reading.report(
      node.place,
      'bad-value',
      `${quoted(value)} is more than all; expected a share such as "1%" or 0.01; write at most "100%"`,
    )
  },
)

function percentAdvice(value: string): string {
  return /^[\d.]+$/.test(value)
    ? `write "${value}%", or remove the quotes when it is a share below 1`
    : 'write for example "1%"'
}

/** 1 could mean all or one percent: so it is refused as a bare number. */
const shareNumber: Shape<number> = {
  ...number({ from: 0, to: 1, decimals: 9 }),
  read(node, reading) {
    if (node.kind === 'number' && node.value >= 1) {
      const percent = node.value > 100 ? '100%' : `${node.source}%`
      return reading.report(
        node.place,
        'bad-value',
        `${node.source} as a share would let every answer be bad; expected a share such as "1%" or 0.01; write "${percent}"`,
      )
    }
    return number({ from: 0, to: 1, decimals: 9, expected: 'a share such as "1%" or 0.01' }).read(
      node,
      reading,
    )
  },
  schema: () => ({ type: 'number', minimum: 0, exclusiveMaximum: 1 }),
}

const share: Shape<number> = named(
  byType('a share such as "1%" or 0.01', { text: percentText, number: shareNumber }),
  { type: 'percent as text, or share below 1' },
)

const fields = (errors: string, times: string) => ({
  errors: optional(share, errors, 'Highest share of bad answers.'),
  p50: optional(duration(), times, 'Longest median answer time.'),
  p99: optional(duration(), times, 'Longest answer time of 99 in 100 requests.'),
})

/** Null where the file says nothing. */
export interface LimitsInput {
  readonly errors: number | null
  readonly p50: number | null
  readonly p99: number | null
}

function limits(errors: string, times: string): Shape<LimitsInput> {
  return converted(object('a mapping with errors, p50 and p99', fields(errors, times)), inOrder)
}

function inOrder(value: LimitsInput, node: Located, reading: Reading): Read<LimitsInput> {
  if (value.p50 === null || value.p99 === null || value.p50 <= value.p99) return value
  const message = 'p50 is longer than p99; expected the median to be the shorter one; exchange them'
  return reading.report(entryOf(node, 'p50')?.place ?? node.place, 'conflict', message)
}

export const limitsField = defaulted(limits('`1%`', 'not judged'), {}, 'When the traffic check fails.')
export const stageLimitsShape = limits("the file's", "the file's")
