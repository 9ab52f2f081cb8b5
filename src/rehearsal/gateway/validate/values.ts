import type { Destination, HeaderChanges, Headers, Percent } from '../api.ts'
import { parseGoDuration } from '../durations.ts'
import { domainProblem, isLabel, quote } from './names.ts'
import type { Report } from './report.ts'

export function checkPort(port: number, report: Report): void {
  if (port < 1 || port > 65_535) report.error(`port number ${port} must be in the range 1..65535`)
}

/** The schema has seen to it that these are durations of at least a millisecond. */
export function checkDuration(text: string | undefined, report: Report): void {
  const ms = text === undefined ? null : parseGoDuration(text)
  // Floating point: 3.3s must not look like a fraction of a millisecond.
  if (ms !== null && Math.abs(ms - Math.round(ms)) > 1e-6) {
    report.error('only durations to ms precision are supported')
  }
}

export function checkStatus(status: number, report: Report): void {
  if (status < 200 || status > 600) report.error(`HTTP status ${status} is not in range 200-599`)
}

export function checkPercentage(percentage: Percent | undefined, report: Report): void {
  const value = percentage?.value ?? 0
  if (value < 0 || value > 100 || (value > 0 && value < 0.0001)) {
    report.error(`percentage ${value} is neither 0.0, nor in range [0.0001, 100.0]`)
  }
}

export function checkSubsetName(name: string, report: Report): void {
  if (name === '') report.error('subset name cannot be empty')
  else if (!isLabel(name)) report.error(`subset name is invalid: ${name}`)
}

export function checkDestination(destination: Destination, report: Report): void {
  const { host, subset, port } = destination
  if (host === '*') report.error('invalid destination host *')
  else report.problem(domainProblem(host, true))
  if (subset) checkSubsetName(subset, report)
  if (port) checkPort(port.number ?? 0, report)
}

export function checkHeaders(headers: Headers | undefined, report: Report): void {
  checkChanges(headers?.request, true, report)
  checkChanges(headers?.response, false, report)
}

const isAuthority = (name: string) => /^(:authority|host)$/i.test(name)

function checkChanges(changes: HeaderChanges | undefined, request: boolean, report: Report): void {
  for (const [name, value] of [
    ...Object.entries(changes?.add ?? {}),
    ...Object.entries(changes?.set ?? {}),
  ]) {
    if (!(request && isAuthority(name))) checkOperationName(name, report)
    checkHeaderValue(value, report)
  }
  for (const name of changes?.remove ?? []) checkOperationName(name, report)
}

function checkOperationName(name: string, report: Report): void {
  if (name === '') report.error('header name cannot be empty')
  else if (/^host$/i.test(name)) report.error(`invalid header ${quote(name)}: cannot set Host header`)
  else if (name.startsWith(':')) {
    report.error(`invalid header ${quote(name)}: header cannot have ":" prefix`)
  }
}

function checkHeaderValue(value: string, report: Report): void {
  if (/[\x00-\x08\x0a-\x1f\x7f]/.test(value)) {
    return report.error(`header value configuration ${value} is invalid`)
  }
  // %NAME% and %NAME(arguments)% are Envoy's variables, %% is a percent sign.
  const rest = value.replace(/%%|%[^%(]*(\([^)]*\) *)?%/g, '')
  if (rest.endsWith('%'))
    report.error('header value configuration: invalid header configuration. Un-escaped %')
  else if (rest.includes('%')) {
    report.error(
      `header value configuration: invalid header configuration. Un-terminated variable expression '${value}'`,
    )
  }
}

/** The authority may be set in one place only. */
export function checkAuthority(rewrite: string, changes: HeaderChanges | undefined, report: Report): void {
  let current = rewrite
  for (const [name, value] of [
    ...Object.entries(changes?.set ?? {}),
    ...Object.entries(changes?.add ?? {}),
  ]) {
    if (!isAuthority(name)) continue
    if (current !== '') {
      return report.error(
        `authority header cannot be set multiple times: have ${quote(current)}, attempting to set ${quote(value)}`,
      )
    }
    current = value
  }
}
