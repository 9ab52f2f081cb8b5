import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { invalid, messageOf } from '../process/errors.ts'
import { parseRollout } from '../spec/parse.ts'
import type { ParsedRollout } from '../spec/parse.ts'
import type { Rollout } from '../spec/rollout.ts'
import type { Arguments } from './arguments.ts'

export interface RolloutFile {
  readonly rollout: Rollout
  /** As the user wrote it, for messages. */
  readonly file: string
  readonly folder: string
}

/** Reads and parses the rollout file. Throws `invalid` with all problems. */
export async function readRolloutFile(args: Arguments): Promise<RolloutFile> {
  const { parsed, file, folder } = await parseRolloutFile(args)
  if (!parsed.ok) throw invalid(...parsed.problems)
  return { rollout: parsed.rollout, file, folder }
}

/** The same with its problems as a value. Throws `invalid` only when there is no such file. */
export async function parseRolloutFile(
  args: Arguments,
): Promise<Omit<RolloutFile, 'rollout'> & { readonly parsed: ParsedRollout }> {
  const file = args.file!
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    throw invalid({
      code: 'file-unreadable',
      file,
      message: missing
        ? `${file} does not exist; give the path of the rollout file`
        : `${file} cannot be read: ${messageOf(error)}`,
    })
  }
  const namespace = args.text('namespace')
  const parsed = parseRollout(text, file, namespace ? { namespace } : {})
  return { parsed, file, folder: path.dirname(path.resolve(file)) }
}

/** What names a rollout in the cluster. For commands that need no file, and must work when the file is broken. */
export async function rolloutNamed(
  args: Arguments,
): Promise<{ rollout: string; namespace: string | null; folder: string; file: Rollout | null }> {
  const name = args.text('rollout')
  if (name !== null) return { rollout: name, namespace: args.text('namespace'), folder: '.', file: null }
  try {
    const { rollout, folder } = await readRolloutFile(args)
    return { rollout: rollout.name, namespace: rollout.namespace, folder, file: rollout }
  } catch (error) {
    const rough = await roughly(args.file!)
    if (rough)
      return {
        ...rough,
        namespace: args.text('namespace') ?? rough.namespace,
        folder: path.dirname(args.file!),
        file: null,
      }
    throw error
  }
}

/** The name in a file that does not parse any more: the way back must not depend on it. */
async function roughly(file: string): Promise<{ rollout: string; namespace: string } | null> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const rollout = /^rollout:\s*["']?([a-z0-9][a-z0-9-]*)["']?\s*(#.*)?$/m.exec(text)?.[1]
  const namespace = /^namespace:\s*["']?([a-z0-9][a-z0-9-]*)["']?\s*(#.*)?$/m.exec(text)?.[1]
  return rollout ? { rollout, namespace: namespace ?? 'default' } : null
}
