import { randomBytes } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { CommandError, invalid } from '../process/errors.ts'
import type { Problem } from '../process/errors.ts'
import type { DockerfileBuild } from '../spec/rollout.ts'
import type { BuildContext, BuildOptions, BuildPlan, BuildResult } from './build.ts'
import { cannot } from './builders/builder.ts'
import { chooseBuilder } from './builders/choose.ts'
import { FileProblem, sourceFolder } from './scoring/folder.ts'

/** Builds and pushes an image from a Dockerfile. Throws `CommandError`; nothing is pushed when the input is wrong. */
export async function buildDockerfile(
  build: DockerfileBuild,
  context: BuildContext,
  options: BuildOptions,
): Promise<BuildResult> {
  const { registry, step } = context
  const { files, builder, why } = await prepared(build, context, options)
  step(`building ${build.dockerfile} with ${builder.name}: ${why}`)
  const known = options.tags[0]
  const before = known === undefined ? null : await registry.readManifest(known, { signal: context.signal })
  // Two builds of one second are two images: each has to find its own again.
  const own = `build-${context.now().replace(/\.\d+/, '').replace(/[-:]/g, '').toLowerCase()}-${randomBytes(3).toString('hex')}`
  const tags = [own, ...options.tags.filter((tag) => tag !== own)] as [string, ...string[]]
  const told = await builder.build({
    ...files,
    repository: registry.name,
    tags,
    args: build.args,
    target: build.target,
    platform: build.platform,
    secrets: build.secrets,
    network: options.network,
  })
  const digest = told ?? (await pushedDigest(context, own))
  const unchanged = before?.digest === digest
  return {
    outcome: unchanged ? 'unchanged' : 'done',
    digest,
    tags,
    builder: builder.name,
    message: `${registry.name}@${digest}: ${unchanged ? `what ${known} was before` : `built with ${builder.name} and pushed`}`,
  }
}

/** What a build would do; nothing is built or pushed, and the registry is not asked. */
export async function planDockerfile(
  build: DockerfileBuild,
  context: BuildContext,
  options: BuildOptions,
): Promise<BuildPlan> {
  const { builder, why } = await prepared(build, context, options)
  const tags = ['a tag of its own', ...options.tags].join(', ')
  const steps = [`build ${build.dockerfile} with ${builder.name}: ${why}`, `push as ${tags}`]
  return { steps, digest: null, tags: options.tags }
}

async function prepared(build: DockerfileBuild, context: BuildContext, options: BuildOptions) {
  const files = await checked(build, context)
  if (options.refresh)
    throw cannot('--refresh is for the dependency image of "scoring"; a Dockerfile has none; leave it out')
  if (options.builder === 'layer')
    throw cannot('the builder "layer" runs no Dockerfile; expected auto, docker, acr or gcloud; choose one')
  return { files, ...(await chosen(context, options, context.registry.name)) }
}

/** The builder that is asked for, or the first that works. */
export async function chosen(context: BuildContext, { builder }: BuildOptions, repository: string) {
  const asked = context.builders.find(({ name }) => name === builder)
  return asked ? { builder: asked, why: 'asked for' } : chooseBuilder(context.builders, repository)
}

/** Of an image that was just pushed, by a tool that told no digest. */
export async function pushedDigest({ registry, signal }: BuildContext, tag: string): Promise<string> {
  const stored = await registry.readManifest(tag, { signal })
  if (stored !== null) return stored.digest
  const message = `the tool reported success, but ${registry.name} has no ${tag}; look at its log, and at where it pushed to`
  throw new CommandError('failed', [{ code: 'not-pushed', message }])
}

async function checked(
  build: DockerfileBuild,
  { folder, env }: BuildContext,
): Promise<{ context: string; dockerfile: string }> {
  const root = await sourceFolder(folder)
  const problems: Problem[] = []
  const look = async (key: string, file: string, kind: 'file' | 'folder'): Promise<string> => {
    try {
      const full = await root.resolve(file)
      const facts = await stat(full)
      if (kind === 'file' ? facts.isFile() : facts.isDirectory()) return full
      throw new FileProblem(`is no ${kind}; expected one; correct the path`)
    } catch (error) {
      if (!(error instanceof FileProblem)) throw error
      problems.push({
        code: `bad-${key}`,
        path: `image.${key}`,
        message: `the ${key} ${file} ${error.message}`,
      })
      return ''
    }
  }
  const context = await look('context', build.context, 'folder')
  const dockerfile = context === '' ? '' : await look('dockerfile', build.dockerfile, 'file')
  for (const [id, secret] of Object.entries(build.secrets)) {
    if (secret.kind === 'file') await look(`secrets.${id}`, secret.path, 'file')
    else if (!env[secret.name])
      problems.push({
        code: 'bad-secret',
        path: `image.secrets.${id}.env`,
        message: `the environment variable ${secret.name} is not set; expected the secret in it; set it in the step that builds`,
      })
  }
  if (problems.length > 0) throw invalid(...problems)
  return { context, dockerfile }
}
