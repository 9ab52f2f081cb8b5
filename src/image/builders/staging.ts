import { copyFile, link, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { constants } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** A name that no file of a model has. */
const DOCKERFILE = '.shiftgate.Dockerfile'

/**
 * A context with exactly these files, for as long as `work` takes: what lies beside them never leaves the machine, and no
 * ignore file hides a model. Files are linked, not copied, where the file system allows it.
 */
export async function withStaging<T>(
  files: readonly { readonly name: string; readonly source: string }[],
  dockerfile: string,
  work: (staged: { readonly context: string; readonly dockerfile: string }) => Promise<T>,
): Promise<T> {
  const context = await mkdtemp(path.join(tmpdir(), 'shiftgate-context-'))
  try {
    for (const { name, source } of files) {
      const target = path.join(context, name)
      await mkdir(path.dirname(target), { recursive: true })
      await link(source, target).catch(() => copyFile(source, target, constants.COPYFILE_FICLONE))
    }
    const file = path.join(context, DOCKERFILE)
    await writeFile(file, dockerfile)
    return await work({ context, dockerfile: file })
  } finally {
    await rm(context, { recursive: true, force: true })
  }
}
