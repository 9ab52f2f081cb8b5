import { readFile } from 'node:fs/promises'
import { messageOf } from '../process/errors.ts'
import { KubeError } from './client.ts'
import { configError, fieldsOf, isMapping, type Fields } from './config-fields.ts'

/** Several kubeconfig files seen as one. Each entry remembers the file that it came from, because its paths are relative to that file. */
export interface MergedKubeconfig {
  readonly files: readonly string[]
  readonly currentContext: string | null
  readonly contexts: ReadonlyMap<string, Fields>
  readonly clusters: ReadonlyMap<string, Fields>
  readonly users: ReadonlyMap<string, Fields>
}

/** YAML or JSON text of one kubeconfig. JSON is parsed without loading the YAML parser. */
export async function parseKubeconfig(text: string, file: string): Promise<Fields> {
  let value: unknown
  try {
    value = text.trimStart().startsWith('{') ? JSON.parse(text) : (await import('yaml')).parse(text)
  } catch (error) {
    throw configError(file, '', `is neither YAML nor JSON: ${messageOf(error)}`, error)
  }
  if (value === null || value === undefined) value = {}
  if (!isMapping(value))
    throw configError(file, '', 'is no kubeconfig: expected a mapping with clusters, users and contexts')
  const kind = value['kind'] ?? 'Config'
  if (kind !== 'Config') {
    throw configError(
      file,
      'kind',
      `expected Config, got ${JSON.stringify(kind)}; this file is no kubeconfig`,
    )
  }
  return fieldsOf(value, file, '')
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new KubeError('config', `${path}: cannot be read: ${messageOf(error)}`, { cause: error })
  }
}

function addEntries(into: Map<string, Fields>, root: Fields, list: string, content: string): void {
  for (const entry of root.list(list)) {
    const name = entry.string('name')
    if (name === null) throw entry.problem('name', 'is missing')
    if (into.has(name)) continue
    const raw = entry.raw(content) ?? {}
    into.set(name, fieldsOf(raw, root.file, `${list}[${name}].${content}`))
  }
}

/**
 * Reads and merges files as kubectl does: files that do not exist are left out, the first file that names an entry or
 * the current context wins. `files` is empty when none of them exists.
 */
export async function readKubeconfigs(paths: readonly string[]): Promise<MergedKubeconfig> {
  const files: string[] = []
  const contexts = new Map<string, Fields>()
  const clusters = new Map<string, Fields>()
  const users = new Map<string, Fields>()
  let currentContext: string | null = null
  for (const path of paths) {
    if (path === '') continue
    const text = await readIfThere(path)
    if (text === null) continue
    const root = await parseKubeconfig(text, path)
    files.push(path)
    currentContext ??= root.string('current-context')
    addEntries(contexts, root, 'contexts', 'context')
    addEntries(clusters, root, 'clusters', 'cluster')
    addEntries(users, root, 'users', 'user')
  }
  return { files, currentContext, contexts, clusters, users }
}
