import type { Json } from '../../kube/object.ts'
import { objectOf, textOf } from '../json-reading.ts'
import { destinationName, routeEntries } from './destination.ts'
import { describeMatch } from './match.ts'

/** `http[2] (no match): model-svc-green 50, model-svc-blue 50`; how people see which rule is meant. */
export function describeRule(rule: Json | undefined, index: number): string {
  const name = textOf(objectOf(rule)?.['name'])
  return `http[${index}]${name ? ` ${JSON.stringify(name)}` : ''} (${describeMatch(rule)}): ${describeTargets(rule)}`
}

function describeTargets(rule: Json | undefined): string {
  const other = ['delegate', 'redirect', 'directResponse'].find((key) => objectOf(rule)?.[key] !== undefined)
  if (other) return other
  const entries = routeEntries(rule)
  if (entries.length === 0) return 'no destination'
  return entries
    .map((entry) => {
      const weight = objectOf(entry)?.['weight']
      const name = destinationName(objectOf(entry)?.['destination'])
      return weight === undefined
        ? name
        : `${name} ${typeof weight === 'number' ? weight : JSON.stringify(weight)}`
    })
    .join(', ')
}
