import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { invalid, messageOf } from '../process/errors.ts'
import { parseRollout } from '../spec/parse.ts'
import type { ParsedRollout } from '../spec/parse.ts'
import type { Rollout } from '../spec/rollout.ts'
import { parseSetting } from '../spec/settings.ts'
import type { Setting } from '../spec/settings.ts'
import type { Arguments } from './arguments.ts'

export interface RolloutFile {
  readonly rollout: Rollout
  /** As the user wrote it, for messages. */
  readonly file: string
  readonly folder: string
  /** What a reader of a plan has to know about where the file's values come from. */
  readonly notes: readonly string[]
}

/** Reads and parses the rollout file. Throws `invalid` with all problems. */
export async function readRolloutFile(args: Arguments): Promise<RolloutFile> {
  const { parsed, file, folder, notes } = await parseRolloutFile(args)
  if (!parsed.ok) throw invalid(...parsed.problems)
  return { rollout: parsed.rollout, file, folder, notes }
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
  const set = settingsOf(args)
  const parsed = parseRollout(text, file, { set, ...(namespace ? { namespace } : {}) })
  return { parsed, file, folder: path.dirname(path.resolve(file)), notes: settingNotes(set, file) }
}

/** Values from outside, one in a line. Throws `invalid` with all that are none. */
function settingsOf(args: Arguments): readonly Setting[] {
  const parsed = settingLines(args).map(parseSetting)
  const problems = parsed.flatMap((p) => ('problem' in p ? [p.problem] : []))
  const settings = parsed.flatMap((p) => ('problem' in p ? [] : [p]))
  const twice = settings.filter(({ path: one }, i) => settings.findIndex((s) => s.path === one) !== i)
  problems.push(...twice.map(({ path: one }) => `${one} is there twice`))
  if (problems.length === 0) return settings
  throw invalid(
    ...problems.map((problem) => ({
      code: 'bad-set',
      path: '--set',
      message: `"set" is not what was expected: ${problem}; expected PATH=VALUE with a path of the rollout file, as image.scoring.script=scoring/scoreB.py, one in a line; correct it`,
    })),
  )
}

/** A result with the file's notes before its own. */
export function withNotes<R extends { readonly notes?: readonly string[] }>(
  notes: readonly string[],
  result: R,
): R {
  return notes.length === 0 ? result : { ...result, notes: [...notes, ...(result.notes ?? [])] }
}

/** Who reads the file before approving would take its own values for those that count. */
function settingNotes(settings: readonly Setting[], file: string): string[] {
  if (settings.length === 0) return []
  const values = settings.map((s) => `${s.path}=${s.value}`).join(', ')
  return [`set from outside, instead of what ${path.basename(file)} says: ${values}`]
}

const settingLines = (args: Arguments) =>
  (args.text('set') ?? '').split(/\r?\n/).filter((line) => line.trim() !== '')

/** What names a rollout in the cluster. For commands that need no file, and must work when the file is broken. */
export async function rolloutNamed(
  args: Arguments,
): Promise<{ rollout: string; namespace: string | null; folder: string; file: Rollout | null }> {
  const name = args.text('rollout')
  if (name !== null) {
    if (args.text('set') !== null)
      throw invalid({
        code: 'bad-set',
        path: '--set',
        message: `"set" changes values of a rollout file, and none is read where the rollout is named; remove it, or give --namespace`,
      })
    return { rollout: name, namespace: args.text('namespace'), folder: '.', file: null }
  }
  try {
    const { rollout, folder } = await readRolloutFile(args)
    return { rollout: rollout.name, namespace: rollout.namespace, folder, file: rollout }
  } catch (error) {
    const rough = await roughly(args)
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

/** The name in a file that does not parse any more, or with values from outside that are none: the way back must not depend on either. */
async function roughly(args: Arguments): Promise<{ rollout: string; namespace: string } | null> {
  const text = await readFile(args.file!, 'utf8').catch(() => '')
  const named = (key: string) => {
    const set = settingLines(args).find((line) => line.trim().startsWith(`${key}=`))
    if (set !== undefined) return /^[^=]*=\s*([a-z0-9][a-z0-9-]*)\s*$/.exec(set)?.[1] ?? null
    const written = new RegExp(`^${key}:\\s*["']?([a-z0-9][a-z0-9-]*)["']?\\s*(#.*)?$`, 'm').exec(text)
    return written?.[1]
  }
  const rollout = named('rollout')
  const namespace = named('namespace')
  return rollout && namespace !== null ? { rollout, namespace: namespace ?? 'default' } : null
}
