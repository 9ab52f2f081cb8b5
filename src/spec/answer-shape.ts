import { defaulted, list, object, optional } from './collection-shapes.ts'
import { ownPattern } from './pattern-shapes.ts'
import type { GoodAnswer } from './rollout.ts'
import { number, text } from './scalar-shapes.ts'
import { converted, named } from './shape.ts'
import type { Shape } from './shape.ts'
import { byType } from './union-shapes.ts'

type StatusRange = GoodAnswer['status'][number]

const code = converted(
  number({ from: 100, to: 599, decimals: 0, expected: 'an HTTP status from 100 to 599' }),
  (status): StatusRange => ({ from: status, to: status }),
)
const range: Shape<StatusRange> = converted(
  text({
    expected: 'a status such as 200, or a range such as "200-299"',
    pattern: '[1-5]\\d\\d\\s*-\\s*[1-5]\\d\\d',
    most: 20,
    advice: (value) =>
      /^[1-5]xx$/i.test(value)
        ? `write "${value[0]}00-${value[0]}99"`
        : /^[1-5]\d\d$/.test(value)
          ? 'remove the quotes'
          : 'write for example "200-299"',
  }),
  (value, node, reading) => {
    const [from = 0, to = 0] = value.split('-').map(Number)
    if (from <= to) return { from, to }
    return reading.report(
      node.place,
      'bad-value',
      `"${value}" runs backwards; expected the lower status first; write "${to}-${from}"`,
    )
  },
)
const status = byType<StatusRange>('a status such as 200, or a range such as "200-299"', {
  number: code,
  text: range,
})
const alone = converted(status, (one): readonly StatusRange[] => [one])

const statuses: Shape<readonly StatusRange[]> = named(
  byType<readonly StatusRange[]>('a status, a range such as "200-299", or a list of them', {
    number: alone,
    text: alone,
    list: list(status, 'a list of status codes and ranges', { least: 1 }),
  }),
  { type: 'status, range, or list of them' },
)

const fields = object('a mapping with status, body and not', {
  status: defaulted(statuses, '200-299', 'HTTP status of a good answer.'),
  body: optional(ownPattern, 'any', 'A good body matches this.'),
  not: optional(
    ownPattern,
    'none',
    'A good body does not match this, for services that answer 200 when they fail: `"status":\\s*"ng"`.',
  ),
})

export const answerShape: Shape<GoodAnswer> = converted(fields, (values): GoodAnswer => ({
  status: values.status,
  body: values.body,
  notBody: values.not,
}))
