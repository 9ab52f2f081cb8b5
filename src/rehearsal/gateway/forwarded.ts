import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { applyEdit, type HeaderEdit } from './headers.ts'
import type { PathMatch, RequestView } from './match.ts'
import type { Forward, Target } from './rule.ts'

/** Headers that belong to one connection and are not passed on (RFC 9110, 7.6.1). */
export const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'upgrade',
  'expect',
])

/** Where `upstreamHeaders` puts the number of the attempt. */
export const ATTEMPT_COUNT = 3

/**
 * Headers of the request that goes to the pod, as a flat list that starts with Host and the attempt's number. Of several destinations,
 * the destination's own changes come before the rule's.
 */
export function upstreamHeaders(
  req: IncomingMessage,
  request: RequestView,
  action: Forward,
  target: Target,
  edit: HeaderEdit | null,
  path: string,
): string[] {
  const { rawHeaders } = req
  const host = target.authority ?? action.authority ?? request.authority
  const headers = ['host', host, 'x-envoy-attempt-count', '1']
  let forwardedFor = req.socket.remoteAddress ?? ''
  let proto = ''
  let id = false
  let framed = false
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!
    const value = rawHeaders[i + 1]!
    const key = name.toLowerCase()
    if (key === 'host' || key === 'x-envoy-attempt-count' || HOP_BY_HOP.has(key)) continue
    if (key === 'x-forwarded-for') {
      forwardedFor = `${value},${forwardedFor}`
      continue
    }
    if (key === 'x-forwarded-proto') proto = value
    else if (key === 'x-request-id') id = true
    else if (key === 'content-length' || key === 'transfer-encoding') framed = true
    headers.push(key, value)
  }
  headers.push('x-forwarded-for', forwardedFor)
  if (proto === '') headers.push('x-forwarded-proto', request.scheme)
  if (!id) headers.push('x-request-id', randomUUID())
  // Without this node would announce a chunked body.
  if (!framed && req.method !== 'GET' && req.method !== 'HEAD') headers.push('content-length', '0')
  if (path !== request.path + request.query) {
    headers.push('x-envoy-original-path', request.path + request.query)
  }
  if (target.requestHeaders) applyEdit(headers, target.requestHeaders)
  if (edit) applyEdit(headers, edit)
  return headers
}

/** Path and query for the pod. A prefix rewrite replaces the matched prefix, or all of an exact or regex match. */
export function rewritePath(action: Forward, matched: PathMatch, request: RequestView): string {
  if (action.regexRewrite) return action.regexRewrite(request.path) + request.query
  if (action.prefixRewrite === null) return request.path + request.query
  const rest = matched.kind === 'prefix' ? request.path.slice(matched.value.length) : ''
  return action.prefixRewrite + rest + request.query
}
