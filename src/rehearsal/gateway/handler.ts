import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Counters } from './stats.ts'
import { forward } from './forward.ts'
import type { RequestView } from './match.ts'
import { dismiss, locationOf, reply, SERVER } from './reply.ts'
import type { Fault, Route } from './rule.ts'
import { decide, type RoutingTable } from './table.ts'
import type { Upstreams } from './upstream.ts'

export interface HandlerOptions {
  /** The table in effect; a request keeps the one it began with. */
  readonly table: () => RoutingTable
  readonly upstreams: Upstreams
  readonly counters: Counters
  readonly random: () => number
}

/** Answers every request as the routing table says. */
export function createHandler(options: HandlerOptions): RequestListener {
  return (req, res) => {
    if (req.httpVersionMajor === 1 && req.httpVersionMinor === 0) {
      dismiss(req)
      return reply(res, 426, 'Upgrade Required')
    }
    const request = viewOf(req)
    const decision = decide(options.table(), request)
    switch (decision.kind) {
      case 'not-found':
        options.counters.noRoute++
        dismiss(req)
        return reply(res, 404, '')
      case 'https-redirect':
        dismiss(req)
        return redirect(res, 301, `https://${request.authority}${request.path}${request.query}`)
      case 'route': {
        const { route, listenPort } = decision
        if (!route.fault) return act(options, req, res, request, route, listenPort)
        return withFault(route.fault, options.random, res, (abort) => {
          if (abort === null) return act(options, req, res, request, route, listenPort)
          dismiss(req)
          reply(res, abort, 'fault filter abort', route.responseHeaders)
        })
      }
    }
  }
}

function act(
  { upstreams, random }: HandlerOptions,
  req: IncomingMessage,
  res: ServerResponse,
  request: RequestView,
  route: Route,
  listenPort: number,
): void {
  const { action } = route
  switch (action.kind) {
    case 'forward':
      return forward({ req, res, request, route, action, upstreams, random })
    case 'direct':
      dismiss(req)
      return reply(res, action.status, action.body, route.responseHeaders)
    case 'redirect':
      dismiss(req)
      return redirect(res, action.status, locationOf(action, request, route.path, listenPort))
  }
}

function redirect(res: ServerResponse, status: number, location: string): void {
  res.writeHead(status, ['location', location, 'content-length', '0', 'server', SERVER])
  res.end()
}

/** Calls back after the delay that was drawn, with the status of an abort, or null to go on. */
function withFault(
  { delay, abort }: Fault,
  random: () => number,
  res: ServerResponse,
  next: (abort: number | null) => void,
): void {
  const aborted = () => (abort && random() < abort.share ? abort.status : null)
  if (!delay || random() >= delay.share) return next(aborted())
  const timer = setTimeout(() => next(aborted()), delay.ms)
  res.on('close', () => clearTimeout(timer))
}

function viewOf(req: IncomingMessage): RequestView {
  const url = req.url ?? '/'
  const mark = url.indexOf('?')
  const path = mark < 0 ? url : url.slice(0, mark)
  return {
    method: req.method ?? 'GET',
    path: /\/\.|\\|%[2-7]/.test(path) ? normalizePath(path) : path,
    query: mark < 0 ? '' : url.slice(mark),
    authority: req.headers.host ?? '',
    scheme: req.headers['x-forwarded-proto'] === 'https' ? 'https' : 'http',
    headers: req.headers,
    distinct: () => req.headersDistinct,
  }
}

/**
 * Istio's default path normalization: characters that need no encoding are decoded, dot segments and backslashes resolved; double slashes
 * and other encoded characters stay.
 */
function normalizePath(path: string): string {
  const kept: string[] = []
  const decoded = path.replace(/%[2-7][0-9a-f]/gi, (code) => {
    const char = String.fromCharCode(Number.parseInt(code.slice(1), 16))
    return /[\w.~-]/.test(char) ? char : code
  })
  const segments = decoded.replaceAll('\\', '/').split('/').slice(1)
  for (const [index, segment] of segments.entries()) {
    if (segment === '..') kept.pop()
    else if (segment !== '.') kept.push(segment)
    if (index === segments.length - 1 && (segment === '.' || segment === '..')) kept.push('')
  }
  return `/${kept.join('/')}`
}
