import type { AddressSample, Sample } from './sample.ts'

function unreachable(sample: Sample, least: number): [string, AddressSample][] {
  return Object.entries(sample.perAddress).filter(([, { n, unreached }]) => unreached === n && n >= least)
}

/**
 * Whether some address accepted no connection in `least` requests or more: then nothing is known about it, neither good nor
 * bad. A higher `least` is for a measurement that is still going on.
 */
export function isUnreachable(sample: Sample, least = 1): boolean {
  return unreachable(sample, least).length > 0
}

export function unreachableReason(sample: Sample): string {
  const addresses = unreachable(sample, 1).map(([text, { n }]) => `${text} (${n} of ${n} requests)`)
  const example = Object.values(sample.errorKinds)[0]?.examples[0]
  return `no connection to ${addresses.join(', ')}${example === undefined ? '' : `: ${example}`}`
}

/** The sample without the requests to unreachable addresses: they say nothing about either version. */
export function withoutUnreachable(sample: Sample): Sample {
  const gone = unreachable(sample, 1)
  const lost = gone.reduce((sum, [, { n }]) => sum + n, 0)
  if (lost === 0) return sample
  const names = new Set(gone.map(([text]) => text))
  return {
    ...sample,
    n: sample.n - lost,
    errors: sample.errors - lost,
    unattributed: sample.unattributed - lost,
    perAddress: Object.fromEntries(Object.entries(sample.perAddress).filter(([text]) => !names.has(text))),
  }
}
