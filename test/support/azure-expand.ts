import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { evaluate, shown, truthy } from './azure-expression.ts'
import type { Value } from './azure-expression.ts'

/** A template says at compile time what is wrong with what it was given. */
export class CompileError extends Error {}

type Node = Value
export type Mapping = { readonly [key: string]: Node }
type Names = { readonly [name: string]: Value }

interface Parameter {
  readonly name: string
  readonly type: string
  readonly default?: Node
  readonly values?: readonly Node[]
}

/** Keys of the schema where an unexpected one is found by the service first: a stage, a job or a step has one of these. */
const ITEMS: { readonly [list: string]: readonly string[] } = {
  stages: ['stage', 'template'],
  jobs: ['job', 'deployment', 'template'],
  steps: ['task', 'bash', 'checkout', 'script', 'template', 'download', 'publish'],
}

/** Expands a template with its parameters, as the service does before a run: what is left has no `${{ }}` any more. */
export function expandTemplate(file: string, given: object): Mapping {
  const document = parse(readFileSync(file, 'utf8')) as Mapping
  const { parameters: declared = [], ...rest } = document as unknown as {
    parameters?: readonly Parameter[]
  } & Mapping
  const parameters = parametersOf(declared, given as Mapping, path.basename(file))
  const expanded = expand(rest, { parameters }, path.dirname(file)) as Mapping
  for (const [list, kinds] of Object.entries(ITEMS)) check(expanded[list], kinds)
  return expanded
}

/** Expands a pipeline that uses our template, given where `@shiftgate` is. */
export function expandPipeline(file: string, given: object, repository: string): Mapping {
  const document = parse(readFileSync(file, 'utf8')) as Mapping
  const { parameters: declared = [], ...rest } = document as unknown as {
    parameters?: readonly Parameter[]
  } & Mapping
  const parameters = parametersOf(declared, given as Mapping, path.basename(file))
  const { extends: base, ...own } = expand(rest, { parameters }, repository) as Mapping & {
    extends?: Mapping
  }
  if (!base) return own
  return {
    ...own,
    ...expandTemplate(located(shown(base['template']), repository), (base['parameters'] ?? {}) as Mapping),
  }
}

function located(template: string, folder: string): string {
  return path.resolve(folder, template.replace(/@\w+$/, ''))
}

function parametersOf(declared: readonly Parameter[], given: Mapping, file: string): Names {
  const unknown = Object.keys(given).find((name) => !declared.some((p) => p.name === name))
  if (unknown !== undefined) throw new CompileError(`${file}: Unexpected parameter '${unknown}'`)
  return Object.fromEntries(
    declared.map(({ name, type, default: fallback, values }) => {
      const value = given[name] ?? fallback
      if (value === undefined)
        throw new CompileError(`${file}: A value for the '${name}' parameter must be provided.`)
      if (!fits(type, value))
        throw new CompileError(`${file}: The '${name}' parameter is not a valid ${type}.`)
      if (values && !values.includes(value))
        throw new CompileError(
          `${file}: The '${name}' parameter value '${shown(value)}' is not a valid value.`,
        )
      return [name, value]
    }),
  )
}

function fits(type: string, value: Node): boolean {
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean' || /^(true|false)$/i.test(shown(value))
    case 'number':
      return typeof value !== 'object' && !Number.isNaN(Number(value))
    case 'string':
      return typeof value !== 'object'
    case 'stepList':
      return Array.isArray(value)
    default:
      return true
  }
}

const WHOLE = /^\$\{\{([\s\S]*)\}\}$/

function expand(node: Node, names: Names, folder: string): Node {
  if (Array.isArray(node))
    return (node as readonly Node[]).flatMap((item, i, all) => listItem(item, all[i - 1], names, folder))
  if (typeof node === 'object' && node !== null) return mapping(node as Mapping, names, folder)
  return typeof node === 'string' ? text(node, names) : node
}

function text(node: string, names: Names): Node {
  const whole = WHOLE.exec(node)
  if (whole && !whole[1]!.includes('}}')) return evaluate(whole[1]!.trim(), { names })
  return node.replace(/\$\{\{(.*?)\}\}/g, (_, inner: string) =>
    shown(evaluate(inner.trim(), { names }) ?? ''),
  )
}

/** In a list: `if`, `elseif`, `else`, `each` insert their items; so does a list that an expression gives. */
function listItem(item: Node, before: Node | undefined, names: Names, folder: string): readonly Node[] {
  if (typeof item === 'string') {
    const value = text(item, names)
    return Array.isArray(value) ? (value as readonly Node[]) : [value]
  }
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return [expand(item, names, folder)]
  const [[key, body] = ['', null]] = Object.entries(item)
  const directive = directiveOf(key)
  if (directive?.kind === 'if' || directive?.kind === 'else') {
    const wanted = directive.kind === 'if' ? holds(directive.condition, names) : !anyHeld(before, names)
    return wanted ? (expand(body, names, folder) as readonly Node[]) : []
  }
  if (directive?.kind === 'each') {
    return each(directive, names).flatMap((inner) => expand(body, inner, folder) as readonly Node[])
  }
  const plain = expand(item, names, folder) as Mapping
  return typeof plain['template'] === 'string' ? inserted(plain, folder) : [plain]
}

/** A template inside a list stands for its own list. */
function inserted({ template, parameters }: Mapping, folder: string): readonly Node[] {
  const expanded = expandTemplate(located(shown(template), folder), (parameters ?? {}) as Mapping)
  const [list] = Object.values(expanded)
  return list as readonly Node[]
}

function mapping(node: Mapping, names: Names, folder: string): Mapping {
  const result: { [key: string]: Node } = {}
  let held = false
  for (const [key, body] of Object.entries(node)) {
    const directive = directiveOf(key)
    if (directive === null) {
      result[shown(text(key, names))] = expand(body, names, folder)
      continue
    }
    if (directive.kind === 'insert') Object.assign(result, expand(body, names, folder))
    if (directive.kind === 'each')
      for (const inner of each(directive, names)) Object.assign(result, expand(body, inner, folder))
    if (directive.kind === 'if') {
      held = holds(directive.condition, names)
      if (held) Object.assign(result, expand(body, names, folder))
    }
    if (directive.kind === 'else' && !held) Object.assign(result, expand(body, names, folder))
  }
  return result
}

type Directive =
  | { readonly kind: 'if'; readonly condition: string }
  | { readonly kind: 'else' }
  | { readonly kind: 'insert' }
  | { readonly kind: 'each'; readonly name: string; readonly list: string }

function directiveOf(key: string): Directive | null {
  const inner = WHOLE.exec(key)?.[1]?.trim()
  if (inner === undefined) return null
  if (inner === 'else') return { kind: 'else' }
  if (inner === 'insert') return { kind: 'insert' }
  const condition = /^if\s+([\s\S]+)$/.exec(inner)?.[1]
  if (condition !== undefined) return { kind: 'if', condition }
  const loop = /^each\s+(\w+)\s+in\s+([\s\S]+)$/.exec(inner)
  return loop ? { kind: 'each', name: loop[1]!, list: loop[2]! } : null
}

const holds = (condition: string, names: Names) => truthy(evaluate(condition, { names }))

function anyHeld(before: Node | undefined, names: Names): boolean {
  const [key = ''] = Object.keys((before ?? {}) as object)
  const directive = directiveOf(key)
  if (directive?.kind !== 'if') throw new CompileError('else without if')
  return holds(directive.condition, names)
}

/** Over a list its items, over a mapping its pairs. */
function each({ name, list }: { readonly name: string; readonly list: string }, names: Names): Names[] {
  const over = evaluate(list, { names })
  if (typeof over !== 'object')
    throw new CompileError(`Expected a sequence or mapping. Actual value '${shown(over)}'`)
  const items = Array.isArray(over)
    ? (over as readonly Value[])
    : Object.entries((over ?? {}) as Mapping).map(([key, value]) => ({ key, value }))
  return items.map((item) => ({ ...names, [name]: item }))
}

function check(list: Node | undefined, kinds: readonly string[]): void {
  if (!Array.isArray(list)) return
  for (const item of list as readonly Mapping[]) {
    const [first = ''] = Object.keys(item)
    if (!kinds.some((kind) => kind in item)) throw new CompileError(`Unexpected value '${first}'`)
  }
}
