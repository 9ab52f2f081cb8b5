import type { HttpMatch, HttpRule, StringMatch } from '../api.ts'
import { compileFullMatch } from '../regex.ts'
import { checkGateways, quote } from './names.ts'
import { checkPort } from './values.ts'
import type { Report } from './report.ts'

const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const PSEUDO = new Set([':method', ':scheme', ':authority', ':path', ':status'])

export function checkMatches(rule: HttpRule, report: Report): void {
  for (const match of rule.match ?? []) checkMatch(match, report)
  for (const match of rule.match ?? []) {
    if (match.port) checkPort(match.port, report)
    checkGateways(match.gateways ?? [], report)
  }
}

function checkMatch(match: HttpMatch, report: Report): void {
  for (const [name, value] of Object.entries(match.headers ?? {})) {
    if (value === null) report.error(`header match ${name} cannot be null`)
    checkHeaderName(name, report)
    checkText(value, 'headers', report)
  }
  for (const [name, value] of Object.entries(match.withoutHeaders ?? {})) {
    checkHeaderName(name, report)
    if (value?.regex !== '*') checkText(value, 'withoutHeaders', report)
  }
  // An empty prefix of the path is allowed, of all others not.
  checkRegex(match.uri, 'uri', report)
  for (const key of ['scheme', 'method', 'authority'] as const) checkText(match[key], key, report)
  for (const value of Object.values(match.queryParams ?? {})) checkText(value, 'queryParams', report)
}

function checkHeaderName(name: string, report: Report): void {
  if (name === '') return report.error('header name cannot be empty')
  if (name.startsWith('@request.auth.claims') || PSEUDO.has(name) || HEADER_NAME.test(name)) return
  report.error(`header name ${name} is not a valid header name`)
}

function checkText(match: StringMatch | null | undefined, where: string, report: Report): void {
  if (match?.prefix === '') return report.error(`${quote(where)}: prefix string match should not be empty`)
  checkRegex(match, where, report)
}

function checkRegex(match: StringMatch | null | undefined, where: string, report: Report): void {
  const regex = match?.regex
  if (regex === undefined) return
  if (regex === '') return report.error(`${quote(where)}: regex string match should not be empty`)
  if (regex.length > 1_024) {
    return report.error(`${quote(where)}: regex is too large, max length allowed is 1024`)
  }
  try {
    compileFullMatch(regex)
  } catch (error) {
    // The engine's own words differ from Go's; the frame is istiod's.
    const reason = error instanceof Error ? error.message : String(error)
    report.error(
      `${quote(where)}: error parsing regexp: ${goReason(reason, regex)}; Istio uses RE2 style regex-based match (https://github.com/google/re2/wiki/Syntax)`,
    )
  }
}

function goReason(reason: string, regex: string): string {
  if (/unterminated group/i.test(reason)) return `missing closing ): \`${regex}\``
  if (/unmatched '\)'/i.test(reason)) return `unexpected ): \`${regex}\``
  if (/unterminated character class/i.test(reason))
    return `missing closing ]: \`${regex.slice(regex.indexOf('['))}\``
  if (/nothing to repeat/i.test(reason)) return `missing argument to repetition operator: \`${regex[0]}\``
  return reason
}
