import type { JsonObject, KubeObject } from '../../kube/object.ts'
import { parseDuration } from '../../process/duration.ts'
import type { Problem } from '../../process/errors.ts'
import { listOf, objectOf, textOf } from '../json-reading.ts'
import type { Role } from '../route-state.ts'
import { describeRule } from '../rules/describe.ts'
import type { Dialect } from '../rules/dialect.ts'
import type { Scope } from '../rules/scope.ts'
import { entriesOf, roleOfEntry, rulesOf } from '../rules/scope.ts'
import { istioDestination } from './destination.ts'
import { istioHeaderRules } from './header-rules.ts'
import { hostLike, isResolved } from './host.ts'
import { istioMatch, matchesEverything } from './match.ts'
import { istioMirror } from './mirror.ts'

/** VirtualService: rules in order, the first that matches counts; a lone destination gets everything whatever its weight. */
export const istioDialect: Dialect = {
  kind: 'virtualService',
  noun: 'VirtualService',
  rules: 'http',
  matches: 'match',
  entries: 'route',
  entryHeaders: 'headers',
  defaultWeight: 0,
  maxWeight: 2 ** 31 - 1,
  destination: istioDestination,
  match: istioMatch,
  mirror: istioMirror,
  headerRules: istioHeaderRules,
  unsupportedRoute,
  instead,
  unsupportedRule,
  otherReferences,
  timeout: ruleTimeout,
  withDefaults: (route) => route,
}

function unsupportedRoute(vs: KubeObject, name: string): Problem[] {
  const spec = objectOf(vs['spec'])
  const rules = rulesOf(vs, istioDialect)
  if (rules.length === 0) {
    const others = ['tcp', 'tls'].filter((key) => listOf(spec?.[key]).length > 0)
    const message =
      others.length > 0
        ? `VirtualService ${name} has only ${others.join(' and ')} routes, which are not supported: name a VirtualService with http rules`
        : `VirtualService ${name} has no http rules, so there is nothing to shift: it must route to the stable version`
    return [{ code: others.length > 0 ? 'unsupported-route' : 'no-http', message }]
  }
  const early = rules.findIndex(
    (rule, i) => i < rules.length - 1 && objectOf(rule) !== null && matchesEverything(rule),
  )
  if (early < 0) return []
  return [
    {
      code: 'unreachable-rules',
      path: `spec.http[${early}]`,
      message:
        `VirtualService ${name}: ${describeRule(rules[early], early, istioDialect)} takes every request, so the rules after it are never reached. ` +
        `Move it to the end (Istio itself only warns about this)`,
    },
  ]
}

function instead(rule: JsonObject): { readonly what: string; readonly advice: string } | null {
  const what = ['delegate', 'redirect', 'directResponse'].find((key) => rule[key] !== undefined)
  if (!what) return null
  const advice =
    what === 'delegate' ? 'name the VirtualService that it delegates to' : 'it has no weights to shift'
  return { what, advice }
}

/** Such a destination answers 503 as soon as it gets weight. */
function unsupportedRule(rule: JsonObject, path: string, text: string, scope: Scope): Problem[] {
  return entriesOf(rule, istioDialect).flatMap((entry, i): Problem[] => {
    const role = roleOfEntry(entry, scope)
    const host = textOf(objectOf(objectOf(entry)?.['destination'])?.['host']) ?? ''
    if (role === null || isResolved(host)) return []
    const { service } = scope.sides[role].backend
    return [
      {
        code: 'unsupported-rule',
        path: `${path}.route[${i}].destination.host`,
        message: `${text}: ${host} is a host that Istio does not complete, as it does names without a dot, so requests for it are answered with 503; write ${hostLike('', '', service, scope.namespace)}`,
      },
    ]
  })
}

function otherReferences(vs: KubeObject, role: Role, scope: Scope): readonly string[] {
  return (['tcp', 'tls'] as const).flatMap((kind) =>
    listOf(objectOf(vs['spec'])?.[kind]).flatMap((rule, i) =>
      entriesOf(rule, istioDialect).some((entry) => roleOfEntry(entry, scope) === role)
        ? [describeRule(rule, i, istioDialect).replace(/^http/, kind)]
        : [],
    ),
  )
}

/** Envoy's route timeout covers all tries. Without one, `attempts` retries follow the first try, each within perTryTimeout. */
function ruleTimeout(rule: JsonObject): number | null {
  const total = durationOf(rule['timeout'])
  if (total !== null) return total
  const retries = objectOf(rule['retries'])
  const perTry = durationOf(retries?.['perTryTimeout'])
  const attempts = retries?.['attempts']
  return perTry === null ? null : perTry * (1 + (typeof attempts === 'number' && attempts > 0 ? attempts : 0))
}

/** `10s`, `1.5s`, `1m`; `0s` means no limit, and so does what is no duration. */
function durationOf(value: unknown): number | null {
  const text = textOf(value)
  const ms = text === null ? null : parseDuration(text)
  return ms === null || ms <= 0 ? null : ms
}
