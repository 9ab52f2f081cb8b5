import { isAlias, isCollection, isMap, isPair, isScalar, visit } from 'yaml'
import type { Node } from 'yaml'
import type { Problem } from '../process/errors.ts'
import { suggest } from '../spec/suggest.ts'
import { isTextField } from './text-fields.ts'
import type { ManifestDocument } from './yaml-documents.ts'

export type PlaceholderValues = { readonly [placeholder: string]: string }

/** `${name}`; with a second dollar it stands for itself. Everything else with a dollar (`$(VAR)`, `${X:-y}`) is not ours. */
const PLACEHOLDER = /(\$?)\$\{([A-Za-z_][A-Za-z0-9_.-]*)\}/g
/** A shell's default for a placeholder of ours: somebody expects us to know it. */
const WITH_DEFAULT = /\$\{([A-Za-z_][A-Za-z0-9_]*):?[-+?=][^}]*\}/

const ALWAYS = ['version', 'deployment', 'service', 'namespace', 'rollout']
const SOMETIMES: { readonly [name: string]: string } = {
  image: 'the rollout file names no image: add `image` to it',
  subset: 'the versions of this rollout are Services, not subsets: add `subset` to them',
}

/**
 * Puts the values in place of their placeholders, in keys and values of a parsed document, where they cannot break its structure.
 * `usable` is false when the document has no meaning as JSON, so that nothing else can be said about it.
 * A number or boolean stays one only where the placeholder is the whole, unquoted scalar, and not where Kubernetes wants text.
 */
export function fillIn(
  source: ManifestDocument,
  values: PlaceholderValues,
): { readonly problems: readonly Problem[]; readonly usable: boolean } {
  const problems: Problem[] = []
  visit(source.document, {
    Scalar(key, node, ancestors) {
      if (typeof node.value !== 'string' || !node.value.includes('${')) return
      const text = node.value
      const filled = text.replace(PLACEHOLDER, (found: string, escape: string, name: string) => {
        if (escape !== '') return found.slice(1)
        if (Object.hasOwn(values, name)) return values[name]!
        problems.push(problemAt(source, node, found, unknown(name, values)))
        return found
      })
      const shell = WITH_DEFAULT.exec(text)
      if (shell && text[shell.index - 1] !== '$' && Object.hasOwn(values, shell[1]!)) {
        const message = `${shell[0]} has a default, which is not supported: write \${${shell[1]!}}, or $${shell[0]} when a shell in the container is to read it`
        problems.push(problemAt(source, node, shell[0], message))
      }
      const whole = node.type === 'PLAIN' && key === 'value' && /^\$\{[^}]*\}$/.test(text) && filled !== text
      node.value = whole && !isTextField(pathOf(ancestors)) ? typed(filled) : filled
    },
  })
  const impossible = impossibleNodes(source)
  return { problems: [...problems, ...impossible], usable: impossible.length === 0 }
}

/** The same for a plain text, such as a setting of a Helm chart. */
export function fillInText(
  text: string,
  values: PlaceholderValues,
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string } {
  let message: string | null = null
  const filled = text.replace(PLACEHOLDER, (found: string, escape: string, name: string) => {
    if (escape !== '') return found.slice(1)
    if (Object.hasOwn(values, name)) return values[name]!
    message ??= unknown(name, values)
    return found
  })
  return message === null ? { ok: true, text: filled } : { ok: false, message }
}

function typed(text: string): string | number | boolean {
  if (/^-?(0|[1-9]\d{0,14})(\.\d{1,15})?$/.test(text)) return Number(text)
  return text === 'true' ? true : text === 'false' ? false : text
}

/** Keys from the document's root to the scalar whose ancestors these are; list elements leave no trace. */
function pathOf(ancestors: readonly unknown[]): string[] {
  return ancestors.flatMap((node) => (isPair(node) && isScalar(node.key) ? [String(node.key.value)] : []))
}

function unknown(name: string, values: PlaceholderValues): string {
  const why = SOMETIMES[name]
  if (why) return `\${${name}} has no value here: ${why}`
  const known = Object.keys(values)
  const near = suggest(name, known.length > 0 ? known : ALWAYS)
  const own = known.filter((key) => !ALWAYS.includes(key) && !(key in SOMETIMES))
  const expected = [...ALWAYS, ...Object.keys(SOMETIMES).filter((key) => known.includes(key)), ...own]
  return [
    `\${${name}} is not a placeholder of this rollout`,
    near ? `did you mean \${${near}}?` : `known are ${expected.join(', ')}`,
    `give it a value under the version's \`values\`, or write $\${${name}} when the container is to read it`,
  ].join(': ')
}

/** What YAML allows and JSON does not, and keys that the values have made the same. */
function impossibleNodes(source: ManifestDocument): Problem[] {
  const problems: Problem[] = []
  const report = (node: Node, message: string) => problems.push(problemAt(source, node, '', message))
  visit(source.document, {
    Alias(_, alias) {
      if (!alias.resolve(source.document))
        report(
          alias,
          `*${alias.source} names an anchor that is not set before: write &${alias.source} at the value it stands for`,
        )
    },
    Map(_, map) {
      const seen = new Set<unknown>()
      for (const { key } of map.items) {
        if (isCollection(key)) {
          report(
            key,
            'a key is no text: a plain file with {{ }} is a Helm template, whose chart is named with `helm`; text with braces has to be in quotes',
          )
        } else if (isScalar(key)) {
          if (seen.has(key.value) && key.value !== '<<')
            report(key, `${JSON.stringify(key.value)} is there twice: remove one of the two`)
          seen.add(key.value)
        }
      }
    },
  })
  return problems
}

/** A problem at the text `found` inside a scalar, or at its start when that cannot be told (escapes in quotes). */
function problemAt(source: ManifestDocument, node: Node, found: string, message: string): Problem {
  const [start, end] = node.range ?? [0, 0]
  const inside = found === '' ? 0 : source.text.slice(start, end).indexOf(found)
  return {
    code: 'manifest-placeholder',
    message,
    file: source.file,
    ...source.place(start + Math.max(0, inside)),
  }
}

/** The value node at a path, or the nearest one above it; for the place of a problem. */
export function offsetOf(source: ManifestDocument, path: readonly (string | number)[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = source.document.getIn(path.slice(0, length), true)
    if (isAlias(node) || isScalar(node) || isMap(node) || isRanged(node)) return node.range?.[0] ?? 0
  }
  return source.document.contents?.range?.[0] ?? 0
}

function isRanged(node: unknown): node is Node {
  return typeof node === 'object' && node !== null && 'range' in node
}
