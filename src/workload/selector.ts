import { isMap, mapsIn } from './json.ts'
import type { Fields } from './json.ts'

/** A LabelSelector of the API: `matchLabels` and `matchExpressions`, all of which hold. An empty selector matches everything. */
export function selectorMatches(selector: unknown, labels: Fields): boolean {
  if (!isMap(selector)) return false
  return (
    labelsMatch(selector.matchLabels, labels) &&
    mapsIn(selector.matchExpressions).every((e) => holds(e, labels))
  )
}

/** The plain form that Services use. */
export function labelsMatch(wanted: unknown, labels: Fields): boolean {
  return !isMap(wanted) || Object.entries(wanted).every(([key, value]) => labels[key] === value)
}

export function isEmptySelector(selector: unknown): boolean {
  if (!isMap(selector)) return true
  const { matchLabels, matchExpressions } = selector
  return (
    (!isMap(matchLabels) || Object.keys(matchLabels).length === 0) && mapsIn(matchExpressions).length === 0
  )
}

function holds({ key, operator, values }: Fields, labels: Fields): boolean {
  const value = labels[String(key)]
  const listed = Array.isArray(values) && values.includes(value)
  switch (operator) {
    case 'In':
      return value !== undefined && listed
    case 'NotIn':
      return value === undefined || !listed
    case 'Exists':
      return value !== undefined
    case 'DoesNotExist':
      return value === undefined
    default:
      return false
  }
}

/** `app=model,version=blue`, for messages. */
export function formatLabels(labels: unknown): string {
  return isMap(labels)
    ? Object.entries(labels)
        .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
        .join(',')
    : ''
}
