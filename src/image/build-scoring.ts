import { createHash } from 'node:crypto'
import { CommandError } from '../process/errors.ts'
import type { ScoringBuild } from '../spec/rollout.ts'
import { bytes } from './build.ts'
import type { BuildContext, BuildOptions, BuildPlan, BuildResult } from './build.ts'
import { chosen, pushedDigest } from './build-dockerfile.ts'
import { withStaging } from './builders/staging.ts'
import { appended } from './layers/append.ts'
import { imageIn, readBaseImage } from './layers/base-image.ts'
import type { BaseImage } from './layers/base-image.ts'
import { measureLayer } from './layers/layer.ts'
import type { Layer, LayerFile } from './layers/layer.ts'
import { sourceRevision } from './revision.ts'
import type { SourceFile } from './scoring/folder.ts'
import { CODE, MODEL, baseOf, dependencies, runtime, scoringDockerfile } from './scoring/dockerfile.ts'
import type { Dependencies } from './scoring/dockerfile.ts'
import type { ScoringInputs } from './scoring/inputs.ts'

const INPUTS = 'dev.shiftgate.inputs'
const MODEL_SHA = 'dev.shiftgate.model.sha256'

/**
 * Builds and pushes an image from a scoring script: dependencies first, where they are not there yet, then script and model on
 * top. The same dependencies, files and settings are the same image, whoever builds it: then nothing is pushed.
 */
export async function buildScoring(
  build: ScoringBuild,
  inputs: ScoringInputs,
  context: BuildContext,
  options: BuildOptions,
): Promise<BuildResult> {
  const { registry, step } = context
  const wanted = dependencies(build, inputs)
  const [found, layers, revision] = await Promise.all([
    usableDependencies(build, wanted, context, options),
    measured(inputs, context.signal),
    sourceRevision(context.folder, context),
  ])
  const base = found ?? (await makeDependencies(build, wanted, context, options))
  const { key, own, tags } = identityOf(base, layers, inputs, options)
  const common = { tags, dependencies: `${registry.name}@${base.digest}` }
  const before = await sameInputs(context, own, key, build.platform)
  if (before !== null) {
    const missing = await withoutTag(context, before.digest, tags)
    for (const tag of missing) await registry.writeManifest(tag, before, { signal: context.signal })
    const message = `${registry.name}@${before.digest}: in the registry already${missing.length > 0 ? `; now also tagged ${missing.join(', ')}` : ''}`
    return {
      ...common,
      outcome: missing.length > 0 ? 'done' : 'unchanged',
      digest: before.digest,
      builder: 'none',
      message,
    }
  }
  const labels = {
    'org.opencontainers.image.base.name': baseOf(build),
    'org.opencontainers.image.base.digest': base.digest,
    ...(revision === null ? {} : { 'org.opencontainers.image.revision': revision }),
    ...(inputs.model === null ? {} : { [MODEL_SHA]: modelSha(layers.model!, inputs.model) }),
    [INPUTS]: key,
  }
  const append = adds(options)
  if (append) step('adding script and model with layer: the dependency image is in the registry')
  const made = append
    ? { digest: await push(context, base, layers, inputs, labels, tags), builder: 'layer' }
    : await withDockerfile(build, inputs, context, options, { base, labels, tags })
  return {
    ...common,
    ...made,
    outcome: 'done',
    message: `${registry.name}@${made.digest}: built with ${made.builder} and pushed`,
  }
}

/** What a build would do, in the words of its steps; nothing is built or pushed, but the registry is asked. */
export async function planScoring(
  build: ScoringBuild,
  inputs: ScoringInputs,
  context: BuildContext,
  options: BuildOptions,
): Promise<BuildPlan> {
  const { registry } = context
  const wanted = dependencies(build, inputs)
  const [base, layers] = await Promise.all([
    usableDependencies(build, wanted, context, options),
    measured(inputs, context.signal),
  ])
  const size = (files: readonly SourceFile[]) => bytes(files.reduce((sum, file) => sum + file.size, 0))
  const model = inputs.model === null ? '' : ` and model (${size(inputs.model.files)})`
  const sizes = `script (${size(inputs.code)})${model}`
  const by = adds(options) ? null : await chosen(context, options, registry.name)
  const image =
    by === null ? `add ${sizes} with layer` : `build the image with ${by.builder.name}: ${by.why}; ${sizes}`
  if (base === null) {
    const { builder, why } = await dependencyBuilder(wanted, context, options)
    const tags = ['a tag of its own', ...options.tags].join(', ')
    const steps = [
      `build the dependency image ${wanted.tag} with ${builder.name}: ${why}`,
      image,
      `push as ${tags}`,
    ]
    return { steps, digest: null, tags: options.tags }
  }
  const { key, own, tags } = identityOf(base, layers, inputs, options)
  const before = await sameInputs(context, own, key, build.platform)
  if (before === null) return { steps: [image, `push as ${tags.join(', ')}`], digest: null, tags }
  const missing = await withoutTag(context, before.digest, tags)
  return { steps: missing.map((tag) => `tag what is there as ${tag}`), digest: before.digest, tags }
}

/** Whether the image is made by adding layers. */
const adds = ({ builder }: BuildOptions) => builder === 'layer' || builder === 'auto'

/** The dependency image that is there and may be used. */
async function usableDependencies(
  build: ScoringBuild,
  wanted: Dependencies,
  { registry, signal }: BuildContext,
  { refresh }: BuildOptions,
): Promise<BaseImage | null> {
  const found = await readBaseImage(registry, wanted.tag, build.platform, signal)
  return refresh ? null : found
}

/** What the image is known by. */
function identityOf(base: BaseImage, layers: Layers, inputs: ScoringInputs, options: BuildOptions) {
  const key = inputsKey(base, layers, inputs)
  const own = `build-${key.slice(0, 16)}`
  const tags = [own, ...options.tags.filter((tag) => tag !== own)] as [string, ...string[]]
  return { key, own, tags }
}

interface Layers {
  readonly code: Layer
  readonly model: Layer | null
}

async function measured(inputs: ScoringInputs, signal: AbortSignal): Promise<Layers> {
  const place = (folder: string) => (file: LayerFile) => ({
    ...file,
    name: `${folder}/${file.name}`.slice(1),
  })
  const { model } = inputs
  return {
    code: await measureLayer(inputs.code.map(place(CODE)), signal),
    model:
      model === null
        ? null
        : await measureLayer(
            model.files.map(place(model.kind === 'file' ? MODEL : `${MODEL}/${model.name}`)),
            signal,
          ),
  }
}

/** Everything that decides what is in the image but the commit, which changes without the image changing. */
function inputsKey(base: BaseImage, { code, model }: Layers, inputs: ScoringInputs): string {
  const facts = [1, base.digest, code.digest, model?.digest ?? null, runtime(inputs)]
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex')
}

/** Of a file as sha256sum prints it; of a folder, of what sha256sum prints for its files in the order of their names. */
function modelSha(layer: Layer, model: NonNullable<ScoringInputs['model']>): string {
  const digests = [...layer.files.values()]
  if (model.kind === 'file') return digests[0]!
  const lines = model.files.map((file, i) => `${digests[i]}  ${file.name}\n`)
  return createHash('sha256').update(lines.join('')).digest('hex')
}

async function makeDependencies(
  build: ScoringBuild,
  wanted: Dependencies,
  context: BuildContext,
  options: BuildOptions,
): Promise<BaseImage> {
  const { registry, step, signal } = context
  const { builder, why } = await dependencyBuilder(wanted, context, options)
  step(`building the dependency image ${wanted.tag} with ${builder.name}: ${why}`)
  await withStaging(wanted.files, wanted.dockerfile, (staged) =>
    builder.build({
      ...staged,
      repository: registry.name,
      tags: [wanted.tag],
      args: {},
      target: null,
      platform: build.platform,
      secrets: {},
      network: options.network,
    }),
  )
  const made = await readBaseImage(registry, wanted.tag, build.platform, signal)
  if (made === null) {
    const message = `${builder.name} reported success, but ${registry.name} has no ${wanted.tag}; look at its log, and at where it pushed to`
    throw new CommandError('failed', [{ code: 'not-pushed', message }])
  }
  return made
}

async function dependencyBuilder(wanted: Dependencies, context: BuildContext, options: BuildOptions) {
  if (options.builder !== 'layer') return chosen(context, options, context.registry.name)
  const message = `the dependency image ${context.registry.name}:${wanted.tag} is not there, and "layer" installs nothing; run "shiftgate build" once with --builder docker, acr or gcloud, which makes it; until the requirements change, "layer" is enough`
  throw new CommandError('refused', [{ code: 'dependencies-missing', message }])
}

/** The image with the same inputs that was pushed before; a tag that somebody moved is no proof. */
async function sameInputs({ registry, signal }: BuildContext, tag: string, key: string, platform: string) {
  const stored = await registry.readManifest(tag, { signal })
  // BuildKit puts an image with attestations into a list.
  const image = stored && (await imageIn(registry, stored, tag, platform, signal))
  return image?.config.config?.Labels?.[INPUTS] === key ? stored : null
}

async function withoutTag({ registry, signal }: BuildContext, digest: string, tags: readonly string[]) {
  const missing: string[] = []
  for (const tag of tags.slice(1)) {
    if ((await registry.readManifest(tag, { signal }))?.digest !== digest) missing.push(tag)
  }
  return missing
}

/** Script and model as layers of their own, then the manifest; a manifest never names a blob that is not there. */
async function push(
  { registry, signal }: BuildContext,
  base: BaseImage,
  { code, model }: Layers,
  inputs: ScoringInputs,
  labels: { readonly [name: string]: string },
  tags: readonly string[],
): Promise<string> {
  const added = [{ ...code, what: 'script' }, ...(model === null ? [] : [{ ...model, what: 'model' }])]
  const { manifest, config } = appended(base, { layers: added, labels, ...runtime(inputs) })
  const { Readable } = await import('node:stream')
  const configBlob = {
    digest: config.digest,
    size: config.bytes.length,
    open: (start: number) => Readable.from([config.bytes.subarray(start)], { objectMode: false }),
  }
  for (const blob of [...added, configBlob]) await registry.writeBlob(blob, { signal })
  for (const tag of tags) await registry.writeManifest(tag, manifest, { signal })
  return manifest.digest
}

async function withDockerfile(
  build: ScoringBuild,
  inputs: ScoringInputs,
  context: BuildContext,
  options: BuildOptions,
  image: {
    readonly base: BaseImage
    readonly labels: { readonly [name: string]: string }
    readonly tags: readonly [string, ...string[]]
  },
): Promise<{ digest: string; builder: string }> {
  const { registry, step } = context
  const { builder } = await chosen(context, options, registry.name)
  step(`building with ${builder.name}`)
  const text = scoringDockerfile(build, inputs, `${registry.name}@${image.base.digest}`, image.labels)
  const under = (folder: string | null) => (file: LayerFile) => ({
    name: folder === null ? '' : `${folder}/${file.name}`,
    source: file.source,
  })
  const code =
    build.source === null
      ? [{ name: build.script, source: inputs.code[0]!.source }]
      : inputs.code.map(under(build.source))
  const model =
    inputs.model === null
      ? []
      : inputs.model.kind === 'file'
        ? [{ name: build.model!, source: inputs.model.files[0]!.source }]
        : inputs.model.files.map(under(build.model))
  const told = await withStaging([...code, ...model], text, (staged) =>
    builder.build({
      ...staged,
      repository: registry.name,
      tags: image.tags,
      args: {},
      target: null,
      platform: build.platform,
      secrets: {},
      network: null,
    }),
  )
  return { digest: told ?? (await pushedDigest(context, image.tags[0])), builder: builder.name }
}
