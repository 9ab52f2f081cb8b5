import { CODES } from './codes.ts'
import type { CodeInfo } from './codes.ts'
import { EARLIER } from './earlier.ts'

/** The tables of docs/findings.md. */
export function findingsReference(): string {
  const rows = Object.entries<CodeInfo>(CODES).map(
    ([code, c]) => `| \`${code}\` | ${c.severity} | ${c.title} | ${c.why} | ${c.fix} | ${c.istio ?? ''} |`,
  )
  const earlier = Object.entries(EARLIER).map(
    ([code, c]) => `| \`${code}\` | ${c.title} | ${c.why} | ${c.fix} | ${c.istio ?? ''} |`,
  )
  return [
    '## What the preflight looks for',
    '',
    '| code | severity | what | why it matters | what to write | Istio |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map(cell),
    '',
    '## What reading the manifests finds, and bringing the routes to each stage',
    '',
    'All are errors. The other reasons for which a route is refused are in [operations](operations.md#refused-exit-4-nothing-was-changed).',
    '',
    '| code | what | why it matters | what to write | Istio |',
    '| --- | --- | --- | --- | --- |',
    ...earlier.map(cell),
  ].join('\n')
}

const cell = (row: string) => row.replaceAll('\n', ' ')
