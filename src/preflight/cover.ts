import type { Json, JsonObject } from '../kube/object.ts'
import { fromIstio, toIstio } from '../mesh/istio/match.ts'
import { deepEqual } from '../mesh/json-diff.ts'
import { objectOf, without } from '../mesh/json-reading.ts'
import { anyCase, bothOf, exactText } from '../mesh/rules/string-match.ts'

/**
 * Whether every request that fits `narrow` fits `wide` too: each condition of `wide` is demanded by `narrow` at least as strictly.
 * False when it cannot be told, as with two patterns.
 */
export function covers(wide: JsonObject, narrow: JsonObject): boolean {
  const conditions = without(wide, 'name', 'statPrefix', 'ignoreUriCase')
  return Object.entries(conditions).every(([key, condition]) => {
    const other = narrow[key]
    if (other === undefined) return false
    switch (key) {
      case 'headers':
      case 'queryParams':
        return entriesCovered(condition, other, key === 'headers')
      case 'uri':
        return uriCovered(wide, narrow)
      case 'scheme':
      case 'method':
      case 'authority':
        return textCovered(condition, other)
      default:
        // Ports, gateways, labels, excluded headers: only the same condition is sure to be as strict.
        return deepEqual(condition, other)
    }
  })
}

function entriesCovered(wide: Json | undefined, narrow: Json | undefined, ignoreCase: boolean): boolean {
  const fold = (name: string) => (ignoreCase ? name.toLowerCase() : name)
  const theirs = Object.entries(objectOf(narrow) ?? {})
  return Object.entries(objectOf(wide) ?? {}).every(([name, condition]) => {
    const found = theirs.find(([other]) => fold(other) === fold(name))
    return found !== undefined && textCovered(condition, found[1])
  })
}

/** With `ignoreUriCase` on one side only, the comparison of texts says nothing. */
function uriCovered(wide: JsonObject, narrow: JsonObject): boolean {
  const [left, right] = [wide['ignoreUriCase'] === true, narrow['ignoreUriCase'] === true]
  if (isEmptyPrefix(wide['uri'])) return true
  if (right && !left) return false
  return textCovered(wide['uri'], narrow['uri'], left)
}

const isEmptyPrefix = (uri: Json | undefined) => {
  const prefix = objectOf(uri)?.['prefix']
  return prefix === '' || prefix === '/'
}

function textCovered(wide: Json | undefined, narrow: Json | undefined, ignoreCase = false): boolean {
  const [a, b] = [fromIstio(wide), fromIstio(narrow)]
  if (!a || !b) return deepEqual(wide, narrow)
  const both = bothOf(a, b, ignoreCase ? anyCase : exactText)
  return typeof both === 'object' && deepEqual(toIstio(both), toIstio(b))
}
