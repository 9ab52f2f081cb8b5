/** Values of Azure Pipelines expressions. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value }

export interface Scope {
  readonly names: { readonly [name: string]: Value }
  readonly functions?: { readonly [name: string]: (...values: Value[]) => Value }
}

/** Evaluates one expression, as between `${{` and `}}`. Throws with what it does not know: the service would refuse the file. */
export function evaluate(text: string, scope: Scope): Value {
  const tokens = [...text.matchAll(/\s*('(?:[^']|'')*'|-?\d+(?:\.\d+)?|[A-Za-z_][\w]*|[()[\],.*])/gy)].map(
    (m) => m[1]!,
  )
  if (tokens.join('') !== text.replace(/\s+(?=(?:[^']*'[^']*')*[^']*$)/g, ''))
    throw new Error(`cannot read expression: ${text}`)
  let at = 0
  const next = () => tokens[at++]
  const value = expression()
  if (at !== tokens.length) throw new Error(`unexpected "${tokens[at]}" in expression: ${text}`)
  return value

  function expression(): Value {
    const token = next()
    if (token === undefined) throw new Error(`expression ends early: ${text}`)
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'")
    if (/^-?\d/.test(token)) return Number(token)
    if (/^(true|false)$/i.test(token)) return token.toLowerCase() === 'true'
    if (tokens[at] === '(') return called(token)
    if (!(token in scope.names)) throw new Error(`unknown name "${token}" in expression: ${text}`)
    return path(scope.names[token] ?? null)
  }

  function called(name: string): Value {
    next()
    const values: Value[] = []
    while (tokens[at] !== ')') {
      values.push(expression())
      if (tokens[at] === ',') next()
    }
    next()
    const known = scope.functions?.[name] ?? FUNCTIONS[name]
    if (!known) throw new Error(`unknown function "${name}" in expression: ${text}`)
    return path(known(...values))
  }

  function path(from: Value): Value {
    let value = from
    while (tokens[at] === '.' || tokens[at] === '[') {
      const dot = next() === '.'
      const key = dot ? next()! : expression()
      if (!dot && next() !== ']') throw new Error(`"]" is missing in expression: ${text}`)
      value = Array.isArray(value)
        ? ((value as readonly Value[])[Number(key)] ?? null)
        : typeof value === 'object' && value !== null
          ? ((value as { readonly [name: string]: Value })[shown(key)] ?? null)
          : null
    }
    return value
  }
}

/** A value inside of a text. */
export function shown(value: Value | undefined): string {
  return typeof value === 'object' ? (value === null ? '' : JSON.stringify(value)) : String(value)
}

export function truthy(value: Value): boolean {
  if (typeof value === 'object') return value !== null
  return typeof value === 'string' ? value !== '' : Boolean(value)
}

/** The right side is made what the left one is; strings compare without case. */
function equal(a: Value, b: Value): boolean {
  if (typeof a === 'boolean')
    return a === (typeof b === 'string' ? truthy(b) && !/^false$/i.test(b) : truthy(b))
  if (typeof a === 'number') return a === Number(b)
  if (a === null || b === null) return (a ?? '') === (b ?? '')
  return shown(a).toLowerCase() === shown(b).toLowerCase()
}

const FUNCTIONS: { readonly [name: string]: (...values: Value[]) => Value } = {
  eq: (a, b) => equal(a, b),
  ne: (a, b) => !equal(a, b),
  gt: (a, b) => Number(a) > Number(b),
  lt: (a, b) => Number(a) < Number(b),
  // Of a list or a mapping without its items there is no text.
  contains: (text, part) => {
    if (typeof text === 'object' && text !== null) throw new Error('contains: expected text')
    return shown(text).toLowerCase().includes(shown(part).toLowerCase())
  },
  split: (text, by) => shown(text).split(shown(by)),
  and: (...values) => values.every(truthy),
  or: (...values) => values.some(truthy),
  not: (value) => !truthy(value),
  in: (value, ...list) => list.some((other) => equal(value, other)),
  notIn: (value, ...list) => !list.some((other) => equal(value, other)),
  coalesce: (...values) => values.find((v) => v !== null && v !== '') ?? null,
  length: (value) =>
    typeof value === 'string' || Array.isArray(value) ? value.length : Object.keys(value as object).length,
  convertToJson: (value) => JSON.stringify(value, null, 2),
  format: (text, ...values) =>
    shown(text).replace(/\{(\d)\}/g, (_, index: string) => shown(values[Number(index)])),
}
