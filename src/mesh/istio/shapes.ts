import type { Json, KubeObject } from '../../kube/object.ts'
import type { Problem } from '../../process/errors.ts'
import type { Role } from '../route-state.ts'
import { listOf, objectOf, textOf } from '../json-reading.ts'
import { describeRule } from './describe.ts'
import type { Scope } from './destination.ts'
import { destinationName, httpRules, roleOfEntry, routeEntries, weightOf } from './destination.ts'
import { matchesEverything } from './match.ts'

/** Why this route cannot be ours at all. Whatever rule is meant, these would lose traffic or are not supported. */
export function unsupportedRoute(vs: KubeObject): Problem[] {
  const name = textOf(objectOf(vs.metadata)?.['name']) ?? ''
  if (vs.kind !== 'VirtualService') {
    return [
      {
        code: 'unsupported-route',
        message: `expected a VirtualService, but ${name} is a ${String(vs.kind)}`,
      },
    ]
  }
  const spec = objectOf(vs['spec'])
  const rules = httpRules(vs)
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
        `VirtualService ${name}: ${describeRule(rules[early], early)} takes every request, so the rules after it are never reached. ` +
        `Move it to the end (Istio itself only warns about this)`,
    },
  ]
}

/** Why the rule that is ours cannot be written without losing or mangling something. */
export function unsupportedRule(rule: Json | undefined, index: number, scope: Scope): Problem[] {
  const path = `spec.http[${index}]`
  const text = describeRule(rule, index)
  const instead = ['delegate', 'redirect', 'directResponse'].find(
    (key) => objectOf(rule)?.[key] !== undefined,
  )
  if (instead) {
    const advice =
      instead === 'delegate' ? 'name the VirtualService that it delegates to' : 'it has no weights to shift'
    return [
      {
        code: 'unsupported-rule',
        path,
        message: `${text}: a rule with ${instead} is not supported: ${advice}`,
      },
    ]
  }
  const entries = routeEntries(rule)
  return [
    ...(['stable', 'canary'] as const).flatMap((role) => namedOnce(entries, role, path, text, scope)),
    ...entries.flatMap((entry, i): Problem[] =>
      weightOf(entry) === null
        ? [
            {
              code: 'bad-weight',
              path: `${path}.route[${i}].weight`,
              message: `${text}: the weight ${JSON.stringify(objectOf(entry)?.['weight'])} is not a whole number of 0 or more`,
            },
          ]
        : [],
    ),
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
  const destinations = ours.map((entry) => objectOf(objectOf(entry)?.['destination']))
  const ports = new Set(
    destinations.map((destination) => JSON.stringify(objectOf(destination?.['port'])?.['number'] ?? null)),
  )
  const { name } = scope.sides[role]
  const what =
    ports.size > 1
      ? `the version ${name} is named with ${ports.size} ports (${[...ports].join(', ')}); one rule can shift one port`
      : `the version ${name} is named ${ours.length} times as ${destinationName(destinations[0])}; its share would be ambiguous`
  return [{ code: ports.size > 1 ? 'two-ports' : 'duplicate-destination', path, message: `${text}: ${what}` }]
}
