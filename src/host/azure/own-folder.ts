import { rmSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'

/** A folder that only this user can read, and that is gone when the task ends, in whatever way but a kill. */
export interface OwnFolder {
  readonly path: string
  remove(): Promise<void>
}

export async function ownFolder(parent: string, name: string): Promise<OwnFolder> {
  const place = path.join(parent, `shiftgate-${name}-${process.pid}`)
  // A cancelled task that does not end by itself is ended without waiting for anything.
  const atExit = () => rmSync(place, { recursive: true, force: true })
  process.once('exit', atExit)
  await mkdir(place, { recursive: true, mode: 0o700 })
  return {
    path: place,
    async remove() {
      process.off('exit', atExit)
      await rm(place, { recursive: true, force: true })
    },
  }
}
