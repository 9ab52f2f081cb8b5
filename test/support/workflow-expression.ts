/* eslint-disable @typescript-eslint/no-explicit-any -- GitHub's packages used as JavaScript */

export type Status = { readonly [name: string]: () => boolean }

/** What expressions of one place see. */
export interface Scope {
  readonly contexts: { readonly [name: string]: unknown }
  readonly status: Status
  readonly tools: any
}

/** Whether a job or a step with this `if` runs; without a status function in it, only when nothing has failed. */
export function holds(
  condition: string | undefined,
  scope: Scope,
): { readonly runs: boolean; readonly own: boolean } {
  const written = condition ?? 'success()'
  const wanted = /^\s*\$\{\{([\s\S]*)\}\}\s*$/.exec(written)?.[1] ?? written
  const own = /\b(always|cancelled|failure|success)\s*\(/.test(wanted)
  return { runs: truthy(evaluate(own ? wanted : `success() && (${wanted})`, scope)), own }
}

/** A value with `${{ }}` in it, as text. */
export function text(value: unknown, scope: Scope): string {
  return String(value).replace(/\$\{\{([\s\S]*?)\}\}/g, (_, expression: string) =>
    evaluate(expression, scope).coerceString(),
  )
}

/** Each value as text. */
export function texts(
  values: { readonly [name: string]: unknown } | undefined,
  scope: Scope,
): { [name: string]: string } {
  return Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, text(value, scope)]))
}

function evaluate(expression: string, { contexts, status, tools }: Scope): any {
  const { Lexer, Parser, Evaluator, data } = tools.expressions
  const functions = Object.entries(status).map(([name, call]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(call()),
  }))
  const { tokens } = new Lexer(expression.trim()).lex()
  const parsed = new Parser(tokens, Object.keys(contexts), functions).parse()
  return new Evaluator(parsed, toData(contexts, data), new Map(functions.map((f) => [f.name, f]))).evaluate()
}

function truthy(value: any): boolean {
  return !['', 'false', '0', 'null'].includes(value.coerceString())
}

function toData(value: any, data: any): any {
  if (typeof value === 'string') return new data.StringData(value)
  if (typeof value === 'number') return new data.NumberData(value)
  if (typeof value === 'boolean') return new data.BooleanData(value)
  if (value === null || value === undefined) return new data.Null()
  return new data.Dictionary(
    ...Object.entries(value).map(([key, inner]) => ({ key, value: toData(inner, data) })),
  )
}
