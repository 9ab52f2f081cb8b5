import { createReadStream } from 'node:fs'
import path from 'node:path'
import type { CommandEnd, CommandOutput } from '../api/contract.ts'

const REASONS: { readonly [code: string]: string } = {
  ENOENT: 'No such file or directory',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  EACCES: 'Permission denied',
}

/**
 * Runs a command in a container's files. The images of a rehearsal have one program, `cat`: nobody who can reach the embedded
 * API server may start programs of this machine by it, or read files outside of the container's.
 */
export async function runInContainer(
  root: string,
  [program = '', ...files]: readonly string[],
  output: CommandOutput,
): Promise<CommandEnd> {
  if (program !== 'cat') return { kind: 'no-program' }
  let code = 0
  for (const file of files) {
    // Absolute first: what leads above the root stays at the root.
    const inside = path.join(root, path.posix.normalize(`/${file}`))
    try {
      for await (const chunk of createReadStream(inside)) await output('stdout', chunk as Buffer)
    } catch (error) {
      const known = REASONS[(error as NodeJS.ErrnoException).code ?? '']
      if (known === undefined) throw error
      await output('stderr', Buffer.from(`cat: ${file}: ${known}\n`))
      code = 1
    }
  }
  return { kind: 'exit', code }
}
