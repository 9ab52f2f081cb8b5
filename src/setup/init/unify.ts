import { isMap } from '../../workload/json.ts'
import { replaceWord } from './words.ts'

/** What the two sides of a pair of objects are called. */
export interface Side {
  readonly version: string
  readonly deployment: string
  readonly service: string
}

export interface Template {
  /** Placeholders of our own and what they stand for on each side, with the first side's value for `image`. */
  readonly values: { [name: string]: readonly [string, string] }
  /** What has no common form, one line each. */
  readonly different: string[]
}

/** One object with placeholders that renders as `a` for the first side and as `b` for the second. `template` collects the rest. */
export function unify(
  a: unknown,
  b: unknown,
  [one, two]: readonly [Side, Side],
  template: Template,
  path: readonly string[] = [],
): unknown {
  const go = (x: unknown, y: unknown, key: string) => unify(x, y, [one, two], template, [...path, key])
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length)
    return a.map((x, i) => go(x, b[i], String(i)))
  if (isMap(a) && isMap(b)) {
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])]
    // An environment variable's value is called as the variable is.
    const called = (key: string) => (key === 'value' && typeof a['name'] === 'string' ? a['name'] : key)
    return Object.fromEntries(keys.map((key) => [key, go(a[key], b[key], called(key))]))
  }
  // Fewer pods than the traffic needs there never are; the number of the side that serves is the one to keep.
  if (path.at(-1) === 'replicas') return a ?? b
  if (isScalar(a) && isScalar(b)) return scalar(a, b)
  template.different.push(path.join('.'))
  return a

  function scalar(x: string | number | boolean, y: string | number | boolean): unknown {
    const [left, right] = [String(x), String(y)]
    if (left === one.deployment && right === two.deployment) return '${deployment}'
    if (left === one.service && right === two.service) return '${service}'
    if (x === y) return typeof x === 'string' ? literal(x) : x
    const common = replaceWord(literal(left), one.version, '${version}')
    if (common === replaceWord(literal(right), two.version, '${version}')) return common
    const name = valueName(path, left, right)
    template.values[name] = [left, right]
    return `\${${name}}`
  }

  function valueName(at: readonly string[], left: string, right: string): string {
    const word = at.filter((part) => !/^\d+$/.test(part)).at(-1) ?? 'value'
    const base = word.replace(/[^A-Za-z0-9]+/g, '_').toUpperCase()
    const stem = /^[A-Z_]/.test(base) ? base : `V_${base}`
    for (let n = 1; ; n++) {
      const name = n === 1 ? stem : `${stem}_${n}`
      const taken = template.values[name]
      if (!taken || (taken[0] === left && taken[1] === right)) return name
    }
  }
}

const literal = (text: string) => text.replace(/\$\{/g, '$$${')

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value)
}
