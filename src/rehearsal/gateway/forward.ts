import http from 'node:http'
import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http'
import { takeBody } from './body.ts'
import { pickEndpoint } from './cluster.ts'
import type { Endpoint } from './config.ts'
import { ATTEMPT_COUNT, rewritePath, upstreamHeaders } from './forwarded.ts'
import type { RequestView } from './match.ts'
import { sendMirrors } from './mirror.ts'
import { relay } from './relay.ts'
import { dismiss, reply } from './reply.ts'
import { backoff, retriesFailure, retriesStatus, type AttemptFailure } from './retry.ts'
import type { Forward, Route, Target } from './rule.ts'
import { countAnswer } from './stats.ts'
import { failedToConnect, wasStale, type Upstreams } from './upstream.ts'

export interface Exchange {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly request: RequestView
  readonly route: Route
  readonly action: Forward
  readonly upstreams: Upstreams
  readonly random: () => number
}

/** Sends the request to a pod of the drawn destination, again where the rule's retries allow it, and relays the answer. */
export function forward(exchange: Exchange): void {
  const { req, res, request, route, action, upstreams, random } = exchange
  const target = drawTarget(action, random)
  // Validation refuses rules without a destination of positive weight, so there is nothing to answer with.
  if (!target) return refuse(exchange, null, '')
  const { cluster } = target
  cluster.stats.requests++
  if (!cluster.exists) return refuse(exchange, target, '', action.missing)
  if (cluster.endpoints.length === 0) return refuse(exchange, target, 'no healthy upstream')

  const policy = action.retry
  const path = rewritePath(action, route.path, request)
  const headers = upstreamHeaders(req, request, action, target, route.requestHeaders, path)
  const body = takeBody(req, action.mirrors.length > 0)
  const tried: Endpoint[] = []
  let attempts = 0
  let current: ClientRequest | null = null
  let pause: NodeJS.Timeout | undefined
  let deadline: NodeJS.Timeout | undefined
  let over = false

  const finish = (status: number) => {
    over = true
    countAnswer(cluster.stats, status)
  }
  const stop = () => {
    over = true
    clearTimeout(deadline)
    clearTimeout(pause)
    current?.destroy()
  }
  const answerLocally = (status: number, text: string) => {
    finish(status)
    stop()
    reply(res, status, text, target.responseHeaders, route.responseHeaders)
  }
  const mayRetry = () => policy !== null && attempts <= policy.attempts && body.replayable
  const retry = () => {
    cluster.stats.retries++
    pause = setTimeout(attempt, policy ? backoff(policy, attempts, random) : 0)
  }
  const fail = (failure: AttemptFailure, text: string) => {
    if (over) return
    if (policy && retriesFailure(policy, failure) && mayRetry()) return retry()
    if (failure === 'per-try-timeout') return answerLocally(504, 'upstream request timeout')
    const again = attempts > 1 ? 'retried and the latest reset reason' : 'reset reason'
    answerLocally(503, `upstream connect error or disconnect/reset before headers. ${again}: ${text}`)
  }

  const attempt = (): void => {
    const endpoint = pickEndpoint(cluster, tried)
    if (!endpoint) return answerLocally(503, 'no healthy upstream')
    tried.push(endpoint)
    attempts++
    headers[ATTEMPT_COUNT] = String(attempts)
    send(endpoint, false)
  }

  const send = (endpoint: Endpoint, fresh: boolean): void => {
    const started = performance.now()
    const upstream = http.request({
      // A fresh connection is one that the pool did not have: it cannot be stale.
      agent: fresh ? false : upstreams.agent(endpoint),
      host: endpoint.address,
      port: endpoint.port,
      method: request.method,
      path,
      headers,
    })
    current = upstream
    let settled = false
    let perTry: NodeJS.Timeout | undefined
    if (policy && policy.perTryMs > 0) {
      perTry = setTimeout(() => {
        settled = true
        upstream.destroy()
        fail('per-try-timeout', '')
      }, policy.perTryMs)
    }
    upstream.on('response', (answer) => {
      clearTimeout(perTry)
      if (settled || over) return void answer.resume()
      settled = true
      const status = answer.statusCode ?? 502
      if (policy && retriesStatus(policy, status) && mayRetry()) {
        answer.on('error', () => {}).resume()
        return retry()
      }
      finish(status)
      relay(
        answer,
        res,
        [target.responseHeaders, route.responseHeaders],
        Math.round(performance.now() - started),
        () => clearTimeout(deadline),
      )
    })
    upstream.on('error', (error) => {
      clearTimeout(perTry)
      if (settled || over) return
      settled = true
      if (!fresh && wasStale(upstream, error) && body.replayable) return send(endpoint, true)
      // A process that ended with our request in its hands also refuses the fresh connection.
      if (failedToConnect(error) && !fresh) {
        return fail(
          'connect',
          'remote connection failure, transport failure reason: delayed connect error: 111',
        )
      }
      fail('reset', 'connection termination')
    })
    if (body.empty) upstream.end()
    else body.sendTo(upstream)
  }

  if (action.timeoutMs > 0) {
    // As in Envoy, the time runs from the request's last byte to the answer's last byte.
    body.onComplete(() => {
      deadline = setTimeout(() => {
        if (!res.headersSent) return answerLocally(504, 'upstream request timeout')
        stop()
        res.destroy()
      }, action.timeoutMs)
    })
  }
  res.on('close', () => {
    if (!res.writableFinished) stop()
    else clearTimeout(deadline)
  })
  if (action.mirrors.length > 0) {
    const { method } = request
    const { timeoutMs } = action
    sendMirrors(action.mirrors, { method, path, headers, body, timeoutMs }, upstreams, random)
  }
  attempt()
}

function refuse({ req, res, route }: Exchange, target: Target | null, text: string, status = 503): void {
  if (target) countAnswer(target.cluster.stats, status)
  dismiss(req)
  reply(res, status, text, target?.responseHeaders ?? null, route.responseHeaders)
}

/** Weights are relative to their sum. */
function drawTarget({ targets, totalWeight }: Forward, random: () => number): Target | undefined {
  if (targets.length === 1) return targets[0]
  let point = random() * totalWeight
  for (const target of targets) {
    point -= target.weight
    if (point < 0) return target
  }
  return targets.at(-1)
}
