import type { Json, JsonObject } from '../../kube/object.ts'
import { listOf, objectOf, textOf } from '../json-reading.ts'
import type { StringMatch } from '../../spec/rollout.ts'
import { bothOf, sameMatch } from '../rules/string-match.ts'
import type { TextOrder } from '../rules/string-match.ts'
import { fromHeader, fromPath, pathOrder } from './condition.ts'
import { headerName, matchElements, pathOf } from './match-element.ts'

// Of several rules that match, the order of the list is the last thing that counts: exact path, longest prefix, method,
// number of header conditions, number of query conditions come first (HTTPRouteRule.matches in the Gateway API).

/** Negative: `a` is looked at before `b`; 0: the order of the list decides. */
export function comparePrecedence(a: JsonObject, b: JsonObject): number {
  const [left, right] = [ranks(a), ranks(b)]
  for (const [i, rank] of left.entries()) {
    if (rank !== right[i]) return right[i]! - rank
  }
  return 0
}

function ranks(element: JsonObject): readonly number[] {
  const { type, value } = pathOf(element)
  return [
    // Where a regular expression stands is left to the implementation; Istio puts it last.
    type === 'Exact' ? 3 : type === 'RegularExpression' ? 1 : 2,
    (type === 'PathPrefix' ? value.replace(/(.)\/$/, '$1') : value).length,
    element['method'] === undefined ? 0 : 1,
    listOf(element['headers']).length,
    listOf(element['queryParams']).length,
  ]
}

export interface Placed {
  readonly element: JsonObject
  /** Of its rule. */
  readonly index: number
}

export function beats(a: Placed, b: Placed): boolean {
  const order = comparePrecedence(a.element, b.element)
  return order === 0 ? a.index < b.index : order < 0
}

/** False when no request can match both, as far as it can be seen. */
export function overlap(a: JsonObject, b: JsonObject): boolean {
  const [left, right] = [textOf(a['method']), textOf(b['method'])]
  if (left && right && left !== right) return false
  if (bothOf(fromPath(a), fromPath(b), pathOrder) === 'never') return false
  return (
    !contradict(a['headers'], b['headers'], headerName) &&
    !contradict(a['queryParams'], b['queryParams'], exactName)
  )
}

/** Whether every request that matches `narrow` matches `wide` too; false when it cannot be told, as with two patterns. */
export function covers(wide: JsonObject, narrow: JsonObject): boolean {
  const method = textOf(wide['method'])
  return (
    (!method || method === textOf(narrow['method'])) &&
    (isEveryPath(wide) || within(fromPath(narrow), fromPath(wide), pathOrder)) &&
    entriesCovered(wide['headers'], narrow['headers'], headerName) &&
    entriesCovered(wide['queryParams'], narrow['queryParams'], exactName)
  )
}

/** The index of another rule that gets every request of this match, whatever the order of the list; null: it gets some itself. */
export function takenBy(rules: readonly Json[], { element, index }: Placed): number | null {
  const found = rules.findIndex(
    (rule, i) =>
      i !== index &&
      matchElements(rule).some(
        (other) => covers(other, element) && beats({ element: other, index: i }, { element, index }),
      ),
  )
  return found < 0 ? null : found
}

const isEveryPath = (element: JsonObject) => {
  const { type, value } = pathOf(element)
  return type === 'PathPrefix' && value === '/'
}

function within(narrow: StringMatch, wide: StringMatch, order?: TextOrder): boolean {
  const both = bothOf(narrow, wide, order)
  return typeof both === 'object' && sameMatch(both, narrow)
}

function entriesCovered(
  wide: Json | undefined,
  narrow: Json | undefined,
  name: (item: Json | undefined) => string,
): boolean {
  return listOf(wide).every((condition) =>
    listOf(narrow).some(
      (other) => name(other) === name(condition) && within(fromHeader(other), fromHeader(condition)),
    ),
  )
}

const exactName = (item: Json | undefined) => textOf(objectOf(item)?.['name']) ?? ''

function contradict(
  a: Json | undefined,
  b: Json | undefined,
  name: (item: Json | undefined) => string,
): boolean {
  return listOf(a).some((left) =>
    listOf(b).some(
      (right) => name(left) === name(right) && bothOf(fromHeader(left), fromHeader(right)) === 'never',
    ),
  )
}

/** Whether a rule gets what ours leaves over, and is not one that picks some of our requests first. */
export function takesTheRest(
  other: readonly JsonObject[],
  ours: readonly JsonObject[],
  behind: boolean,
): boolean {
  const index = behind ? 1 : -1
  return other.some((element) => {
    const common = ours.filter((own) => overlap(element, own))
    return common.length === 0 || common.some((own) => !beats({ element, index }, { element: own, index: 0 }))
  })
}
