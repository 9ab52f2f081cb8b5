import { lstat, readdir, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { messageOf } from '../../process/errors.ts'

/** A file that goes into the image. */
export interface SourceFile {
  /** Relative to the place it was asked for, with `/`. */
  readonly name: string
  /** Full path of the content; symlinks are resolved. */
  readonly source: string
  /** Bytes. */
  readonly size: number
}

/** Something about a file that keeps it out of the image; a clause that goes on from the file's name. */
export class FileProblem extends Error {}

/**
 * The folder of the rollout file: nothing outside of it gets into an image, neither by `..` nor by a symlink.
 * All paths are as in the rollout file: relative, with `/`.
 */
export interface SourceFolder {
  readonly root: string
  /** Full path without symlinks. Throws `FileProblem` when there is nothing, or something outside. */
  resolve(relative: string): Promise<string>
  /** The file, or all files of the folder sorted by name, with the names below it. */
  files(
    relative: string,
  ): Promise<{ readonly kind: 'file' | 'folder'; readonly files: readonly SourceFile[] }>
}

/** Never part of a model or of its code. */
const LEFT_OUT = new Set(['__pycache__', '.git', '.gitignore', '.dockerignore', '.gcloudignore', '.DS_Store'])
/** What Google's actions for GitHub write into the checkout: credentials, under another name each time. */
const CREDENTIALS = /^gha-(creds|kubeconfig)-/

export async function sourceFolder(folder: string): Promise<SourceFolder> {
  const root = await realpath(folder)
  const inside = (full: string) =>
    full === root || full.startsWith(root.endsWith(path.sep) ? root : root + path.sep)

  async function resolve(relative: string): Promise<string> {
    if (!inside(path.resolve(root, relative)))
      throw new FileProblem(
        'leads out of the folder of the rollout file; expected a path inside it; move the file, or the rollout file to a folder above it',
      )
    let real: string
    try {
      real = await realpath(path.join(root, relative))
    } catch (error) {
      throw new FileProblem(unreadable(error))
    }
    if (!inside(real))
      throw new FileProblem(
        'is, or lies behind, a symlink out of the folder of the rollout file; expected a file inside it; copy the file there',
      )
    return real
  }

  async function walk(full: string, name: string, parents: readonly string[]): Promise<SourceFile[]> {
    const found: SourceFile[] = []
    for (const entry of (await readdir(full)).sort(byBytes)) {
      if (LEFT_OUT.has(entry) || CREDENTIALS.test(entry)) continue
      const below = `${name === '' ? '' : `${name}/`}${entry}`
      const real = (await lstat(path.join(full, entry))).isSymbolicLink()
        ? await resolve(path.relative(root, path.join(full, entry)).replaceAll(path.sep, '/')).catch(
            (error: unknown) => {
              throw new FileProblem(`contains ${below}, which ${messageOf(error)}`)
            },
          )
        : path.join(full, entry)
      const facts = await stat(real)
      if (facts.isFile()) found.push({ name: below, source: real, size: facts.size })
      else if (!facts.isDirectory())
        throw new FileProblem(`contains ${below}, which is neither file nor folder; remove it`)
      else if (parents.includes(real))
        throw new FileProblem(`contains ${below}, a symlink to a folder that it lies in; remove it`)
      else found.push(...(await walk(real, below, [...parents, real])))
    }
    return found
  }

  return {
    root,
    resolve,
    async files(relative) {
      const full = await resolve(relative)
      const facts = await stat(full)
      if (facts.isFile())
        return {
          kind: 'file',
          files: [{ name: path.posix.basename(relative), source: full, size: facts.size }],
        }
      if (!facts.isDirectory())
        throw new FileProblem('is neither file nor folder; expected one of them; correct the path')
      const files = (await walk(full, '', [full])).sort((a, b) => byBytes(a.name, b.name))
      return { kind: 'folder', files }
    },
  }
}

/** The same order on every machine. */
export const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

function unreadable(error: unknown): string {
  const code = (error as { code?: unknown }).code
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return 'does not exist; expected a path relative to the rollout file; correct it'
  if (code === 'ELOOP') return 'is a symlink that leads to itself; replace it'
  return `cannot be read: ${messageOf(error)}`
}
