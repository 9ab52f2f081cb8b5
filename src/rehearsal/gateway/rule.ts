import type { Destination, HttpMatch, HttpRule, Redirect } from './api.ts'
import type { Cluster, ClusterFactory } from './cluster.ts'
import { parseGoDuration } from './durations.ts'
import { authorityOf, compileHeaders, joinEdits, type HeaderEdit } from './headers.ts'
import { compileMatch, type CompiledMatch, type PrefixKind } from './match.ts'
import { compileReplace } from './regex.ts'
import { compileRetries, type RetryPolicy } from './retry.ts'

/** One rule with one of its match elements: a route in Envoy's sense. */
export interface Route extends CompiledMatch {
  readonly name: string
  readonly requestHeaders: HeaderEdit | null
  readonly responseHeaders: HeaderEdit | null
  readonly fault: Fault | null
  readonly action: Action
}

export type Action = Forward | RedirectAction | DirectAction

export interface Forward {
  readonly kind: 'forward'
  readonly targets: readonly Target[]
  readonly totalWeight: number
  /** 0: none. */
  readonly timeoutMs: number
  readonly retry: RetryPolicy | null
  readonly authority: string | null
  /** Replaces the matched part of the path. */
  readonly prefixRewrite: string | null
  readonly regexRewrite: ((path: string) => string) | null
  readonly mirrors: readonly Mirror[]
  /** Status when the destination's Service, port or subset does not exist. */
  readonly missing: 503 | 500
}

export interface Target {
  readonly cluster: Cluster
  readonly weight: number
  readonly requestHeaders: HeaderEdit | null
  readonly responseHeaders: HeaderEdit | null
  readonly authority: string | null
}

export interface Mirror {
  readonly cluster: Cluster
  /** 0..1 */
  readonly share: number
}

export interface RedirectAction {
  readonly kind: 'redirect'
  readonly redirect: Redirect
  readonly status: number
}

export interface DirectAction {
  readonly kind: 'direct'
  readonly status: number
  readonly body: Buffer
}

export interface Fault {
  readonly delay: { readonly ms: number; readonly share: number } | null
  readonly abort: { readonly status: number; readonly share: number } | null
}

/** Destinations in the rule must be fully qualified. Throws SyntaxError for a pattern that is no RE2. */
export function compileRule(
  rule: HttpRule,
  match: HttpMatch | null,
  clusters: ClusterFactory,
  listenPort: number,
  prefix: PrefixKind = 'characters',
): Route {
  const single = rule.route?.length === 1 ? rule.route[0]!.headers : undefined
  const name = [rule.name, match?.name].filter(Boolean).join('.')
  return {
    name,
    ...compileMatch(match, prefix),
    // istiod folds a single destination's headers into the route's; of several, each keeps its own.
    requestHeaders: joinEdits(compileHeaders(rule.headers?.request), compileHeaders(single?.request)),
    responseHeaders: joinEdits(compileHeaders(rule.headers?.response), compileHeaders(single?.response)),
    fault: compileFault(rule),
    action: compileAction(rule, clusters, listenPort),
  }
}

function compileAction(rule: HttpRule, clusters: ClusterFactory, listenPort: number): Action {
  if (rule.redirect) {
    return { kind: 'redirect', redirect: rule.redirect, status: rule.redirect.redirectCode || 301 }
  }
  if (rule.directResponse) {
    const { status, body } = rule.directResponse
    const bytes =
      body?.bytes !== undefined ? Buffer.from(body.bytes, 'base64') : Buffer.from(body?.string ?? '')
    return { kind: 'direct', status, body: bytes }
  }
  const targets = compileTargets(rule, clusters, listenPort)
  const { rewrite } = rule
  const ruleAuthority = rewrite?.authority || authorityOf(rule.headers?.request)
  const onlyAuthority = rule.route?.length === 1 ? authorityOf(rule.route[0]!.headers?.request) : null
  return {
    kind: 'forward',
    targets,
    totalWeight: targets.reduce((sum, target) => sum + target.weight, 0),
    timeoutMs: parseGoDuration(rule.timeout ?? '') ?? 0,
    retry: compileRetries(rule.retries),
    authority: ruleAuthority ?? onlyAuthority,
    prefixRewrite: rewrite?.uriRegexRewrite ? null : rewrite?.uri || null,
    regexRewrite: rewrite?.uriRegexRewrite
      ? compileReplace(rewrite.uriRegexRewrite.match, rewrite.uriRegexRewrite.rewrite)
      : null,
    mirrors: compileMirrors(rule, clusters, listenPort),
    missing: 503,
  }
}

function compileTargets(rule: HttpRule, clusters: ClusterFactory, listenPort: number): Target[] {
  const destinations = rule.route ?? []
  if (destinations.length === 1) {
    const cluster = clusters.find(destinations[0]!.destination, listenPort)
    return [{ cluster, weight: 1, requestHeaders: null, responseHeaders: null, authority: null }]
  }
  return destinations
    .filter(({ weight = 0 }) => weight > 0)
    .map(({ destination, weight = 0, headers }) => ({
      cluster: clusters.find(destination, listenPort),
      weight,
      requestHeaders: compileHeaders(headers?.request),
      responseHeaders: compileHeaders(headers?.response),
      authority: authorityOf(headers?.request),
    }))
}

function compileMirrors(rule: HttpRule, clusters: ClusterFactory, listenPort: number): Mirror[] {
  const mirrors: Mirror[] = []
  const add = (destination: Destination | undefined, percent: number) => {
    if (destination && percent > 0)
      mirrors.push({ cluster: clusters.find(destination, listenPort), share: percent / 100 })
  }
  // `percentage: {}` is 0: the message is there, its value is not.
  const percentage = rule.mirrorPercentage ? (rule.mirrorPercentage.value ?? 0) : undefined
  add(rule.mirror, percentage ?? rule.mirrorPercent ?? rule.mirror_percent ?? 100)
  for (const mirror of rule.mirrors ?? []) {
    add(mirror.destination, mirror.percentage ? (mirror.percentage.value ?? 0) : 100)
  }
  return mirrors
}

function compileFault({ fault }: HttpRule): Fault | null {
  if (!fault) return null
  const { delay, abort } = fault
  return {
    delay: delay?.fixedDelay
      ? {
          ms: parseGoDuration(delay.fixedDelay) ?? 0,
          share: (delay.percentage?.value ?? delay.percent ?? 0) / 100,
        }
      : null,
    abort: abort?.httpStatus
      ? { status: abort.httpStatus, share: (abort.percentage?.value ?? 0) / 100 }
      : null,
  }
}
