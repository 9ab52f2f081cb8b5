import { singleLine } from '../process/escape.ts'
import type { SetupResult } from '../setup/setup.ts'

export function setupText({ environments, audit, message }: SetupResult): string {
  return [
    ...environments.flatMap(({ name, stages, action, changes }) => [
      `${singleLine(name)}: ${action}${stages.length > 0 ? `, opens ${stages.join(', ')}` : ', for unattended jobs'}`,
      ...changes.map((c) => `  ${singleLine(c, 500)}`),
    ]),
    ...audit.map((f) => `${f.severity}: ${singleLine(f.message, 1_000)}`),
    singleLine(message, 1_000),
  ].join('\n')
}
