import type { Json } from '../../kube/object.ts'
import { objectOf, textOf } from '../json-reading.ts'
import type { Dialect } from './dialect.ts'
import { destinationOf, entriesOf } from './scope.ts'

/** `http[2] (no match): model-svc-green 50, model-svc-blue 50`; how people see which rule is meant. */
export function describeRule(rule: Json | undefined, index: number, dialect: Dialect): string {
  const name = textOf(objectOf(rule)?.['name'])
  const where = `${dialect.rules}[${index}]${name ? ` ${JSON.stringify(name)}` : ''}`
  return `${where} (${dialect.match.describe(rule)}): ${describeTargets(rule, dialect)}`
}

function describeTargets(rule: Json | undefined, dialect: Dialect): string {
  const instead = dialect.instead(objectOf(rule) ?? {})
  if (instead) return instead.what
  const entries = entriesOf(rule, dialect)
  if (entries.length === 0) return 'no destination'
  return entries
    .map((entry) => {
      const weight = objectOf(entry)?.['weight']
      const name = dialect.destination.name(destinationOf(entry, dialect))
      return weight === undefined
        ? name
        : `${name} ${typeof weight === 'number' ? weight : JSON.stringify(weight)}`
    })
    .join(', ')
}
