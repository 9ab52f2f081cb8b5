import type { JsonObject, KubeObject } from '../../kube/object.ts'
import { parseDuration } from '../../process/duration.ts'
import type { Problem } from '../../process/errors.ts'
import { listOf, objectOf, textOf } from '../json-reading.ts'
import type { Role } from '../route-state.ts'
import { describeRule } from '../rules/describe.ts'
import type { Dialect } from '../rules/dialect.ts'
import type { Scope } from '../rules/scope.ts'
import { entriesOf, roleOfEntry, rulesOf, weightOf } from '../rules/scope.ts'
import { backendRef } from './backend-ref.ts'
import { withDefaults } from './defaults.ts'
import { gatewayHeaderRules } from './header-rules.ts'
import { gatewayMatch } from './match.ts'
import { gatewayMirror, mirrorsOfBackends } from './mirror.ts'

/** HTTPRoute: conditions have a precedence of their own, a weight that is not written is 1, and 0 is no traffic even alone. */
export const gatewayDialect: Dialect = {
  kind: 'httpRoute',
  noun: 'HTTPRoute',
  rules: 'rules',
  matches: 'matches',
  entries: 'backendRefs',
  entryHeaders: 'filters',
  defaultWeight: 1,
  maxWeight: 1_000_000,
  destination: backendRef,
  match: gatewayMatch,
  mirror: gatewayMirror,
  headerRules: gatewayHeaderRules,
  unsupportedRoute,
  instead,
  unsupportedRule,
  otherReferences,
  timeout: ruleTimeout,
  withDefaults,
}

function unsupportedRoute(route: KubeObject, name: string): Problem[] {
  const parents = listOf(objectOf(route['spec'])?.['parentRefs'])
  return [
    ...(rulesOf(route, gatewayDialect).length === 0
      ? [
          {
            code: 'no-http',
            message: `HTTPRoute ${name} has no rules, so there is nothing to shift: it must route to the stable version`,
          },
        ]
      : []),
    ...(parents.length === 0
      ? [
          {
            code: 'no-parent',
            path: 'spec.parentRefs',
            message: `HTTPRoute ${name} has no parentRefs, so nothing serves it: name a Gateway, or a Service of the mesh`,
          },
        ]
      : []),
  ]
}

function instead(rule: JsonObject): { readonly what: string; readonly advice: string } | null {
  const redirects = listOf(rule['filters']).some((filter) => objectOf(filter)?.['type'] === 'RequestRedirect')
  return redirects ? { what: 'RequestRedirect', advice: 'it has no weights to shift' } : null
}

function unsupportedRule(rule: JsonObject, path: string, text: string, scope: Scope): Problem[] {
  const ours = entriesOf(rule, gatewayDialect).filter((entry) => roleOfEntry(entry, scope) !== null)
  const copied = (['stable', 'canary'] as const).filter((role) => mirrorsOfBackends(rule, role, scope))
  return [
    ...(ours.length > 0 && ours.every((entry) => weightOf(entry, gatewayDialect) === 0)
      ? [
          {
            code: 'no-weight',
            path,
            message: `${text}: our versions have no weight here, so there is nothing to divide; give stable a weight above 0`,
          },
        ]
      : []),
    ...copied.map((role) => ({
      code: 'unsupported-rule',
      path,
      message: `${text}: a RequestMirror to ${scope.sides[role].name} in the filters of a backendRef is not supported; write it in the filters of the rule`,
    })),
  ]
}

function otherReferences(route: KubeObject, role: Role, scope: Scope): readonly string[] {
  return rulesOf(route, gatewayDialect).flatMap((rule, i) =>
    mirrorsOfBackends(objectOf(rule) ?? {}, role, scope)
      ? [`${describeRule(rule, i, gatewayDialect)}, RequestMirror of a backendRef`]
      : [],
  )
}

/** `request` covers all tries; without it each try can take `backendRequest`, and two follow the first unless `retry` says how many. */
function ruleTimeout(rule: JsonObject): number | null {
  const timeouts = objectOf(rule['timeouts'])
  const total = durationOf(timeouts?.['request'])
  if (total !== null) return total
  const each = durationOf(timeouts?.['backendRequest'])
  const retry = objectOf(rule['retry'])
  const attempts = retry ? (retry['attempts'] ?? 2) : 0
  return each === null ? null : each * (1 + (typeof attempts === 'number' && attempts > 0 ? attempts : 0))
}

/** `10s`, `1m30s`; `0s` means no limit, and so does what is no duration. */
function durationOf(value: unknown): number | null {
  const text = textOf(value)
  const ms = text === null ? null : parseDuration(text)
  return ms === null || ms <= 0 ? null : ms
}
