import { open, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { invalid } from '../../process/errors.ts'
import type { Problem } from '../../process/errors.ts'
import type { ScoringBuild } from '../../spec/rollout.ts'
import { entryContractProblems } from './entry-contract.ts'
import { FileProblem, sourceFolder } from './folder.ts'
import type { SourceFile, SourceFolder } from './folder.ts'
import { condaProblems, tooOld } from './conda.ts'
import { OLDEST_PYTHON, namesServer, requirementsProblems } from './requirements.ts'

/** Everything that goes into a scoring image, checked. Names are relative to their place in the image. */
export interface ScoringInputs {
  /** The script's name among `code`. */
  readonly entry: string
  readonly code: readonly SourceFile[]
  readonly model: {
    readonly kind: 'file' | 'folder'
    readonly name: string
    readonly files: readonly SourceFile[]
  } | null
  readonly requirements: {
    readonly kind: 'pip' | 'conda'
    readonly source: string
    readonly text: string
  } | null
}

/** Reads and checks the files that `image.scoring` names. Throws `invalid` with all problems; runs nothing. */
export async function scoringInputs(build: ScoringBuild, folder: string): Promise<ScoringInputs> {
  const root = await sourceFolder(folder)
  const problems: Problem[] = []
  /** Runs a check of one key, and turns what it throws into a problem at that key. */
  const at = async <T>(
    key: string,
    file: string,
    what: string,
    check: () => Promise<T>,
  ): Promise<T | null> => {
    try {
      return await check()
    } catch (error) {
      if (!(error instanceof FileProblem)) throw error
      problems.push({
        code: `bad-${key}`,
        path: `image.scoring.${key}`,
        message: `${what} ${file} ${error.message}`,
      })
      return null
    }
  }
  const code = await at('script', build.script, 'the script', () => script(build, root, problems))
  const model =
    build.model === null
      ? null
      : await at('model', build.model, 'the model', () => modelFiles(build.model!, root))
  const list = build.requirements ?? build.conda
  const key = build.conda === null ? 'requirements' : 'conda'
  const requirements =
    list === null ? null : await at(key, list, 'the file', () => requirementsOf(list, key, root, problems))
  const minor = Number(build.python.split('.')[1])
  if (
    key === 'requirements' &&
    build.base === null &&
    minor < OLDEST_PYTHON &&
    !namesServer(requirements?.text ?? '')
  )
    problems.push({ code: 'bad-python', path: 'image.scoring.python', message: tooOld(build.python) })
  if (problems.length > 0) throw invalid(...problems)
  return { ...code!, model, requirements }
}

async function script(
  build: ScoringBuild,
  root: SourceFolder,
  problems: Problem[],
): Promise<Pick<ScoringInputs, 'entry' | 'code'>> {
  const full = await root.resolve(build.script)
  if (!(await stat(full)).isFile())
    throw new FileProblem('is a folder; expected a Python file; name the file')
  const text = await readFile(full, 'utf8')
  if (text.trim() === '')
    throw new FileProblem('is empty; expected a Python file with init() and run(raw_data)')
  for (const { line, message } of entryContractProblems(text)) {
    problems.push({ code: 'bad-script', file: build.script, line, message: `the script: ${message}` })
  }
  const alone = await root.files(build.script)
  if (build.source === null) return { entry: alone.files[0]!.name, code: alone.files }
  const entry = path.posix.relative(path.posix.normalize(build.source), path.posix.normalize(build.script))
  if (entry.startsWith('../'))
    throw new FileProblem(
      `does not lie in the folder of "source", ${build.source}; expected it there; correct one of them`,
    )
  const within = (place: string) =>
    !path.posix.relative(path.posix.normalize(build.source!), place).startsWith('..')
  if (build.model !== null && within(path.posix.normalize(build.model)))
    throw new FileProblem(
      `has a "source" ${build.source} in which the model lies too, and the model would be in the image twice; move one of them`,
    )
  const source = await root.files(build.source).catch((error: unknown) => {
    throw error instanceof FileProblem
      ? new FileProblem(`has a "source" ${build.source} that ${error.message}`)
      : error
  })
  return { entry, code: source.files }
}

async function modelFiles(model: string, root: SourceFolder): Promise<NonNullable<ScoringInputs['model']>> {
  const { kind, files } = await root.files(model)
  if (files.length === 0) throw new FileProblem('is an empty folder; expected a model; was it written there?')
  if (files.every((file) => file.size === 0))
    throw new FileProblem('is empty (0 bytes); expected a model; was it written completely?')
  for (const file of files) {
    if (file.size < 1_000 && (await beginsWith(file.source, 'version https://git-lfs.github.com/spec/')))
      throw new FileProblem(
        `${kind === 'file' ? 'is' : `contains ${file.name},`} a Git LFS pointer, not the content; run "git lfs pull" before`,
      )
  }
  return { kind, name: path.posix.basename(path.posix.normalize(model)), files }
}

async function beginsWith(file: string, text: string): Promise<boolean> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(text.length), 0, text.length, 0)
    return buffer.toString('latin1', 0, bytesRead) === text
  } finally {
    await handle.close()
  }
}

async function requirementsOf(
  file: string,
  key: 'requirements' | 'conda',
  root: SourceFolder,
  problems: Problem[],
): Promise<NonNullable<ScoringInputs['requirements']>> {
  const source = await root.resolve(file)
  if (!(await stat(source)).isFile()) throw new FileProblem('is a folder; expected a file; name the file')
  const text = (await readFile(source, 'utf8')).replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  const found = key === 'conda' ? condaProblems(text) : requirementsProblems(text)
  const what = key === 'conda' ? 'the conda environment' : 'the requirements'
  for (const { line, message } of found) {
    problems.push({ code: `bad-${key}`, file, line, message: `${what}: ${message}` })
  }
  return { kind: key === 'conda' ? 'conda' : 'pip', source, text }
}
