import { chmod, copyFile, link, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { constants } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** A name that no file of a model has. */
const DOCKERFILE = '.shiftgate.Dockerfile'

/**
 * A context with exactly these files, for as long as `work` takes: what lies beside them never leaves the machine, and no
 * ignore file hides a model. Files are linked, not copied, where the file system allows it. Everybody may read them: builders keep
 * rights, and the user of the image is not the one who wrote the model.
 */
export async function withStaging<T>(
  files: readonly { readonly name: string; readonly source: string }[],
  dockerfile: string,
  work: (staged: { readonly context: string; readonly dockerfile: string }) => Promise<T>,
): Promise<T> {
  const context = await mkdtemp(path.join(tmpdir(), 'shiftgate-context-'))
  try {
    const folders = new Set<string>()
    for (const { name, source } of files) {
      const target = path.join(context, name)
      await mkdir(path.dirname(target), { recursive: true })
      for (let at = path.dirname(target); at !== context; at = path.dirname(at)) folders.add(at)
      await place(source, target)
    }
    // Not by `mkdir`, which takes away what the umask says.
    for (const folder of folders) await chmod(folder, 0o755)
    const file = path.join(context, DOCKERFILE)
    await writeFile(file, dockerfile)
    return await work({ context, dockerfile: file })
  } finally {
    await rm(context, { recursive: true, force: true })
  }
}

async function place(source: string, target: string): Promise<void> {
  const readable = ((await stat(source)).mode & 0o444) === 0o444
  const copy = () => copyFile(source, target, constants.COPYFILE_FICLONE)
  // A link shares its rights with the file of the user, which stay as they are.
  await (readable ? link(source, target).catch(copy) : copy())
  if (!readable) await chmod(target, 0o644)
}
