import { readdir, readFile, stat } from 'node:fs/promises'
import { extname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import type { Problem } from '../process/errors.ts'
import { messageOf } from '../process/errors.ts'
import type { ManifestSource } from '../spec/rollout.ts'

/** A manifest source after its files were read. Paths are absolute, except `file`, which is for messages. */
export type LoadedSource =
  | { readonly kind: 'text'; readonly file: string; readonly text: string }
  | {
      readonly kind: 'helm'
      /** Folder or archive, or a reference that Helm resolves (`oci://…`, `repo/chart`). */
      readonly chart: string
      readonly name: string
      readonly release: string | null
      readonly values: readonly string[]
      readonly set: { readonly [key: string]: string }
    }
  | { readonly kind: 'kustomize'; readonly path: string; readonly name: string }

export interface LoadedManifests {
  /** Folder of the rollout file; tools run here. */
  readonly folder: string
  readonly sources: readonly LoadedSource[]
  readonly problems: readonly Problem[]
}

const EXTENSIONS = ['.yaml', '.yml', '.json']

/** Reads all manifest files once, so that both versions are rendered from the same texts. Never rejects: see `problems`. */
export async function loadManifests(
  sources: readonly ManifestSource[],
  folder: string,
): Promise<LoadedManifests> {
  const problems: Problem[] = []
  const loaded: LoadedSource[] = []
  for (const source of sources) {
    try {
      loaded.push(...(await load(source, folder)))
    } catch (error) {
      problems.push(error instanceof SourceProblem ? error.problem : unreadable(messageOf(error)))
    }
  }
  return { folder, sources: loaded, problems }
}

class SourceProblem extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.message)
    this.problem = problem
  }
}

const unreadable = (message: string, file?: string): Problem => ({
  code: 'manifest-unreadable',
  message,
  file,
})

async function load(source: ManifestSource, folder: string): Promise<LoadedSource[]> {
  switch (source.kind) {
    case 'file':
      return files(source.path, folder)
    case 'kustomize': {
      const path = resolve(folder, source.path)
      await kustomization(path, source.path)
      return [{ kind: 'kustomize', path, name: source.path }]
    }
    case 'helm': {
      const values = source.values.map((file) => resolve(folder, file))
      for (const [i, file] of values.entries()) await existing(file, source.values[i]!)
      return [{ ...source, chart: await chart(source.chart, folder), name: source.chart, values }]
    }
  }
}

async function files(path: string, folder: string): Promise<LoadedSource[]> {
  const full = resolve(folder, path)
  if (!(await existing(full, path)).isDirectory()) return [await text(full, folder)]
  const names = (await readdir(full))
    .filter((name) => EXTENSIONS.includes(extname(name).toLowerCase()))
    .sort()
  if (names.some((name) => /^kustomization\.ya?ml$/.test(name))) {
    throw new SourceProblem(unreadable(`${path} is a kustomization: write \`kustomize: ${path}\``, path))
  }
  if (names.includes('Chart.yaml')) {
    throw new SourceProblem(unreadable(`${path} is a Helm chart: write \`helm: ${path}\``, path))
  }
  if (names.length === 0) {
    throw new SourceProblem(unreadable(`${path} holds no manifests: expected *.yaml, *.yml or *.json`, path))
  }
  return Promise.all(names.map((name) => text(join(full, name), folder)))
}

async function text(full: string, folder: string): Promise<LoadedSource> {
  const file = relative(folder, full).split(sep).join('/')
  const content = await readFile(full, 'utf8')
  if (content.includes('\0')) throw new SourceProblem(unreadable(`${file} is not a text file in UTF-8`, file))
  return { kind: 'text', file, text: content.replace(/^\uFEFF/, '') }
}

async function existing(full: string, path: string) {
  try {
    return await stat(full)
  } catch (error) {
    const missing = (error as { code?: unknown }).code === 'ENOENT'
    const message = missing
      ? `${path} does not exist: paths start at the folder of the rollout file`
      : `${path} cannot be read: ${messageOf(error)}`
    throw new SourceProblem(unreadable(message, path))
  }
}

async function kustomization(full: string, path: string): Promise<void> {
  if (!(await existing(full, path)).isDirectory()) {
    throw new SourceProblem(
      unreadable(`${path} is a file: \`kustomize\` wants the folder of a kustomization.yaml`, path),
    )
  }
  if (!(await readdir(full)).some((name) => /^(kustomization\.ya?ml|Kustomization)$/.test(name))) {
    throw new SourceProblem(unreadable(`${path} holds no kustomization.yaml`, path))
  }
}

/** A chart that lies in the repository, by its full path; anything else is a reference for Helm. */
async function chart(chart: string, folder: string): Promise<string> {
  if (/^[a-z]+:\/\//i.test(chart)) return chart
  const full = resolve(folder, chart)
  const local = isAbsolute(chart) || /^\.{1,2}([/\\]|$)/.test(chart)
  const found = await stat(full).catch(() => null)
  if (!found && !local) return chart
  await existing(full, chart)
  if (found?.isDirectory()) await existing(join(full, 'Chart.yaml'), `${chart}/Chart.yaml`)
  return full
}
