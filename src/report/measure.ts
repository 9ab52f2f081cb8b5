import type { Measure } from '../gates/gate.ts'

/** The others are limited from above. */
const LOWER_LIMITS = new Set<Measure['name']>(['agreement', 'coverage'])

/** `agreement 61.2 % (55.1 to 67 %), limit at least 95 %`. */
export function measureText(measure: Measure): string {
  const interval = measure.name === 'max-difference' ? '' : ` (${intervalText(measure)})`
  const wanted = measure.limit === null ? '' : `, limit ${limitText(measure)}`
  return `${measure.name} ${valueText(measure, measure.value)}${interval}${wanted}`
}

export function intervalText(measure: Measure): string {
  const { low, high } = measure
  return `${low === null ? '?' : valueText(measure, low)} to ${high === null ? '?' : valueText(measure, high)}`
}

export function limitText(measure: Measure): string {
  const { name, limit } = measure
  return limit === null
    ? 'none'
    : `${LOWER_LIMITS.has(name) ? 'at least' : 'at most'} ${valueText(measure, limit)}`
}

export function valueText({ name }: Pick<Measure, 'name'>, n: number | null): string {
  if (n === null) return 'unknown'
  switch (name) {
    case 'agreement':
    case 'errors':
    case 'coverage':
      return `${Number((n * 100).toFixed(2))} %`
    case 'latency':
    case 'p99-latency':
      return `${Number(n.toPrecision(3))}x`
    case 'max-difference':
    case 'p50-difference':
    case 'p99-difference':
      return String(Number(n.toPrecision(4)))
  }
}
