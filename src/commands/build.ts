import { writeFile } from 'node:fs/promises'
import { CommandError, invalid, messageOf } from '../process/errors.ts'
import { singleLine } from '../process/escape.ts'
import { TAG_PATTERN } from '../spec/repository-shape.ts'
import { BUILDERS } from '../spec/rollout.ts'
import type { BuildPlan } from '../image/build.ts'
import type { BuilderName, ImageSource } from '../spec/rollout.ts'
import { suggest } from '../spec/suggest.ts'
import type { Arguments } from './arguments.ts'
import { composeBuild } from './compose.ts'
import type { Session } from './compose.ts'
import type { CommandResult } from './result.ts'
import { readRolloutFile } from './rollout-file.ts'

/** Builds and pushes the image of the rollout file, and says by which digest later stages name it. */
export async function buildCommand(args: Arguments, session: Session): Promise<CommandResult> {
  const { rollout, file, folder } = await readRolloutFile(args)
  const { image } = rollout
  if (image === null || image.build === null) {
    throw invalid({
      code: 'no-build',
      file,
      path: 'image',
      message: `${file} does not say how the image is built; expected "scoring" or "dockerfile" in "image"; add one of them`,
    })
  }
  const { build } = image
  const tags = tagsOf(args, image)
  const builder = builderOf(args, image)
  const base = { command: 'build', rollout: rollout.name }
  const building = await composeBuild(args, session, { repository: image.repository, folder })
  try {
    if (args.flag('print-dockerfile')) {
      const text = await building.dockerfile(build)
      return { ...base, outcome: 'done', message: `Dockerfile of ${rollout.name}`, dockerfile: text, text }
    }
    const options = { builder, tags, network: args.text('network'), refresh: args.flag('refresh') }
    if (args.flag('dry-run'))
      return { ...base, ...planned(await building.plan(build, options), image.repository) }
    const { outcome, digest, message, ...result } = await building.run(build, options)
    const reference = `${image.repository}@${digest}`
    session.progress.step(singleLine(message, 1_000))
    const built = {
      ...base,
      outcome,
      message,
      image: reference,
      digest,
      repository: image.repository,
      ...result,
    }
    const output = args.text('output')
    if (output !== null)
      await writeOutput(output, output.endsWith('.json') ? JSON.stringify(built) : reference)
    // On stdout there is nothing but the reference: it is made to be taken by the next command.
    return { ...built, text: reference }
  } finally {
    building.close()
  }
}

function planned(plan: BuildPlan, repository: string) {
  const { digest, tags } = plan
  // Tools say in them why they cannot be used.
  const steps = plan.steps.map((step) => singleLine(step, 500))
  const reference = digest === null ? {} : { image: `${repository}@${digest}`, digest }
  const message =
    steps.length === 0
      ? `${repository}@${digest}: in the registry already; nothing would be built`
      : `${repository}: would ${steps.join(', then ')}; nothing was built or pushed`
  const text =
    steps.length === 0 ? message : [`${repository}:`, ...steps.map((s, i) => `  ${i + 1}. ${s}`)].join('\n')
  const outcome = steps.length === 0 ? ('unchanged' as const) : ('done' as const)
  return { outcome, message, repository, tags, steps, ...reference, text }
}

function tagsOf(args: Arguments, image: ImageSource): string[] {
  const asked = (args.text('tag') ?? '')
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '')
  const wrong = asked.find((tag) => !new RegExp(`^${TAG_PATTERN}$`).test(tag))
  if (wrong !== undefined) {
    throw invalid({
      code: 'bad-tag',
      path: '--tag',
      message: `${JSON.stringify(wrong.slice(0, 200))} is no tag that a registry takes; expected up to 128 letters, digits, "_", "." and "-", not starting with "." or "-"; correct it`,
    })
  }
  return [...new Set([...image.tags, ...asked])]
}

function builderOf(args: Arguments, image: ImageSource): BuilderName {
  const asked = args.text('builder')
  if (asked === null) return image.builder
  const known = BUILDERS.find((name) => name === asked)
  if (known !== undefined) return known
  const near = suggest(asked, BUILDERS)
  throw invalid({
    code: 'unknown-builder',
    path: '--builder',
    message: `there is no builder ${JSON.stringify(asked)}; ${near === null ? `expected one of ${BUILDERS.join(', ')}` : `did you mean "${near}"?`}`,
  })
}

async function writeOutput(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, `${text}\n`)
  } catch (error) {
    const message = `the image is pushed, but ${file} cannot be written: ${messageOf(error)}; the reference is ${text}`
    throw new CommandError('failed', [{ code: 'output', path: '--output', message }], { cause: error })
  }
}
