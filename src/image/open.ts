import { CommandError, invalid } from '../process/errors.ts'
import { singleLine } from '../process/escape.ts'
import type { ImageBuild } from '../spec/rollout.ts'
import type { BuildContext, BuildOptions, BuildPlan, BuildResult } from './build.ts'
import { buildDockerfile, planDockerfile } from './build-dockerfile.ts'
import { buildScoring, planScoring } from './build-scoring.ts'
import { acrBuilder } from './builders/acr.ts'
import { dockerBuilder } from './builders/docker.ts'
import { gcloudBuilder } from './builders/gcloud.ts'
import type { DockerLogin } from './registry/auth/docker-login.ts'
import { RegistryError } from './registry/registry.ts'
import type { Registry } from './registry/registry.ts'
import { dependencies, scoringDockerfile } from './scoring/dockerfile.ts'
import { scoringInputs } from './scoring/inputs.ts'

export interface BuildSettings {
  /** Folder of the rollout file. */
  readonly folder: string
  readonly env: { readonly [name: string]: string | undefined }
  readonly signal: AbortSignal
  /** Called when the input has been found good. */
  readonly openRegistry: () => Promise<Registry>
  /** The login for a registry that docker does not find by itself. */
  readonly dockerLogin: (registry: string) => Promise<DockerLogin | null>
  readonly step: (text: string) => void
  readonly waiting: (text: string) => void
  readonly now: () => string
  /** Milliseconds that one run of a builder may take. */
  readonly timeout: number
}

export interface OpenBuild {
  run(build: ImageBuild, options: BuildOptions): Promise<BuildResult>
  /** What `run` would do; builds and pushes nothing. */
  plan(build: ImageBuild, options: BuildOptions): Promise<BuildPlan>
  /** What `image.scoring` stands for, to look at or to go on with by hand. Reads the files, pushes nothing. */
  dockerfile(build: ImageBuild): Promise<string>
}

/** Builds for one repository, with this machine's tools. */
export function openBuild(repository: string, settings: BuildSettings): OpenBuild {
  const { folder, env, signal } = settings
  const tools = {
    folder,
    env,
    signal,
    timeout: settings.timeout,
    onLine: (line: string) => settings.waiting(singleLine(line)),
    dockerLogin: settings.dockerLogin,
  }
  async function withRegistry<T>(work: (context: BuildContext) => Promise<T>): Promise<T> {
    const registry = await settings.openRegistry()
    const builders = [dockerBuilder(tools), acrBuilder(tools), gcloudBuilder(tools)]
    try {
      return await work({ ...settings, registry, builders })
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error
      throw new CommandError('failed', [{ code: `registry-${error.kind}`, message: error.message }], {
        cause: error,
      })
    }
  }
  return {
    // Bad input is told before anybody logs in anywhere.
    async run(build, options) {
      if (build.kind === 'dockerfile')
        return withRegistry((context) => buildDockerfile(build, context, options))
      const inputs = await scoringInputs(build, folder)
      return withRegistry((context) => buildScoring(build, inputs, context, options))
    },
    async plan(build, options) {
      if (build.kind === 'dockerfile')
        return withRegistry((context) => planDockerfile(build, context, options))
      const inputs = await scoringInputs(build, folder)
      return withRegistry((context) => planScoring(build, inputs, context, options))
    },
    async dockerfile(build) {
      if (build.kind !== 'scoring')
        throw invalid({
          code: 'no-scoring',
          path: '--print-dockerfile',
          message: `the image is built from ${build.dockerfile}; expected "scoring" for --print-dockerfile; read that file`,
        })
      const inputs = await scoringInputs(build, folder)
      const first = dependencies(build, inputs)
      return [
        `# What image.scoring stands for. Try it: docker build -f THIS_FILE FOLDER_OF_THE_ROLLOUT_FILE`,
        `# "shiftgate build" pushes the first stage as ${repository}:${first.tag}, and uses it by digest until it changes.`,
        first.dockerfile,
        '# The image. The builder "layer" makes the same, without docker.',
        scoringDockerfile(build, inputs, 'dependencies', {}),
      ].join('\n')
    },
  }
}
