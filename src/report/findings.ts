import type { CommandResult } from '../commands/result.ts'
import { singleLine } from '../process/escape.ts'
import type { Finding } from '../preflight/finding.ts'

/** `error m.yaml:3:5 code: message`, one finding a line, errors and warnings in the order of the files. */
export function findingsText(findings: readonly Finding[]): string {
  return findings
    .map(({ severity, code, file, line, column, message }) => {
      const place = [file, line, column].filter((part) => part !== undefined).join(':')
      return `${severity} ${place === '' ? '' : `${place} `}${code}: ${singleLine(message, 2_000)}\n`
    })
    .join('')
}

/** `2 errors, 1 warning`. */
export function findingCount(findings: readonly Finding[]): string {
  const count = (severity: Finding['severity']) => {
    const n = findings.filter((one) => one.severity === severity).length
    return `${n} ${severity}${n === 1 ? '' : 's'}`
  }
  return `${count('error')}, ${count('warning')}`
}

/** What does not stop a rollout; the errors among the findings are `problems` too. */
export function warningsOf({ findings = [] }: CommandResult): readonly Finding[] {
  return findings.filter(({ severity }) => severity === 'warning')
}
