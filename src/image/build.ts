import type { BuilderName } from '../spec/rollout.ts'
import type { DockerfileBuilder } from './builders/builder.ts'
import type { Digest, Registry } from './registry/registry.ts'

/** What a build runs with; everything that has effects comes in here. */
export interface BuildContext {
  readonly registry: Registry
  /** In the order in which `auto` asks them. */
  readonly builders: readonly DockerfileBuilder[]
  /** Folder of the rollout file. */
  readonly folder: string
  readonly env: { readonly [name: string]: string | undefined }
  readonly signal: AbortSignal
  readonly step: (text: string) => void
  /** ISO 8601. */
  readonly now: () => string
}

export interface BuildOptions {
  readonly builder: BuilderName
  /** Besides the one that the build chooses. */
  readonly tags: readonly string[]
  readonly network: string | null
  /** Make the dependency image again, although there is one. */
  readonly refresh: boolean
}

export interface BuildResult {
  /** `unchanged`: the registry had this image before, under all of its tags. */
  readonly outcome: 'done' | 'unchanged'
  readonly digest: Digest
  /** The first one is the build's own. */
  readonly tags: readonly string[]
  /** What made the image, e.g. `layer`. */
  readonly builder: string
  readonly message: string
  /** The dependency image of a scoring build, by digest. */
  readonly dependencies?: string
}
