import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** What a process of the rehearsal finds the root of its container's files in. */
export const ROOT_VARIABLE = 'REHEARSAL_ROOT'

/** Folders that stand for the file systems of containers: each start of a container has an empty one of its own. */
export interface ContainerFiles {
  /** A new root, with an empty `/tmp`. */
  fresh(): Promise<string>
  /** Removes them all. */
  close(): Promise<void>
}

export function createContainerFiles(): ContainerFiles {
  let all: Promise<string> | null = null
  let roots = 0
  return {
    async fresh() {
      const folder = await (all ??= mkdtemp(path.join(tmpdir(), 'shiftgate-rehearsal-')))
      const root = path.join(folder, String(roots++))
      await mkdir(path.join(root, 'tmp'), { recursive: true })
      return root
    },
    async close() {
      if (all) await rm(await all, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}
