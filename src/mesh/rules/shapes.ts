import type { Json, KubeObject } from '../../kube/object.ts'
import type { Problem } from '../../process/errors.ts'
import type { Role } from '../route-state.ts'
import { objectOf, textOf } from '../json-reading.ts'
import { describeRule } from './describe.ts'
import type { Dialect } from './dialect.ts'
import type { Scope } from './scope.ts'
import { destinationOf, entriesOf, roleOfEntry, weightOf } from './scope.ts'

/** Why this route cannot be ours at all. Whatever rule is meant, these would lose traffic or are not supported. */
export function unsupportedRoute(route: KubeObject, dialect: Dialect): Problem[] {
  const name = textOf(objectOf(route.metadata)?.['name']) ?? ''
  if (route.kind === dialect.noun) return dialect.unsupportedRoute(route, name)
  const article = /^[AEIO]|^HTTP/.test(dialect.noun) ? 'an' : 'a'
  const message = `expected ${article} ${dialect.noun}, but ${name} is a ${String(route.kind)}`
  return [{ code: 'unsupported-route', message }]
}

/** Why the rule that is ours cannot be written without losing or mangling something. */
export function unsupportedRule(rule: Json | undefined, index: number, scope: Scope): Problem[] {
  const { dialect } = scope
  const path = `spec.${dialect.rules}[${index}]`
  const text = describeRule(rule, index, dialect)
  const instead = dialect.instead(objectOf(rule) ?? {})
  if (instead) {
    const message = `${text}: a rule with ${instead.what} is not supported: ${instead.advice}`
    return [{ code: 'unsupported-rule', path, message }]
  }
  const entries = entriesOf(rule, dialect)
  return [
    ...(['stable', 'canary'] as const).flatMap((role) => namedOnce(entries, role, path, text, scope)),
    ...entries.flatMap((entry, i): Problem[] =>
      weightOf(entry, dialect) === null
        ? [
            {
              code: 'bad-weight',
              path: `${path}.${dialect.entries}[${i}].weight`,
              message: `${text}: the weight ${JSON.stringify(objectOf(entry)?.['weight'])} is not a whole number of 0 or more`,
            },
          ]
        : [],
    ),
    ...dialect.unsupportedRule(objectOf(rule) ?? {}, path, text, scope),
  ]
}

function namedOnce(
  entries: readonly Json[],
  role: Role,
  path: string,
  text: string,
  scope: Scope,
): Problem[] {
  const ours = entries.filter((entry) => roleOfEntry(entry, scope) === role)
  if (ours.length < 2) return []
  const { dialect } = scope
  const destinations = ours.map((entry) => objectOf(destinationOf(entry, dialect)))
  const ports = new Set(
    destinations.map((d) => JSON.stringify(objectOf(d?.['port'])?.['number'] ?? d?.['port'] ?? null)),
  )
  const { name } = scope.sides[role]
  const what =
    ports.size > 1
      ? `the version ${name} is named with ${ports.size} ports (${[...ports].join(', ')}); one rule can shift one port`
      : `the version ${name} is named ${ours.length} times as ${dialect.destination.name(destinations[0])}; its share would be ambiguous`
  return [{ code: ports.size > 1 ? 'two-ports' : 'duplicate-destination', path, message: `${text}: ${what}` }]
}
