import { fieldsAt, isFields, textAt } from './json-value.ts'
import { badRequest } from './status-error.ts'

/** Tests an object; made from a `labelSelector` or `fieldSelector`. */
export type Selector = (object: unknown) => boolean

/** Parses `app=model,version!=blue,tier in (a,b),!legacy`. Throws the server's 400 for other text. */
export function parseLabelSelector(text: string): Selector {
  const tests = splitOutsideParentheses(text).map(parseRequirement)
  return (object) => {
    const labels = fieldsAt(object, 'metadata', 'labels')
    return tests.every((test) => test(labels))
  }
}

type LabelTest = (labels: Readonly<Record<string, unknown>>) => boolean

function splitOutsideParentheses(text: string): string[] {
  const parts = text.split(/,(?![^(]*\))/)
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}

const KEY = '[A-Za-z0-9]([A-Za-z0-9_./-]*[A-Za-z0-9])?'

function parseRequirement(text: string): LabelTest {
  const compared = new RegExp(`^(${KEY})\\s*(==|=|!=)\\s*([A-Za-z0-9_.-]*)$`).exec(text)
  if (compared) {
    const [, key = '', , operator, value = ''] = compared
    return operator === '!=' ? (labels) => labels[key] !== value : (labels) => labels[key] === value
  }
  const among = new RegExp(`^(${KEY})\\s+(in|notin)\\s*\\(([^)]*)\\)$`).exec(text)
  if (among) {
    const [, key = '', , operator, list = ''] = among
    const values = list.split(',').map((value) => value.trim())
    const inside: LabelTest = (labels) => values.includes(String(labels[key])) && key in labels
    return operator === 'in' ? inside : (labels) => !inside(labels)
  }
  const exists = new RegExp(`^(!?)\\s*(${KEY})$`).exec(text)
  if (exists) {
    const [, not, key = ''] = exists
    return not === '!' ? (labels) => !(key in labels) : (labels) => key in labels
  }
  const [, open] = /^\S+\s+(?:in|notin)\s+([^\s(]+)/.exec(text) ?? []
  if (open !== undefined) throw badRequest(`unable to parse requirement: found '${open}' expected: '('`)
  const [, extra = text] = /\s(\S+)$/.exec(text) ?? []
  throw badRequest(`unable to parse requirement: found '${extra}', expected: ',' or 'end of string'`)
}

const FIELDS =
  /^(metadata\.(name|namespace)|involvedObject\.(kind|name|namespace|uid|apiVersion)|reason|type|status\.phase|spec\.nodeName)$/

/** Parses `metadata.name=x,involvedObject.kind!=Pod`. Throws the server's 400 for a field that it does not index. */
export function parseFieldSelector(text: string): Selector {
  const tests = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [, field = '', operator, value = ''] = /^([^=!]+)(==|=|!=)(.*)$/.exec(part) ?? []
      if (operator === undefined) {
        throw badRequest(`invalid selector: '${text}'; can't understand '${part}'`)
      }
      if (!FIELDS.test(field)) throw badRequest(`field label not supported: ${field}`)
      const path = field.split('.')
      return (object: unknown) => (valueAt(object, path) === value) !== (operator === '!=')
    })
  return (object) => tests.every((test) => test(object))
}

function valueAt(object: unknown, path: readonly string[]): string {
  let at = object
  for (const key of path) at = isFields(at) ? at[key] : undefined
  return typeof at === 'string' ? at : ''
}

/** A `matchLabels`/`matchExpressions` selector of an object; an empty one selects everything. */
export function matchesSelector(selector: unknown, labels: Readonly<Record<string, unknown>>): boolean {
  for (const [key, value] of Object.entries(fieldsAt(selector, 'matchLabels'))) {
    if (labels[key] !== value) return false
  }
  const expressions = isFields(selector) ? selector['matchExpressions'] : undefined
  for (const expression of Array.isArray(expressions) ? expressions : []) {
    if (!isFields(expression)) continue
    const key = textAt(expression, 'key') ?? ''
    const values = Array.isArray(expression['values']) ? expression['values'] : []
    const among = key in labels && values.includes(String(labels[key]))
    const holds: Readonly<Record<string, boolean>> = {
      In: among,
      NotIn: !among,
      Exists: key in labels,
      DoesNotExist: !(key in labels),
    }
    if (!holds[textAt(expression, 'operator') ?? '']) return false
  }
  return true
}
