import { STATUS_CODES } from 'node:http'
import type { HttpRule } from '../api.ts'
import { checkMatches } from './matches.ts'
import { quote } from './names.ts'
import type { Report } from './report.ts'
import {
  checkAuthority,
  checkDestination,
  checkDuration,
  checkHeaders,
  checkPercentage,
  checkPort,
  checkStatus,
} from './values.ts'

const RETRY_ON = new Set(
  (
    '5xx gateway-error reset reset-before-request connect-failure retriable-4xx refused-stream retriable-status-codes ' +
    'retriable-headers envoy-ratelimited http3-post-connect-failure cancelled deadline-exceeded internal resource-exhausted unavailable'
  ).split(' '),
)

/** One http rule, in the order in which istiod looks at it. */
export function checkRule(rule: HttpRule, isDelegate: boolean, report: Report): void {
  checkActions(rule, isDelegate, report)
  checkMatches(rule, report)
  checkHeaders(rule.headers, report)
  checkFault(rule, report)
  checkMirrors(rule, report)
  checkRedirect(rule, report)
  if (rule.directResponse) checkStatus(rule.directResponse.status, report)
  checkRetries(rule, report)
  checkRewrite(rule, report)
  checkAuthority(rule.rewrite?.authority ?? '', rule.headers?.request, report)
  checkDestinations(rule, report)
  checkDuration(rule.timeout, report)
}

function checkActions(rule: HttpRule, isDelegate: boolean, report: Report): void {
  const { redirect, directResponse, rewrite, fault, name = '' } = rule
  const routed = (rule.route ?? []).length > 0
  if (rule.delegate && !isDelegate) {
    if (redirect) report.error(`root HTTP route ${name} must not specify redirect`)
    if (rule.route) report.error(`root HTTP route ${name} must not specify route`)
    return
  }
  if (rule.delegate) report.error('delegate HTTP route cannot contain delegate')
  const answer = redirect ? 'redirect' : directResponse ? 'direct_response' : null
  if (answer) {
    if (routed) report.error(`HTTP route cannot contain both route and ${answer}`)
    if (fault) report.error(`HTTP route cannot contain both fault and ${answer}`)
    if (rewrite) report.error(`HTTP route rule cannot contain both rewrite and ${answer}`)
    if (redirect && directResponse) {
      report.error('HTTP route rule cannot contain both direct_response and redirect')
    }
  } else if (!routed) report.error('HTTP route, redirect or direct_response is required')
  if (rule.mirror && (rule.mirrors ?? []).length > 0) {
    report.error('HTTP route cannot contain both mirror and mirrors')
  }
}

function checkMirrors(rule: HttpRule, report: Report): void {
  const old = rule.mirrorPercent ?? rule.mirror_percent
  if (old !== undefined && old !== null) {
    if (old > 100) report.error(`mirror_percent must have a max value of 100 (it has ${old})`)
    report.warn('using deprecated setting "mirrorPercent", use "mirrorPercentage" instead')
  }
  checkBounds('mirror_percentage', rule.mirrorPercentage?.value, report)
  if (rule.mirror) checkDestination(rule.mirror, report)
  for (const { destination, percentage } of rule.mirrors ?? []) {
    checkDestination(destination, report)
    checkBounds('mirror percentage', percentage?.value, report)
  }
}

function checkBounds(name: string, value = 0, report: Report): void {
  const had = `(it has ${value.toFixed(6)})`
  if (value > 100) report.error(`${name} must have a max value of 100 ${had}`)
  if (value < 0) report.error(`${name} must have a min value of 0 ${had}`)
}

function checkRedirect({ redirect, match }: HttpRule, report: Report): void {
  if (!redirect) return
  const { uri, prefixRewrite, authority, port, derivePort, scheme, redirectCode } = redirect
  if (uri && prefixRewrite) return report.error('redirect may only specify one of uri or prefix_rewrite')
  if (prefixRewrite && match?.some((m) => m.uri && m.uri.prefix === undefined)) {
    return report.error('redirect prefix_rewrite requires all URI matches to use prefix match type')
  }
  if (!uri && !prefixRewrite && !authority && port === undefined && !derivePort && !scheme) {
    return report.error('redirect must specify URI, authority, scheme, or port')
  }
  if (redirectCode && (redirectCode < 300 || redirectCode > 399)) {
    return report.error(`${redirectCode} is not a valid redirect code, must be 3xx`)
  }
  if (scheme && scheme !== 'http' && scheme !== 'https') {
    return report.error('invalid redirect scheme, must be "http" or "https"')
  }
  if (port) checkPort(port, report)
}

function checkRetries({ retries }: HttpRule, report: Report): void {
  if (!retries) return
  const { attempts = 0, perTryTimeout, retryOn, backoff } = retries
  if (attempts < 0) report.error('attempts cannot be negative')
  if (attempts === 0 && (perTryTimeout !== undefined || retryOn)) {
    report.error('http retry policy configured when attempts are set to 0 (disabled)')
  }
  checkDuration(perTryTimeout, report)
  for (const word of retryOn ? retryOn.split(',') : []) {
    if (!STATUS_CODES[word] && !RETRY_ON.has(word))
      report.error(`${quote(word)} is not a valid retryOn policy`)
  }
  checkDuration(backoff, report)
}

function checkRewrite({ rewrite }: HttpRule, report: Report): void {
  if (!rewrite) return
  if (rewrite.uri && rewrite.uriRegexRewrite) {
    report.error('rewrite may only contain one of URI or UriRegexRewrite')
  } else if (!rewrite.uri && !rewrite.uriRegexRewrite && !rewrite.authority) {
    report.error(
      'rewrite must specify at least one of URI, UriRegexRewrite, or authority. Only one of URI or UriRegexRewrite may be specified',
    )
  }
}

function checkFault({ fault }: HttpRule, report: Report): void {
  if (!fault) return
  const { abort, delay } = fault
  if (!abort && !delay) report.error('HTTP fault injection must have an abort and/or a delay')
  if (abort) {
    checkPercentage(abort.percentage, report)
    if (abort.httpStatus !== undefined) checkStatus(abort.httpStatus, report)
  }
  if (delay) {
    checkPercentage(delay.percentage, report)
    checkDuration(delay.fixedDelay, report)
  }
}

function checkDestinations({ route = [] }: HttpRule, report: Report): void {
  let total = 0
  for (const { destination, weight = 0, headers } of route) {
    checkHeaders(headers, report)
    checkDestination(destination, report)
    if (weight < 0) report.error(`weight ${weight} < 0`)
    total += weight
  }
  if (route.length > 1 && total === 0) report.error('total destination weight = 0')
}
