import type { VerifyResult } from '../engine/verify.ts'
import { singleLine } from '../process/escape.ts'
import { table } from './table.ts'

export function verifyText(result: VerifyResult): string {
  const { served } = result.weight
  const rows = Object.entries(result.answers).map(([key, n]) => [key, String(n), share(n, result.requests)])
  if (result.errors > 0) rows.push(['errors', String(result.errors), share(result.errors, result.requests)])
  return [
    `${result.requests} requests${result.stage ? `, stage ${result.stage}` : ''}: expected ${result.expected.weight} % to the canary`,
    '',
    table(['answered by', 'requests', 'share'], rows),
    '',
    ...(served
      ? [
          `canary: ${served.weight} %, 99.9 % interval ${served.low} to ${served.high} %, asked ${served.from.join(', ')}`,
        ]
      : []),
    ...Object.entries(result.errorKinds).map(
      ([kind, e]) => `${kind}: ${e.count}, e.g. ${singleLine(e.examples[0] ?? '')}`,
    ),
    singleLine(result.message, 2_000),
  ].join('\n')
}

function share(n: number, total: number): string {
  return total === 0 ? '-' : `${Math.round((n / total) * 10_000) / 100}%`
}
