import type { Json } from '../../kube/object.ts'
import { objectOf, textOf } from '../json-reading.ts'
import type { HeaderRuleDialect } from '../rules/dialect.ts'
import { rewriting } from './rewrite.ts'

/** Header rules that we made are known by their name: `shiftgate-<rollout>-<n>`. */
export const istioHeaderRules: HeaderRuleDialect = {
  indexes: (route, rollout) =>
    httpRules(route['spec']).flatMap((rule, i) => (isHeaderRuleOf(rollout, rule) ? [i] : [])),
  rewriting,
  marked: (clone, rollout, n) => ({ ...clone, name: `shiftgate-${rollout}-${n}` }),
  annotations: () => ({}),
  problems: () => [],
}

function httpRules(spec: unknown): readonly Json[] {
  const http = objectOf(spec)?.['http']
  return Array.isArray(http) ? (http as readonly Json[]) : []
}

function isHeaderRuleOf(rollout: string, rule: Json | undefined): boolean {
  const name = textOf(objectOf(rule)?.['name'])
  const prefix = `shiftgate-${rollout}-`
  return name !== null && name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length))
}
