import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { invalid, messageOf } from '../process/errors.ts'
import { CLOUDS, cloudOf, variablesOf } from '../setup/github/cloud.ts'
import type { Cloud } from '../setup/github/cloud.ts'
import { CALLERS, callerOf, templateText } from '../setup/init/files.ts'
import type { GithubForm, NewFile } from '../setup/init/files.ts'
import type { ManifestFile } from '../setup/init/manifests.ts'
import { propose } from '../setup/init/propose.ts'
import type { Answers, Missing, Proposal } from '../setup/init/propose.ts'
import { rolloutText } from '../setup/init/rollout-text.ts'
import { parseRollout } from '../spec/parse.ts'
import { suggest } from '../spec/suggest.ts'
import type { Arguments } from './arguments.ts'
import { SETUP_HOSTS } from './compose.ts'
import type { SetupHost, Session } from './compose.ts'
import type { CommandResult } from './result.ts'

/** Writes a first rollout file, the manifest it needs, and what starts it at a host: all of them, or none. */
export async function initCommand(args: Arguments, session: Session): Promise<CommandResult> {
  const host = hostOf(args)
  const form = formOf(args, host)
  const named = cloudNamed(args, host)
  const file = args.file ?? 'rollout.yaml'
  // The caller's name is always the same; the rest is known when the manifests have been read.
  const caller = host === null ? [] : [CALLERS[host]]
  if (!args.flag('force')) await refuseExisting([file, ...caller])
  const manifests = await manifestsIn(args.text('from') ?? '.', path.dirname(path.resolve(file)))
  const proposal = await proposed(manifests, args, session)
  const text = rolloutText(proposal)
  const parsed = parseRollout(text, file)
  if (!parsed.ok) throw invalid(...parsed.problems)

  const files: NewFile[] = [{ path: file, text }]
  if (proposal.template)
    files.push({ path: path.join(path.dirname(file), proposal.template.path), text: templateText(proposal) })
  const fromRoot = path.relative('.', file).replaceAll('\\', '/')
  const cloud = named ?? cloudOf(parsed.rollout.image?.repository ?? null)
  if (host) files.push(callerOf(host, fromRoot, parsed.rollout, { form, cloud }))
  if (!args.flag('force')) await refuseExisting(files.map((f) => f.path))
  for (const { path: place, text: content } of files) {
    await mkdir(path.dirname(place), { recursive: true })
    await writeFile(place, content)
  }
  const next = [
    ...proposal.notes,
    ...(host ? [`put the owner of shiftgate in place of OWNER in ${files.at(-1)!.path}`] : []),
    ...(form === 'by-hand' ? [`list who may start stages as "approvers" in ${file}`] : []),
    ...(host === 'github' ? [credentials(cloud)] : []),
    `shiftgate validate ${file}`,
    // A host makes environments that it does not know, and nobody is asked in them.
    ...(host ? [environments(file, host, form)] : []),
  ]
  return {
    command: 'init',
    outcome: 'done',
    rollout: proposal.name,
    message: `wrote ${files.map((f) => f.path).join(', ')}; next: ${next.join('; ')}`,
    files: files.map((f) => f.path),
    next,
  }
}

function credentials(cloud: Cloud): string {
  const variables = variablesOf(cloud)
  return variables.length === 0
    ? 'put KUBECONFIG among the secrets of each environment'
    : `set the variables ${variables.join(', ')} of the repository`
}

function environments(file: string, host: SetupHost, form: GithubForm): string {
  const reviewers = form === 'by-hand' ? '' : ' --reviewers NAME,…'
  return `create the environments: shiftgate setup ${file} --host ${host}${reviewers}`
}

function cloudNamed(args: Arguments, host: SetupHost | null): Cloud | null {
  const text = args.text('cloud')
  if (text === null) return null
  const cloud = CLOUDS.find((name) => name === text)
  if (host !== 'github' || !cloud) {
    const near = suggest(text, CLOUDS)
    const hint = near ? `did you mean "${near}"?` : `expected ${CLOUDS.join(', ')}`
    throw invalid({
      code: 'bad-cloud',
      message: cloud
        ? '--cloud is about the jobs of a GitHub workflow: add --host github'
        : `--cloud is "${text}"; ${hint}`,
    })
  }
  return cloud
}

function hostOf(args: Arguments): SetupHost | null {
  const text = args.text('host')
  const host = SETUP_HOSTS.find((h) => h === text) ?? null
  if (text !== null && host === null) {
    const near = suggest(text, SETUP_HOSTS)
    const hint = near ? `did you mean "${near}"?` : `expected ${SETUP_HOSTS.join(' or ')}`
    throw invalid({ code: 'bad-host', message: `--host is "${text}"; ${hint}` })
  }
  return host
}

function formOf(args: Arguments, host: SetupHost | null): GithubForm {
  const wanted = (['explicit', 'by-hand'] as const).filter((name) => args.flag(name))
  if (wanted.length > 0 && host !== 'github')
    throw invalid({
      code: 'bad-host',
      message: `--${wanted[0]!} is about the jobs of a GitHub workflow: add --host github`,
    })
  if (wanted.length === 2)
    throw invalid({ code: 'bad-host', message: '--explicit and --by-hand are two workflows: choose one' })
  return wanted[0] ?? 'call'
}

/** What is missing is asked at a terminal; a script is told all of it, and by which options it can be given. */
async function proposed(
  files: readonly ManifestFile[],
  args: Arguments,
  session: Session,
): Promise<Proposal> {
  const text = (name: string) => args.text(name)
  let answers: Answers = {
    name: text('name'),
    namespace: text('namespace'),
    image: text('image'),
    url: text('url'),
    route: text('route'),
  }
  for (;;) {
    const result = propose(files, answers)
    if (result.ok) return result.proposal
    const [first] = result.missing
    const answer = await answerTo(result.missing, session)
    if (answer === null || first!.option === null || answers[first!.option] === answer)
      throw invalid(...result.missing.map(({ message }) => ({ code: 'init-missing', message })))
    answers = { ...answers, [first!.option]: answer }
  }
}

async function answerTo(missing: readonly Missing[], { host, signal }: Session): Promise<string | null> {
  if (!host.ask || missing.some(({ option }) => option === null)) return null
  return await host.ask(`${missing[0]!.message}\n  ${missing[0]!.option!}: `, signal)
}

async function refuseExisting(files: readonly string[]): Promise<void> {
  const existing = await Promise.all(
    files.map(async (place) => ((await stat(place).catch(() => null)) ? [place] : [])),
  )
  const names = existing.flat()
  if (names.length > 0)
    throw invalid({
      code: 'file-exists',
      message: `${names.join(', ')} ${names.length === 1 ? 'exists' : 'exist'} already, and nothing was written: give another name for the rollout file, or --force to overwrite`,
    })
}

/** More than this is no folder of manifests. */
const MOST_FILES = 2_000
const DEEPEST = 8

/** Every YAML file in a folder and below; paths are relative to `base`. */
async function manifestsIn(folder: string, base: string): Promise<ManifestFile[]> {
  const found: string[] = []
  const look = async (place: string, depth: number): Promise<void> => {
    const entries = await readdir(place, { withFileTypes: true })
    // Templates of a chart are no manifests yet.
    if (entries.some(({ name }) => name === 'Chart.yaml')) return
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const full = path.join(place, entry.name)
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue
      if (entry.isDirectory() && depth < DEEPEST) await look(full, depth + 1)
      else if (entry.isFile() && /\.ya?ml$/.test(entry.name)) found.push(full)
      if (found.length > MOST_FILES)
        throw invalid({
          code: 'too-many-files',
          message: `${folder} has more than ${MOST_FILES} YAML files: give the folder of the manifests with --from`,
        })
    }
  }
  try {
    await look(folder, 0)
    return await Promise.all(
      found.map(async (full) => ({
        path: path.relative(base, path.resolve(full)).replaceAll('\\', '/'),
        text: await readFile(full, 'utf8'),
      })),
    )
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error)
      throw invalid({
        code: 'folder-unreadable',
        message: `${folder} cannot be read: ${messageOf(error)}; give the folder of the manifests with --from`,
      })
    throw error
  }
}
