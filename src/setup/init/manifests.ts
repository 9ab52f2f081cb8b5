import { formatProblems } from '../../spec/problems.ts'
import { isMap } from '../../workload/json.ts'
import { readDocuments } from '../../workload/yaml-documents.ts'

/** A file under the folder that is looked at; `path` is relative to the rollout file, with `/`. */
export interface ManifestFile {
  readonly path: string
  readonly text: string
}

/** What we look at of a manifest, placeholders and all. */
export interface FoundObject {
  readonly file: string
  readonly kind: string
  readonly name: string
  readonly object: { readonly [key: string]: unknown }
}

/** First words of what `init` writes: the next `init` must not take it for the team's. */
export const WRITTEN = '# Written by `shiftgate init`'

/** The Kubernetes objects of the files. What is none, or cannot be read, is left out: a folder holds all sorts of YAML. */
export function objectsIn(files: readonly ManifestFile[]): FoundObject[] {
  const theirs = files.filter(({ text }) => !text.startsWith(WRITTEN))
  return theirs.flatMap(({ path, text }) =>
    readDocuments(path, text).documents.flatMap(({ document }) => {
      const object = contentOf(() => document.toJS() as unknown)
      if (!isMap(object) || typeof object['apiVersion'] !== 'string' || !isMap(object['metadata'])) return []
      const { kind, metadata } = object
      if (typeof kind !== 'string' || typeof metadata['name'] !== 'string') return []
      return [{ file: path, kind, name: metadata['name'], object }]
    }),
  )
}

/** A manifest that is named when nothing was found, as it may be the one that was looked for. Templates of Helm are no YAML. */
export function unreadable(files: readonly ManifestFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    if (!/^ *kind:/m.test(text) || text.includes('{{')) return []
    const [first] = readDocuments(path, text).problems
    return first ? [formatProblems([first])] : []
  })
}

/** An alias without its anchor throws. */
function contentOf(read: () => unknown): unknown {
  try {
    return read()
  } catch {
    return null
  }
}

const PLACEHOLDER = /(?<!\$)\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g

export const hasPlaceholder = (text: string) => text.search(PLACEHOLDER) >= 0

/** Names of the placeholders in a text, each once; not those that stand for themselves (`$${…}`). */
export function placeholdersIn(text: string): string[] {
  const code = text.replace(/(^|\s)#.*$/gm, '$1')
  return [...new Set([...code.matchAll(PLACEHOLDER)].map((found) => found[1]!))]
}
